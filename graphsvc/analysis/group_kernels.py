"""Compiled closed-itemset miner (LCM: T. Uno, M. Kiyomi, H. Arimura, "LCM ver. 2", FIMI 2004).

Prefix-preserving closure extension visits every closed set exactly once, without storing those already seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphsvc.compiled import compiled, fragment

Array = Any
UNUSED = -1


@compiled
def closed_sets(indptr: Array, indices: Array, n_items: int, min_support: int, min_length: int) -> Any:
    """All closed item sets of at least `min_length` items in at least `min_support` rows.

    Returns the items and the rows of each set, as two pairs of offsets and values.
    """
    items_of, rows_of = [np.empty(0, np.int32) for _ in range(0)], [np.empty(0, np.int32) for _ in range(0)]
    waiting = [(np.arange(len(indptr) - 1).astype(np.int32), np.int64(-1))]
    count = np.zeros(n_items, np.int64)
    inner = np.zeros(n_items, np.int64)
    fill = np.full(n_items, UNUSED, np.int64)
    touched = np.empty(n_items, np.int32)
    while len(waiting) > 0:
        rows, core = waiting.pop()
        n_touched = 0
        for row in rows:
            for entry in range(indptr[row], indptr[row + 1]):
                item = indices[entry]
                if count[item] == 0:
                    touched[n_touched] = item
                    n_touched += 1
                count[item] += 1
        met = np.sort(touched[:n_touched])
        closure = met[count[met] == len(rows)]
        if len(closure) >= min_length and len(rows) >= min_support:
            items_of.append(closure)
            rows_of.append(rows)
        usable = met[(met > core) & (count[met] >= min_support) & (count[met] < len(rows))]
        if len(closure) + len(usable) >= min_length:
            begin = np.zeros(len(usable) + 1, np.int64)
            begin[1:] = np.cumsum(count[usable])
            fill[usable] = begin[:-1]
            delivered = np.empty(begin[-1], np.int32)
            for row in rows:
                for entry in range(indptr[row], indptr[row + 1]):
                    item = indices[entry]
                    if fill[item] != UNUSED:
                        delivered[fill[item]] = row
                        fill[item] += 1
            fill[usable] = UNUSED
            for slot in range(len(usable)):
                occurrences = delivered[begin[slot] : begin[slot + 1]]
                if preserves_prefix(usable[slot], occurrences, len(rows), indptr, indices, count, inner):
                    waiting.append((occurrences.copy(), np.int64(usable[slot])))
        count[met] = 0
    return items_of, rows_of


@fragment
def preserves_prefix(
    item: int, occurrences: Array, n_rows: int, indptr: Array, indices: Array, count: Array, inner: Array
) -> bool:
    """Whether the closure of adding `item` adds no smaller item, so that no other branch reaches the same set."""
    for row in occurrences:
        for entry in range(indptr[row], indptr[row + 1]):
            inner[indices[entry]] += 1
    preserves = True
    for row in occurrences:
        for entry in range(indptr[row], indptr[row + 1]):
            other = indices[entry]
            if other < item and inner[other] == len(occurrences) and count[other] < n_rows:
                preserves = False
            inner[other] = 0
    return preserves
