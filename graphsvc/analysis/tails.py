"""Tails of the number of shared members under the models that have a formula, for many pairs at once.

A tail depends on two sizes and the count only, so each is computed once, whatever the number of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis import bicm
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.overlap import Pairs
from graphsvc.analysis.parallel import Progress, in_order

Floats = NDArray[np.float64]
Counts = NDArray[Any]

GROUPS_PER_TASK = 512  # pairs of sizes evaluated in one go


def sdsm_tails(
    incidence: Incidence, size_a: Counts, size_b: Counts, shared: Counts, progress: Progress
) -> tuple[Floats, Floats, Floats]:
    """Expected count, P(X >= k) and P(X <= k) of each pair under the SDSM, exact Poisson-binomial."""
    from graphsvc.analysis import null_kernels as kernels

    model = bicm.fit(incidence.sizes, incidence.degrees)
    groups = _Groups.of(size_a, size_b, shared)
    classes = model.row_class(groups.size_a), model.row_class(groups.size_b)
    return groups.evaluate(kernels.sdsm_tails, *classes, model.probability, model.n_columns, progress=progress)


def hypergeometric_tails(
    incidence: Incidence, size_a: Counts, size_b: Counts, shared: Counts, progress: Progress
) -> tuple[Floats, Floats, Floats]:
    """The same under the hypergeometric model."""
    from graphsvc.analysis import null_kernels as kernels

    groups = _Groups.of(size_a, size_b, shared)
    return groups.evaluate(
        kernels.hypergeometric_tails, groups.size_a, groups.size_b, incidence.n_actors, progress=progress
    )


def refined_normal_tails(pairs: Pairs) -> tuple[Floats, Floats]:
    """P(X >= k) and P(X <= k) under the SDSM by the skewness-corrected normal approximation (Volkova 1996), which other
    packages use; for comparison with published values, `assess` is exact."""
    incidence = pairs.incidence
    model = bicm.fit(incidence.sizes, incidence.degrees)
    rows = model.row_class(incidence.sizes)
    p = model.probability[rows[pairs.a]] * model.probability[rows[pairs.b]]
    variance = (p * (1 - p)) @ model.n_columns
    skewness = ((p * (1 - p) * (1 - 2 * p)) @ model.n_columns) / variance**1.5
    below, at = (
        _refined_normal((pairs.shared + half - p @ model.n_columns) / np.sqrt(variance), skewness)
        for half in (-0.5, 0.5)
    )
    return 1 - below, at


def _refined_normal(x: Floats, skewness: Floats) -> Floats:
    from scipy.special import ndtr

    density = np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    return np.asarray(np.clip(ndtr(x) + skewness * (1 - x * x) * density / 6, 0, 1))


@dataclass(frozen=True, slots=True)
class _Groups:
    """Pairs gathered by their two sizes, since the tails depend on sizes and count only."""

    size_a: NDArray[np.int64]
    size_b: NDArray[np.int64]
    start: NDArray[np.int64]
    wanted: NDArray[np.int64]
    """The distinct counts of each group, ascending."""
    back: NDArray[np.int64]
    """Where each pair's count stands in `wanted`."""

    @classmethod
    def of(cls, size_a: Counts, size_b: Counts, shared: Counts) -> _Groups:
        small, large = np.minimum(size_a, size_b).astype(np.int64), np.maximum(size_a, size_b).astype(np.int64)
        width = int(large.max(initial=0)) + 1
        keys, back = np.unique((small * width + large) * width + shared, return_inverse=True)
        sizes, start = np.unique(keys // width, return_index=True)
        return cls(sizes // width, sizes % width, np.append(start, len(keys)), keys % width, back)

    def evaluate(self, kernel: Any, *parameters: Any, progress: Progress) -> tuple[Floats, Floats, Floats]:
        """Expected, upper and lower tail of each pair; the kernel runs over ranges of groups in parallel."""
        n = len(self.size_a)
        tasks = [(begin, min(begin + GROUPS_PER_TASK, n)) for begin in range(0, n, GROUPS_PER_TASK)]
        run = partial(_run, kernel, (*parameters, self.start, self.wanted))
        parts = list(in_order(run, tasks, progress)) or [(np.empty(0),) * 3]
        expected, upper, lower = (np.concatenate(values)[self.back] for values in zip(*parts, strict=True))
        return expected, upper, lower


def _run(kernel: Any, parameters: tuple[Any, ...], begin: int, end: int) -> Any:
    return kernel(begin, end, *parameters)
