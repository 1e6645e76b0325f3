"""Who there is: 240 actors a district, by kind as the recipe counts them, with posts for those that lead something."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from graphsvc.demoregion.contacts import describe
from graphsvc.demoregion.numbers import Numbers
from graphsvc.demoregion.places import District
from graphsvc.demoregion.words import dice, scaled, shuffled, table
from graphsvc.model.entities import Actor, Place

COUNTS = {
    "district_units": 14,
    "town_units": 30,
    "schools": 46,
    "kitas": 38,
    "welfare": 34,
    "migrant_organisations": 28,
    "civic": 22,
    "training": 10,
    "work": 10,
    "other": 8,
}
"""Actors of a district of size 1 by group (domain recipe)."""

DOUBLED = {"schools": 3, "kitas": 3, "migrant_organisations": 3, "civic": 2, "welfare": 1}
"""How many of them are second records, which `doubles.py` adds."""

HUBS = (
    "ki",
    "social_office",
    "jobcenter",
    "youth_office",
    "welfare",
    "welfare_2",
    "education_office",
    "school_authority",
)
"""The posts that sit nearly everywhere."""

STATE = ("ministry", "state_office", "regional_government")
"""Posts of the Land, which all districts have in common."""

DELEGATE_TOWN = 2
"""Position of the town (Altenbrück) whose delegate sits in nine bodies."""


@dataclass(slots=True)
class Population:
    """The actors of one district as they are added, with the posts some of them hold."""

    district: District
    rng: random.Random
    numbers: Numbers
    actors: list[Actor] = field(default_factory=list)
    posts: dict[str, list[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, name: str, kind: str, town: Place | None = None, *, post: str = "", **values: object) -> Actor:
        """A new actor with an address; without a town it works for the whole district."""
        seat = town or self.district.towns[0]
        territory = town.key if town else self.district.place.key
        actor = Actor(
            id=self.numbers.next(), name=self._unique(name), kind=kind, territory=(territory,), city=seat.name
        )
        actor = replace(actor, **self._address(seat), **values)  # type: ignore[arg-type]  # fields by name
        self.actors.append(actor)
        if post:
            self.posts.setdefault(post, []).append(actor.id)
        return actor

    def by_id(self) -> Mapping[str, Actor]:
        """The actors by id."""
        return {actor.id: actor for actor in self.actors}

    def post(self, post: str, town: Place | None = None) -> str:
        """The id of an actor that holds the post; in a town its own one, if there is one."""
        holders = (self.posts.get(f"{post}@{town.key}") if town else None) or self.posts[post]
        return holders[0]

    def _unique(self, name: str) -> str:
        name = self.district.homed(name)
        numbered = (f"{name} {number}" for number in range(2, 1_000))
        chosen = name if name not in self.taken else next(other for other in numbered if other not in self.taken)
        self.taken.add(chosen)
        return chosen

    def _address(self, seat: Place) -> dict[str, str]:
        street = f"{self.rng.choice(table('names')['places']['streets'])} {self.rng.randint(1, 98)}"
        code = 5_900 + 3 * self.district.towns.index(seat) + 100 * (self.district.number % 40)
        return {"street": street, "postcode": f"{code:05d}"}


def populate(district: District, seed: int, factor: float, state: Mapping[str, str]) -> Population:
    """All actors of a district but the double records.

    Args:
        district: where they work.
        seed: of the region.
        factor: scales the recipe's counts.
        state: offices of the Land that another district has already brought in, by post.
    """
    rng = dice(seed, "actors", district.number)
    people = Population(district, rng, Numbers("A", district.number, rng))
    people.posts |= {post: [holder] for post, holder in state.items()}
    for group, count in COUNTS.items():
        FILLERS[group](people, scaled(count - DOUBLED.get(group, 0), factor))
    people.actors = [describe(actor, rng, people.numbers, court=district.towns[0].name) for actor in people.actors]
    return people


def _district_units(people: Population, count: int) -> None:
    kinds = {"district": "kreis", "ki": "ki", "education_office": "bildungsbuero", "school_authority": "schulamt"}
    kinds["equality"] = "gleichstellungsstelle"
    units = _filled(table("names")["district_units"], count)
    for post, name in units:
        named = name.format(kreis=people.district.place.name)
        parent = people.posts["district"][0] if post != "district" else None
        form = "Kreis" if post == "district" else "unselbstaendig"
        people.add(named, kinds.get(post, "amt"), post=post, part_of=parent, legal_form=form)


def _town_units(people: Population, count: int) -> None:
    for position, town in enumerate(people.district.towns):
        kind, title = ("stadt", "Stadt") if position < 5 else ("gemeinde", "Gemeinde")
        body = people.add(f"{title} {town.name}", kind, town, post=f"town@{town.key}", legal_form=title)
        people.posts.setdefault("town", []).append(body.id)
    host = people.district.towns[DELEGATE_TOWN]
    parent = people.posts[f"town@{host.key}"][0]
    people.add(f"Integrationsbeauftragte der Stadt {host.name}", "funktion", host, post="delegate", part_of=parent)
    for name, town in _spread(table("names")["town_units"]["names"], people, count - len(people.district.towns) - 1):
        parent = people.posts[f"town@{town.key}"][0]
        people.add(f"{name} {town.name}", "amt", town, part_of=parent, legal_form="unselbstaendig")


def _schools(people: Population, count: int) -> None:
    words = table("names")["schools"]
    for name, town in _spread(words["names"], people, count):
        people.add(f"{people.rng.choice(words['types'])} {name} {town.name}", "schule", town)


def _kitas(people: Population, count: int) -> None:
    words = table("names")["kitas"]
    for name, town in _spread(words["names"], people, count):
        people.add(f"{people.rng.choice(words['types'])} {name} {town.name}", "kita", town)


def _welfare(people: Population, count: int) -> None:
    """Carrier, its company, its sites and its services: three levels that a matcher must keep apart."""
    words = table("names")["welfare"]
    room = count
    for position, (name, short) in enumerate(shuffled(words["associations"], people.rng), start=1):
        share = room // (len(words["associations"]) - position + 1)
        room -= share
        _association(people, name, short, share, "welfare" if position == 1 else f"welfare_{position}")


def _association(people: Population, name: str, short: str, count: int, post: str) -> None:
    place = people.district.place.name
    carrier = people.add(
        f"{name} Kreisverband {place} e.V.", "wohlfahrtsverband", post=post, short_name=short, legal_form="eV"
    )
    parts: list[tuple[str, str, Place | None]] = [(f"{name} {place} gGmbH", "gGmbH", None)] if count > 3 else []
    towns = [town for town in shuffled(people.district.towns, people.rng) if town is not people.district.cut_off]
    parts += [(f"{name} Ortsverein {town.name} e.V.", "eV", town) for town in towns[:2]]
    services = shuffled(table("names")["welfare"]["services"], people.rng) * 2
    parts += [
        (f"{short} {service} {town.name}", "unselbstaendig", town)
        for service, town in zip(services, towns * 2, strict=False)
    ]
    for part, form, town in parts[: count - 1]:
        kind = "beratungsdienst" if form == "unselbstaendig" else "wohlfahrtsverband"
        people.add(part, kind, town, part_of=carrier.id, legal_form=form)


def _migrant_organisations(people: Population, count: int) -> None:
    cut_off = people.district.cut_off
    people.add(f"Verein Nachbarschaft der Welt {cut_off.name} e.V.", "migrantenorganisation", cut_off, post="bridge")
    for name, town in _spread(table("names")["migrant_organisations"]["names"], people, count - 1):
        voluntary = people.rng.random() < 0.7
        body = people.add(
            f"{name.format(ort=town.name)} e.V.", "migrantenorganisation", town, legal_form="eV", voluntary=voluntary
        )
        if town is not cut_off:
            people.posts.setdefault("mo", []).append(body.id)


def _civic(people: Population, count: int) -> None:
    _listed(people, table("names")["civic"]["bodies"], count)


def _training(people: Population, count: int) -> None:
    bodies = [("weiterbildungstraeger", post, name) for post, name in table("names")["training"]["bodies"]]
    _listed(people, bodies, count)


def _work(people: Population, count: int) -> None:
    _listed(people, table("names")["work"]["bodies"], count)


def _other(people: Population, count: int) -> None:
    _listed(people, table("names")["other"]["bodies"], count)


FILLERS = {
    "district_units": _district_units,
    "town_units": _town_units,
    "schools": _schools,
    "kitas": _kitas,
    "welfare": _welfare,
    "migrant_organisations": _migrant_organisations,
    "civic": _civic,
    "training": _training,
    "work": _work,
    "other": _other,
}


def _listed(people: Population, bodies: list[tuple[str, str, str]], count: int) -> None:
    """The bodies with a post first (all of them, for others need them), then the rest in random order and towns."""
    posts = [body for body in bodies if body[1] and not (body[1] in STATE and body[1] in people.posts)]
    rest = [body for body in bodies if not body[1]]
    towns = shuffled(people.district.towns, people.rng)
    for position in range(max(count, len(posts))):
        kind, post, name = posts[position] if position < len(posts) else rest[(position - len(posts)) % len(rest)]
        town = towns[position % len(towns)] if "{ort}" in name else None
        named = name.format(kreis=people.district.place.name, ort=town.name if town else "")
        club = kind in {"sport", "kultur", "fluechtlingsinitiative"} and "federation" not in post
        people.add(named, kind, town, post=post, voluntary=True if club and people.rng.random() < 0.6 else None)


def _spread(names: list[str], people: Population, count: int) -> Iterator[tuple[str, Place]]:
    """Names over towns, larger towns more often, each name once a town."""
    weights = [place.population or 1 for place in people.district.towns]
    used: set[tuple[str, str]] = set()
    towns = [people.district.cut_off, *people.rng.choices(people.district.towns, weights, k=max(0, count - 1))]
    for town in towns[:count]:
        fresh = [name for name in names if (name, town.key) not in used] or names
        name = people.rng.choice(fresh)
        used.add((name, town.key))
        yield name, town


def _filled(units: Mapping[str, str], count: int) -> list[tuple[str, str]]:
    """Units by post; beyond the list the offices get numbers, below it all stay, for others need them."""
    listed = list(units.items())
    more = [(f"office_{number}", f"Fachdienst {number} {{kreis}}") for number in range(1, count - len(listed) + 1)]
    return listed + more
