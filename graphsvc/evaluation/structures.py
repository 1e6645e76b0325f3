"""How well duplicate structures are found: order, leakage and classes on demo regions, beside the baselines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from graphsvc.demoregion import Region, generate
from graphsvc.evaluation import metrics
from graphsvc.evaluation.baselines import BASELINES, Pair, Scores
from graphsvc.evaluation.report import Report, report

HITS = frozenset({"K1", "K2"})
"""Classes that a finding must put on top."""

HARD_NEGATIVES = frozenset({"K3", "K4", "K5"})
"""Classes that must not be among the first twenty: nested, territorial copies, successors."""


def evaluate(seeds: Sequence[int], *, shared_data: Path) -> Report:  # noqa: ARG001 (one signature for all evaluations)
    """Evaluate on the demo regions of the seeds."""
    regions = [generate(seed) for seed in seeds]
    results = [{"seed": region.seed, "baselines": baselines(region)} for region in regions]
    return report("structures", seeds, [region.truth.at.isoformat() for region in regions], results)


def baselines(region: Region) -> dict[str, dict[str, Any]]:
    """The measures of every baseline on one region."""
    return {name: measures(region, baseline(region.dataset)) for name, baseline in BASELINES.items()}


def measures(region: Region, scores: Scores) -> dict[str, Any]:
    """What a ranking of pairs is worth on a region: over all pairs of structures, unlisted ones last."""
    classes = true_classes(region)
    pairs = list(combinations(sorted(structure.id for structure in region.dataset.structures), 2))
    ranked = [scores.get(pair, metrics.UNLISTED) for pair in pairs]
    hits = [classes.get(pair) in HITS for pair in pairs]
    hard = [classes.get(pair) in HARD_NEGATIVES for pair in pairs]
    return {
        "pr_auc": metrics.pr_auc(ranked, hits),
        "p_at_10": metrics.precision_at(ranked, hits, 10),
        "p_at_20": metrics.precision_at(ranked, hits, 20),
        "recall_at_20": metrics.recall_at(ranked, hits, 20),
        "leakage_top_20": metrics.leakage(ranked, hard, 20),
    }


def true_classes(region: Region) -> dict[Pair, str]:
    """The planted class of every planted pair."""
    return {(pair.a, pair.b): pair.klass for pair in region.truth.pairs}
