"""Who sits where: sizes, hubs, heavy tails, and member lists as alike as each planted class wants them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphsvc.demoregion.actors import HUBS
from graphsvc.demoregion.knobs import Knobs
from graphsvc.demoregion.landscape import OFFERS, Group, Landscape
from graphsvc.demoregion.words import weighted_sample
from graphsvc.model.entities import Actor, Structure
from graphsvc.vocabulary import scheme

HUB_RATE = (0.52, 0.66)
"""Range from which each hub's share of the bodies is drawn."""

HUB_BOUNDS = (0.53, 0.67)
"""The recipe wants .45 to .70; the seating is corrected until all hubs lie well within (times the knob), for lists that
are missing and second records move the share."""

DRAWN_SIZE, SPREAD, LEAST, MOST = 9, 0.35, 4, 45
"""Members of a body: log-normal around this size, cut at both ends; hubs and coordinators lift the median to ten."""

CONFERENCE = (40, 8, 90)
"""Members of a conference: at least, exponential beyond with this mean, at most."""

OFFERS_WITH_LISTS = 0.1
"""Share of unplanted offers whose partners are recorded."""

TAIL = 1.5
"""Exponent of the Pareto law of how sought-after an actor is: a heavy tail that breaks naive tests."""

AFFINITY, NEAR, FAR, ELSEWHERE = 3.0, 6.0, 0.4, 0.02
"""Weights of an actor whose kind suits the topic; and in a town's body: of one who sits there, who works for the whole
district, and who sits in another town."""

SUITS = {
    "bildung": {"schule", "kita", "schulamt", "weiterbildungstraeger", "bildungsbuero"},
    "sprache": {"schule", "kita", "weiterbildungstraeger", "migrantenorganisation"},
    "arbeit": {"jobcenter", "agentur_fuer_arbeit", "kammer", "unternehmen", "weiterbildungstraeger", "gewerkschaft"},
    "gesundheit": {"gesundheit", "wohlfahrtsverband", "beratungsdienst"},
    "wohnen": {"wohnungsunternehmen", "amt", "wohlfahrtsverband", "fluechtlingsinitiative"},
    "recht": {"amt", "beratungsdienst"},
    "beratung": {"beratungsdienst", "wohlfahrtsverband", "amt"},
    "teilhabe": {"migrantenorganisation", "fluechtlingsinitiative", "religion", "freiwilligenagentur"},
    "antidiskriminierung": {"migrantenorganisation", "schule", "kultur", "religion"},
    "ikoe": {"amt", "kreis", "stadt", "wohlfahrtsverband"},
    "kultur_sport": {"kultur", "religion", "migrantenorganisation"},
    "sicherheit": {"polizei", "amt", "schule"},
    "querschnitt": {"amt", "stadt", "gemeinde", "wohlfahrtsverband"},
}
"""Kinds of actors that are likelier to sit in a body on a field."""

DELEGATE_SEATS = 9
"""Bodies that one town's delegate covers alone."""


