"""From pairs to bodies: average-link clustering, so that one wrong pair does not chain two bodies together.

Two clusters join as long as the mean weight over all pairs between them is above the bar. Each pair counts at most
MOST_FOR or MOST_AGAINST bits, and NO_PAIR where the blocking never brought the two together.
"""

from __future__ import annotations

import heapq
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

__all__ = ["cluster"]

Ids = NDArray[np.int64]

MOST_FOR, MOST_AGAINST = 3.0, 1.5
"""So many bits a pair speaks for or against joining at most, so that one sure pair does not outvote several doubtful
ones and one odd spelling does not split a body. Set on the development half of `match_donors` and generated lists."""
NO_PAIR = -MOST_AGAINST
"""Weight of two records that no net of the blocking brought together."""


def cluster(n: int, left: Ids, right: Ids, weight: NDArray[np.float64], *, bar: float = 0.0) -> Ids:
    """The cluster of each of n records, numbered by its first record."""
    above = weight > bar
    graph = sparse.coo_matrix((np.ones(int(above.sum())), (left[above], right[above])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    inside = component[left] == component[right]
    sizes = np.bincount(component, minlength=n)
    pairs = np.bincount(component[left[above]], minlength=len(sizes))
    whole = pairs == sizes * (sizes - 1) // 2
    label = _first_of(component)
    open_pairs = np.flatnonzero(inside & ~whole[component[left]])
    by_component: dict[int, list[int]] = defaultdict(list)
    for at in open_pairs.tolist():
        by_component[int(component[left[at]])].append(at)
    for pairs_of in by_component.values():
        _agglomerate(left[pairs_of], right[pairs_of], np.clip(weight[pairs_of], -MOST_AGAINST, MOST_FOR), bar, label)
    return label


def _first_of(component: NDArray[np.int32]) -> Ids:
    """For each record the first record of its component."""
    _, first = np.unique(component, return_index=True)
    found: Ids = first[component].astype(np.int64)
    return found


def _agglomerate(left: Ids, right: Ids, weight: NDArray[np.float64], bar: float, label: Ids) -> None:
    """Join the best two clusters of one component while their mean weight is above the bar; write the labels."""
    members: dict[int, list[int]] = {int(record): [int(record)] for record in np.union1d(left, right)}
    between: dict[int, dict[int, tuple[float, int]]] = {record: {} for record in members}
    queue: list[tuple[float, int, int]] = []
    for a, b, value in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True):
        between[a][b] = between[b][a] = (value, 1)
        if value > bar:
            queue.append((-value, a, b))
    heapq.heapify(queue)
    while queue:
        minus, a, b = heapq.heappop(queue)
        if b not in between.get(a, ()) or -minus != _mean(members, between, a, b):
            continue
        _join(members, between, a, b)
        for other in between[a]:
            mean = _mean(members, between, a, other)
            if mean > bar:
                heapq.heappush(queue, (-mean, min(a, other), max(a, other)))
    for records in members.values():
        label[records] = min(records)


def _mean(members: dict[int, list[int]], between: dict[int, dict[int, tuple[float, int]]], a: int, b: int) -> float:
    total, known = between[a][b]
    every = len(members[a]) * len(members[b])
    return (total + (every - known) * NO_PAIR) / every


def _join(members: dict[int, list[int]], between: dict[int, dict[int, tuple[float, int]]], a: int, b: int) -> None:
    """Make b part of a."""
    members[a] += members.pop(b)
    for other, (total, known) in between.pop(b).items():
        del between[other][b]
        if other != a:
            before, count = between[a].get(other, (0.0, 0))
            between[a][other] = between[other][a] = (before + total, count + known)
