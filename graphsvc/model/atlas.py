"""A map with its ends looked up: which facts belong to one actor, structure or agreement.

Built once a revision and read by every page, so that a click needs no query of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Party, Relation, Structure
from graphsvc.model.validity import holds_at

Fact = TypeVar("Fact")
Noun = Literal["actor", "structure", "agreement"]


@dataclass(frozen=True)
class Atlas:
    """A whole map, indexed by id; facts are in the order of the map."""

    dataset: Dataset
    actors: Mapping[str, Actor]
    structures: Mapping[str, Structure]
    agreements: Mapping[str, Agreement]
    places: Mapping[str, str]
    memberships_of_actor: Mapping[str, tuple[Membership, ...]]
    memberships_of_structure: Mapping[str, tuple[Membership, ...]]
    parties_of_agreement: Mapping[str, tuple[Party, ...]]
    parties_of_actor: Mapping[str, tuple[Party, ...]]
    relations_of: Mapping[str, tuple[Relation, ...]]
    parts_of: Mapping[str, tuple[Actor | Structure, ...]]
    agreements_of_structure: Mapping[str, tuple[Agreement, ...]]

    @classmethod
    def of(cls, dataset: Dataset) -> Atlas:
        """Index a map."""
        parts = [(entry.part_of, entry) for entry in _entries(dataset) if entry.part_of]
        ends = [(end, fact) for fact in dataset.relations for end in {fact.from_id, fact.to_id}]
        founded = [(structure, agreement) for agreement in dataset.agreements for structure in agreement.establishes]
        return cls(
            dataset=dataset,
            actors={actor.id: actor for actor in dataset.actors},
            structures={structure.id: structure for structure in dataset.structures},
            agreements={agreement.id: agreement for agreement in dataset.agreements},
            places={place.key: place.name for place in dataset.places},
            memberships_of_actor=_grouped((fact.actor, fact) for fact in dataset.memberships),
            memberships_of_structure=_grouped((fact.structure, fact) for fact in dataset.memberships),
            parties_of_agreement=_grouped((fact.agreement, fact) for fact in dataset.parties),
            parties_of_actor=_grouped((fact.actor, fact) for fact in dataset.parties),
            relations_of=_grouped(ends),
            parts_of=_grouped(parts),
            agreements_of_structure=_grouped(founded),
        )

    def name(self, key: str) -> str:
        """The name of an actor, structure or agreement; the id itself where the map does not know it."""
        entry = self.actors.get(key) or self.structures.get(key)
        if entry:
            return entry.name
        return self.agreements[key].title if key in self.agreements else key

    def noun(self, key: str) -> Noun | None:
        """What an id names."""
        if key in self.actors:
            return "actor"
        if key in self.structures:
            return "structure"
        return "agreement" if key in self.agreements else None

    def members(self, structure: str, at: date | None) -> tuple[Membership, ...]:
        """The memberships of a structure that hold on a day; all where `at` is None."""
        return tuple(fact for fact in self.memberships_of_structure.get(structure, ()) if holds_at(fact, at))

    def seats(self, actor: str, at: date | None) -> tuple[Membership, ...]:
        """The seats of an actor on a day as the meeting load counts them: one in each structure, no deputies, none in
        a structure that does not exist then. `at` None: ever."""
        held: dict[str, Membership] = {}
        for fact in self.memberships_of_actor.get(actor, ()):
            if not fact.deputy and self.holds(fact, at):
                held.setdefault(fact.structure, fact)
        return tuple(held.values())

    def holds(self, fact: Membership, at: date | None) -> bool:
        """Whether a membership holds on a day, and its structure too."""
        structure = self.structures.get(fact.structure)
        return holds_at(fact, at) and (structure is None or holds_at(structure, at))

    def sources(self) -> tuple[str, ...]:
        """Every source named on an actor or structure, sorted."""
        return tuple(sorted({entry.source for entry in _entries(self.dataset) if entry.source}))


def _entries(dataset: Dataset) -> list[Actor | Structure]:
    return [*dataset.actors, *dataset.structures]


def _grouped(pairs: Iterable[tuple[str | None, Fact]]) -> dict[str, tuple[Fact, ...]]:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for key, fact in pairs:
        if key is not None:
            groups[key].append(fact)
    return {key: tuple(facts) for key, facts in groups.items()}
