"""The bodies in which nothing is planted: near misses that a finder must leave alone, offers, programmes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from graphsvc.demoregion.definition import same_place
from graphsvc.demoregion.islands import lay_islands
from graphsvc.demoregion.landscape import OFFERS, Landscape
from graphsvc.demoregion.words import deck, scaled, shuffled, table
from graphsvc.model.entities import Place, Structure
from graphsvc.vocabulary import scheme

BODIES = {
    "arbeitskreis": 30,
    "runder_tisch": 11,
    "netzwerk": 10,
    "lenkung": 17,
    "fachgruppe": 8,
    "konferenz": 6,
    "beirat": 6,
    "ag78": 2,
    "ausschuss": 2,
    "traegerverbund": 4,
}
"""Bodies of a district of size 1 by kind: 96; of the steering groups eight belong to projects."""

DOUBLED = {"beirat": 1, "arbeitskreis": 2}
"""Bodies among them that are second records (K0), and one that is laid to be written down twice."""

PROJECTS_WITH_STEERING = 8
OFFERS_COUNT = 45
PLACES = {"district": 0.52, "town": 0.36, "quarter": 0.08, "beyond": 0.04}
LIVES = {"open": 0.70, "ended": 0.15, "project": 0.15}

ECHO = 0.15
"""Share of background bodies that take over another one's topic: near misses. All others keep away from bodies with the
same topic, function and place, also where the target groups differ."""

ATTEMPTS = 400
"""Draws after which a body that fits nowhere is left out."""


def lay_background(land: Landscape, factor: float) -> None:
    """Fill the district up to the recipe's counts with bodies that do no one else's job."""
    lay_islands(land)
    _lay_projects_with_steering(land, scaled(PROJECTS_WITH_STEERING, factor))
    kinds = _remaining_kinds(land, factor)
    places = _remaining_places(land, len(kinds), factor)
    lives = _remaining_lives(land, len(kinds), factor)
    for kind, place, life in zip(kinds, places, lives, strict=True):
        _lay_body(land, kind, place, life)
    offers = sum(s.kind in OFFERS for s in land.structures.values())
    for number in range(scaled(OFFERS_COUNT, factor) - offers):
        place = land.rng.choice(["district", "town", "town"])
        _lay_body(land, "angebot" if number % 2 else "projekt", place, "project" if number % 3 else "open")


def lay_working_group(land: Landscape) -> Structure | None:
    """A plain working group of the whole district, for a second record of it."""
    return _lay_body(land, "arbeitskreis", "district", "open")


def lay_programmes(land: Landscape, region: str) -> None:
    """The funding programmes of the Land, once a region and not once a district."""
    for programme in table("words")["programme"]:
        land.add(
            name=programme["name"],
            kind="programm",
            function=("foerdern",),
            topic=tuple(programme["topic"]),
            target_group=tuple(programme["target_group"]),
            territory=(region,),
            valid_from=date(land.rng.randint(2005, 2020), 1, 1),
            coordinator=land.people.post("ministry"),
            purpose="Richtlinie des Landes.",
            level="strategisch",
        )


def _lay_projects_with_steering(land: Landscape, count: int) -> None:
    for _ in range(count):
        project = _lay_body(land, "projekt", land.rng.choice(["district", "town"]), "project")
        if project is None:
            continue
        body = land.add(
            name=f"Steuergruppe {project.name}",
            kind="lenkung",
            function=("steuern",),
            topic=project.topic,
            target_group=project.target_group,
            territory=project.territory,
            valid_from=project.valid_from,
            valid_to=project.valid_to,
            coordinator=project.coordinator,
            binding="foerderauflage",
            part_of=project.id,
            purpose="Begleitet das Projekt und prüft die Mittelverwendung.",
        )
        if not land.fits(body):
            land.discard([body])


def _bodies(land: Landscape) -> list[Structure]:
    return [s for s in land.structures.values() if s.kind in BODIES]


def _remaining_kinds(land: Landscape, factor: float) -> list[str]:
    """Kinds still missing, in random order, until all bodies together are as many as the recipe counts; the places
    of the structures written down twice are left."""
    standing = Counter(s.kind for s in _bodies(land)) + Counter(DOUBLED)
    missing = [kind for kind, count in BODIES.items() for _ in range(scaled(count, factor) - standing[kind])]
    total = scaled(sum(BODIES.values()), factor)
    return shuffled(missing, land.rng)[: max(0, total - standing.total())]


def _remaining_lives(land: Landscape, count: int, factor: float) -> list[str]:
    """Open, ended or bound to a project, so that all bodies together meet the recipe's shares."""
    standing = Counter(
        "open" if s.valid_to is None else "ended" if s.valid_to < land.at else "project" for s in _bodies(land)
    )
    total = scaled(sum(BODIES.values()), factor)
    wanted = {life: max(0.001, share * total - standing[life]) for life, share in LIVES.items()}
    return deck(wanted, count, land.rng)


def _remaining_places(land: Landscape, count: int, factor: float) -> list[str]:
    """Kinds of territory for the bodies still to come, so that all bodies together meet the recipe's shares."""
    standing = Counter(_kind_of_place(s) for s in _bodies(land))
    total = scaled(sum(BODIES.values()), factor)
    wanted = {place: max(0.001, share * total - standing[place]) for place, share in PLACES.items()}
    return deck(wanted, count, land.rng)


