"""How much two structures share: the measures, the thresholds on them, and tables of pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.incidence import Codes, Incidence, Offsets
from graphsvc.errors import WrongUsage

Floats = NDArray[np.float64]
Counts = NDArray[Any]
Measure = Callable[[Counts, Counts, Counts], Floats]


def jaccard(shared: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """Share of all members of the two that sit in both: k / (a + b - k) (Jaccard 1901)."""
    return _ratio(shared, size_a + size_b - shared)


def overlap_coefficient(shared: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """Share of the smaller one that sits in the larger one: k / min(a, b) (Szymkiewicz-Simpson)."""
    return _ratio(shared, np.minimum(size_a, size_b))


def a_in_b(shared: Counts, size_a: Counts, size_b: Counts) -> Floats:  # noqa: ARG001 (one signature for all measures)
    """Share of a's members that also sit in b: k / a."""
    return _ratio(shared, size_a)


def b_in_a(shared: Counts, size_a: Counts, size_b: Counts) -> Floats:  # noqa: ARG001 (one signature for all measures)
    """Share of b's members that also sit in a: k / b."""
    return _ratio(shared, size_b)


def containment(shared: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """The smaller of the two containments: k / max(a, b)."""
    return _ratio(shared, np.maximum(size_a, size_b))


MEASURES: Mapping[str, Measure] = {
    "jaccard": jaccard,
    "overlap_coefficient": overlap_coefficient,
    "a_in_b": a_in_b,
    "b_in_a": b_in_a,
}
"""Every measure that tables of pairs list, in the order of their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Which pairs count: all bounds are inclusive and hold together; then, with `top`, the pairs that are among the
    `top` best by Jaccard of at least one of their two structures, ties kept.

    Raises:
        WrongUsage: a share outside 0..1, a count below 1.
    """

    min_shared: int = 1
    min_jaccard: float = 0.0
    min_overlap_coefficient: float = 0.0
    min_containment: float = 0.0
    top: int | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            is_count = field.name in ("min_shared", "top")
            if value is not None and not (value >= 1 if is_count else 0 <= value <= 1):
                key = "overlap.count_below_one" if is_count else "overlap.share_out_of_range"
                raise WrongUsage(key, name=field.name, value=value)

    def keep(self, shared: Counts, size_a: Counts, size_b: Counts) -> NDArray[np.bool_]:
        """Whether each pair passes the bounds (without `top`)."""
        passes: NDArray[np.bool_] = shared >= self.min_shared
        for bound, measure in (
            (self.min_jaccard, jaccard),
            (self.min_overlap_coefficient, overlap_coefficient),
            (self.min_containment, containment),
        ):
            if bound > 0:
                passes &= measure(shared, size_a, size_b) >= bound
        return passes


@dataclass(frozen=True)
class Pairs:
    """Pairs of structures of one incidence with their number of shared members; codes with `a < b`."""

    incidence: Incidence
    a: Codes
    b: Codes
    shared: Codes

    def __len__(self) -> int:
        return len(self.a)

    @property
    def size_a(self) -> Offsets:
        """Members of each `a`."""
        return self.incidence.sizes[self.a]

    @property
    def size_b(self) -> Offsets:
        """Members of each `b`."""
        return self.incidence.sizes[self.b]

    def measure(self, name: str) -> Floats:
        """One row of `MEASURES` for all pairs."""
        return MEASURES[name](self.shared, self.size_a, self.size_b)

    def take(self, chosen: NDArray[Any]) -> Pairs:
        """The pairs at these positions or under this mask."""
        return Pairs(self.incidence, self.a[chosen], self.b[chosen], self.shared[chosen])

    def sorted(self) -> Pairs:
        """By Jaccard descending, then a, then b: one order whatever found the pairs."""
        by_label = np.argsort(self.a.astype(np.int64) * self.incidence.n_structures + self.b)
        found = self.take(by_label)
        return found.take(np.argsort(-found.measure("jaccard"), kind="stable"))

    def distinct(self) -> Pairs:
        """Every pair once."""
        keys = self.a.astype(np.int64) * self.incidence.n_structures + self.b
        return self.take(np.unique(keys, return_index=True)[1])

    def among_best(self, k: int) -> NDArray[np.bool_]:
        """Which are among the k best by Jaccard of their `a` or of their `b`, ties kept."""
        value = self.measure("jaccard")
        structure, values = np.concatenate([self.a, self.b]), np.tile(value, 2)
        order = np.lexsort((-values, structure))
        starts = np.searchsorted(structure[order], np.arange(self.incidence.n_structures + 1))
        kth = np.minimum(starts[:-1] + k, starts[1:]) - 1
        bar = np.full(self.incidence.n_structures, np.inf)
        paired = starts[1:] > starts[:-1]
        bar[paired] = values[order][kth[paired]]
        return np.asarray(value >= np.minimum(bar[self.a], bar[self.b]))

    def columns(self) -> dict[str, NDArray[Any]]:
        """Codes, sizes, shared and every measure, in the order of the file format."""
        counts: dict[str, NDArray[Any]] = {"size_a": self.size_a, "size_b": self.size_b, "shared": self.shared}
        return {"a": self.a, "b": self.b, **counts, **{name: self.measure(name) for name in MEASURES}}


def _ratio(part: Counts, whole: Counts) -> Floats:
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=np.asarray(whole) > 0)
