"""Compiled distributions of the number of shared members under the null models (see `significance`).

The distribution-free part of the work is shared: tails are wanted for *groups*, a group being two structure sizes with
all counts of shared members that occur between structures of these sizes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphsvc.compiled import compiled, fragment

Array = Any
NEGLIGIBLE = 1e-40  # binomial terms below are left out: tails keep their leading digits down to 1e-30
UNDERFLOW = 500.0  # largest exponent taken at once


@fragment
def add_binomial(pmf: Array, n: int, p: float, terms: Array) -> None:
    """Convolve a truncated distribution in place with Binomial(n, p), p < 1/2; exact to rounding for what is kept."""
    left = n
    most = max(1, int(UNDERFLOW / max(-np.log1p(-p), UNDERFLOW / 1e9)))
    while left > 0:
        part = min(left, most)
        left -= part
        terms[0] = np.exp(part * np.log1p(-p))
        last = 0
        odds = p / (1 - p)
        while last < part and last + 1 < len(pmf):
            value = terms[last] * odds * (part - last) / (last + 1)
            if value < NEGLIGIBLE and last > part * p:
                break
            last += 1
            terms[last] = value
        for j in range(len(pmf) - 1, -1, -1):
            total = 0.0
            for t in range(min(last, j) + 1):
                total += terms[t] * pmf[j - t]
            pmf[j] = total


@fragment
def add_trial(pmf: Array, p: float) -> None:
    """Convolve a truncated distribution in place with one trial."""
    for j in range(len(pmf) - 1, 0, -1):
        pmf[j] = pmf[j] * (1 - p) + pmf[j - 1] * p
    pmf[0] *= 1 - p


@compiled
def poisson_binomial(p: Array, n: Array, length: int) -> Array:
    """P(X = 0 .. length - 1) for X the sum of n[c] trials of probability p[c] for each c."""
    pmf, terms = np.zeros(length), np.zeros(length + 1)
    pmf[0] = 1.0
    for c in range(len(p)):
        if p[c] > 0.5 or n[c] == 1:
            for _ in range(n[c]):
                add_trial(pmf, p[c])
        elif p[c] > 0:
            add_binomial(pmf, n[c], p[c], terms)
    return pmf


@fragment
def write_tails(pmf: Array, wanted: Array, upper: Array, lower: Array) -> None:
    """P(X >= k) and P(X <= k) for each wanted k: the small side is summed, the other is its complement."""
    below = np.cumsum(pmf)
    above = np.cumsum(pmf[::-1])[::-1]
    for slot in range(len(wanted)):
        k = wanted[slot]
        before = below[k - 1] if k > 0 else 0.0
        upper[slot] = 1 - before if before < 0.5 else (above[k] if k < len(pmf) else 0.0)
        lower[slot] = min(1.0, before + (pmf[k] if k < len(pmf) else 0.0))


@compiled
def sdsm_tails(
    begin: int,
    end: int,
    class_a: Array,
    class_b: Array,
    probability: Array,
    n_columns: Array,
    start: Array,
    wanted: Array,
) -> Any:
    """Expected count, P(X >= k), P(X <= k) under the SDSM for the groups begin .. end - 1 (exact Poisson-binomial)."""
    first, last = start[begin], start[end]
    expected, upper, lower = np.empty(last - first), np.empty(last - first), np.empty(last - first)
    for group in range(begin, end):
        p = probability[class_a[group]] * probability[class_b[group]]
        mean = (p * n_columns).sum()
        spread = np.sqrt((p * (1 - p) * n_columns).sum())
        counts = wanted[start[group] : start[group + 1]]
        length = int(max(counts[-1], mean) + 9 * spread) + 20
        pmf = poisson_binomial(p, n_columns, length)
        own = slice(start[group] - first, start[group + 1] - first)
        expected[own] = mean
        write_tails(pmf, counts, upper[own], lower[own])
    return expected, upper, lower


@compiled
def hypergeometric_tails(
    begin: int, end: int, size_a: Array, size_b: Array, n_actors: int, start: Array, wanted: Array
) -> Any:
    """The same under the hypergeometric model: weights relative to the mode, each from its neighbour by their ratio."""
    first, last = start[begin], start[end]
    expected, upper, lower = np.empty(last - first), np.empty(last - first), np.empty(last - first)
    for group in range(begin, end):
        a, b = size_a[group], size_b[group]
        smallest, largest = max(0, a + b - n_actors), min(a, b)
        mode = min(largest, max(smallest, (a + 1) * (b + 1) // (n_actors + 2)))
        weight = np.zeros(largest + 1)
        weight[mode] = 1.0
        for k in range(mode, largest):
            weight[k + 1] = weight[k] * ((a - k) / (k + 1)) * ((b - k) / (n_actors - a - b + k + 1))
        for k in range(mode, smallest, -1):
            weight[k - 1] = weight[k] * (k / (a - k + 1)) * ((n_actors - a - b + k) / (b - k + 1))
        own = slice(start[group] - first, start[group + 1] - first)
        expected[own] = a * b / n_actors
        write_tails(weight / weight.sum(), wanted[start[group] : start[group + 1]], upper[own], lower[own])
    return expected, upper, lower