@dataclass(slots=True)
class Seating:
    """The member lists of one district as they fill up: structure id -> actor ids."""

    land: Landscape
    knobs: Knobs
    rng: random.Random
    seats: dict[str, list[str]] = field(default_factory=dict)
    _rates: dict[str, float] = field(init=False)
    _appeal: dict[str, float] = field(init=False)
    _actors: Mapping[str, Actor] = field(init=False)

    def __post_init__(self) -> None:
        people, rng = self.land.people, self.rng
        self._actors = people.by_id()
        self._rates = {people.post(hub): min(0.95, rng.uniform(*HUB_RATE) * self.knobs.hub_strength) for hub in HUBS}
        apart = {actor for circle in self.land.islands.values() for actor in circle} | {people.post("delegate")}
        apart |= {a.id for a in people.actors if people.district.cut_off.key in a.territory}
        apart -= {people.post("bridge"), people.post("sports_federation")}
        drawn = sorted(set(self._actors) - set(self._rates) - apart)
        self._appeal = {actor: min(12.0, rng.paretovariate(TAIL)) for actor in drawn}

    def size(self, structure: Structure) -> int:
        """How many members a body has."""
        if structure.kind in OFFERS:
            return self.rng.randint(3, 6)
        if structure.kind == "konferenz":
            least, mean, most = CONFERENCE
            return min(most, least + round(self.rng.expovariate(1 / mean)))
        return min(MOST, max(LEAST, round(DRAWN_SIZE * self.rng.lognormvariate(0, SPREAD))))

    def hubs(self, structure: Structure) -> list[str]:
        """The hubs that happen to sit in a body; in an offer half as likely."""
        factor = 0.5 if structure.kind in OFFERS else 1.0
        return [hub for hub, rate in self._rates.items() if self.rng.random() < rate * factor]

    def others(self, structure: Structure, count: int, banned: Iterable[str] = ()) -> list[str]:
        """`count` members beside the hubs, the sought-after, suitable and near ones likelier."""
        closed = set(banned)
        weights = {a: w * self._pull(a, structure) for a, w in self._appeal.items() if a not in closed}
        return weighted_sample(weights, count, self.rng)

    def seat(self, structure: Structure, given: Iterable[str] = (), banned: Iterable[str] = ()) -> None:
        """Fill a body: the given members, hubs by chance, its coordinator mostly, and others up to its size."""
        closed = set(banned)
        members = dict.fromkeys(given)
        members.update(dict.fromkeys(hub for hub in self.hubs(structure) if hub not in closed))
        if structure.coordinator and structure.coordinator not in closed and self.rng.random() < 0.8:
            members[structure.coordinator] = None
        open_seats = max(2, self.size(structure) - len(members)) if not given else self.size(structure) - len(members)
        more = self.others(structure, max(0, open_seats), closed | set(members))
        self.seats[structure.id] = [*members, *more]

    def is_hub(self, actor: str) -> bool:
        """Whether an actor is one of those that sit nearly everywhere."""
        return actor in self._rates

    def _pull(self, actor: str, structure: Structure) -> float:
        record = self._actors[actor]
        field_ = scheme("topics").path(structure.topic[0])[-1] if structure.topic else ""
        affinity = AFFINITY if record.kind in SUITS.get(field_, ()) else 1.0
        spot = structure.territory[0]
        if len(spot) == 5:
            return affinity
        return affinity * (
            NEAR if record.territory[0] == spot[:8] else FAR if len(record.territory[0]) == 5 else ELSEWHERE
        )


def fill_seats(land: Landscape, knobs: Knobs, rng: random.Random) -> dict[str, list[str]]:
    """Member lists of all bodies of a district, the planted groups first."""
    seating = Seating(land, knobs, rng)
    banned = _seat_headline(seating)
    for group in land.groups:
        SEATERS.get(group.klass, _seat_copies)(seating, group, banned)
    for structure in land.structures.values():
        if structure.id not in seating.seats:
            _seat_background(seating, structure)
    _correct_hubs(seating)
    return seating.seats


def send_delegate(land: Landscape, seats: dict[str, list[str]], rng: random.Random) -> list[str]:
    """Seat the delegate of one town in nine bodies whose member lists prove nothing else, and give their ids."""
    telling = {end for group in land.groups if group.klass in {"K0", "K1", "K2", "K7", "K8"} for end in group.members}
    telling |= set(land.islands) | land.kept
    bodies = [land.structures[end] for end in sorted(seats) if end not in telling]
    running = [body.id for body in bodies if body.kind not in OFFERS and body.valid_to is None]
    chosen = rng.sample(running, min(len(running), DELEGATE_SEATS))
    for end in chosen:
        seats[end].append(land.people.post("delegate"))
    return chosen


def _seat_headline(seating: Seating) -> set[str]:
    """Two networks with exactly eleven common actors, also with their organs; gives whom organs of schooling avoid."""
    land, post = seating.land, seating.land.people.post
    network, education = (land.structures[end] for end in _headline(land).pairs[0])
    hubs = [post(hub) for hub in HUBS]
    towns = land.people.posts["town"]
    common = [*hubs[:6], *towns[:5]]
    associations = [post(f"welfare_{number}") for number in (3, 4, 5)]
    organisations = [post("bridge"), post("sports_federation"), *land.people.posts["mo"][:3]]
    seating.seats[network.id] = [*common, hubs[6], *towns[5:], *associations, *organisations]
    schools = [a.id for a in land.people.actors if a.kind == "schule" and a.id in seating._appeal][:5]
    offices = [post(name) for name in ("school_office", "regional_government", "chamber", "adult_education")]
    seating.seats[education.id] = [*common, hubs[7], *schools, *offices]
    reach = set(seating.seats[network.id])
    for organ in _organs(land, network):
        _seat_organ(seating, organ, network, {*seating.seats[education.id], *hubs} - reach)
        reach |= set(seating.seats[organ.id])
    banned = (reach | set(hubs)) - set(seating.seats[education.id])
    for organ in _organs(land, education):
        if organ.id in land.kept:
            _seat_organ(seating, organ, education, banned)
    return banned


