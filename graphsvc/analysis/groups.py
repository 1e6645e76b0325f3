"""Core groups: actors that meet each other in several structures, as closed sets (maximal bicliques)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.pair import Named, named
from graphsvc.analysis.seats import Map
from graphsvc.errors import WrongUsage
from graphsvc.language import LANGUAGES, Lang, text

FOLD_SHARE = 2 / 3  # a group two thirds of whose seats are bound by a better one adds little to read


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


@dataclass(frozen=True, slots=True)
class CoreGroup:
    """A closed group with the groups that are mostly contained in it folded away."""

    actors: tuple[Named, ...]
    structures: tuple[Named, ...]
    seats: int
    folded: int
    """Groups of fewer seats that this one stands for."""
    description: Mapping[str, str]
    """The group in words, German (`de`) and English (`en`)."""


def core_groups(known: Map, incidence: Incidence, *, min_structures: int, min_actors: int) -> list[CoreGroup]:
    """Closed groups by seats; each later one folded into the first that binds `FOLD_SHARE` of its seats."""
    groups = closed_groups(incidence, min_structures=min_structures, min_actors=min_actors)
    leaders: list[tuple[Group, int]] = []
    actor_bit = {actor: 1 << code for code, actor in enumerate(incidence.actors)}
    structure_bit = {structure: 1 << code for code, structure in enumerate(incidence.structures)}
    bits: list[tuple[int, int]] = []
    for group in groups:
        actors, structures = (
            sum(map(actor_bit.__getitem__, group.actors)),
            sum(map(structure_bit.__getitem__, group.structures)),
        )
        needed = FOLD_SHARE * group.seats
        inside = (
            place
            for place, (others, places) in enumerate(bits)
            if (actors & others).bit_count() * (structures & places).bit_count() >= needed
        )
        leader = next(inside, None)
        if leader is None:
            leaders.append((group, 0))
            bits.append((actors, structures))
        else:
            leaders[leader] = (leaders[leader][0], leaders[leader][1] + 1)
    return [_described(known, group, folded) for group, folded in leaders]


def _described(known: Map, group: Group, folded: int) -> CoreGroup:
    actors, structures = named(known, group.actors), named(known, group.structures)
    description: dict[str, str] = {lang: _words(lang, actors, structures, group.seats) for lang in LANGUAGES}
    return CoreGroup(actors, structures, group.seats, folded, description)


def _words(lang: Lang, actors: tuple[Named, ...], structures: tuple[Named, ...], seats: int) -> str:
    return text(
        "overlap.core_group",
        lang,
        n_actors=len(actors),
        n_structures=len(structures),
        seats=seats,
        actors=", ".join(one.name for one in actors),
        structures=", ".join(one.name for one in structures),
    )
