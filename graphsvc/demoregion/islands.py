"""The islands behind the bridges: the bodies of the cut-off town and of the sports clubs, whose members come from one
circle that a single actor ties to the rest."""

from __future__ import annotations

from datetime import date

from graphsvc.demoregion.landscape import Group, Landscape
from graphsvc.demoregion.words import table

OFFICES = frozenset({"stadt", "gemeinde", "amt"})
"""Kinds of actors of the cut-off town that sit elsewhere too and therefore in none of its islands."""


def lay_islands(land: Landscape) -> None:
    """Lay the bodies of both circles; the two of the sports clubs have the same people in another field (K7)."""
    circles = {"bridge": _locals(land), "sports_federation": _clubs(land)}
    for spec in table("words")["island"]:
        _lay_island(land, spec, circles[spec["bridge"]])
    *_, first, second = land.islands
    reason = "Dieselben Sportvereine, einmal zu Sport und einmal zu Ferien."
    land.groups.append(Group("K7", [(first, second)], "couple", reason))


def _lay_island(land: Landscape, spec: dict[str, str], circle: list[str]) -> None:
    people = land.people
    place = people.district.cut_off if spec["bridge"] == "bridge" else people.district.place
    bridge = people.post(spec["bridge"])
    body = land.add(
        name=spec["name"].format(ort=place.name),
        kind=spec["kind"],
        function=(spec["function"],),
        topic=(spec["topic"],),
        target_group=(spec["target_group"],),
        territory=(place.key,),
        valid_from=date(land.rng.randint(2010, 2020), 4, 1),
        coordinator=bridge,
        binding="freiwillig",
        purpose="Treffen der Vereine und Gruppen.",
    )
    land.kept.add(body.id)
    land.islands[body.id] = [bridge, *(actor for actor in circle if actor != bridge)]


def _locals(land: Landscape) -> list[str]:
    town = land.people.district.cut_off.key
    return [actor.id for actor in land.people.actors if town in actor.territory and actor.kind not in OFFICES]


def _clubs(land: Landscape) -> list[str]:
    federation, elsewhere = land.people.posts["sports_federation"], set(_locals(land))
    clubs = [actor.id for actor in land.people.actors if actor.kind == "sport" and actor.id not in federation]
    return [club for club in clubs if club not in elsewhere]
