"""How good a ranking or a decision is, computed in one place for all evaluations.

A ranking is a score for every pair of a universe and a truth about it (`hits`). Where pairs have the same score, every
value is the mean over all orders of the tied pairs, so that no order of rows can be lucky.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, stdev
from typing import TypeVar

import numpy as np

Pair = TypeVar("Pair", bound=Hashable)

UNLISTED = float("-inf")
"""Score of a pair that a finder did not list: below everything it did list."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs with one score: how many stand before them, how many of these are hits, and the same of the block."""

    before: int
    hits_before: int
    size: int
    hits: int


def blocks(scores: Sequence[float], hits: Sequence[bool]) -> list[Block]:
    """The ranking as blocks of equal score, best first."""
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    found: list[Block] = []
    before = hits_before = 0
    for _, tied in groupby(order, key=lambda index: scores[index]):
        indices = list(tied)
        block = Block(before, hits_before, len(indices), sum(bool(hits[index]) for index in indices))
        found.append(block)
        before, hits_before = before + block.size, hits_before + block.hits
    return found


def pr_auc(scores: Sequence[float], hits: Sequence[bool]) -> float:
    """Average precision: the mean, over all hits, of the precision at the place where the hit stands.

    Within a block of ties a hit is equally likely at each place, and before it stand, on average, as many of the other
    hits as its place lets expect. NaN where there is no hit to find.
    """
    total = sum(bool(hit) for hit in hits)
    if total == 0:
        return float("nan")
    return sum(_summed_precision(block) for block in blocks(scores, hits)) / total


def _summed_precision(block: Block) -> float:
    """The precisions expected at the hits of one block, summed."""
    if block.hits == 0:
        return 0.0
    places = np.arange(1, block.size + 1)
    others = (block.hits - 1) / (block.size - 1) if block.size > 1 else 0.0
    precision = (block.hits_before + 1 + (places - 1) * others) / (block.before + places)
    return float(precision.sum() * block.hits / block.size)


def hits_in_top(scores: Sequence[float], hits: Sequence[bool], k: int) -> float:
    """Hits expected among the first k."""
    return sum(
        block.hits * min(1.0, (k - block.before) / block.size) for block in blocks(scores, hits) if block.before < k
    )


def precision_at(scores: Sequence[float], hits: Sequence[bool], k: int) -> float:
    """Share of hits among the first k (of all, where there are fewer than k)."""
    return hits_in_top(scores, hits, k) / min(k, len(scores)) if len(scores) else float("nan")


def recall_at(scores: Sequence[float], hits: Sequence[bool], k: int) -> float:
    """Share of all hits that stand among the first k; NaN where there is none."""
    total = sum(bool(hit) for hit in hits)
    return hits_in_top(scores, hits, k) / total if total else float("nan")


def leakage(scores: Sequence[float], hard_negatives: Sequence[bool], k: int = 20) -> float:
    """How many of the pairs that must not be there (nested, copies, successors) stand among the first k."""
    return hits_in_top(scores, hard_negatives, k)


def ties_top(scores: Sequence[float], k: int = 100) -> float:
    """Share of the first k whose score another of them has too: pairs that a reviewer gets in no order."""
    top = sorted((score for score in scores if score != UNLISTED), reverse=True)[:k]
    counts = Counter(top)
    return sum(count for count in counts.values() if count > 1) / len(top) if top else 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a bar decided: precision, recall and their harmonic mean F1, with the counts behind them."""

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def precision(self) -> float:
        """Share of what was called a hit that is one; 1 where nothing was called so."""
        called = self.true_positives + self.false_positives
        return self.true_positives / called if called else 1.0

    @property
    def recall(self) -> float:
        """Share of all hits that were called so; 1 where there is none."""
        total = self.true_positives + self.false_negatives
        return self.true_positives / total if total else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        called_or_missed = 2 * self.true_positives + self.false_positives + self.false_negatives
        return 2 * self.true_positives / called_or_missed if called_or_missed else 1.0


def decide(called: Iterable[Hashable], true: Iterable[Hashable]) -> Decision:
    """Compare what was called a hit with what is one."""
    said, is_so = set(called), set(true)
    return Decision(len(said & is_so), len(said - is_so), len(is_so - said))


def confusion(true: Mapping[Pair, str], found: Mapping[Pair, str], nothing: str = "none") -> dict[str, dict[str, int]]:
    """Counts by true class and found class over all pairs that have either; `nothing` stands for no class."""
    table: dict[str, dict[str, int]] = {}
    for pair in set(true) | set(found):
        row = table.setdefault(true.get(pair, nothing), {})
        column = found.get(pair, nothing)
        row[column] = row.get(column, 0) + 1
    return {row: dict(sorted(table[row].items())) for row in sorted(table)}


def mean_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Mean and sample standard deviation (0 for a single value); NaN values are left out."""
    known = [value for value in values if value == value]
    if not known:
        return float("nan"), float("nan")
    return fmean(known), stdev(known) if len(known) > 1 else 0.0
