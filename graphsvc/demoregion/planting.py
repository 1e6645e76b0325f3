"""Planting: the headline case and the groups of `plants.toml`, laid into a district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from graphsvc.demoregion.definition import same_job
from graphsvc.demoregion.headline import plant_headline
from graphsvc.demoregion.landscape import Group, Landscape
from graphsvc.demoregion.truth import Class
from graphsvc.demoregion.words import scaled, shuffled, table
from graphsvc.model.entities import Place, Structure
from graphsvc.vocabulary import scheme

GROUPS: dict[Class, int] = {"K4": 4, "K1": 5, "K2": 4, "K5": 5, "K6": 7, "K7": 4, "K8": 2}
"""Groups per district of size 1; K1 has a triple besides, K6 the headline case, K7 the sports clubs; K3 and K0 are
planted apart."""

COPIES = 5
"""Bodies in a group of territorial copies (K4)."""

STRAY_TOPIC, EXTRA_TARGET = 0.3, 0.25
"""How often the second body of a duplicate has a topic replaced by its neighbour, and a target group more."""


def plant(land: Landscape, factor: float, *, in_order: bool) -> None:
    """Everything planted in a district. `in_order` takes the pool as it is written, else it is shuffled."""
    plant_headline(land)
    for klass, count in GROUPS.items():
        pool = table("plants")[klass]
        specs = pool if in_order else sorted(shuffled(pool, land.rng), key=lambda spec: not spec.get("always", False))
        if klass == "K1":
            _plant_first(land, klass, [spec for spec in specs if spec.get("triple")], scaled(1, factor))
            specs = [spec for spec in specs if not spec.get("triple")]
        _plant_first(land, klass, specs, scaled(count, factor))


def _plant_first(land: Landscape, klass: Class, specs: list[dict[str, Any]], count: int) -> None:
    """The first `count` of the specs that fit into the landscape."""
    planted = 0
    for spec in specs:
        if planted < count and _plant_group(land, klass, spec):
            planted += 1


def _plant_group(land: Landscape, klass: Class, spec: dict[str, Any]) -> bool:
    towns = iter(_towns(land, spec))
    bodies = [_body(land, body, towns) for body in _bodies(spec)]
    ids = frozenset(body.id for body in bodies)
    if klass in {"K1", "K2"}:
        bodies[1:] = [_blurred(land, bodies[0], body, ids) for body in bodies[1:]]
    if klass == "K5":
        bodies[1] = _replaced(land, bodies[1], successor_of=bodies[0].id)
    if not all(land.fits(body, beside=ids) for body in bodies):
        land.discard(bodies)
        return False
    land.groups.append(
        Group(
            klass=klass,
            pairs=list(combinations([body.id for body in bodies], 2)),
            decision=spec["decision"],
            reason=spec["reason"],
            share=spec.get("share", 0.0),
            size=spec.get("size"),
            delimited=spec.get("delimited", False),
        )
    )
    return True


def _bodies(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The bodies of a group as they are written, or one body as many times as it is copied."""
    return spec.get("bodies") or [spec] * COPIES


def _towns(land: Landscape, spec: dict[str, Any]) -> list[Place | None]:
    """Where each body of a group works; None is the whole district."""
    towns = land.towns()
    pinned = [town for town in towns if town.name == spec.get("town")]
    town = (pinned or towns)[0]
    if spec["area"] == "quarter_each":
        return list(land.rng.sample(land.people.district.quarters, COPIES))
    places: dict[str, list[Place | None]] = {
        "district": [None] * 3,
        "town": [town] * 3,
        "town_each": [*towns],
        "district_and_town": [None, town],
    }
    return places[spec["area"]]


def _body(land: Landscape, body: dict[str, Any], towns: Iterator[Place | None]) -> Structure:
    place = next(towns)
    district = land.people.district.place
    where = {"ort": place.name if place else "", "kreis": district.name}
    lead = _lead(land, body["lead"], place)
    return land.add(
        name=body["name"].format(**where),
        kind=body["kind"],
        function=tuple(body["function"]),
        topic=tuple(body["topic"]),
        target_group=tuple(body["target_group"]),
        education_stage=tuple(body.get("education_stage", ())),
        territory=(place.key if place else district.key,),
        valid_from=date(body["since"], land.rng.randint(1, 12), 1),
        valid_to=date(body["until"], 12, 31) if "until" in body else None,
        coordinator=lead,
        binding=body.get("binding"),
        legal_basis=body.get("legal_basis"),
        purpose=body["purpose"].format(**where),
        part_of=_organ_parent(land, body),
        **({"level": body["level"]} if "level" in body else {}),
    )


