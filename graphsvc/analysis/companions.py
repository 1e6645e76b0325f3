"""What else the map tells a coordinator: bridges, single delegates, missing links, deadlines, and who is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import networkx as nx
import numpy as np

from graphsvc.analysis.evidence import Evidence
from graphsvc.analysis.profiles import Profile, Region
from graphsvc.analysis.relations import above_chance
from graphsvc.analysis.structures import Suspicions
from graphsvc.language import LANGUAGES, text
from graphsvc.model.entities import Actor, Dataset
from graphsvc.model.validity import days_from, holds_at
from graphsvc.vocabulary import scheme

MUNICIPAL = frozenset({"stadt", "gemeinde"})
"""Kinds of actors that stand for a municipality."""
MANY_BODIES = 6
"""A single delegate in this many bodies and more is told as a risk."""
OFFICE_SHARE = 0.25
"""An actor in this share of all bodies and more is an office with several people."""
QUIET_DAYS = 548
"""Days without a meeting (18 months) after which a body is told as quiet."""
COMMON = 0.5
"""Least share of comparable bodies in which an actor or kind sits to be missed here."""
COMPARABLE = 3
"""Least number of comparable bodies that say anything."""


Kind = Literal["agreement", "structure", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """An actor whose leaving would cut structures off from all others: `cut_off` are the smaller side."""

    actor: str
    name: str
    structures: tuple[str, ...]
    cut_off: tuple[str, ...]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleDelegate:
    """An actor who sits in many bodies and names no deputy in any."""

    actor: str
    name: str
    structures: tuple[str, ...]
    voluntary: bool | None
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLink:
    """Two bodies of one field without a common member and without a third body that is close to both."""

    a: str
    b: str
    weight: float
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that ends, or has been quiet for long; `kind` is agreement, structure or quiet."""

    id: str
    name: str
    kind: Kind
    day: date
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Who might belong into a body and is not there: an actor (with id), or any actor of a kind. `certain` is false
    where nobody said that the list of members is complete: they may be there already."""

    structure: str
    actor: str | None
    name: str
    reason: Literal["municipality", "actor", "kind"]
    certain: bool
    text: Mapping[str, str]


def bridges(dataset: Dataset, *, at: date | None) -> tuple[Bridge, ...]:
    """Actors that hold the map together: cut points of the graph of actors and active bodies, those that cut off most
    first. Bodies that hang on one member alone are told only where others go with them."""
    graph = _two_mode(dataset, at)
    names = {actor.id: actor.name for actor in dataset.actors}
    found = [_bridge(graph, key, names) for kind, key in nx.articulation_points(graph) if kind == "actor"]
    told = [bridge for bridge in found if bridge is not None]
    return tuple(sorted(told, key=lambda bridge: (-len(bridge.cut_off), bridge.name, bridge.actor)))


def single_delegates(dataset: Dataset, *, at: date | None) -> tuple[SingleDelegate, ...]:
    """Actors in many active bodies in which they have no deputy, busiest first. Those in a quarter of all bodies and
    more are offices that send several people."""
    names = {actor.id: actor for actor in dataset.actors}
    seats: dict[str, set[str]] = defaultdict(set)
    deputised = {(m.actor, m.structure) for m in dataset.memberships if m.deputy}
    for actor, structure in set(_seats(dataset, at)) - deputised:
        seats[actor].add(structure)
    return tuple(
        SingleDelegate(
            actor=actor,
            name=names[actor].name,
            structures=tuple(sorted(held)),
            voluntary=names[actor].voluntary,
            text=_told("single_delegate", name=names[actor].name, count=len(held)),
        )
        for actor, held in sorted(seats.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(held) >= MANY_BODIES and len(held) < OFFICE_SHARE * len(dataset.structures)
    )


def missing_links(found: Suspicions, *, least: float) -> tuple[MissingLink, ...]:
    """Pairs of one field without a common member, hubs that sit everywhere left aside, and without a body in between
    that shares more members with both than chance gives (no path of two steps in the backbone, domain.md 2.9)."""
    evidence = found.evidence
    hubs, beside = evidence.region.hubs, _neighbours(evidence)
    links = []
    for pair in found.order.tolist():
        a, b = evidence.pair(pair)
        near, far = beside[int(evidence.a[pair])], beside[int(evidence.b[pair])]
        apart = a.members and b.members and not (a.members & b.members) - hubs and not near & far
        if apart and found.weight[pair] >= least:
            told = _told("missing_link", a=a.name, b=b.name)
            links.append(MissingLink(a=a.id, b=b.id, weight=float(found.weight[pair]), text=told))
    return tuple(links)


def deadlines(dataset: Dataset, *, at: date, days: int = 90) -> tuple[Deadline, ...]:
    """Agreements and bodies that end within so many days, and bodies without a meeting for 18 months, next first."""
    until = days_from(at, days)
    ending: list[tuple[str, str, Kind, date | None]] = [
        *((a.id, a.title, "agreement", a.valid_to) for a in dataset.agreements),
        *((s.id, s.name, "structure", s.valid_to) for s in dataset.structures if s.status != "beendet"),
    ]
    quiet: list[tuple[str, str, Kind, date | None]] = [
        (s.id, s.name, "quiet", s.last_meeting)
        for s in dataset.structures
        if holds_at(s, at) and s.status != "beendet" and s.last_meeting and (at - s.last_meeting).days > QUIET_DAYS
    ]
    due = [entry for entry in ending if entry[3] and at <= entry[3] <= until]
    return tuple(
        Deadline(id=key, name=name, kind=kind, day=day, text=_told(f"deadline_{kind}", name=name, day=day))
        for key, name, kind, day in sorted([*due, *quiet], key=lambda entry: (str(entry[3]), entry[0]))
        if day
    )


def who_is_missing(dataset: Dataset, region: Region, structure: str) -> tuple[Missing, ...]:
    """Who might belong into one body: municipalities of its territory, then actors and kinds of actors that sit in most
    comparable bodies (a common topic or target group, the same function, an overlapping territory); municipalities of
    elsewhere are none of them."""
    here = next(profile for profile in region.profiles if profile.id == structure)
    alike = [profile for profile in region.profiles if profile is not here and _comparable(here, profile)]
    towns = [actor for actor in dataset.actors if actor.kind in MUNICIPAL and actor.canonical_id in (None, actor.id)]
    inside = {region.actors[member].id for member in here.members}
    by_place = [
        _missing(here, town.id, town.name, "municipality")
        for town in sorted(towns, key=lambda actor: (actor.name, actor.id))
        if town.id not in inside and _lies_in(town, here, region)
    ]
    return (*by_place, *(_often_there(here, alike, region) if len(alike) >= COMPARABLE else ()))


def _often_there(here: Profile, alike: Sequence[Profile], region: Region) -> Iterator[Missing]:
    seats = Counter(member for profile in alike for member in profile.members)
    bar = COMMON * len(alike)
    for member, count in sorted(seats.items(), key=lambda item: (-item[1], item[0])):
        actor = region.actors[member]
        elsewhere = actor.kind in MUNICIPAL and not _lies_in(actor, here, region)
        if count >= bar and member not in here.members and not elsewhere:
            yield _missing(here, actor.id, actor.name, "actor", count=count, total=len(alike))
    kinds = Counter(kind for profile in alike for kind in {region.actors[m].kind for m in profile.members} if kind)
    present = {region.actors[member].kind for member in here.members}
    for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
        if count >= bar and kind not in present:
            yield _missing(here, None, kind, "kind", count=count, total=len(alike))


def _missing(
    here: Profile,
    actor: str | None,
    name: str,
    reason: Literal["municipality", "actor", "kind"],
    **counts: int,
) -> Missing:
    labels = {lang: scheme("actor_kinds").label(name, lang) if reason == "kind" else name for lang in LANGUAGES}
    certain = here.structure.members_complete is True
    told: dict[str, str] = {
        lang: text(f"companions.missing_{reason}", lang, name=labels[lang], **counts)
        + ("" if certain else f" {text('companions.perhaps_inside', lang)}")
        for lang in LANGUAGES
    }
    return Missing(structure=here.id, actor=actor, name=labels["de"], reason=reason, certain=certain, text=told)


def _comparable(a: Profile, b: Profile) -> bool:
    return bool(
        (a.topics & b.topics or a.target_groups & b.target_groups)
        and (not a.functions or not b.functions or a.functions & b.functions)
        and (not a.area or not b.area or a.area & b.area)
    )


def _lies_in(town: Actor, here: Profile, region: Region) -> bool:
    leaves = frozenset().union(*(region.territories.expand(key) for key in town.territory))
    return bool(leaves) and leaves <= here.area


def _seats(dataset: Dataset, at: date | None) -> Iterator[tuple[str, str]]:
    alive = {s.id for s in dataset.structures if holds_at(s, at) and (at is None or s.status != "beendet")}
    actors = {actor.id for actor in dataset.actors}
    for m in dataset.memberships:
        if m.structure in alive and m.actor in actors and not m.deputy and holds_at(m, at):
            yield m.actor, m.structure


def _two_mode(dataset: Dataset, at: date | None) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from(
        (("actor", actor), ("structure", structure)) for actor, structure in sorted(_seats(dataset, at))
    )
    return graph


def _bridge(graph: nx.Graph, actor: str, names: Mapping[str, str]) -> Bridge | None:
    node = ("actor", actor)
    whole = nx.node_connected_component(graph, node)
    parts = sorted(
        map(sorted, nx.connected_components(graph.subgraph(whole - {node}))), key=lambda part: (len(part), part)
    )
    lost = sorted(key for part in parts[:-1] for kind, key in part if kind == "structure")
    if not any(len(part) > 1 for part in parts[:-1]):
        return None
    return Bridge(
        actor=actor,
        name=names[actor],
        structures=tuple(sorted(key for _, key in graph.neighbors(node))),
        cut_off=tuple(lost),
        text=_told("bridge", name=names[actor], count=len(lost)),
    )


def _neighbours(evidence: Evidence) -> Mapping[int, frozenset[int]]:
    """For each body those it shares more members with than chance gives, itself included."""
    beside: dict[int, set[int]] = {row: {row} for row in range(len(evidence.region.profiles))}
    for pair in np.flatnonzero(above_chance(evidence)).tolist():
        a, b = int(evidence.a[pair]), int(evidence.b[pair])
        beside[a].add(b)
        beside[b].add(a)
    return {row: frozenset(near) for row, near in beside.items()}


def _told(key: str, **values: object) -> Mapping[str, str]:
    return {lang: text(f"companions.{key}", lang, **values) for lang in LANGUAGES}
