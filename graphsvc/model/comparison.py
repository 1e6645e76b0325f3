"""What began and what ended between two days, by the dates that the facts themselves carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from graphsvc.model.entities import Agreement, Dataset, Membership, Structure
from graphsvc.model.validity import Dated

Fact = TypeVar("Fact", bound=Dated)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Facts that began or ended after `start` and up to `end`, by day."""

    start: date
    end: date
    structures_began: tuple[Structure, ...]
    structures_ended: tuple[Structure, ...]
    memberships_began: tuple[Membership, ...]
    memberships_ended: tuple[Membership, ...]
    agreements_began: tuple[Agreement, ...]
    agreements_ended: tuple[Agreement, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing began and nothing ended."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__ if "_" in name)


def between(dataset: Dataset, start: date, end: date) -> Comparison:
    """Compare the map on two days. A fact that holds up to and including a day has ended after it."""
    return Comparison(
        start,
        end,
        _began(dataset.structures, start, end),
        _ended(dataset.structures, start, end),
        _began(dataset.memberships, start, end),
        _ended(dataset.memberships, start, end),
        _began(dataset.agreements, start, end),
        _ended(dataset.agreements, start, end),
    )


def _began(facts: Iterable[Fact], start: date, end: date) -> tuple[Fact, ...]:
    found = [fact for fact in facts if fact.valid_from and start < fact.valid_from <= end]
    return tuple(sorted(found, key=lambda fact: fact.valid_from or start))


def _ended(facts: Iterable[Fact], start: date, end: date) -> tuple[Fact, ...]:
    found = [fact for fact in facts if fact.valid_to and start <= fact.valid_to < end]
    return tuple(sorted(found, key=lambda fact: fact.valid_to or end))
