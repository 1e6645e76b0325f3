"""Learning from decisions, modestly (domain.md 2.6): new shares m from the region's own judgements, and only if they
help.

m' = (alpha m + n) / (alpha + N) with alpha = 20 pseudo-judgements: n of the N pairs judged duplicates stand on a level.
u is never learned from judged pairs. People judge mostly what stands on top: each judgement counts for the pairs of its
band that it was drawn from (inverse sampling probability, capped), and `mixed` puts pairs from further down among those
to judge. The new table is worth adopting only if there are enough judgements and it orders the judged pairs better than
the old one when each structure in turn is left out of what was learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.structures import Suspicions
from graphsvc.analysis.weights import Dimension, Weights, chance_shares

Floats = NDArray[np.float64]

PSEUDO_JUDGEMENTS = 20.0
MIN_JUDGEMENTS = 40
MIN_POSITIVES = 8
MOST_COUNTED = 10.0
"""So many times as much as another a judgement counts at most, however few of its band were judged."""
RANDOM_EVERY = 5
"""One pair in so many to judge is drawn at random (15 to 20 %)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of suspicions that people decided on: whether it does one job twice, and how many judgements it counts."""

    pair: int
    is_duplicate: bool
    count: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was learned: the new shares m by dimension, the order of the judged pairs (average precision, each structure
    left out in turn) with the old and the new table, and whether the new one may be adopted."""

    judgements: int
    positives: int
    before: float
    after: float
    adoptable: bool
    m: Mapping[str, tuple[float, ...]]


def calibrate(found: Suspicions, judged: Sequence[Judged]) -> Calibration:
    """Learn from judged pairs; says itself whether it is worth adopting."""
    judged = weighed(found, judged)
    positives = sum(each.is_duplicate for each in judged)
    enough = len(judged) >= MIN_JUDGEMENTS and positives >= MIN_POSITIVES
    learned = learn(found, judged)
    before = average_precision([float(found.weight[each.pair]) for each in judged], judged)
    after = average_precision(_left_out(found, judged), judged) if enough else before
    return Calibration(
        judgements=len(judged),
        positives=positives,
        before=before,
        after=after,
        adoptable=enough and after > before,
        m={name: dimension.m for name, dimension in learned.dimensions.items()},
    )


def learn(found: Suspicions, judged: Sequence[Judged]) -> Weights:
    """The table with the shares m moved towards the pairs judged duplicates."""
    positive = np.array([each.pair for each in judged if each.is_duplicate], dtype=np.intp)
    counts = np.array([each.count for each in judged if each.is_duplicate])
    dimensions = {
        name: replace(dimension, m=_moved(dimension, found.evidence.values[name][positive], counts))
        for name, dimension in found.weights.dimensions.items()
    }
    return replace(found.weights, dimensions=dimensions)


def weighed(found: Suspicions, judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The judgements, each counted by how few of its band were judged; those of duplicates count one in the mean."""
    bands = [found.band(each.pair) for each in judged]
    there = Counter(found.band(pair) for pair in found.order.tolist())
    share = {band: there[band] / count for band, count in Counter(bands).items()}
    least = min(share.values(), default=1.0)
    raw = [min(share[band] / least, MOST_COUNTED) if least else 1.0 for band in bands]
    positive = [count for count, each in zip(raw, judged, strict=True) if each.is_duplicate]
    mean = sum(positive) / len(positive) if positive else 1.0
    return tuple(replace(each, count=count / mean) for each, count in zip(judged, raw, strict=True))


def mixed(pairs: Sequence[int]) -> list[int]:
    """Pairs in order of suspicion as they are best judged: every fifth is drawn at random from all, so that what is
    learned does not rest on the top alone. The same pairs give the same mixture."""
    drawn = iter(np.random.default_rng(len(pairs)).permutation(np.array(pairs, dtype=np.int64)).tolist())
    first = iter(pairs)
    chosen: dict[int, None] = {}
    while len(chosen) < len(pairs):
        source = drawn if len(chosen) % RANDOM_EVERY == RANDOM_EVERY - 1 else first
        chosen[next(pair for pair in source if pair not in chosen)] = None
    return list(chosen)


def with_shares(weights: Weights, m: Mapping[str, Sequence[float]]) -> Weights:
    """A table with other shares m, as they were learned; dimensions that are not named stay."""
    changed = {name: replace(weights.dimensions[name], m=tuple(shares)) for name, shares in m.items()}
    return replace(weights, dimensions={**weights.dimensions, **changed})


def average_precision(weights: Sequence[float], judged: Sequence[Judged]) -> float:
    """Mean precision at the places of the duplicates, each judgement by its count; 0 without any."""
    order = sorted(range(len(judged)), key=lambda place: -weights[place])
    counts = np.array([judged[place].count for place in order])
    hits = np.array([judged[place].is_duplicate for place in order], dtype=float) * counts
    if not hits.sum():
        return 0.0
    precision = np.cumsum(hits) / np.cumsum(counts)
    return float((precision * hits).sum() / hits.sum())


def _moved(dimension: Dimension, values: Floats, counts: Floats) -> tuple[float, ...]:
    levels = dimension.level(values)
    known = levels >= 0
    judged = np.bincount(levels[known], weights=counts[known], minlength=len(dimension.m))
    moved = (PSEUDO_JUDGEMENTS * np.array(dimension.m) + judged) / (PSEUDO_JUDGEMENTS + judged.sum())
    return tuple(float(share) for share in moved)


def _left_out(found: Suspicions, judged: Sequence[Judged]) -> list[float]:
    """The weight of each judged pair under a table learned without any pair of its two structures."""
    evidence = found.evidence
    ends = [{int(evidence.a[each.pair]), int(evidence.b[each.pair])} for each in judged]
    u = {name: chance_shares(evidence.values[name], dimension) for name, dimension in found.weights.dimensions.items()}
    weights = []
    for each, own in zip(judged, ends, strict=True):
        others = [other for other, theirs in zip(judged, ends, strict=True) if not own & theirs]
        table = learn(found, others)
        shift = sum(
            _gain(table.dimensions[name], found.weights.dimensions[name], u[name], evidence.values[name][each.pair])
            for name in table.dimensions
        )
        weights.append(float(found.weight[each.pair]) + shift)
    return weights


def _gain(new: Dimension, old: Dimension, u: Floats, value: float) -> float:
    """How many bits a value weighs more under the new shares."""
    return float(np.diff([dimension.bits(np.array([value]), u)[0] for dimension in (old, new)])[0])
