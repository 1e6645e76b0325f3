"""Whether structures share more (or fewer) members than chance explains, under a named null model.

- `fdsm` keeps every actor's and every structure's number of seats exactly (random tables; see `fdsm`);
- `sdsm` keeps them on average (BiCM probabilities, exact Poisson-binomial tails): Z. Neal, "The backbone of bipartite
  projections", Social Networks 39, 2014;
- `hypergeometric` keeps the structures' sizes only; for comparison: where some actors sit everywhere it calls most
  unrelated pairs significant.

p_upper = P(X >= k), p_lower = P(X <= k), both inclusive; q is Benjamini-Hochberg of p_upper (mid-p for `fdsm`) over all
n (n - 1) / 2 pairs of structures, also those that share nobody.

For few hundred structures, `evidence` answers for all pairs at once: square arrays of shared counts, exact SDSM tails
and FDSM mid-p values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.fdsm import Resolution, SharedCounts, sample_shared
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.parallel import Progress, silent
from graphsvc.analysis.tails import hypergeometric_tails, sdsm_tails

Floats = NDArray[np.float64]
Counts = NDArray[Any]

NullModel = Literal["fdsm", "sdsm", "hypergeometric"]
NULL_MODELS: tuple[NullModel, ...] = get_args(NullModel)

Verdict = Literal["above", "below", "within"]

FDSM_UP_TO = 500  # structures: the default null model up to here, SDSM above (`detection.md`)
ABOVE_CHANCE = 0.05  # one-sided: what decides between K1 and K2


@dataclass(frozen=True, slots=True)
class Significance:
    """One value a pair, in the order of the pairs asked for; only `fdsm` has mid-p, error and resolution."""

    null_model: NullModel
    expected: Floats
    p_upper: Floats
    p_lower: Floats
    q: Floats
    midp_upper: Floats | None = None
    midp_lower: Floats | None = None
    mc_error: Floats | None = None
    resolution: Resolution | None = None

    def take(self, chosen: Counts) -> Significance:
        """The values at these positions or under this mask."""
        arrays = {name: getattr(self, name) for name in self.__slots__ if name not in ("null_model", "resolution")}
        return replace(self, **{name: values[chosen] for name, values in arrays.items() if values is not None})

    def columns(self) -> dict[str, Any]:
        """The columns of the file format, in its order."""
        named = {name: getattr(self, name) for name in ("expected", "p_upper", "p_lower", "q", "null_model")}
        if self.midp_upper is None:
            return named
        return {**named, **{name: getattr(self, name) for name in ("midp_upper", "midp_lower", "mc_error")}}


@dataclass(frozen=True, slots=True)
class Chance:
    """What the null model says about one pair."""

    expected: float
    p_upper: float
    p_lower: float
    q: float
    null_model: NullModel
    midp_upper: float | None = None
    midp_lower: float | None = None
    mc_error: float | None = None
    resolution: Resolution | None = None

    @property
    def verdict(self) -> Verdict:
        """`above`, `below` or `within` what chance explains."""
        upper = self.p_upper if self.midp_upper is None else self.midp_upper
        lower = self.p_lower if self.midp_lower is None else self.midp_lower
        return "above" if upper < ABOVE_CHANCE else "below" if lower < ABOVE_CHANCE else "within"


@dataclass(frozen=True)
class Assessment:
    """Every pair of an incidence, assessed: what single answers and lists are read from."""

    pairs: Pairs
    """By a, then b: all pairs for `fdsm`, else those that share somebody."""
    significance: Significance

    def chance(self, a: str, b: str) -> Chance:
        """What the null model says about two structures; nothing where one of them is no row of the table."""
        incidence = self.pairs.incidence
        codes = sorted(code for code in (incidence.code(a), incidence.code(b)) if code is not None)
        if len(codes) < 2:
            return Chance(0.0, 1.0, 1.0, 1.0, self.significance.null_model)
        key = codes[0] * incidence.n_structures + codes[1]
        place = int(np.searchsorted(self._keys, key))
        if place < len(self.pairs) and self._keys[place] == key:
            return _one(self.significance, place)
        return _one(_assess_alone(incidence, codes[0], codes[1], self.significance.null_model), 0)

    def listed(self, thresholds: Thresholds) -> tuple[Pairs, Significance]:
        """The pairs that pass, by Jaccard descending, then a, then b, with their significance."""
        passing = np.flatnonzero(thresholds.keep(self.pairs.shared, self.pairs.size_a, self.pairs.size_b))
        if thresholds.top is not None:
            passing = passing[self.pairs.take(passing).among_best(thresholds.top)]
        order = passing[np.argsort(-self.pairs.take(passing).measure("jaccard"), kind="stable")]
        return self.pairs.take(order), self.significance.take(order)

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        return self.pairs.a.astype(np.int64) * self.pairs.incidence.n_structures + self.pairs.b


def assess_all(
    incidence: Incidence, null_model: NullModel | None = None, *, seed: int = 0, progress: Progress = silent
) -> Assessment:
    """Assess all pairs under the default model for this number of structures, or the one that is named."""
    null_model = null_model or default_null_model(incidence.n_structures)
    if null_model == "fdsm":
        pairs = every_pair(incidence)
    else:
        pairs = all_pairs(incidence, Thresholds())
        pairs = pairs.take(np.lexsort((pairs.b, pairs.a)))
    return Assessment(pairs, assess(pairs, null_model, seed=seed, progress=progress))


def every_pair(incidence: Incidence) -> Pairs:
    """All pairs by a, then b, also those that share nobody (n^2 numbers: some thousand structures at most)."""
    table = incidence.to_dense()
    a, b = (codes.astype(np.int32) for codes in np.triu_indices(incidence.n_structures, 1))
    return Pairs(incidence, a, b, (table @ table.T).astype(np.int32)[a, b])


def default_null_model(n_structures: int) -> NullModel:
    """FDSM while it can be drawn at ease, SDSM above."""
    return "fdsm" if n_structures <= FDSM_UP_TO else "sdsm"


def assess(
    pairs: Pairs,
    null_model: NullModel,
    *,
    seed: int = 0,
    draws: int | None = None,
    progress: Progress = silent,
) -> Significance:
    """Tails and q of `pairs`, which must hold *all* pairs that share somebody (else q is not what it says).

    Args:
        seed, draws: of the random tables, for `fdsm` only.
    """
    if null_model == "fdsm":
        sampled = sample_shared(pairs.incidence, seed=seed, draws=draws, progress=progress)
        return _fdsm(sampled, pairs)
    tails = sdsm_tails if null_model == "sdsm" else hypergeometric_tails
    expected, p_upper, p_lower = tails(pairs.incidence, pairs.size_a, pairs.size_b, pairs.shared, progress)
    q = benjamini_hochberg(p_upper, n_tests=n_pairs(pairs.incidence.n_structures))
    return Significance(null_model, expected, p_upper, p_lower, q)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All pairs of an incidence as square symmetric arrays; the diagonals hold the size, and 1 for every p."""

    shared: NDArray[np.int32]
    sdsm_expected: Floats
    sdsm_p_upper: Floats
    """P(X >= shared), exact Poisson-binomial."""
    fdsm_midp_upper: Floats
    fdsm_midp_lower: Floats


