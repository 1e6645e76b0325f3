"""Undo: put back what some changes did, unless somebody touched it since.

The changes are walked from the newest to the oldest. A field goes back only where it still holds what the change wrote;
a new fact goes only where it still is as it was made and nothing else has come to need it. What stays is reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from graphsvc.model.history import Change, Kept
from graphsvc.store.edits import Edit, apply, loose_ends
from graphsvc.store.facts import ENDS, ENTITIES, Fact, Fields, Kind, parsed, same, stated
from graphsvc.store.graph import Writing
from graphsvc.store.records import Reader, facts_like

Facts = dict[tuple[Kind, str], Fields | None]

USES = {"Actor": "facts.actor_uses", "Structure": "facts.structure_uses", "Agreement": "facts.agreement_uses"}


def change_of(row: Mapping[str, Any]) -> Change:
    """A row of the history as a change."""
    before, after = (json.loads(row[side]) if row[side] else None for side in ("before", "after"))
    return Change(**{**row, "before": before, "after": after})


def undo(tx: Writing, changes: Sequence[Change]) -> tuple[int, tuple[Kept, ...]]:
    """Put back what the changes did.

    Args:
        tx: the transaction of the undo, which is recorded like any other.
        changes: newest first. Changes of things that are not facts (judgements, decisions) are left to their owners.

    Returns:
        How many facts went back, and what was kept and why.
    """
    due, kept = planned(tx, changes)
    apply(tx, due)
    return len(due), kept


def planned(graph: Reader, changes: Sequence[Change]) -> tuple[list[Edit], tuple[Kept, ...]]:
    """The edits that put back what the changes did, and what is kept and why. Reads only."""
    mine = [change for change in changes if change.kind in ENTITIES]
    present: Facts = {key: fact.fields for key, fact in facts_like(graph, _facts_named_in(mine)).items()}
    state, kept = put_back(mine, present)
    edits = [Edit(kind, key, present.get((kind, key)), fields) for (kind, key), fields in state.items()]
    possible, impossible = _possible(graph, [edit for edit in edits if edit.changes_something])
    kept += impossible
    return [edit for edit in possible if not (kept and edit.kind == "Source")], tuple(kept)


def put_back(changes: Iterable[Change], present: Mapping[tuple[Kind, str], Fields | None]) -> tuple[Facts, list[Kept]]:
    """What the facts would be without the changes (None: gone), and what later edits forbid. Pure."""
    state: Facts = dict(present)
    kept: list[Kept] = []
    for change in changes:
        key = (cast(Kind, change.kind), change.key)
        now = state.get(key)
        before, after = (
            parsed(key[0], dict(side)) if side is not None else None for side in (change.before, change.after)
        )
        if before is None:
            state[key], reason = _without_creation(now, after or {})
        elif after is None:
            state[key], reason = (before, ()) if now is None else (now, ("restored_later",))
        else:
            state[key], reason = _without_update(now, before, after)
        if reason:
            kept.append(Kept(change.kind, change.key, reason[0], reason[1:]))
    return state, kept


def _without_creation(now: Fields | None, made: Fields) -> tuple[Fields | None, tuple[str, ...]]:
    if now is None:
        return None, ()
    touched = sorted(name for name in now.keys() | made.keys() if not same(now.get(name), made.get(name)))
    return (now, ("changed_later", *touched)) if touched else (None, ())


def _without_update(now: Fields | None, before: Fields, after: Fields) -> tuple[Fields | None, tuple[str, ...]]:
    if now is None:
        return None, ("removed_later",)
    free = [name for name in after if same(now.get(name), after[name])]
    touched = sorted(after.keys() - set(free))
    fields = stated(now | {name: before.get(name) for name in free})
    return fields, ("changed_later", *touched) if touched else ()


def _facts_named_in(changes: Sequence[Change]) -> list[Fact]:
    named = {(change.kind, change.key): change for change in changes}
    return [Fact(cast(Kind, kind), key, _ends(change)) for (kind, key), change in named.items()]


def _ends(change: Change) -> Fields:
    sides = {**(change.before or {}), **(change.after or {})}
    return {name: sides[name] for name in ENDS.get(cast(Kind, change.kind), ())}


def _possible(graph: Reader, edits: Sequence[Edit]) -> tuple[list[Edit], list[Kept]]:
    """Leave out removals of what is still used and ties whose ends are gone."""
    used = _still_used(graph, edits)
    impossible = [Kept(edit.kind, edit.key, "still_used") for edit in edits if (edit.kind, edit.key) in used]
    edits = [edit for edit in edits if (edit.kind, edit.key) not in used]
    loose = {(fact.kind, fact.key) for fact, _, _ in loose_ends(graph, edits)}
    impossible += [Kept(kind, key, "end_missing") for kind, key in sorted(loose)]
    return [edit for edit in edits if (edit.kind, edit.key) not in loose], impossible


def _still_used(graph: Reader, edits: Sequence[Edit]) -> set[tuple[str, str]]:
    """Records that shall go although ties, fields or merges outside of these edits hold on to them."""
    leaving = {(edit.kind, edit.key) for edit in edits if edit.after is None}
    rewritten = {edit.key for edit in edits}
    used: set[tuple[str, str]] = set()
    for kind, query in USES.items():
        keys = sorted(key for of_kind, key in leaving if of_kind == kind)
        rows = graph.read(query, keys=keys) if keys else []
        used |= {(kind, row["key"]) for row in rows if (row["tie"] or row["stated_by"]) not in rewritten}
    merged = {(row["kind"], row["merged_into"]) for row in graph.read("facts.merged") if row["key"] not in rewritten}
    return used | (leaving & merged)