def _organ_parent(land: Landscape, body: dict[str, Any]) -> str | None:
    """The Bildungsnetzwerk, for its organs among the planted bodies."""
    if body.get("organ_of") != "education_network":
        return None
    return next(s.id for s in land.structures.values() if s.name.startswith("Regionales Bildungsnetzwerk"))


def _lead(land: Landscape, post: str, place: Place | None) -> str:
    """Who leads: a town's own office, one of the associations, one of the organisations, or the holder of the post."""
    people = land.people
    if post == "town":
        key = place.key[:8] if place else people.district.towns[0].key
        return people.posts[f"town@{key}"][0]
    if post == "welfare":
        return people.posts[land.rng.choice(["welfare", "welfare_2", "welfare_3", "welfare_4", "welfare_5"])][0]
    return land.rng.choice(people.posts[post])


def _blurred(land: Landscape, first: Structure, second: Structure, group: frozenset[str]) -> Structure:
    """The second body of a duplicate, described a little differently; it still does the same job."""
    changed = second
    if land.rng.random() < STRAY_TOPIC:
        at = land.rng.randrange(len(changed.topic))
        topics = list(changed.topic)
        topics[at] = _neighbour_topic(land, topics[at])
        changed = replace(changed, topic=tuple(dict.fromkeys(topics)))
    if land.rng.random() < EXTRA_TARGET:
        extra = land.rng.choice(sorted(table("words")["target_groups"].keys() - {"alle"}))
        changed = replace(changed, target_group=tuple(dict.fromkeys((*changed.target_group, extra))))
    if not same_job(first, changed) or not land.fits(changed, beside=group):
        return second
    land.structures[second.id] = changed
    return changed


def _neighbour_topic(land: Landscape, topic: str) -> str:
    """The topic above, or one beside it."""
    topics = scheme("topics")
    above = topics.concepts[topic].broader
    return topic if above is None else land.rng.choice([above, *topics.narrower(above)])


def _replaced(land: Landscape, structure: Structure, **values: Any) -> Structure:
    land.structures[structure.id] = replace(structure, **values)
    return land.structures[structure.id]


RENAMED = date(2025, 11, 1)
"""The day on which integration councils became committees for equal chances and integration."""


def plant_double_structures(land: Landscape, working_group: Structure | None) -> None:
    """Two structures written down twice (K0): a renamed council, and a working group once with its kind abbreviated."""
    council = next((s for s in land.structures.values() if s.name.startswith("Integrationsrat ")), None)
    if council is not None:
        town = council.name.removeprefix("Integrationsrat ")
        renamed = f"Ausschuss für Chancengerechtigkeit und Integration {town}"
        copy = _second_record(
            land, council, renamed, "umbenannter Integrationsrat", alias=(council.name,), valid_from=RENAMED
        )
        _join_copies(land, council, copy)
    if working_group is not None:
        subject = working_group.name.partition(" ")[2]
        short = _replaced(land, working_group, name=f"AK {subject}")
        _second_record(land, short, f"Arbeitskreis {subject}", "dieselbe Runde, einmal abgekürzt")


def _join_copies(land: Landscape, original: Structure, copy: Structure) -> None:
    """The second record of a territorial copy is a copy of the others as well."""
    group = next((group for group in land.groups if group.klass == "K4" and original.id in group.members), None)
    if group is not None:
        group.pairs += [(copy.id, other) for other in group.members if other != original.id]


def _second_record(land: Landscape, original: Structure, name: str, reason: str, **values: Any) -> Structure:
    copied = {field: getattr(original, field) for field in COPIED} | values
    copy = land.add(name=name, **copied)
    land.groups.append(Group("K0", [(original.id, copy.id)], "merge_record", reason, share=1.0))
    return copy


COPIED = (
    "kind",
    "function",
    "topic",
    "target_group",
    "education_stage",
    "territory",
    "valid_from",
    "coordinator",
    "binding",
    "legal_basis",
    "purpose",
)
