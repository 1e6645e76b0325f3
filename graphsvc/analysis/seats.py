"""From a map to who sits where: on one day, at one level, with or without the organs of each structure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Literal

from graphsvc.analysis.incidence import Incidence
from graphsvc.model.entities import Actor, Agreement, Dataset, Relation, Structure
from graphsvc.model.validity import holds_at

Level = Literal["site", "organisation", "carrier"]
"""Who counts as one member: the record as it was written, the body behind merged records, the carrier at the top of
its `PART_OF`."""

Organs = Literal["include", "own"]
"""Whether the members of the bodies that are part of a structure count as its members."""

Edge = tuple[str, str]


@dataclass(frozen=True)
class Map:
    """A dataset with its records resolved: merged records stand as one, and everything is found by id.

    The dataset holds every record as it was written, with its `canonical_id`.
    """

    dataset: Dataset

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Every actor record by its id."""
        return {actor.id: actor for actor in self.dataset.actors}

    @cached_property
    def structures(self) -> Mapping[str, Structure]:
        """The structures that stand for themselves, by id."""
        return {each.id: each for each in self.dataset.structures if self.canonical[each.id] == each.id}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name of every actor and structure by id."""
        return {each.id: each.name for part in (self.dataset.actors, self.dataset.structures) for each in part}

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        """From the id of every record to the id of the record that stands for it."""
        parts: Iterable[Iterable[Actor | Structure | Agreement]] = (
            self.dataset.actors,
            self.dataset.structures,
            self.dataset.agreements,
        )
        records = [record for part in parts for record in part]
        merged = {each.id: each.canonical_id for each in records if each.canonical_id}
        return {each.id: _end(each.id, merged) for each in records}

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements that stand for themselves."""
        return tuple(each for each in self.dataset.agreements if self.canonical[each.id] == each.id)

    @cached_property
    def _parts(self) -> tuple[tuple[Edge, Relation | None], ...]:
        """Every (part, whole) by resolved ids: out of the records (valid as long as these), or out of a relation."""
        wholes = chain(
            ((actor.id, actor.part_of) for actor in self.dataset.actors),
            ((structure.id, structure.part_of) for structure in self.dataset.structures),
        )
        told = ((tie.from_id, tie.to_id, tie) for tie in self.dataset.relations if tie.kind == "PART_OF")
        pairs = [*((part, whole, None) for part, whole in wholes if whole), *told]
        return tuple(
            ((self.canonical[part], self.canonical[whole]), tie)
            for part, whole, tie in pairs
            if part in self.canonical and whole in self.canonical
        )

    def parts(self, at: date | None) -> list[Edge]:
        """Every (part, whole) that holds on a day."""
        return [edge for edge, tie in self._parts if tie is None or holds_at(tie, at)]

    def members(self, *, at: date | None, level: Level, organs: Organs) -> dict[str, set[str]]:
        """Ids of the members of every structure that exists on the day; None for ever."""
        standing = {each.id for each in self.structures.values() if holds_at(each, at)}
        stands_for = self.counts_as(at=at, level=level)
        own: dict[str, set[str]] = {structure: set() for structure in standing}
        for seat in self.dataset.memberships:
            structure = self.canonical.get(seat.structure)
            if structure in standing and seat.actor in stands_for and holds_at(seat, at):
                own[structure].add(stands_for[seat.actor])
        return own if organs == "own" else self._with_organs(own, at)

    def incidence(self, *, at: date | None, level: Level, organs: Organs) -> Incidence:
        """The same as a table; structures without members are rows of it."""
        return incidence_of(self.members(at=at, level=level, organs=organs))

    def counts_as(self, *, at: date | None, level: Level) -> dict[str, str]:
        """From the id of each actor record that holds on the day to the id it counts as."""
        present = [actor.id for actor in self.dataset.actors if holds_at(actor, at)]
        if level == "site":
            return {actor: actor for actor in present}
        if level == "organisation":
            return {actor: self.canonical[actor] for actor in present}
        wholes = {part: whole for part, whole in self.parts(at) if whole in self.actors}
        return {actor: _end(self.canonical[actor], wholes) for actor in present}

    def organs_of(self, structure: str, at: date | None) -> set[str]:
        """Every body that is, directly or through others, part of a structure on a day."""
        return _below(structure, self.parts(at))

    def _with_organs(self, own: dict[str, set[str]], at: date | None) -> dict[str, set[str]]:
        parts = [(part, whole) for part, whole in self.parts(at) if part in own and whole in own]
        return {
            structure: members.union(*(own[organ] for organ in _below(structure, parts)))
            for structure, members in own.items()
        }


def incidence_of(members: Mapping[str, set[str]]) -> Incidence:
    """The table of structures and their members."""
    edges = ((actor, structure) for structure, actors in members.items() for actor in actors)
    return Incidence.from_edges(edges, structures=members)


def _end(start: str, following: Mapping[str, str]) -> str:
    """The last one of a chain; a loop ends where it would begin again."""
    seen = {start}
    while (after := following.get(start)) and after not in seen:
        seen.add(after)
        start = after
    return start


def _below(whole: str, parts: Iterable[Edge]) -> set[str]:
    by_whole: dict[str, list[str]] = defaultdict(list)
    for part, above in parts:
        by_whole[above].append(part)
    found: set[str] = set()
    waiting = [whole]
    while waiting:
        new = {part for part in by_whole[waiting.pop()] if part not in found and part != whole}
        found |= new
        waiting += new
    return found
