"""How alike names are as they were written, before anything is made equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graphsvc.compiled import compiled
from graphsvc.matching.normalise import Name

__all__ = ["Spellings", "spellings"]

Values = NDArray[np.floating[Any]]
Ids = NDArray[np.int64]


_DIFFERENT_NEIGHBOURS = 2**18
"""Pairs of neighbours are told apart by a number below this one."""
_AT_ONCE = 50_000
"""So many names are read at once: what that takes meanwhile is many times what it leaves."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """All names as they were written. The pairs of neighbouring letters and signs of name i are
    `neighbours[starts[i]:starts[i + 1]]`, each with its information content in the names at hand in `bits`."""

    lowered: tuple[str, ...]
    neighbours: NDArray[np.int32]
    starts: NDArray[np.int64]
    bits: NDArray[np.float64]

    def alike(self, left: Ids, right: Ids) -> Values:
        """Share of letters that two names have in common in the same order, case aside (Indel similarity)."""
        first, second = [self.lowered[at] for at in left.tolist()], [self.lowered[at] for at in right.tolist()]
        found: Values = process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float32) / 100
        return found

    def letters_alike(self, left: Ids, right: Ids) -> Values:
        """Share of the pairs of neighbouring letters and signs that two names have in common, each weighed by its
        information content, over the geometric mean of what each of the names has. So two pairs of names hardly ever
        have the same share."""
        found = np.zeros(len(left), np.float32)
        _share_in_common(self.neighbours, self.starts, self.bits, left, right, found)
        return found


def spellings(names: Sequence[Name], *, counted: Spellings | None = None) -> Spellings:
    """Lay out how all names were written for comparing pairs; neighbours are counted here or in a longer list."""
    starts = np.zeros(len(names) + 1, np.int64)
    np.cumsum([len(name.text) + 1 for name in names], out=starts[1:])
    neighbours = np.empty(int(starts[-1]), np.int32)
    for first in range(0, len(names), _AT_ONCE):
        piece = names[first : first + _AT_ONCE]
        neighbours[starts[first] : starts[first + len(piece)]] = _neighbours([name.text for name in piece])
    return Spellings(
        lowered=tuple(name.text.casefold() for name in names),
        neighbours=neighbours,
        starts=starts,
        bits=_information(neighbours) if counted is None else counted.bits,
    )


def _neighbours(texts: Sequence[str]) -> NDArray[np.int32]:
    """The pairs of neighbouring letters of all texts, each text with a line end before and behind."""
    points = np.frombuffer("".join(f"{text}\n" for text in texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    found: NDArray[np.int32] = ((np.roll(points, 1) * np.uint32(8191) + points) % _DIFFERENT_NEIGHBOURS).astype(
        np.int32
    )
    return found


def _information(neighbours: NDArray[np.int32]) -> NDArray[np.float64]:
    counts = np.bincount(neighbours, minlength=_DIFFERENT_NEIGHBOURS)
    found: NDArray[np.float64] = -np.log2(np.maximum(counts, 1) / max(len(neighbours), 1))
    return found


@compiled
def _share_in_common(neighbours, starts, bits, left, right, out):  # type: ignore[no-untyped-def]
    surplus = np.zeros(len(bits), np.int64)
    for pair in range(len(left)):
        a0, a1 = starts[left[pair]], starts[left[pair] + 1]
        b0, b1 = starts[right[pair]], starts[right[pair] + 1]
        of_a, of_b, apart = 0.0, 0.0, 0.0
        for at in range(a0, a1):
            surplus[neighbours[at]] += 1
            of_a += bits[neighbours[at]]
        for at in range(b0, b1):
            surplus[neighbours[at]] -= 1
            of_b += bits[neighbours[at]]
        for first, last in ((a0, a1), (b0, b1)):
            for at in range(first, last):
                apart += abs(surplus[neighbours[at]]) * bits[neighbours[at]]
                surplus[neighbours[at]] = 0
        if of_a > 0.0 and of_b > 0.0:
            out[pair] = (of_a + of_b - apart) / 2.0 / math.sqrt(of_a * of_b)
