"""How well duplicate structures are found: order, leakage and classes on demo regions, beside the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from graphsvc.analysis.structures import suspect
from graphsvc.demoregion import Knobs, Region, generate
from graphsvc.evaluation import metrics
from graphsvc.evaluation.baselines import BASELINES, Pair, Scores
from graphsvc.evaluation.companions import companion_recall
from graphsvc.evaluation.report import Report, report

HITS = frozenset({"K1", "K2"})
"""Classes that a finding must put on top."""

HARD_NEGATIVES = frozenset({"K3", "K4", "K5"})
"""Classes that must not be among the first twenty: nested, territorial copies, successors."""


ROBUSTNESS: Mapping[str, Knobs] = {
    "missing 0 %": Knobs(missing=0.0, missing_members=0.0),
    "missing 10 %": Knobs(missing=0.10, missing_members=0.10),
    "missing 20 %": Knobs(missing=0.20, missing_members=0.20),
    "missing 40 %": Knobs(missing=0.40, missing_members=0.40),
    "hubs 1.3 times as strong": Knobs(hub_strength=1.3),
    "topics mis-tagged 10 %": Knobs(mistagged=0.10),
    "topics mis-tagged 20 %": Knobs(mistagged=0.20),
}
"""Regions of the same seed in which one thing is worse (or better) than the recipe wants it."""


def evaluate(seeds: Sequence[int], *, shared_data: Path) -> Report:  # noqa: ARG001 (one signature for all evaluations)
    """Evaluate on the demo regions of the seeds."""
    regions = [generate(seed) for seed in seeds]
    results = [
        {
            "seed": region.seed,
            **_findings(region),
            **companion_recall(region),
            "robustness": {name: _shaken(region.seed, knobs) for name, knobs in ROBUSTNESS.items()},
            "baselines": {name: measures(region, baseline(region.dataset)) for name, baseline in BASELINES.items()},
        }
        for region in regions
    ]
    return report("structures", seeds, [region.truth.at.isoformat() for region in regions], results)


def _findings(region: Region) -> dict[str, Any]:
    """The measures of the product's own findings, with the confusion of true and found classes."""
    suspicions = suspect(region.dataset, at=region.truth.at)
    listed = [(suspicions.ids(pair), pair) for pair in suspicions.order]
    classes = {ids: str(suspicions.relations.relation[pair]) for ids, pair in listed}
    found = {ids: relation for ids, relation in classes.items() if relation}
    return {
        **measures(region, {ids: float(suspicions.weight[pair]) for ids, pair in listed}),
        "confusion": metrics.confusion(true_classes(region), found),
    }


def _shaken(seed: int, knobs: Knobs) -> dict[str, float]:
    """The measures on a region that is worse than the recipe."""
    region = generate(seed, knobs=knobs)
    suspicions = suspect(region.dataset, at=region.truth.at)
    return measures(region, {suspicions.ids(pair): float(suspicions.weight[pair]) for pair in suspicions.order})


def measures(region: Region, scores: Scores) -> dict[str, float]:
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
