"""The structures of one district while they are laid out: what stands, what was planted, what must stay as it is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphsvc.demoregion.actors import Population
from graphsvc.demoregion.definition import one_family, same_job
from graphsvc.demoregion.numbers import Numbers
from graphsvc.demoregion.truth import Class
from graphsvc.demoregion.words import table
from graphsvc.model.entities import Place, Structure
from graphsvc.vocabulary import ALL_TARGET_GROUPS, scheme

LEVELS = {"lenkung": "strategisch", "konferenz": "strategisch", "beirat": "strategisch", "ausschuss": "strategisch"}
"""The level a kind of body usually works on; all others are operative."""

OFFERS = frozenset({"angebot", "projekt"})
"""Kinds that are counted apart from the bodies in which people meet."""


@dataclass(slots=True)
class Group:
    """What was planted together: pairs of one class, how alike their member lists are, and what is to be decided."""

    klass: Class
    pairs: list[tuple[str, str]]
    decision: str
    reason: str
    share: float = 0.0
    size: int | None = None
    delimited: bool = False

    @property
    def members(self) -> list[str]:
        """The structures of the group in the order they were planted."""
        return list(dict.fromkeys(end for pair in self.pairs for end in pair))


@dataclass(slots=True)
class Landscape:
    """The structures of one district, and who of the population leads and where."""

    people: Population
    rng: random.Random
    numbers: Numbers
    at: date
    structures: dict[str, Structure] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    islands: dict[str, list[str]] = field(default_factory=dict)
    """Bodies whose members come from a fixed circle only: structure id -> actor ids."""
    kept: set[str] = field(default_factory=set)
    """Bodies that no missing value may touch, for a promise of the recipe rests on them."""
    names: set[str] = field(default_factory=set)

    def add(self, **values: Any) -> Structure:
        """A new structure; `level` follows from the kind where it is not given."""
        values.setdefault("level", LEVELS.get(values["kind"], "operativ"))
        values["name"] = self.people.district.homed(values["name"])
        structure = Structure(id=self.numbers.next(), **values)
        self.structures[structure.id] = structure
        self.names.add(structure.name)
        return structure

    def discard(self, structures: list[Structure]) -> None:
        """Take back what does not fit."""
        for structure in structures:
            del self.structures[structure.id]
            self.names.discard(structure.name)

    def fits(self, structure: Structure, *, beside: frozenset[str] = frozenset()) -> bool:
        """Whether a body neither does what another does nor fills a planned gap; `beside` names its own group."""
        others = (other for other in self.structures.values() if other.id != structure.id and other.id not in beside)
        double = any(
            same_job(structure, other) and not one_family(structure, other, self.structures) for other in others
        )
        return not double and not fills_gap(structure)

    def towns(self) -> list[Place]:
        """The towns in random order, without the one that hangs on a bridge."""
        towns = [town for town in self.people.district.towns if town is not self.people.district.cut_off]
        return self.rng.sample(towns, len(towns))


def fills_gap(structure: Structure) -> bool:
    """Whether a body, read generously, covers a cell that is to stay a gap outside the towns planned for it."""
    return any(_reaches(structure, gap["topic"], gap["target_group"]) for gap in table("words")["gap"])


def _reaches(structure: Structure, topic: str, target_group: str) -> bool:
    topics, wildcard = scheme("topics"), {ALL_TARGET_GROUPS, *scheme("target_groups").path(target_group)}
    near = any(topic in topics.path(own) or own in topics.path(topic) for own in structure.topic)
    return near and (not structure.target_group or bool(wildcard & set(structure.target_group)))