def _headline(land: Landscape) -> Group:
    return next(group for group in land.groups if group.klass == "K6")


def _organs(land: Landscape, parent: Structure) -> list[Structure]:
    return [s for s in land.structures.values() if s.part_of == parent.id]


def _seat_organ(seating: Seating, organ: Structure, parent: Structure, banned: set[str]) -> None:
    """An organ: two thirds out of the parent's members, the rest from elsewhere."""
    size = seating.size(organ)
    pool = seating.seats[parent.id]
    inner = seating.rng.sample(pool, min(len(pool), max(3, round(size * 2 / 3))))
    outer = seating.others(organ, size - len(inner), banned | set(pool))
    seating.seats[organ.id] = [*inner, *outer]


def _seat_alike(seating: Seating, group: Group, banned: set[str]) -> None:
    """K1, K5, K6, K7: a common core beside hubs that sit there anyway."""
    bodies = [seating.land.structures[end] for end in group.members]
    if all(body.id in seating.seats or body.id in seating.land.islands for body in bodies):
        return
    closed = banned if any(body.part_of for body in bodies) else set()
    if group.size is not None:
        _seat_same_posts(seating, bodies, group.size, group.share)
        return
    least = min(seating.size(body) for body in bodies)
    core = seating.others(bodies[-1], max(3 if group.klass == "K1" else 2, round(least * group.share)), closed)
    for body in bodies:
        seating.seat(body, given=core, banned=closed if body.part_of else set())


def _seat_same_posts(seating: Seating, bodies: list[Structure], size: int, share: float) -> None:
    """Bodies of a fixed size that have a fixed number of members in common, hubs among them."""
    common = round(size * share)
    hubs = seating.hubs(bodies[0])[: common - 3]
    core = [*hubs, *seating.others(bodies[0], common - len(hubs))]
    taken = set(core)
    for body in bodies:
        more = seating.others(body, size - common, taken)
        taken |= set(more)
        seating.seats[body.id] = [*core, *more]


def _seat_strangers(seating: Seating, group: Group, _: set[str]) -> None:
    """K2 and K8: nobody sits in both."""
    taken: set[str] = {seating.land.structures[end].coordinator or "" for end in group.members}
    for end in group.members:
        body = seating.land.structures[end]
        own = [body.coordinator] if body.coordinator else []
        seating.seat(body, given=own, banned=taken - set(own))
        taken |= set(seating.seats[end])


def _seat_copies(seating: Seating, group: Group, _: set[str]) -> None:
    """K0: one list twice with a change. K3 and K4: each for itself, where it is not seated yet."""
    for position, end in enumerate(group.members):
        if end in seating.seats:
            continue
        body = seating.land.structures[end]
        if group.klass == "K0" and position:
            first = seating.seats[group.members[0]]
            seating.seats[end] = [*first[:-1], *seating.others(body, 1, first)]
        else:
            seating.seat(body)


SEATERS = {
    "K1": _seat_alike,
    "K5": _seat_alike,
    "K6": _seat_alike,
    "K7": _seat_alike,
    "K2": _seat_strangers,
    "K8": _seat_strangers,
}


def _seat_background(seating: Seating, structure: Structure) -> None:
    circle = seating.land.islands.get(structure.id)
    if circle is not None:
        seating.seats[structure.id] = [circle[0], *seating.rng.sample(circle[1:], min(len(circle) - 1, 6))]
    elif structure.kind == "programm":
        return
    elif structure.kind not in OFFERS or seating.rng.random() < OFFERS_WITH_LISTS:
        seating.seat(structure)


def _correct_hubs(seating: Seating) -> None:
    """Add or take away hubs in unplanted bodies until each sits in the wanted share of all lists."""
    land, seats = seating.land, seating.seats
    planted = {end for group in land.groups if group.klass != "K4" for end in group.members} | set(land.islands)
    free = [end for end in seats if end not in planted]
    low, high = (min(0.97, bound * seating.knobs.hub_strength) * len(seats) for bound in HUB_BOUNDS)
    counts = Counter(actor for members in seats.values() for actor in members if seating.is_hub(actor))
    for hub in seating._rates:
        for end in seating.rng.sample(free, len(free)):
            if counts[hub] < low + 1 and hub not in seats[end]:
                seats[end].append(hub)
                counts[hub] += 1
            elif counts[hub] > high - 1 and hub in seats[end] and len(seats[end]) > LEAST:
                seats[end].remove(hub)
                counts[hub] -= 1
