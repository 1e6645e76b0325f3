"""Groups of structures that all do the same job, without chaining: every two of a group are suspected themselves."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.analysis.describe import finding_id, side
from graphsvc.analysis.structures import Suspicions
from graphsvc.model.finding import FindingGroup

SUSPECTED = frozenset({"K1", "K2"})


def finding_groups(found: Suspicions, *, least: float) -> tuple[FindingGroup, ...]:
    """Groups of three and more by complete linkage: the two groups whose weakest pair is strongest join first, as long
    as that pair weighs `least` or more; heaviest groups first."""
    weights = {
        frozenset((int(found.evidence.a[pair]), int(found.evidence.b[pair]))): float(found.weight[pair])
        for pair in found.order.tolist()
        if found.relations.relation[pair] in SUSPECTED and found.weight[pair] >= least
    }
    groups = [frozenset({row}) for row in sorted({row for pair in weights for row in pair})]
    while (best := _best_join(groups, weights)) is not None:
        first, second = best
        groups = [group for group in groups if group not in (first, second)] + [first | second]
    found_groups = [_group(found, group, weights) for group in groups if len(group) > 2]
    return tuple(sorted(found_groups, key=lambda group: (-group.weight, group.findings)))


def _best_join(
    groups: list[frozenset[int]], weights: Mapping[frozenset[int], float]
) -> tuple[frozenset[int], frozenset[int]] | None:
    joins = [
        (_weakest(first, second, weights), first, second)
        for at, first in enumerate(groups)
        for second in groups[at + 1 :]
        if _joinable(first, second, weights)
    ]
    best = max(joins, key=lambda join: (join[0], sorted(join[1] | join[2])), default=None)
    return (best[1], best[2]) if best else None


def _joinable(first: frozenset[int], second: frozenset[int], weights: Mapping[frozenset[int], float]) -> bool:
    return all(frozenset((x, y)) in weights for x in first for y in second)


def _weakest(first: frozenset[int], second: frozenset[int], weights: Mapping[frozenset[int], float]) -> float:
    return min(weights[frozenset((x, y))] for x in first for y in second)


def _group(found: Suspicions, rows: frozenset[int], weights: Mapping[frozenset[int], float]) -> FindingGroup:
    profiles = [found.evidence.region.profiles[row] for row in sorted(rows)]
    pairs = [pair for pair in weights if pair <= rows]
    ids = {row: found.evidence.region.profiles[row].id for row in rows}
    return FindingGroup(
        structures=tuple(side(profile) for profile in profiles),
        weight=min(weights[pair] for pair in pairs),
        findings=tuple(sorted(finding_id(*(ids[row] for row in pair)) for pair in pairs)),
    )
