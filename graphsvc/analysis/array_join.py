"""The all-pairs join with array operations alone: for tables that are done before compiled code would have started.

The same prefix filter as `join_kernels.prefix_join`, one step for all structures at a time: two sets that share enough
members meet in their prefixes of rare members; who meets is filtered by a 64-bit signature, then counted. Structures
are ranked by size, smallest first, actors by rarity; a pair has rank y < rank x, so y is never larger than x.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.incidence import Incidence, distinct, inverse
from graphsvc.analysis.overlap import Pairs, Thresholds

Ints = NDArray[np.int64]
ROUNDING = 1e-9  # what a bound computed in floats may be off: candidates are counted exactly afterwards


class ArrayJoin:
    """One question to one table."""

    def __init__(self, incidence: Incidence, thresholds: Thresholds) -> None:
        self._incidence, self._thresholds = incidence, thresholds
        self._sizes = incidence.sizes[incidence.by_size]
        self._ptr = np.concatenate(([0], np.cumsum(self._sizes)))
        x, rarity = inverse(incidence.by_size), inverse(incidence.by_rarity)
        self._seats: Ints = np.sort(x[incidence.rows] * incidence.n_actors + rarity[incidence.indices])
        self._x, self._actor = np.divmod(self._seats, max(incidence.n_actors, 1))

    @property
    def lookups(self) -> int:
        """Seats of all candidates: an upper bound of the work, known before it is done."""
        _, begin, end = self._meetings
        seats = np.concatenate(([0], np.cumsum(self._sizes[self._indexed % len(self._sizes)])))
        return int((seats[end] - seats[begin]).sum())

    def pairs(self) -> Pairs:
        """Every pair that passes the bounds (without `top`), in no particular order."""
        x, y = self._alike(*self._candidates())
        shared = self._count(x, y)
        one, other = self._incidence.by_size[x], self._incidence.by_size[y]
        pairs = Pairs(self._incidence, np.minimum(one, other), np.maximum(one, other), shared)
        return pairs.take(self._thresholds.keep(pairs.shared, pairs.size_a, pairs.size_b))

    def _prefixes(self, length: Ints) -> Ints:
        """The first `length[x]` seats of every x as ascending (actor, x)."""
        place = np.arange(len(self._x)) - self._ptr[self._x]
        kept = place < length[self._x]
        return np.sort(self._actor[kept] * len(self._sizes) + self._x[kept])

    @cached_property
    def _indexed(self) -> Ints:
        """The prefixes that every partner at least as large must meet."""
        return self._prefixes(self._sizes - self._needed(self._sizes, self._sizes) + 1)

    @cached_property
    def _meetings(self) -> tuple[Ints, Ints, Ints]:
        """For each seat by which an x looks for partners: x, and where those in question stand in `_indexed`."""
        n = len(self._sizes)
        smallest = self._smallest_partner(self._sizes)
        probing = self._prefixes(self._sizes - self._needed(self._sizes, smallest) + 1)
        x = probing % max(n, 1)
        first = np.searchsorted(self._sizes, smallest)[x]
        end = np.searchsorted(self._indexed, probing)
        return x, np.minimum(np.searchsorted(self._indexed, probing - x + first), end), end

    def _candidates(self) -> tuple[Ints, Ints]:
        """Pairs that meet in their prefixes, each once."""
        n = max(len(self._sizes), 1)
        x, begin, end = self._meetings
        met = distinct(np.repeat(x, end - begin) * n + self._indexed[_ranges(begin, end)] % n)
        return met // n, met % n

    def _alike(self, x: Ints, y: Ints) -> tuple[Ints, Ints]:
        """Those whose signatures (64 bits a structure, one for each member) leave enough members to share."""
        bit = np.uint64(1) << (self._actor.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(58))
        signature = np.zeros(len(self._sizes), np.uint64)
        occupied = np.flatnonzero(self._sizes)
        signature[occupied] = np.bitwise_or.reduceat(bit, self._ptr[occupied])
        missing = np.bitwise_count(signature[y] & ~signature[x])
        alike = self._sizes[y] - missing >= self._needed(self._sizes[x], self._sizes[y])
        return x[alike], y[alike]

    def _count(self, x: Ints, y: Ints) -> NDArray[np.int32]:
        """Shared members of each pair: the members of y looked up among the seats of x."""
        size = self._sizes[y]
        members = self._actor[_ranges(self._ptr[y], self._ptr[y + 1])]
        wanted = np.repeat(x, size) * self._incidence.n_actors + members
        place = np.minimum(np.searchsorted(self._seats, wanted), len(self._seats) - 1)
        pair = np.repeat(np.arange(len(x)), size)
        return np.bincount(pair[self._seats[place] == wanted], minlength=len(x)).astype(np.int32)

    def _needed(self, size_x: Ints, size_y: Ints) -> Ints:
        """Shared members without which no pair of these sizes passes."""
        bounds = self._thresholds
        least = np.maximum(
            bounds.min_jaccard / (1 + bounds.min_jaccard) * (size_x + size_y),
            bounds.min_overlap_coefficient * np.minimum(size_x, size_y),
        )
        least = np.maximum(least, bounds.min_containment * np.maximum(size_x, size_y))
        return self._whole(least)

    def _smallest_partner(self, size_x: Ints) -> Ints:
        """Size below which nothing passes with an x of this size."""
        share = max(self._thresholds.min_jaccard, self._thresholds.min_containment)
        return self._whole(share * size_x)

    def _whole(self, least: NDArray[Any]) -> Ints:
        """The whole number of members that a bound asks for, never less than what is asked for anyway."""
        return np.asarray(np.maximum(np.ceil(least - ROUNDING), self._thresholds.min_shared), np.int64)


def _ranges(begin: Ints, end: Ints) -> Ints:
    """All positions begin[i] .. end[i] - 1, one range after the other."""
    length = end - begin
    return np.repeat(end - np.cumsum(length), length) + np.arange(length.sum())