def evidence(incidence: Incidence, *, seed: int = 0, draws: int | None = None, progress: Progress = silent) -> Evidence:
    """Shared counts, exact SDSM upper tail and FDSM mid-p of every pair of structures (a few hundred structures).

    >>> table = Incidence.from_edges([("k", "A"), ("l", "A"), ("k", "B"), ("l", "B"), ("m", "C")])
    >>> evidence(table).shared.tolist()
    [[2, 2, 0], [2, 2, 0], [0, 0, 1]]
    """
    pairs = every_pair(incidence)
    expected, p_upper, _ = sdsm_tails(incidence, pairs.size_a, pairs.size_b, pairs.shared, silent)
    sampled = sample_shared(incidence, seed=seed, draws=draws, progress=progress)
    tails = sampled.tails(np.arange(len(pairs)), pairs.shared)
    columns = (expected, p_upper, tails.midp_upper, tails.midp_lower)
    shared = _square(pairs, pairs.shared).astype(np.int32)
    np.fill_diagonal(shared, incidence.sizes)
    return Evidence(shared, *(_square(pairs, values) for values in columns))


def benjamini_hochberg(p: Floats, *, n_tests: int) -> Floats:
    """q-values of the smallest p-values among `n_tests`; those left out are 1 (Benjamini and Hochberg 1995)."""
    order = np.argsort(p, kind="stable")
    raw = p[order] * n_tests / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def n_pairs(n_structures: int) -> int:
    """All unordered pairs."""
    return n_structures * (n_structures - 1) // 2


def _fdsm(sampled: SharedCounts, pairs: Pairs) -> Significance:
    """Tails of the pairs; q over all pairs, those that share nobody with their own mid-p."""
    n = pairs.incidence.n_structures
    position = sampled.position(pairs.a, pairs.b)
    observed = np.zeros(n_pairs(n), np.int32)
    observed[position] = pairs.shared
    tails = sampled.tails(np.arange(n_pairs(n)), observed)
    q = benjamini_hochberg(tails.midp_upper, n_tests=n_pairs(n))
    everywhere = Significance(
        "fdsm",
        tails.expected,
        tails.p_upper,
        tails.p_lower,
        q,
        tails.midp_upper,
        tails.midp_lower,
        tails.mc_error,
        Resolution.of(sampled.draws, n_pairs(n)),
    )
    return everywhere.take(position)


def _square(pairs: Pairs, values: NDArray[Any]) -> Floats:
    full = np.ones((pairs.incidence.n_structures,) * 2)
    full[pairs.a, pairs.b] = full[pairs.b, pairs.a] = values
    return full


def _one(significance: Significance, place: int) -> Chance:
    names = [name for name in Chance.__slots__ if name not in ("null_model", "resolution")]
    values = {name: getattr(significance, name) for name in names}
    known = {name: float(column[place]) for name, column in values.items() if column is not None}
    return Chance(null_model=significance.null_model, resolution=significance.resolution, **known)


def _assess_alone(incidence: Incidence, a: int, b: int, null_model: NullModel) -> Significance:
    """A pair that shares nobody: its upper tail, and so its q, is 1."""
    sizes, nobody = incidence.sizes, np.zeros(1, np.int32)
    tails = sdsm_tails if null_model == "sdsm" else hypergeometric_tails
    expected, p_upper, p_lower = tails(incidence, sizes[[a]], sizes[[b]], nobody, silent)
    return Significance(null_model, expected, p_upper, p_lower, np.ones(1))
