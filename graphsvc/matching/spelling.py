"""How alike names are as they were written, before anything is made equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graphsvc.matching.normalise import Name
from graphsvc.matching.threads import in_threads

__all__ = ["letters_alike", "spelled_alike"]

Values = NDArray[np.floating[Any]]
Ids = NDArray[np.int64]


def spelled_alike(names: Sequence[Name], left: Ids, right: Ids) -> Values:
    """Share of letters that two names have in common in the same order, case aside (Indel similarity)."""
    lowered = [name.text.casefold() for name in names]
    first, second = [lowered[at] for at in left.tolist()], [lowered[at] for at in right.tolist()]
    found: Values = process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float32, workers=-1) / 100
    return found


def letters_alike(names: Sequence[Name], left: Ids, right: Ids) -> Values:
    """Share of the pairs of neighbouring letters and signs, as written, that two names have in common, each weighed by
    its information content in the names at hand, over the geometric mean of what each of the names has. So two pairs of
    names hardly ever have the same share."""
    points = np.frombuffer("".join(f"{name.text}\n" for name in names).encode("utf-32-le", "surrogatepass"), np.uint32)
    neighbours = (np.roll(points, 1).astype(np.int64) * 8191 + points) % _DIFFERENT_NEIGHBOURS
    counts = np.bincount(neighbours, minlength=_DIFFERENT_NEIGHBOURS)
    bits = -np.log2(np.maximum(counts, 1) / max(len(points), 1))
    ends = np.cumsum([len(name.text) + 1 for name in names], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    found = np.zeros(len(left), np.float32)

    def fill(start: int, end: int) -> None:
        _share_in_common(neighbours, starts, bits, left[start:end], right[start:end], found[start:end])

    in_threads(fill, len(left), least=4096)
    return found


_DIFFERENT_NEIGHBOURS = 2**18
"""Pairs of neighbours are told apart by a number below this one."""


@numba.njit(cache=True, nogil=True)
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
