"""Closed intervals of validity."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Dated(Protocol):
    """Anything that begins and ends; None is open."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def holds_at(fact: Dated, at: date | None) -> bool:
    """Whether a fact holds on a day; on no particular day (None = ever) every fact does."""
    if at is None:
        return True
    return (fact.valid_from or at) <= at <= (fact.valid_to or at)


def days_from(day: date, days: int) -> date:
    """The day so many days later, or earlier where `days` is negative, as far as the calendar goes."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
