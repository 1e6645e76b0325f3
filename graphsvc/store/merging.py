"""Merge and unmerge: say which record stands for which, and nothing else.

`merged_into` is the judgement, one record put into another; `canonical_id` is what follows from all of them, the end
of the chain. No edge moves, so an unmerge is exact, whatever was edited in between and in whatever order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from graphsvc.errors import Conflict, NotFound
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import Fact
from graphsvc.store.graph import Writing
from graphsvc.store.records import facts_like

RecordKind = Literal["Actor", "Structure", "Agreement"]


def merge(tx: Writing, kind: RecordKind, ids: Sequence[str], *, into: str) -> int:
    """Let one record stand for others.

    Args:
        tx: the transaction; its `batch` is what an undo in bulk takes.
        kind: what is merged.
        ids: the records to merge; those already merged bring along what stands for them.
        into: the record to put them into. Where it was merged itself, what stands for it stands for them too, unless
            that is among `ids`: then the chain is turned round and `into` stands for all.

    Returns:
        How many records changed the one they are merged into.

    Raises:
        NotFound: one of the records does not exist.
    """
    facts = _chains(tx, kind, [*ids, into])
    pointer = {key: fact.fields.get("merged_into") for key, fact in facts.items()}
    if _end(pointer, into) in ids:
        _turn_round(pointer, into)
    for each in ids:
        end = _end(pointer, each)
        if end != _end(pointer, into):
            pointer[end] = into
    edits = [_pointed(facts[key], target) for key, target in pointer.items()]
    due = [edit for edit in edits if edit.changed_fields]
    apply(tx, due)
    return len(due)


def unmerge(tx: Writing, kind: RecordKind, ids: Sequence[str]) -> None:
    """Take records out of the ones they were merged into.

    Raises:
        NotFound: one of the records does not exist.
        Conflict: one of the records is not merged into another.
    """
    facts = _existing(tx, kind, ids)
    for key, fact in facts.items():
        if "merged_into" not in fact.fields:
            raise Conflict("store.not_merged", id=key)
    apply(tx, [_pointed(fact, None) for fact in facts.values()])


def _existing(tx: Writing, kind: RecordKind, ids: Sequence[str]) -> dict[str, Fact]:
    found = facts_like(tx, [Fact(kind, key, {}) for key in dict.fromkeys(ids)])
    missing = [key for key in ids if (kind, key) not in found]
    if missing:
        raise NotFound("store.not_found", ref=missing[0])
    return {key: fact for (_, key), fact in found.items()}


def _chains(tx: Writing, kind: RecordKind, ids: Sequence[str]) -> dict[str, Fact]:
    """The records and everything they were merged into."""
    facts = _existing(tx, kind, ids)
    while True:
        ahead = [str(fact.fields["merged_into"]) for fact in facts.values() if "merged_into" in fact.fields]
        new = [key for key in ahead if key not in facts]
        if not new:
            return facts
        facts |= _existing(tx, kind, new)


def _turn_round(pointer: dict[str, str | None], start: str) -> None:
    """Let `start` stand for everything it was merged into."""
    before: str | None = None
    step: str | None = start
    while step is not None:
        pointer[step], before, step = before, step, pointer[step]


def _end(pointer: dict[str, str | None], start: str) -> str:
    end = start
    while (ahead := pointer[end]) is not None:
        end = ahead
    return end


def _pointed(fact: Fact, target: str | None) -> Edit:
    after = {name: value for name, value in fact.fields.items() if name != "merged_into"}
    return Edit(fact.kind, fact.key, fact.fields, after | ({"merged_into": target} if target else {}))
