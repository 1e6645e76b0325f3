"""Learning from decisions, modestly (domain.md 2.6): new shares m from the region's own judgements, and only if they
help.

m' = (alpha m + n) / (alpha + N) with alpha = 20 pseudo-judgements: n of the N pairs judged duplicates stand on a level.
u is never learned from judged pairs. People judge mostly what stands on top: each judgement counts for the pairs of its
band that it was drawn from (inverse sampling probability, capped), and `mixed` puts pairs from further down among those
to judge. The new table is worth adopting only if there are enough judgements and it orders the judged pairs better than
the old one when each structure in turn is left out of what was learned from.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.structures import Suspicions
from graphsvc.analysis.weights import Dimension, Weights
from graphsvc.language import LANGUAGES, number, text

Floats = NDArray[np.float64]

PSEUDO_JUDGEMENTS = 20.0
MIN_JUDGEMENTS = 40
MIN_POSITIVES = 8
MOST_COUNTED = 10.0
"""So many times as much as another a judgement counts at most, however few of its band were judged."""
RANDOM_EVERY = 5
"""One pair in so many to judge is drawn at random (15 to 20 %)."""
PLACES = 4
"""Decimal places of a learned share."""

Verdict = Literal["adoptable", "few_judgements", "few_positives", "no_gain"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of suspicions that people decided on: whether it does one job twice, and how many judgements it counts."""

    pair: int
    is_duplicate: bool
    count: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The shares m of one dimension as they are and as they were learned, lowest level first."""

    dimension: str
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What decisions teach about the weights, as a proposal.

    `before` and `after` are the average precision (area under precision and recall, 0..1) of the judged pairs with the
    table that counts now and with the learned one, each structure left out in turn; `spread` is the standard error of
    their difference (jackknife over structures). `verdict` says whether it may be adopted, or what is missing, `text`
    says all of it in words; `proposal` names exactly these shares: whoever adopts them quotes it.
    """

    proposal: str
    judgements: int
    positives: int
    least_judgements: int = MIN_JUDGEMENTS
    least_positives: int = MIN_POSITIVES
    before: float
    after: float
    spread: float
    verdict: Verdict
    moved: tuple[Moved, ...]
    text: Mapping[str, str] = field(default_factory=dict)

    @property
    def adoptable(self) -> bool:
        """Whether every condition holds."""
        return self.verdict == "adoptable"


def calibrate(found: Suspicions, judged: Sequence[Judged]) -> Calibration:
    """Learn from judged pairs; says itself whether it is worth adopting."""
    judged = weighed(found, judged)
    old = [float(found.weight[each.pair]) for each in judged]
    new = _left_out(found, judged) if _shortage(judged) is None else old
    before, after = (average_precision(weights, judged) for weights in (old, new))
    moved = tuple(_moves(found.weights, learn(found, judged)))
    return _told(
        Calibration(
            proposal=_called(moved),
            judgements=len(judged),
            positives=sum(each.is_duplicate for each in judged),
            before=before,
            after=after,
            spread=_spread(found, judged, old, new),
            verdict=_shortage(judged) or ("adoptable" if after > before else "no_gain"),
            moved=moved,
        )
    )


def learn(found: Suspicions, judged: Sequence[Judged]) -> Weights:
    """The table with the shares m moved towards the pairs judged duplicates."""
    positive = np.array([each.pair for each in judged if each.is_duplicate], dtype=np.intp)
    counts = np.array([each.count for each in judged if each.is_duplicate])
    dimensions = {
        name: replace(dimension, m=_shares(dimension, found.evidence.values[name][positive], counts))
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


def average_precision(weights: Sequence[float], judged: Sequence[Judged]) -> float:
    """Mean precision at the places of the duplicates, each judgement by its count; 0 without any."""
    order = sorted(range(len(judged)), key=lambda place: -weights[place])
    counts = np.array([judged[place].count for place in order])
    hits = np.array([judged[place].is_duplicate for place in order], dtype=float) * counts
    if not hits.sum():
        return 0.0
    precision = np.cumsum(hits) / np.cumsum(counts)
    return float((precision * hits).sum() / hits.sum())


def _shortage(judged: Sequence[Judged]) -> Verdict | None:
    if len(judged) < MIN_JUDGEMENTS:
        return "few_judgements"
    return "few_positives" if sum(each.is_duplicate for each in judged) < MIN_POSITIVES else None


def _shares(dimension: Dimension, values: Floats, counts: Floats) -> tuple[float, ...]:
    levels = dimension.level(values)
    known = levels >= 0
    judged = np.bincount(levels[known], weights=counts[known], minlength=len(dimension.m))
    moved = (PSEUDO_JUDGEMENTS * np.array(dimension.m) + judged) / (PSEUDO_JUDGEMENTS + judged.sum())
    return tuple(round(float(share), PLACES) for share in moved)


def _called(moved: Sequence[Moved]) -> str:
    """The same shares before and after, the same name."""
    shares = json.dumps([[each.dimension, each.before, each.after] for each in moved])
    return f"w-{hashlib.sha256(shares.encode()).hexdigest()[:12]}"


def _moves(old: Weights, new: Weights) -> Iterator[Moved]:
    for name, dimension in old.dimensions.items():
        if new.dimensions[name].m != dimension.m:
            yield Moved(dimension=name, before=dimension.m, after=new.dimensions[name].m)


def _left_out(found: Suspicions, judged: Sequence[Judged]) -> list[float]:
    """The weight of each judged pair under a table learned without any pair of its two structures."""
    ends = _ends(found, judged)
    tables = (
        learn(found, [other for other, theirs in zip(judged, ends, strict=True) if not own & theirs]) for own in ends
    )
    return [found.weight_under(table, each.pair) for each, table in zip(judged, tables, strict=True)]


def _spread(found: Suspicions, judged: Sequence[Judged], old: Sequence[float], new: Sequence[float]) -> float:
    """Standard error of the gain in average precision, each structure left out in turn (jackknife; Efron 1982)."""
    ends = _ends(found, judged)
    gains = []
    for structure in sorted(frozenset().union(*ends)):
        kept = [place for place, pair in enumerate(ends) if structure not in pair]
        others = [judged[place] for place in kept]
        after, before = (average_precision([weights[place] for place in kept], others) for weights in (new, old))
        gains.append(after - before)
    count = len(gains)
    return float(np.sqrt((count - 1) / count * np.sum((np.array(gains) - np.mean(gains)) ** 2))) if count else 0.0


def _ends(found: Suspicions, judged: Sequence[Judged]) -> list[frozenset[int]]:
    """Rows of the two structures of each judged pair."""
    evidence = found.evidence
    return [frozenset((int(evidence.a[each.pair]), int(evidence.b[each.pair]))) for each in judged]


def _told(found: Calibration) -> Calibration:
    """With its words: how many decisions, how well both tables order them, and what follows."""
    has_gain = found.verdict in ("adoptable", "no_gain")
    keys = ("count", "gain", found.verdict) if has_gain else ("count", found.verdict)
    return replace(found, text={lang: " ".join(_sentence(found, key, lang) for key in keys) for lang in LANGUAGES})


def _sentence(found: Calibration, key: str, lang: str) -> str:
    shares = {"before": found.before, "after": found.after, "gain": found.after - found.before, "spread": found.spread}
    return text(
        f"findings.calibration_{key}",
        lang,
        count=found.judgements,
        positives=found.positives,
        least_judgements=found.least_judgements,
        least_positives=found.least_positives,
        **{name: number(value, lang, digits=3) for name, value in shares.items()},
    )
