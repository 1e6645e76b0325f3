"""What an import writes: lists only add, and what was written once stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphsvc.model.history import Change
from graphsvc.store.edits import Edit, Plan
from graphsvc.store.facts import ORIGIN_FIELDS


def only_additions(plan: Plan) -> tuple[Plan, tuple[Edit, ...]]:
    """Let a list only add: gaps are filled and lists grow, but a value that is there stays, and what would replace
    it is handed back."""
    changed: list[Edit] = []
    unchanged = list(plan.unchanged)
    kept: list[Edit] = []
    for edit in plan.changed:
        gentle, conflict = _gentle(edit)
        (changed if gentle.changed_fields else unchanged).append(gentle)
        if conflict.changed_fields:
            kept.append(conflict)
    return Plan(plan.new, tuple(changed), tuple(unchanged)), tuple(kept)


def _gentle(edit: Edit) -> tuple[Edit, Edit]:
    """An edit that only adds, and the part of the edit that would replace something."""
    before, after = edit.before or {}, dict(edit.after or {})
    replaced = {name: after[name] for name in edit.changed_fields if name in after and name in before}
    for name, value in replaced.items():
        after[name] = list(dict.fromkeys([*before[name], *value])) if isinstance(value, list) else before[name]
    conflicts = {
        name: value for name, value in replaced.items() if not isinstance(value, list) and name not in ORIGIN_FIELDS
    }
    old = {name: before[name] for name in conflicts}
    named = {name: before[name] for name in ("name", "title", "actor", "structure", "agreement") if name in before}
    return replace(edit, after=after), Edit(edit.kind, edit.key, named | old, named | conflicts)


def as_written(plan: Plan, changes: Iterable[Change]) -> Plan:
    """What an import did when it was written: its facts with what they changed then (`changes`), not with what the map
    holds since."""
    written = {(change.kind, change.key): change for change in changes}
    new: list[Edit] = []
    changed: list[Edit] = []
    unchanged: list[Edit] = []
    for edit in (*plan.new, *plan.changed, *plan.unchanged):
        change = written.get((edit.kind, edit.key))
        if change is None:
            unchanged.append(replace(edit, before=edit.after))
        elif change.before is None:
            new.append(Edit(edit.kind, edit.key, None, dict(change.after or {})))
        else:
            said = edit.after or {}
            changed.append(replace(edit, before={**said, **change.before}, after={**said, **(change.after or {})}))
    return Plan(tuple(new), tuple(changed), tuple(unchanged))


def counted(plan: Plan, *, rejected: int) -> dict[str, int]:
    """Facts by what becomes of them, and values and rows that were left out."""
    parts = {"new": plan.new, "changed": plan.changed, "unchanged": plan.unchanged}
    return {state: sum(edit.kind != "Source" for edit in part) for state, part in parts.items()} | {
        "rejected": rejected
    }
