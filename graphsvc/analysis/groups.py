"""Core groups: actors that meet each other in several structures, as closed sets (maximal bicliques)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.incidence import Incidence
from graphsvc.errors import WrongUsage


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
    from graphsvc.analysis.group_kernels import closed_sets

    found = closed_sets(incidence.indptr, incidence.indices, incidence.n_actors, min_support, min_length)
    actors, structures = np.array(incidence.actors, dtype=object), np.array(incidence.structures, dtype=object)
    for items, rows in zip(*found, strict=True):
        yield tuple(actors[items]), tuple(structures[np.sort(rows)])
