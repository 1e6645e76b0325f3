"""Decisions that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graphsvc.language import LANGUAGES, text
from graphsvc.model.finding import Decision, DecisionConflict

JOINING = frozenset({"merge", "one_roof", "merge_record"})
"""After these, two structures are one body."""
PARTING = frozenset({"keep", "no_hit", "delimit"})
"""After these, two structures stay two bodies."""


def decision_conflicts(decisions: Sequence[Decision], names: Mapping[str, str]) -> tuple[DecisionConflict, ...]:
    """Two bodies that one decision keeps apart and others join, over however many steps."""
    joined = _components((decision.a, decision.b) for decision in decisions if decision.decision in JOINING)
    return tuple(
        _conflict(decision, decisions, joined[decision.a], names)
        for decision in decisions
        if decision.decision in PARTING and decision.a in joined and joined[decision.a] is joined.get(decision.b)
    )


def _components(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in pairs:
        whole = found.get(a, {a}) | found.get(b, {b})
        found |= dict.fromkeys(whole, whole)
    return found


def _conflict(
    decision: Decision, decisions: Sequence[Decision], whole: set[str], names: Mapping[str, str]
) -> DecisionConflict:
    joining = [each.id for each in decisions if each.decision in JOINING and {each.a, each.b} <= whole]
    a, b = (names.get(key, key) for key in (decision.a, decision.b))
    return DecisionConflict(
        decisions=(decision.id, *sorted(joining)),
        structures=tuple(sorted(whole)),
        text={lang: text("findings.conflict", lang, a=a, b=b, count=len(joining)) for lang in LANGUAGES},
    )
