"""Core groups: closed groups as people read them, each later one that adds little folded into an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.analysis.closed_groups import Group, closed_groups
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.pair import Named, named
from graphsvc.analysis.seats import Map
from graphsvc.language import LANGUAGES, Lang, text

FOLD_SHARE = 2 / 3  # a group two thirds of whose seats are bound by a better one adds little to read


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
