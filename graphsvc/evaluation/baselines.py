"""What others would do: simple scores for all pairs of structures, beside which the findings have to show themselves.

Each takes a region and gives a score for every pair that it says anything about; a pair left out stands below all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.significance import NullModel, assess
from graphsvc.model.entities import Dataset, Structure
from graphsvc.vocabulary import ALL_TARGET_GROUPS, scheme

Pair = tuple[str, str]
DIMENSIONS = 7
Scores = Mapping[Pair, float]


def member_jaccard(dataset: Dataset) -> Scores:
    """Shared members / all members of the two."""
    pairs = all_pairs(_incidence(dataset), Thresholds())
    return _by_name(pairs, pairs.measure("jaccard"))


def hypergeometric(dataset: Dataset) -> Scores:
    """-log10 p of the shared members where only the sizes of the structures are fixed."""
    return _minus_log_p(dataset, "hypergeometric")


def sdsm(dataset: Dataset) -> Scores:
    """-log10 p of the shared members where the degrees of actors and structures are fixed in expectation."""
    return _minus_log_p(dataset, "sdsm")


def name_similarity(dataset: Dataset) -> Scores:
    """Token-set ratio of the two names (rapidfuzz), 0 to 1."""
    named = {structure.id: structure.name.casefold() for structure in dataset.structures}
    return {(a, b): fuzz.token_set_ratio(named[a], named[b]) / 100 for a, b in combinations(sorted(named), 2)}


def unweighted_mean(dataset: Dataset) -> Scores:
    """Mean of topic, target group, function, territory, time, members and name; what is not known counts nothing."""
    structures = {structure.id: structure for structure in dataset.structures}
    members, names = member_jaccard(dataset), name_similarity(dataset)
    listed = {row.structure for row in dataset.memberships}
    latest = max((s.as_recorded for s in dataset.structures if s.as_recorded), default=date.max)
    scores: dict[Pair, float] = {}
    for a, b in combinations(sorted(structures), 2):
        known = [*_fields(structures[a], structures[b], latest), names[a, b]]
        if {a, b} <= listed:
            known.append(members.get((a, b), 0.0))
        scores[a, b] = sum(known) / DIMENSIONS
    return scores


BASELINES: Mapping[str, Callable[[Dataset], Scores]] = {
    "member_jaccard": member_jaccard,
    "hypergeometric": hypergeometric,
    "sdsm": sdsm,
    "name_similarity": name_similarity,
    "unweighted_mean": unweighted_mean,
}
"""Name -> baseline, as the report lists them."""


def _incidence(dataset: Dataset) -> Incidence:
    return Incidence.from_edges((row.actor, row.structure) for row in dataset.memberships)


def _by_name(pairs: Pairs, values: Iterable[float]) -> dict[Pair, float]:
    names = pairs.incidence.structures
    return {
        (min(names[a], names[b]), max(names[a], names[b])): float(value)
        for a, b, value in zip(pairs.a, pairs.b, values, strict=True)
    }


def _minus_log_p(dataset: Dataset, null_model: NullModel) -> Scores:
    pairs = all_pairs(_incidence(dataset), Thresholds())
    return _by_name(pairs, -np.log10(np.maximum(assess(pairs, null_model).p_upper, 1e-300)))


def _fields(a: Structure, b: Structure, latest: date) -> list[float]:
    """Similarities of the described fields that both have."""
    topics = scheme("topics")
    both = [
        (_above(topics.path, a.topic), _above(topics.path, b.topic)),
        (set(a.target_group) - {ALL_TARGET_GROUPS}, set(b.target_group) - {ALL_TARGET_GROUPS}),
        (set(a.function), set(b.function)),
    ]
    known = [len(x & y) / len(x | y) for x, y in both if x and y]
    if a.territory and b.territory:
        known.append(float(any(x.startswith(y) or y.startswith(x) for x in a.territory for y in b.territory)))
    if a.valid_from and b.valid_from:
        known.append(_common_life(a, b, latest))
    return known


def _above(path: Callable[[str], tuple[str, ...]], codes: Iterable[str]) -> set[str]:
    return {step for code in codes for step in path(code)}


def _common_life(a: Structure, b: Structure, latest: date) -> float:
    """Days in common / the shorter life; open ends count to the latest record."""
    lives = [((s.valid_from or latest), max(s.valid_from or latest, s.valid_to or latest)) for s in (a, b)]
    common = (min(end for _, end in lives) - max(begin for begin, _ in lives)).days
    shorter = min((end - begin).days for begin, end in lives)
    return max(0.0, min(1.0, common / shorter)) if shorter > 0 else float(common >= 0)
