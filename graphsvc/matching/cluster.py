"""From pairs to bodies: average-link clustering, so that one wrong pair does not chain two bodies together.

Two clusters join as long as the mean weight over all pairs between them is above the bar. Each pair counts at most
MOST_FOR or MOST_AGAINST bits, NO_PAIR where the blocking never brought the two together, and as much against as the
surest pair for where it is clearly negative, so that of three records two sure pairs do not outvote the third.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

__all__ = ["cluster", "hanging_together"]

Ids = NDArray[np.int64]
Weights = NDArray[np.float64]

MOST_FOR, MOST_AGAINST = 3.0, 1.5
"""So many bits a pair speaks for or against joining at most, so that one sure pair does not outvote several doubtful
ones and one odd spelling does not split a body. Set on the development half of `match_donors` and generated lists."""
CLEARLY_AGAINST = -8.0
"""Pairs below it count MOST_FOR against. A bar that no pair in a cluster may be below loses more than it wins: bodies
have names that share nothing ("Südwestmetall", "Verband der Metallindustrie Baden-Württemberg")."""
NO_PAIR = -MOST_AGAINST
"""Weight of two records that no net of the blocking brought together."""
_NEVER = 1e9
"""Distance that no mean makes small enough."""
_MOST_RECORDS = 6_000
"""Larger groups that hang together are first taken apart at a higher weight."""


def cluster(n: int, left: Ids, right: Ids, weight: Weights, vetoed: NDArray[np.bool_], *, bar: float = 0.0) -> Ids:
    """The cluster of each of n records, numbered by its first record; a pair that is vetoed and not above the bar is
    never in one cluster."""
    weight = np.where(vetoed & (weight <= bar), -np.inf, weight)
    component = _components(n, left, right, weight, bar)
    inside = component[left] == component[right]
    order = np.argsort(component[left[inside]], kind="stable")
    left, right, weight = left[inside][order], right[inside][order], weight[inside][order]
    of_pair = component[left]
    starts = np.flatnonzero(np.diff(of_pair, prepend=-1))
    n_sure = np.add.reduceat(weight > bar, starts) if len(starts) else starts
    sizes = np.bincount(component, minlength=n)[of_pair[starts]]
    label = _first_of(component)
    ends = np.append(starts[1:], len(of_pair))
    for at in np.flatnonzero(n_sure < sizes * (sizes - 1) // 2).tolist():
        pairs = slice(starts[at], ends[at])
        records = np.union1d(left[pairs], right[pairs])
        label[records] = _average_link(records, left[pairs], right[pairs], weight[pairs], bar)
    return label


def hanging_together(n: int, left: Ids, right: Ids, sure: NDArray[np.bool_]) -> Ids:
    """The number of each record's group, where records hang together by sure pairs."""
    graph = sparse.coo_matrix((np.ones(int(sure.sum())), (left[sure], right[sure])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    found: Ids = component.astype(np.int64)
    return found


def _components(n: int, left: Ids, right: Ids, weight: Weights, bar: float) -> Ids:
    """The group of each record, where records hang together by pairs above the bar; none is too large."""
    found = hanging_together(n, left, right, weight > bar)
    sizes = np.bincount(found, minlength=1)
    if sizes.max() <= _MOST_RECORDS:
        return found
    large = sizes[found] > _MOST_RECORDS
    within = large[left] & large[right]
    tighter = _components(n, left[within], right[within], weight[within], bar + 1)
    return np.where(large, tighter + len(sizes), found)


def _first_of(component: Ids) -> Ids:
    """For each record the first record of its component."""
    _, first, inverse = np.unique(component, return_index=True, return_inverse=True)
    found: Ids = first[inverse].astype(np.int64)
    return found


def _average_link(records: Ids, left: Ids, right: Ids, weight: Weights, bar: float) -> Ids:
    """The cluster of each of these records, cut where the mean weight between two clusters falls to the bar."""
    from scipy.cluster.hierarchy import linkage  # a quarter of what a short list costs, and few lists need it

    n = len(records)
    distance = np.full(n * (n - 1) // 2, MOST_FOR - NO_PAIR)
    a, b = np.searchsorted(records, left), np.searchsorted(records, right)
    counted = np.where(weight < CLEARLY_AGAINST, -MOST_FOR, np.clip(weight, -MOST_AGAINST, MOST_FOR))
    apart = np.where(np.isinf(weight), _NEVER, MOST_FOR - counted)
    distance[n * a - a * (a + 1) // 2 + b - a - 1] = apart
    return records[_cut(linkage(distance, "average"), MOST_FOR - bar)]


def _cut(tree: NDArray[np.float64], height: float) -> list[int]:
    """The first leaf of each leaf's cluster, where what joins below that height stays together. The rows of the tree
    go upwards; row i joins two nodes to the one numbered i + number of leaves."""
    n_leaves = len(tree) + 1
    joined = [(int(a), int(b)) for a, b, distance, _ in tree.tolist() if distance < height]
    first = list(range(n_leaves))
    for a, b in joined:
        first.append(min(first[a], first[b]))
    for node in range(len(first) - 1, n_leaves - 1, -1):
        a, b = joined[node - n_leaves]
        first[a] = first[b] = first[node]
    return first[:n_leaves]
