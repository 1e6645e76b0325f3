"""The fixed degree sequence model: every actor and every structure keeps exactly as many seats as it has.

Tables are drawn by fastball trades in a fixed number of independent chains, so one seed gives one result anywhere.
How many draws follows from the error that is wanted: a p-value near .05 from D draws has the standard error
sqrt(.05 * .95 / D). A chain forgets its start during the burn-in; between draws every structure takes part in six
trades on average, after which draws are uncorrelated for all practical purposes: p-values differ from those of long
runs by what `mc_error` says (a test compares).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.parallel import Progress, in_order, silent
from graphsvc.errors import WrongUsage

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

CHAINS = 8
THINNING = 3  # trades between draws, in structures: each structure takes part in six on average
BURN_IN = 100  # trades before the first draw, in structures
STANDARD_ERROR = 0.00218  # of a p-value near .05: 10,000 draws
LARGEST = 3_000  # structures: 4.5 M pairs in every draw


def draws_for(standard_error: float) -> int:
    """Draws after which a p-value near .05 has this standard error, rounded up to whole chains."""
    return ceil(0.05 * 0.95 / standard_error**2 / CHAINS) * CHAINS


@dataclass(frozen=True, slots=True)
class Resolution:
    """How small the numbers of `draws` random tables can become where `tests` pairs are compared."""

    draws: int
    tests: int
    smallest_midp: float
    """Where no drawn table reaches the observed count: half of the observed table, which counts as one more."""
    smallest_q: float
    """Where a single pair stands at `smallest_midp`; where r pairs do, an r-th of it (Benjamini-Hochberg)."""

    @classmethod
    def of(cls, draws: int, tests: int) -> Resolution:
        """What so many draws and tests allow."""
        smallest_midp = 0.5 / (draws + 1)
        return cls(draws, tests, smallest_midp, min(1.0, tests * smallest_midp))

    def pairs_below(self, q: float) -> int:
        """How many pairs must stand at `smallest_midp` before any q falls below this one."""
        return floor(self.tests * self.smallest_midp / q) + 1


@dataclass(frozen=True)
class SharedCounts:
    """How often each pair of structures (a < b, row by row) shared 0, 1, 2, ... members in the drawn tables."""

    n_structures: int
    offsets: Counts
    counts: Counts
    draws: int

    def position(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> Counts:
        """Where the pairs stand in the order of all pairs."""
        first = a.astype(np.int64)
        return first * (2 * self.n_structures - first - 1) // 2 + b - first - 1

    def tails(self, pair: Counts, shared: NDArray[np.int32]) -> FdsmTails:
        """Expected count and tails of these pairs at the observed counts."""
        seen = np.concatenate(([0], np.cumsum(self.counts)))
        begin, end = self.offsets[pair], self.offsets[pair + 1]
        less = seen[begin + shared] - seen[begin]
        equal = seen[begin + shared + 1] - seen[begin + shared]
        value = np.arange(len(self.counts)) - np.repeat(self.offsets[:-1], np.diff(self.offsets))
        weighted = np.concatenate(([0], np.cumsum(self.counts * value)))
        return FdsmTails.from_counts((weighted[end] - weighted[begin]) / self.draws, less, equal, self.draws)


@dataclass(frozen=True, slots=True)
class FdsmTails:
    """Tail probabilities with the observed table counted among the draws, so none is zero (North et al. 2002)."""

    expected: Floats
    p_upper: Floats
    p_lower: Floats
    midp_upper: Floats
    midp_lower: Floats
    mc_error: Floats
    """Standard error of both mid-p values from the number of draws."""

    @classmethod
    def from_counts(cls, expected: Floats, less: Counts, equal: Counts, draws: int) -> FdsmTails:
        """From how many draws were below and at the observed count."""
        greater, all_draws = draws - less - equal, draws + 1
        at_observed = equal + 1
        midp_upper = (greater + at_observed / 2) / all_draws
        variance = (greater + at_observed / 4) / all_draws - midp_upper**2
        return cls(
            expected,
            (greater + at_observed) / all_draws,
            (less + at_observed) / all_draws,
            midp_upper,
            1 - midp_upper,
            np.sqrt(variance / draws),
        )


def sample_shared(
    incidence: Incidence, *, seed: int = 0, draws: int | None = None, progress: Progress = silent
) -> SharedCounts:
    """Draw tables and count what every pair of structures shares in them.

    Raises:
        WrongUsage: more structures than the model can be drawn for.
    """
    from graphsvc.analysis.fdsm_kernels import shared_histograms

    n = incidence.n_structures
    if n > LARGEST:
        raise WrongUsage("overlap.fdsm_too_large", count=n, limit=LARGEST)
    draws = draws or draws_for(STANDARD_ERROR)
    a, b = np.triu_indices(n, 1)
    offsets = np.concatenate(([0], np.cumsum(np.minimum(incidence.sizes[a], incidence.sizes[b]) + 1)))
    tasks = chains(n, seed, draws)
    sampled = in_order(
        lambda *chain: shared_histograms(incidence.indptr, incidence.indices, incidence.n_actors, offsets, *chain),
        tasks,
        progress,
    )
    counts = sum(sampled, np.zeros(offsets[-1], np.int64))
    return SharedCounts(n, offsets, counts, sum(task[-1] for task in tasks))


def random_table(incidence: Incidence, *, seed: int) -> Incidence:
    """One table drawn from the model."""
    from graphsvc.analysis.fdsm_kernels import shuffled

    [(start, burn_in, _, _)] = chains(incidence.n_structures, seed, 1, n_chains=1)
    members = shuffled(incidence.indptr, incidence.indices, incidence.n_actors, start, burn_in)
    return Incidence(incidence.actors, incidence.structures, incidence.indptr, members)


def chains(n_structures: int, seed: int, draws: int, *, n_chains: int = CHAINS) -> list[tuple[int, int, int, int]]:
    """Seed, burn-in, thinning and draws of each chain, as the compiled walks take them."""
    starts = np.random.SeedSequence(seed).generate_state(n_chains, np.uint64)
    each = ceil(draws / n_chains)
    return [(start, BURN_IN * n_structures, THINNING * n_structures, each) for start in starts]
