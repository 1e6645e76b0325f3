"""Compiled random walk over tables with fixed row and column sums: fastball trades.

Reference: K. Godard, Z. P. Neal, "fastball: a fast algorithm to randomly sample bipartite graphs with fixed degree
sequences", J. Complex Networks 10(6), 2022; after G. Strona et al. (curveball), Nature Communications 5:4114, 2014.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphsvc.compiled import compiled, fragment, popcount

Array = Any


@fragment
def draw_bits(state: Array) -> Any:
    """The next 64 random bits (splitmix64: S. Vigna's public-domain generator)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@fragment
def draw_below(state: Array, bound: int) -> Any:
    """A random integer 0 .. bound - 1, bound < 2^32 (multiply-shift; its bias is below 2^-32)."""
    return np.int64(((draw_bits(state) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@fragment
def trade(sets: Array, set_ptr: Array, one: int, other: int, merged: Array, kind: Array, state: Array) -> None:
    """Two rows keep what they share and deal out the rest anew, each keeping its size; both stay ascending."""
    i, end_i, j, end_j = set_ptr[one], set_ptr[one + 1], set_ptr[other], set_ptr[other + 1]
    n, to_one, to_other = 0, 0, 0
    while i < end_i or j < end_j:
        if j == end_j or (i < end_i and sets[i] < sets[j]):
            merged[n], kind[n] = sets[i], 1
            to_one += 1
            i += 1
        elif i == end_i or sets[j] < sets[i]:
            merged[n], kind[n] = sets[j], 1
            to_other += 1
            j += 1
        else:
            merged[n], kind[n] = sets[i], 2
            i += 1
            j += 1
        n += 1
    if to_one == 0 or to_other == 0:
        return
    i, j = set_ptr[one], set_ptr[other]
    for slot in range(n):
        shared = kind[slot] == 2
        first = shared or draw_below(state, to_one + to_other) < to_one
        if first:
            sets[i] = merged[slot]
            i += 1
        if shared or not first:
            sets[j] = merged[slot]
            j += 1
        if not shared:
            to_one -= first
            to_other -= not first


@fragment
def walk(sets: Array, set_ptr: Array, n_trades: int, merged: Array, kind: Array, state: Array) -> None:
    """Trade between random pairs of rows."""
    n = len(set_ptr) - 1
    for _ in range(n_trades if n > 1 else 0):
        one = draw_below(state, n)
        other = draw_below(state, n - 1)
        trade(sets, set_ptr, one, other + (other >= one), merged, kind, state)


@fragment
def to_bits(sets: Array, set_ptr: Array, bits: Array) -> None:
    """The rows as bit sets."""
    bits[:] = 0
    for row in range(len(set_ptr) - 1):
        for entry in range(set_ptr[row], set_ptr[row + 1]):
            bits[row, sets[entry] >> 6] |= np.uint64(1) << np.uint64(sets[entry] & 63)


@compiled
def shared_histograms(
    set_ptr: Array, members: Array, n_columns: int, offsets: Array, seed: int, burn_in: int, thinning: int, draws: int
) -> Array:
    """How often each pair of rows (a < b, row by row) shared 0, 1, 2, ... members in one chain of tables."""
    n = len(set_ptr) - 1
    sets, merged, kind = members.copy(), np.empty(n_columns, np.int32), np.empty(n_columns, np.int8)
    bits = np.zeros((n, (n_columns + 63) // 64), np.uint64)
    state = np.full(1, seed, np.uint64)
    counts = np.zeros(offsets[-1], np.int32)
    walk(sets, set_ptr, burn_in, merged, kind, state)
    for _ in range(draws):
        walk(sets, set_ptr, thinning, merged, kind, state)
        to_bits(sets, set_ptr, bits)
        pair = 0
        for a in range(n - 1):
            for b in range(a + 1, n):
                shared = 0
                for word in range(bits.shape[1]):
                    shared += popcount(bits[a, word] & bits[b, word])
                counts[offsets[pair] + shared] += 1
                pair += 1
    return counts


@fragment
def count_regions(sets: Array, set_ptr: Array, chosen: Array, masks: Array, counts: Array) -> None:
    """How many columns lie in exactly each subset of the chosen rows (`counts[0]`) and in at least it (`counts[1]`);
    a subset is a bit mask over `chosen`."""
    masks[:] = 0
    for place in range(len(chosen)):
        for entry in range(set_ptr[chosen[place]], set_ptr[chosen[place] + 1]):
            masks[sets[entry]] |= 1 << place
    counts[0] = 0
    for column in range(len(masks)):
        counts[0, masks[column]] += 1
    counts[1] = counts[0]
    for place in range(len(chosen)):
        for mask in range(counts.shape[1]):
            if not mask >> place & 1:
                counts[1, mask] += counts[1, mask | 1 << place]


@compiled
def region_counts(
    set_ptr: Array, members: Array, n_columns: int, chosen: Array, seed: int, burn_in: int, thinning: int, draws: int
) -> Any:
    """The counts of `count_regions` in the given table, and over one chain their sum and how often they were greater
    and equal; each of shape (exactly or at least, subsets)."""
    sets, merged, kind = members.copy(), np.empty(n_columns, np.int32), np.empty(n_columns, np.int8)
    state, masks = np.full(1, seed, np.uint64), np.empty(n_columns, np.int64)
    observed = np.empty((2, 1 << len(chosen)), np.int64)
    count_regions(sets, set_ptr, chosen, masks, observed)
    drawn, total = np.empty_like(observed), np.zeros_like(observed)
    greater, equal = np.zeros_like(observed), np.zeros_like(observed)
    walk(sets, set_ptr, burn_in, merged, kind, state)
    for _ in range(draws):
        walk(sets, set_ptr, thinning, merged, kind, state)
        count_regions(sets, set_ptr, chosen, masks, drawn)
        total += drawn
        greater += drawn > observed
        equal += drawn == observed
    return observed, total, greater, equal


@compiled
def shuffled(set_ptr: Array, members: Array, n_columns: int, seed: int, n_trades: int) -> Array:
    """The members of every row after a number of trades: one random table with the same sums."""
    sets, merged, kind = members.copy(), np.empty(n_columns, np.int32), np.empty(n_columns, np.int8)
    walk(sets, set_ptr, n_trades, merged, kind, np.full(1, seed, np.uint64))
    return sets
