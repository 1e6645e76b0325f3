"""What sitting in structures costs: seats, meetings and hours a year for each organisation, as a range.

hours = meetings a year x (duration + preparation + travel). What is not recorded enters as a range of its own, never as
zero. Deputies are no seats of their own. An hour is worth 55 to 76 euros to begin with: single and full cost of pay
groups E9b to E12 in the federal tables of 2014, which an office replaces by its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graphsvc.analysis.pair import Named, named
from graphsvc.analysis.seats import Level, Map
from graphsvc.model.entities import Structure
from graphsvc.model.frames import frame_of
from graphsvc.model.validity import holds_at

if TYPE_CHECKING:
    import pandas as pd

MOST = 10_000
"""Neither a duration nor a price nor a number of meetings is greater."""
Amount = Annotated[float, Field(ge=0, le=MOST)]


class LoadParams(BaseModel):
    """What a meeting costs beside its duration, and what stands in for what is not recorded; hours, counts, and
    euros an hour."""

    model_config = ConfigDict(frozen=True)

    preparation_low: Amount = Field(default=0.5, description="Before and after each meeting, at least (h).")
    preparation_high: Amount = Field(default=1.0, description="Before and after each meeting, at most (h).")
    travel_low: Amount = Field(default=0.5, description="Travel there and back, at least (h).")
    travel_high: Amount = Field(default=1.0, description="Travel there and back, at most (h).")
    duration_low: Amount = Field(default=2.0, description="Duration where none is recorded, at least (h).")
    duration_high: Amount = Field(default=3.0, description="Duration where none is recorded, at most (h).")
    meetings_low: Amount = Field(default=1.0, description="Meetings a year where none are recorded, at least.")
    meetings_high: Amount = Field(default=4.0, description="Meetings a year where none are recorded, at most.")
    cost_low: Amount = Field(default=55.0, description="Value of an hour, at least (euros).")
    cost_high: Amount = Field(default=76.0, description="Value of an hour, at most (euros).")

    @model_validator(mode="after")
    def _ranges_are_in_order(self) -> Self:
        for name in ("preparation", "travel", "duration", "meetings", "cost"):
            if getattr(self, f"{name}_low") > getattr(self, f"{name}_high"):
                raise ValueError("ranges_in_order")
        return self


@dataclass(frozen=True, slots=True)
class Span:
    """A range of numbers, both ends included."""

    low: float
    high: float

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)


NOTHING = Span(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class ActorLoad:
    """Seats of one organisation and what they cost a year."""

    actor: Named
    voluntary: bool | None
    seats: int
    structures: tuple[Named, ...]
    meetings: Span
    hours: Span
    cost: Span
    """The hours in euros."""
    seats_without_rhythm: int
    """Seats in structures of which the number of meetings or their duration is not recorded."""


@dataclass(frozen=True, slots=True)
class Relief:
    """What a merge of two structures would save if the merged one met as often and as long as the busier of the two."""

    a: Named
    b: Named
    members: tuple[Named, ...]
    hours: Span
    cost: Span


@dataclass(frozen=True, slots=True)
class Load:
    """The load of everybody, heaviest first, and the merges that would relieve most."""

    at: date | None
    actors: tuple[ActorLoad, ...]
    seats: int
    hours: Span
    cost: Span
    voluntary_seats: int
    voluntary_share: float
    """Share of all seats that voluntary organisations hold."""
    reliefs: tuple[Relief, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row an organisation."""
        return frame_of(self.actors, ActorLoad)


