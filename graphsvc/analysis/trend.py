"""Overlap over the years, and what began and ended between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Thresholds
from graphsvc.analysis.pair import Named, named
from graphsvc.analysis.seats import Level, Map, Organs, incidence_of
from graphsvc.model.frames import frame_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class YearOfPair:
    """Two structures at the end of a year (the current one: on the day asked for)."""

    at: date
    size_a: int
    size_b: int
    shared: int
    jaccard: float
    overlap_coefficient: float
    joined: tuple[Named, ...]
    """Shared members who were not shared a year before."""
    left: tuple[Named, ...]
    """Shared members of the year before who no longer are."""


@dataclass(frozen=True, slots=True)
class PairTrend:
    """The years of two structures; memberships without any date count in every year, `undated` says how many."""

    a: Named
    b: Named
    years: tuple[YearOfPair, ...]
    undated: int

    def to_frame(self) -> pd.DataFrame:
        """One row a year."""
        return frame_of(self.years, YearOfPair)


@dataclass(frozen=True, slots=True)
class Seat:
    """One actor in one structure."""

    actor: Named
    structure: Named


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two structures whose overlap passed the threshold, upwards or downwards."""

    a: Named
    b: Named
    shared_before: int
    shared_after: int
    jaccard_before: float
    jaccard_after: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different on the later day; both days are told."""

    earlier: date
    later: date
    structures_began: tuple[Named, ...]
    structures_ended: tuple[Named, ...]
    seats_began: tuple[Seat, ...]
    seats_ended: tuple[Seat, ...]
    overlaps_risen: tuple[Crossing, ...]
    overlaps_fallen: tuple[Crossing, ...]


Members = Mapping[str, set[str]]


def pair_trend(known: Map, a: str, b: str, *, at: date, level: Level, organs: Organs) -> PairTrend:
    """Every year since the first of the two (or the first dated membership) began, the last on `at` itself."""
    first = _first_year(known, {a, b}, at)
    days = [*(date(year, 12, 31) for year in range(first, at.year)), at]
    years: list[YearOfPair] = []
    before: set[str] | None = None
    for day in days:
        members = known.members(at=day, level=level, organs=organs)
        in_a, in_b = members.get(a, set()), members.get(b, set())
        years.append(_year(known, day, in_a, in_b, before))
        before = in_a & in_b
    ends = Named(a, known.names[a]), Named(b, known.names[b])
    return PairTrend(*ends, tuple(years), _undated(known, {a, b}))


def changes(known: Map, earlier: date, later: date, *, level: Level, organs: Organs, thresholds: Thresholds) -> Changes:
    """Compare two days; the thresholds say which overlaps are worth telling."""
    before, after = (known.members(at=day, level=level, organs=organs) for day in (earlier, later))
    seats_before, seats_after = _seats(before), _seats(after)
    return Changes(
        earlier=earlier,
        later=later,
        structures_began=named(known, after.keys() - before.keys()),
        structures_ended=named(known, before.keys() - after.keys()),
        seats_began=_named_seats(known, seats_after - seats_before),
        seats_ended=_named_seats(known, seats_before - seats_after),
        overlaps_risen=_crossings(known, before, after, thresholds, risen=True),
        overlaps_fallen=_crossings(known, before, after, thresholds, risen=False),
    )


def _first_year(known: Map, structures: set[str], at: date) -> int:
    begun = [known.structures[each].valid_from for each in structures]
    seats = [seat.valid_from for seat in known.dataset.memberships if known.canonical.get(seat.structure) in structures]
    return min((day.year for day in [*begun, *seats] if day and day <= at), default=at.year)


def _undated(known: Map, structures: set[str]) -> int:
    seats = (seat for seat in known.dataset.memberships if known.canonical.get(seat.structure) in structures)
    return sum(seat.valid_from is None and seat.valid_to is None for seat in seats)


def _year(known: Map, day: date, in_a: set[str], in_b: set[str], before: set[str] | None) -> YearOfPair:
    both = in_a & in_b
    return YearOfPair(
        at=day,
        size_a=len(in_a),
        size_b=len(in_b),
        shared=len(both),
        jaccard=_jaccard(in_a, in_b),
        overlap_coefficient=len(both) / min(len(in_a), len(in_b)) if in_a and in_b else 0.0,
        joined=() if before is None else named(known, both - before),
        left=() if before is None else named(known, before - both),
    )


def _jaccard(in_a: set[str], in_b: set[str]) -> float:
    return len(in_a & in_b) / len(in_a | in_b) if in_a or in_b else 0.0


def _seats(members: Members) -> set[tuple[str, str]]:
    return {(structure, actor) for structure, actors in members.items() for actor in actors}


def _named_seats(known: Map, seats: set[tuple[str, str]]) -> tuple[Seat, ...]:
    found = (
        Seat(Named(actor, known.names[actor]), Named(structure, known.names[structure])) for structure, actor in seats
    )
    return tuple(
        sorted(found, key=lambda seat: (seat.structure.name, seat.actor.name, seat.structure.id, seat.actor.id))
    )


def _crossings(
    known: Map, before: Members, after: Members, thresholds: Thresholds, *, risen: bool
) -> tuple[Crossing, ...]:
    above_before, above_after = (_above(members, thresholds) for members in (before, after))
    crossed = above_after - above_before if risen else above_before - above_after
    found = (_crossing(known, a, b, before, after) for a, b in crossed)
    return tuple(sorted(found, key=lambda each: (-max(each.jaccard_before, each.jaccard_after), each.a.id, each.b.id)))


def _above(members: Members, thresholds: Thresholds) -> set[tuple[str, str]]:
    incidence = incidence_of(members)
    pairs = all_pairs(incidence, thresholds)
    labels = incidence.structures
    return {(labels[a], labels[b]) for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)}


def _crossing(known: Map, a: str, b: str, before: Members, after: Members) -> Crossing:
    sets = [(members.get(a, set()), members.get(b, set())) for members in (before, after)]
    shared = [len(in_a & in_b) for in_a, in_b in sets]
    return Crossing(
        Named(a, known.names[a]), Named(b, known.names[b]), *shared, *(_jaccard(in_a, in_b) for in_a, in_b in sets)
    )
