"""How much of what is planted beside duplicates the companions find: bridges, gaps and deadlines of demo regions."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.analysis.companions import bridges, deadlines, single_delegates
from graphsvc.analysis.coverage import CoverageParams, coverage
from graphsvc.demoregion import Region


def companion_recall(region: Region) -> dict[str, float]:
    """Share of the planted bridges (cut points, or single delegates), of the gaps, and of the deadlines within 90 days
    that are told."""
    at, truth = region.truth.at, region.truth
    found = coverage(region.dataset, CoverageParams(depth="all"), at=at).gaps()
    tying = {told.actor for told in bridges(region.dataset, at=at)}
    tying |= {told.actor for told in single_delegates(region.dataset, at=at)}
    open_cells = {(gap.topic, gap.target_group, place) for gap in found for place in gap.uncovered}
    ending = {told.id for told in deadlines(region.dataset, at=at)}
    return {
        "recall_bridges": _share(bridge.actor in tying for bridge in truth.bridges),
        "recall_gaps": _share((gap.topic, gap.target_group, gap.territory) in open_cells for gap in truth.gaps),
        "recall_deadlines": _share(due.id in ending for due in truth.deadlines),
    }


def _share(found: Iterable[bool]) -> float:
    """Share of true answers; NaN where there was nothing to find."""
    answers = list(found)
    return sum(answers) / len(answers) if answers else float("nan")