def meeting_load(known: Map, *, at: date | None, level: Level, params: LoadParams, most_reliefs: int = 50) -> Load:
    """Add up the seats of every actor; actors above `organisation` level have the seats of all below them."""
    seats = _seats(known, at, level)
    costs = {structure: _cost(known.structures[structure], params) for structure in known.structures}
    actors = [_actor_load(known, actor, held, costs, params) for actor, held in seats.items()]
    actors.sort(key=lambda each: (-each.hours.high, -each.seats, each.actor.name, each.actor.id))
    total = sum(each.seats for each in actors)
    voluntary = sum(each.seats for each in actors if each.voluntary)
    return Load(
        at=at,
        actors=tuple(actors),
        seats=total,
        hours=sum((each.hours for each in actors), NOTHING),
        cost=sum((each.cost for each in actors), NOTHING),
        voluntary_seats=voluntary,
        voluntary_share=voluntary / total if total else 0.0,
        reliefs=tuple(_reliefs(known, at, level, costs, params)[:most_reliefs]),
    )


@dataclass(frozen=True, slots=True)
class _Cost:
    """A year of one seat."""

    meetings: Span
    hours: Span
    is_recorded: bool


def _cost(structure: Structure, params: LoadParams) -> _Cost:
    meetings, duration = structure.meetings_per_year, structure.hours
    often = Span(params.meetings_low, params.meetings_high) if meetings is None else Span(meetings, meetings)
    long = Span(params.duration_low, params.duration_high) if duration is None else Span(duration, duration)
    low = often.low * (long.low + params.preparation_low + params.travel_low)
    high = often.high * (long.high + params.preparation_high + params.travel_high)
    return _Cost(often, Span(low, high), meetings is not None and duration is not None)


def structure_hours(structure: Structure, params: LoadParams) -> Span:
    """Hours a year of one seat in a structure."""
    return _cost(structure, params).hours


def _seats(known: Map, at: date | None, level: Level) -> dict[str, list[str]]:
    """From each actor to the structures of its seats; a seat is one body below it in one structure."""
    below: Level = "site" if level == "site" else "organisation"
    holder, counted = known.counts_as(at=at, level=below), known.counts_as(at=at, level=level)
    held = {
        (holder[seat.actor], structure)
        for seat in known.dataset.memberships
        if seat.actor in holder
        and not seat.deputy
        and (structure := known.canonical.get(seat.structure, "")) in known.structures
        and holds_at(seat, at)
        and holds_at(known.structures[structure], at)
    }
    seats: dict[str, list[str]] = {}
    for actor, structure in sorted(held):
        seats.setdefault(counted.get(actor, actor), []).append(structure)
    return seats


def worth(hours: Span, params: LoadParams) -> Span:
    """Hours in euros."""
    return Span(hours.low * params.cost_low, hours.high * params.cost_high)


def _actor_load(known: Map, actor: str, held: list[str], costs: Mapping[str, _Cost], params: LoadParams) -> ActorLoad:
    hours = sum((costs[structure].hours for structure in held), NOTHING)
    return ActorLoad(
        actor=Named(actor, known.names[actor]),
        voluntary=known.actors[actor].voluntary,
        seats=len(held),
        structures=named(known, set(held)),
        meetings=sum((costs[structure].meetings for structure in held), NOTHING),
        hours=hours,
        cost=worth(hours, params),
        seats_without_rhythm=sum(not costs[structure].is_recorded for structure in held),
    )


def _reliefs(known: Map, at: date | None, level: Level, costs: Mapping[str, _Cost], params: LoadParams) -> list[Relief]:
    """Per pair that shares somebody and is not nested: each shared member saves the smaller of two seats."""
    members = {
        structure: actors for structure, actors in known.members(at=at, level=level, organs="own").items() if actors
    }
    ordered = sorted(members)
    nested = set(known.parts(at))
    found = []
    for place, a in enumerate(ordered):
        for b in ordered[place + 1 :]:
            both = members[a] & members[b]
            if both and (a, b) not in nested and (b, a) not in nested:
                low, high = (min(getattr(costs[each].hours, end) for each in (a, b)) for end in ("low", "high"))
                saved = Span(len(both) * low, len(both) * high)
                pair = Named(a, known.names[a]), Named(b, known.names[b])
                found.append(Relief(*pair, named(known, both), saved, worth(saved, params)))
    return sorted(found, key=lambda each: (-each.hours.high, each.a.name, each.b.name, each.a.id, each.b.id))
