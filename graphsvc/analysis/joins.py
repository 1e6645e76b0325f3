"""All pairs of structures above a threshold, exactly, without ever holding the product of the table with itself.

Four ways, one answer; small tables take the first, little work the second, for the rest a sample decides:

- `dense`: one matrix product of the table of zeros and ones, for what a district office has;
- `arrays`: a prefix-filter join with array operations, where it is done before compiled code would have been loaded;
- `prefix`: a prefix-filter join (Chaudhuri et al. 2006; PPJoin, Xiao et al. 2008): rare actors first, only a prefix of
  each set is indexed; filters by size, position and a 256-bit signature; verification by a merge that ends early;
- `scan`: counting along the posting lists of all but the most frequent actors, those by bit masks; for low thresholds.

References: S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006;
C. Xiao, W. Wang, X. Lin, J. X. Yu, "Efficient similarity joins for near duplicate detection", WWW 2008.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.array_join import ArrayJoin
from graphsvc.analysis.incidence import Incidence, inverse
from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.parallel import Progress, in_order, is_compiled, n_threads, silent

Method = Literal["dense", "arrays", "prefix", "scan"]

DENSE_CELLS = 4_000_000  # table of zeros and ones of 16 MB
DENSE_STRUCTURES = 2_000  # and a product of 16 MB
ARRAY_SEATS = 1_000_000  # memberships, and
ARRAY_LOOKUPS = 4_000_000  # seats to look up, that take half a second; to load compiled code takes longer
MOST_HUBS = 64  # bits of one machine word
HUB_SHARE = 1 / 16  # an actor in fewer structures is counted faster along its posting list than by its bit
CHUNKS_PER_THREAD = 24  # even loads and a progress bar that moves


def all_pairs(
    incidence: Incidence,
    thresholds: Thresholds,
    *,
    method: Method | None = None,
    progress: Progress = silent,
) -> Pairs:
    """Every pair that passes the thresholds, by Jaccard descending, then a, then b."""
    chunks = list(iter_pairs(incidence, thresholds, method=method, progress=progress))
    a, b, shared = (
        np.concatenate([getattr(chunk, name) for chunk in chunks] or [np.empty(0, np.int32)])
        for name in ("a", "b", "shared")
    )
    pairs = Pairs(incidence, a, b, shared)
    return (pairs if thresholds.top is None else pairs.distinct()).sorted()


def iter_pairs(
    incidence: Incidence,
    thresholds: Thresholds,
    *,
    method: Method | None = None,
    progress: Progress = silent,
) -> Iterator[Pairs]:
    """The same pairs in pieces as they are found; memory is bounded by the pieces under way. With `top`, a pair that is
    among the best of both its structures may come twice."""
    at_once = _at_once(incidence, thresholds, method)
    if at_once is not None:
        yield at_once if thresholds.top is None else at_once.take(at_once.among_best(thresholds.top))
        progress(1.0)
        return
    ranked = Ranked.from_incidence(incidence)
    search = ranked.search(thresholds, method)
    yield from map(ranked.as_pairs, in_order(search, ranked.chunks(), progress))


def _at_once(incidence: Incidence, thresholds: Thresholds, method: Method | None) -> Pairs | None:
    """The pairs (without `top`) in one piece, by a way that needs no compiled code; None where that is no good way."""
    if method == "dense" or (method is None and _is_small(incidence)):
        return _dense_pairs(incidence, thresholds)
    if method == "arrays" or (method is None and not is_compiled() and len(incidence.indices) <= ARRAY_SEATS):
        join = ArrayJoin(incidence, thresholds)
        return join.pairs() if method == "arrays" or join.lookups <= ARRAY_LOOKUPS else None
    return None


def _is_small(incidence: Incidence) -> bool:
    return incidence.n_structures <= DENSE_STRUCTURES and incidence.n_structures * incidence.n_actors <= DENSE_CELLS


def _dense_pairs(incidence: Incidence, thresholds: Thresholds) -> Pairs:
    table = incidence.to_dense()
    shared = np.triu((table @ table.T).astype(np.int32), 1)
    a, b = (codes.astype(np.int32) for codes in np.nonzero(shared))
    pairs = Pairs(incidence, a, b, shared[a, b])
    return pairs.take(thresholds.keep(pairs.shared, pairs.size_a, pairs.size_b))


Search = Callable[[int, int], NDArray[np.int32]]
SAMPLE_BLOCKS = 32  # pieces of the table on which the planner tries both joins
SAMPLE_SHARE = 1 / 200  # of all memberships, in these blocks together
SAMPLE_STRIDE = 8  # blocks between one tried and the next, so the first four tell of all sizes; after them
CLEARLY = 8  # times slower is slower


@dataclass(frozen=True)
class Ranked:
    """An incidence in ranks (see `join_kernels`): what both compiled joins run on."""

    incidence: Incidence
    order: NDArray[np.int32]
    sizes: NDArray[np.int64]
    post_ptr: NDArray[np.int64]
    postings: NDArray[np.int32]
    set_ptr: NDArray[np.int64]
    sets: NDArray[np.int32]

    @classmethod
    def from_incidence(cls, incidence: Incidence) -> Ranked:
        """Rank structures by size and actors by rarity, ties by code."""
        from graphsvc.analysis.join_kernels import rank_sets

        order, rarity = incidence.by_size, inverse(incidence.by_rarity).astype(np.int32)
        arrays = rank_sets(incidence.indptr, incidence.indices, order, rarity, incidence.n_actors)
        return cls(incidence, order, incidence.sizes[order], *arrays)

    def search(self, thresholds: Thresholds, method: Method | None) -> Search:
        """The join to run; the cheaper one where `method` leaves it open."""
        if thresholds.top is not None:
            return self._top(thresholds, thresholds.top)
        if method == "scan":
            return self._scan(thresholds)
        prefix = self._prefix(thresholds)
        return prefix if method == "prefix" else self._cheaper(prefix, self._scan(thresholds))

    def _cheaper(self, prefix: Search, scan: Search) -> Search:
        """The one that needs less processor time for a small sample, spread over all sizes."""
        searches, seconds = (prefix, scan), np.zeros(2)
        for search in searches:
            search(0, 0)  # compiled code is loaded before the clock runs
        for tried, block in enumerate(self._sample(), start=1):
            seconds += [_processor_time(search, block) for search in searches]
            if tried >= SAMPLE_BLOCKS // SAMPLE_STRIDE and seconds.max() > CLEARLY * seconds.min():
                break
        return prefix if seconds[0] <= seconds[1] else scan

    def _sample(self) -> list[tuple[int, int]]:
        """Ranges of structures, each few ones far from each other."""
        places = np.arange(SAMPLE_BLOCKS).reshape(-1, SAMPLE_STRIDE).T.ravel() + 0.5
        step = self.set_ptr[-1] / SAMPLE_BLOCKS
        begins = np.searchsorted(self.set_ptr, places * step)
        ends = np.searchsorted(self.set_ptr, (places + SAMPLE_SHARE) * step)
        return [(int(begin), int(end)) for begin, end in zip(begins, ends, strict=True) if begin < end]

    def chunks(self) -> list[tuple[int, int]]:
        """Ranges of structures with about equally many memberships."""
        n_chunks = min(len(self.sizes), CHUNKS_PER_THREAD * n_threads())
        targets = np.linspace(0, self.set_ptr[-1], n_chunks + 1)[1:-1]
        cuts = np.unique(np.concatenate(([0], np.searchsorted(self.set_ptr, targets), [len(self.sizes)])))
        return [(int(begin), int(end)) for begin, end in pairwise(cuts)]

    def as_pairs(self, found: NDArray[np.int32]) -> Pairs:
        """Found (x, y, shared) rows in the codes of the incidence."""
        x, y = self.order[found[:, 0]], self.order[found[:, 1]]
        return Pairs(self.incidence, np.minimum(x, y), np.maximum(x, y), found[:, 2].copy())

    def _hubs(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        from graphsvc.analysis.join_kernels import hub_masks

        n_hubs = min(MOST_HUBS, int((self.incidence.degrees >= HUB_SHARE * len(self.sizes)).sum()))
        masks, rare = hub_masks(self.set_ptr, self.sets, self.incidence.n_actors - n_hubs)
        return masks, rare

    def _prefix(self, thresholds: Thresholds) -> Search:
        from graphsvc.analysis import join_kernels as kernels

        bounds = _bounds(thresholds)
        bits = kernels.signatures(self.set_ptr, self.sets)
        index = kernels.index_prefixes(self.set_ptr, self.sets, self.sizes, bounds, self.incidence.n_actors)
        return lambda begin, end: kernels.prefix_join(
            begin, end, self.set_ptr, self.sets, self.sizes, bits, index, bounds
        )

    def _scan(self, thresholds: Thresholds) -> Search:
        from graphsvc.analysis.join_kernels import scan_join

        masks, rare = self._hubs()
        bounds = _bounds(thresholds)
        return lambda begin, end: scan_join(
            begin, end, self.set_ptr, self.sets, self.sizes, self.post_ptr, self.postings, masks, rare, bounds
        )

    def _top(self, thresholds: Thresholds, top: int) -> Search:
        from graphsvc.analysis.join_kernels import top_join

        masks, rare = self._hubs()
        bounds = _bounds(thresholds)
        return lambda begin, end: top_join(
            begin, end, self.set_ptr, self.sets, self.sizes, self.post_ptr, self.postings, masks, rare, bounds, top
        )


def _processor_time(search: Search, block: tuple[int, int]) -> float:
    """Seconds of this thread, so that other work on the machine does not count."""
    start = time.thread_time()
    search(*block)
    return time.thread_time() - start


def _bounds(thresholds: Thresholds) -> NDArray[np.float64]:
    return np.array(
        [
            thresholds.min_shared,
            thresholds.min_jaccard,
            thresholds.min_overlap_coefficient,
            thresholds.min_containment,
        ],
        dtype=np.float64,
    )
