"""Closed groups: actors that meet each other in several structures, as closed sets (maximal bicliques).

Two miners, one answer: integers as bit sets for what is done before compiled code would have been loaded, and the
compiled one of `group_kernels` for the rest.

Reference: S. O. Kuznetsov, "A fast algorithm for computing all intersections of objects from an arbitrary semilattice",
Nauchno-tekhnicheskaya informatsiya, ser. 2, no. 1, 1993 (Close-by-One).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

import numpy as np

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.parallel import is_compiled
from graphsvc.errors import WrongUsage

FEW_STEPS = 1_000_000
"""Intersections of bit sets that take half a second; to load compiled code takes longer."""
SEATS_PER_STEP = 1 / 20
"""What it takes to make the bit sets."""


@dataclass(frozen=True, slots=True)
class Group:
    """All `actors` sit in all `structures`, nobody and nothing can be added; both sorted by code point."""

    actors: tuple[str, ...]
    structures: tuple[str, ...]

    @property
    def seats(self) -> int:
        """Seats the group binds: one for each actor in each structure."""
        return len(self.actors) * len(self.structures)


def closed_groups(incidence: Incidence, *, min_structures: int, min_actors: int) -> list[Group]:
    """Every closed set with both minima, by seats descending, then actors, then structures (as joined by `;`).

    Raises:
        WrongUsage: a minimum below 1.
    """
    for name, value in (("min_structures", min_structures), ("min_actors", min_actors)):
        if value < 1:
            raise WrongUsage("overlap.count_below_one", name=name, value=value)
    groups = _mine(incidence, min_structures=min_structures, min_actors=min_actors)
    return sorted(groups, key=lambda group: (-group.seats, ";".join(group.actors), ";".join(group.structures)))


def _mine(incidence: Incidence, *, min_structures: int, min_actors: int) -> list[Group]:
    """The closed sets in any order, mined with the shorter side as items."""
    if incidence.n_structures < incidence.n_actors:
        turned = _closed_sets(incidence.transpose(), min_support=min_actors, min_length=min_structures)
        return [Group(rows, items) for items, rows in turned]
    return [Group(*found) for found in _closed_sets(incidence, min_support=min_structures, min_length=min_actors)]


def _closed_sets(
    incidence: Incidence, *, min_support: int, min_length: int
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    few = None if is_compiled() else few_closed_sets(incidence, min_support=min_support, min_length=min_length)
    if few is None:
        from graphsvc.analysis.group_kernels import closed_sets

        mined = closed_sets(incidence.indptr, incidence.indices, incidence.n_actors, min_support, min_length)
        few = [(items.tolist(), np.sort(rows).tolist()) for items, rows in zip(*mined, strict=True)]
    for items, rows in few:
        yield tuple(incidence.actors[item] for item in items), tuple(incidence.structures[row] for row in rows)


def few_closed_sets(
    incidence: Incidence, *, min_support: int, min_length: int, most_steps: int = FEW_STEPS
) -> list[tuple[list[int], list[int]]] | None:
    """Actors and structures of every closed set, as ascending codes; None where that takes more steps.

    A closed set is extended by each later actor in turn; what the extension closes to is kept if it adds no earlier
    actor, for it is reached from there as well. So each set is met once.
    """
    if len(incidence.indices) > most_steps * SEATS_PER_STEP:
        return None
    members, seats = _bit_sets(incidence), _bit_sets(incidence.transpose())
    everything = (1 << len(members)) - 1
    waiting = [(everything, reduce(and_, members), 0)] if len(members) >= min_support else []
    found, steps = [], 0
    while waiting:
        rows, closure, first = waiting.pop()
        if closure.bit_count() >= min_length:
            found.append((_codes(closure), _codes(rows)))
        for item in range(first, len(seats)):
            fewer = rows & seats[item]
            if closure >> item & 1 or fewer.bit_count() < min_support:
                continue
            closed = reduce(and_, (members[row] for row in _codes(fewer)))
            steps += fewer.bit_count()
            if not (closed ^ closure) & ((1 << item) - 1):
                waiting.append((fewer, closed, item + 1))
        steps += len(seats) - first
        if steps > most_steps:
            return None
    return found


def _bit_sets(incidence: Incidence) -> list[int]:
    """The members of each structure as one integer, a bit for each actor."""
    return [sum(1 << code for code in incidence.members(row).tolist()) for row in range(incidence.n_structures)]


def _codes(bits: int) -> list[int]:
    """The places of the bits that are set, ascending."""
    codes = []
    while bits:
        lowest = bits & -bits
        codes.append(lowest.bit_length() - 1)
        bits ^= lowest
    return codes