def _kind_of_place(structure: Structure) -> str:
    if len(structure.territory) > 1:
        return "beyond"
    return {5: "district", 8: "town"}.get(len(structure.territory[0]), "quarter")


def _lay_body(land: Landscape, kind: str, place: str, life: str) -> Structure | None:
    """A body of a kind somewhere that fits; None where nothing fits any more."""
    near_miss = land.rng.random() < ECHO
    for _ in range(ATTEMPTS):
        drawn = _drawn_body(land, kind, place, life, near_miss=near_miss)
        if drawn is not None and land.fits(drawn) and (near_miss or not _near_miss(land, drawn)):
            return drawn
        if drawn is not None:
            land.discard([drawn])
    return None


def _near_miss(land: Landscape, structure: Structure) -> bool:
    """Whether only target group or time keep a body from doing another one's job."""
    others = (other for other in land.structures.values() if other.id != structure.id)
    return any(
        set(structure.topic) & set(other.topic)
        and set(structure.function) & set(other.function)
        and same_place(structure, other)
        for other in others
    )


def _drawn_body(land: Landscape, kind: str, place: str, life: str, *, near_miss: bool) -> Structure | None:
    rng, words = land.rng, table("words")
    topic = rng.choice(list(land.structures.values())).topic if near_miss else _drawn_topics(land)
    target = _drawn_targets(land)
    where, spot = _drawn_place(land, place)
    begin = date(rng.randint(2005, 2024), rng.randint(1, 12), 1)
    function = tuple(rng.choice(words["functions"][kind]))
    noun = words["topics"].get(topic[0], [scheme("topics").label(topic[0])])[0]
    name = _drawn_name(land, kind, noun, target[0], spot)
    if name is None:
        return None
    purpose = rng.choice(words["purposes"][function[0]]).format(topic=noun, target=words["target_groups"][target[0]])
    return land.add(
        name=name,
        kind=kind,
        function=function,
        topic=topic,
        target_group=target,
        education_stage=_stages(topic, land),
        territory=where,
        valid_from=begin,
        valid_to=_drawn_end(land, life, begin),
        coordinator=rng.choice(_leaders(land, spot)),
        purpose=purpose,
    )


def _drawn_topics(land: Landscape) -> tuple[str, ...]:
    topics = scheme("topics")
    first = land.rng.choice(sorted(table("words")["topics"]))
    above = topics.concepts[first].broader
    others = [code for code in topics.narrower(above or first) if code != first]
    return (first, land.rng.choice(others)) if others and land.rng.random() < 0.35 else (first,)


def _drawn_targets(land: Landscape) -> tuple[str, ...]:
    groups = sorted(table("words")["target_groups"])
    count = land.rng.choices([1, 2, 3], [5, 4, 1])[0]
    drawn = land.rng.sample(groups, count)
    return ("alle",) if "alle" in drawn else tuple(drawn)


def _drawn_place(land: Landscape, place: str) -> tuple[tuple[str, ...], Place | None]:
    district = land.people.district
    if place == "town":
        town = land.towns()[0]
        return (town.key,), town
    if place == "quarter":
        quarter = land.rng.choice(district.quarters)
        return (quarter.key,), quarter
    if place == "beyond":
        return (district.place.key, "05998"), None
    return (district.place.key,), None


def _drawn_name(land: Landscape, kind: str, noun: str, target: str, spot: Place | None) -> str | None:
    """A name nobody has yet, also with another word of its kind in front; with the target group where the short form is
    taken."""
    words = table("words")
    first = land.rng.choice(words["kinds"][kind])
    tail = f" {spot.name}" if spot else ""
    home = f" {land.people.district.place.name}" if land.rng.random() < 0.2 and not spot else ""
    people = f" für {words['target_groups'][target]}" if target != "alle" else ""
    for rest in (f"{noun}{tail}{home}", f"{noun}{people}{tail}"):
        if land.names.isdisjoint(f"{word} {rest}" for word in words["kinds"][kind]):
            return f"{first} {rest}"
    return None


def _drawn_end(land: Landscape, life: str, begin: date) -> date | None:
    """Open, ended before the region's date, or bound to a project that ends at a half-year around it."""
    if life == "open":
        return None
    if life == "ended":
        latest = max(begin + timedelta(days=400), land.at - timedelta(days=200))
        days = land.rng.randint(300, max(301, (latest - begin).days))
        return min(begin + timedelta(days=days), land.at - timedelta(days=60))
    return date(max(begin.year + 2, land.at.year + land.rng.randint(-1, 2)), 12, 31)


def _stages(topic: tuple[str, ...], land: Landscape) -> tuple[str, ...]:
    """Education stages, for topics of education and language only."""
    above = scheme("topics").path(topic[0])[-1]
    if above not in {"bildung", "sprache"} or land.rng.random() < 0.4:
        return ()
    stages = list(scheme("education_stages").concepts)
    at = land.rng.randrange(len(stages) - 1)
    return tuple(stages[at : at + land.rng.randint(1, 2)])


def _leaders(land: Landscape, spot: Place | None) -> list[str]:
    people = land.people
    if spot is not None:
        return people.posts[f"town@{spot.key[:8]}"]
    posts = (
        "ki",
        "social_office",
        "youth_office",
        "education_office",
        "welfare",
        "welfare_2",
        "welfare_3",
        "welfare_4",
    )
    return [people.posts[post][0] for post in posts]
