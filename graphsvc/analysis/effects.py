"""What follows from a scenario: the map before and after, each consequence with the rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from graphsvc.analysis.companions import bridges
from graphsvc.analysis.consolidation import carry_out
from graphsvc.analysis.coverage import CoverageParams, coverage
from graphsvc.analysis.load import LoadParams, Span, meeting_load, structure_hours
from graphsvc.analysis.recommend import is_mandated_body
from graphsvc.analysis.seats import Map
from graphsvc.language import LANGUAGES, number, text
from graphsvc.model.entities import Dataset, Structure
from graphsvc.model.scenario import Effect, Effects, Figures, Step
from graphsvc.model.validity import holds_at
from graphsvc.vocabulary import scheme

TOUCHING = frozenset({"merge", "dissolve", "dock_on"})
"""Steps that end a body."""
AS_SHIPPED = LoadParams()
CELLS = CoverageParams(depth="narrow")
"""Cover is looked at by topics as they are tagged."""


@dataclass(frozen=True)
class State:
    """A map on a day, looked at in the ways that scenarios change."""

    dataset: Dataset
    at: date
    load: LoadParams = AS_SHIPPED

    @cached_property
    def bodies(self) -> Mapping[str, Structure]:
        """Active structures by id."""
        return {s.id: s for s in self.dataset.structures if holds_at(s, self.at) and s.status != "beendet"}

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """Members of each active structure, deputies left out."""
        found: dict[str, set[str]] = {key: set() for key in self.bodies}
        for m in self.dataset.memberships:
            if m.structure in found and not m.deputy and holds_at(m, self.at):
                found[m.structure].add(m.actor)
        return {key: frozenset(held) for key, held in found.items()}

    @cached_property
    def seats(self) -> Counter[str]:
        """Seats of each actor."""
        return Counter(actor for held in self.members.values() for actor in held)

    @cached_property
    def ties(self) -> frozenset[tuple[str, str]]:
        """Pairs of actors that meet somewhere."""
        return frozenset(pair for held in self.members.values() for pair in combinations(sorted(held), 2))

    @cached_property
    def cells(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """Covered cells and the structures that cover them."""
        found = coverage(self.dataset, CELLS, at=self.at)
        return {(c.topic, c.target_group, c.territory): c.structures for c in found.cells if c.count}

    @cached_property
    def hours(self) -> Span:
        """Hours a year of all seats."""
        found = meeting_load(Map(self.dataset), at=self.at, level="organisation", params=self.load, most_reliefs=0)
        return found.hours

    def hours_of(self, body: str) -> Span:
        """Hours a year of the seats in one structure; none where it is not active."""
        if body not in self.bodies:
            return Span(0.0, 0.0)
        one, seats = structure_hours(self.bodies[body], self.load), len(self.members[body])
        return Span(seats * one.low, seats * one.high)

    def figures(self) -> Figures:
        """The map in numbers."""
        return Figures(
            structures=len(self.bodies),
            seats=sum(self.seats.values()),
            hours_low=self.hours.low,
            hours_high=self.hours.high,
            cells=len(self.cells),
            ties=len(self.ties),
        )


def effects(dataset: Dataset, steps: Sequence[Step], *, at: date, load: LoadParams | None = None) -> Effects:
    """What the steps would bring on a day.

    Raises:
        WrongUsage: a step names something that is not there, or lacks a part.
    """
    params = load or AS_SHIPPED
    before = State(dataset, at, params)
    after = State(carry_out(dataset, steps, at=at), at, params)
    return Effects(
        at=at,
        before=before.figures(),
        after=after.figures(),
        effects=(
            *_bodies("ended", before, after),
            *_bodies("founded", after, before),
            *_lost_seats(before, after),
            *_hours(before, after),
            *_lost_cells(before, after),
            *_lost_ties(before, after),
            *_new_bridges(before, after),
            *_agreements(before, after),
            *_new_cells(before, after),
            *_new_ties(before, after),
        ),
        refused=tuple(_refused(before, steps)),
    )


def _refused(before: State, steps: Sequence[Step]) -> Iterator[Effect]:
    for step in steps:
        going = [key for key in step.structures if key != step.target] if step.kind in TOUCHING else []
        for key in going:
            if key in before.bodies and is_mandated_body(before.bodies[key]):
                yield _effect("mandated", (key,), name=before.bodies[key].name)


def _bodies(kind: str, here: State, there: State) -> Iterator[Effect]:
    """Active structures of one map that are none in the other."""
    for key in sorted(here.bodies.keys() - there.bodies.keys()):
        yield _effect(kind, (key,), name=here.bodies[key].name)


def _lost_seats(before: State, after: State) -> Iterator[Effect]:
    names = {actor.id: actor.name for actor in before.dataset.actors}
    for actor, count in sorted(before.seats.items()):
        left = after.seats.get(actor, 0)
        if left < count and actor in names:
            key = "last_seat" if left == 0 else "seats"
            yield _effect(key, (actor,), name=names[actor], count=count - left, left=left)


def _hours(before: State, after: State) -> Iterator[Effect]:
    """Bodies whose seats take other hours than before, with those who came and went: together the hours of the map."""
    for key in sorted(before.bodies.keys() | after.bodies.keys()):
        old, new = before.hours_of(key), after.hours_of(key)
        if old == new:
            continue
        held = [state.members.get(key, frozenset()) for state in (before, after)]
        name = (before.bodies.get(key) or after.bodies[key]).name
        texts: dict[str, str] = {
            lang: text("scenarios.hours", lang, name=name, before=_span(old, lang), after=_span(new, lang))
            for lang in LANGUAGES
        }
        yield Effect(kind="hours", ids=(key, *sorted(held[0] ^ held[1])), text=texts)


def _span(hours: Span, lang: str) -> str:
    ends = dict.fromkeys(number(round(end), lang) for end in (hours.low, hours.high))
    return "–".join(ends)


def _lost_cells(before: State, after: State) -> Iterator[Effect]:
    for cell, held in sorted(before.cells.items()):
        now = after.cells.get(cell, ())
        if len(now) < len(held) and len(now) < 2:
            key = "cell_single" if now else "cell_lost"
            yield _cell_effect(key, held, cell, before)


def _new_cells(before: State, after: State) -> Iterator[Effect]:
    for cell, held in sorted(after.cells.items()):
        if cell not in before.cells:
            yield _cell_effect("cell_new", held, cell, after)


def _cell_effect(kind: str, ids: tuple[str, ...], cell: tuple[str, str, str], state: State) -> Effect:
    labels = _labels(cell, state)
    texts: dict[str, str] = {lang: text(f"scenarios.{kind}", lang, cell=labels[lang]) for lang in LANGUAGES}
    return Effect(kind=kind, ids=ids, text=texts)


def _lost_ties(before: State, after: State) -> Iterator[Effect]:
    """Actors who no longer meet, told once per actor who loses most."""
    return _ties("ties", before.ties - after.ties, before)


def _new_ties(before: State, after: State) -> Iterator[Effect]:
    """Actors who meet for the first time, told once per actor who gains most."""
    return _ties("ties_new", after.ties - before.ties, after)


def _ties(kind: str, pairs: frozenset[tuple[str, str]], state: State) -> Iterator[Effect]:
    names = {actor.id: actor.name for actor in state.dataset.actors}
    partners: dict[str, set[str]] = {}
    for a, b in sorted(pairs):
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    for actor, others in sorted(partners.items(), key=lambda item: (-len(item[1]), item[0])):
        if actor in names:
            yield _effect(kind, (actor, *sorted(others)), name=names[actor], count=len(others))


def _new_bridges(before: State, after: State) -> Iterator[Effect]:
    known = {bridge.actor for bridge in bridges(before.dataset, at=before.at)}
    for bridge in bridges(after.dataset, at=after.at):
        if bridge.actor not in known:
            yield _effect("bridge", (bridge.actor, *bridge.cut_off), name=bridge.name, count=len(bridge.cut_off))


def _agreements(before: State, after: State) -> Iterator[Effect]:
    gone = before.bodies.keys() - after.bodies.keys()
    for agreement in before.dataset.agreements:
        if gone & set(agreement.establishes) and holds_at(agreement, before.at):
            yield _effect("agreement", (agreement.id, *sorted(gone & set(agreement.establishes))), name=agreement.title)


def _labels(cell: tuple[str, str, str], state: State) -> dict[str, str]:
    names = {place.key: place.name for place in state.dataset.places}
    topic, group, place = cell
    return {
        lang: f"{scheme('topics').label(topic, lang)} / {scheme('target_groups').label(group, lang)} / "
        f"{names.get(place, place)}"
        for lang in LANGUAGES
    }


def _effect(kind: str, ids: tuple[str, ...], **values: object) -> Effect:
    return Effect(kind=kind, ids=ids, text={lang: text(f"scenarios.{kind}", lang, **values) for lang in LANGUAGES})
