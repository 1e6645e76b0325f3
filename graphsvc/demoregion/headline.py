"""The headline case: two networks of one district with their organs, K6 with three touching points, and K3."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphsvc.demoregion.landscape import Group, Landscape
from graphsvc.demoregion.words import table
from graphsvc.model.entities import Structure


def plant_headline(land: Landscape) -> None:
    """Netzwerk Vielfalt and Regionales Bildungsnetzwerk."""
    words = table("headline")
    network, education = (_network(land, words[name]) for name in ("network", "education"))
    land.groups.append(Group("K6", [(network.id, education.id)], "couple", words["reason"]))
    for name, parent in (("network", network), ("education", education)):
        _plant_organs(land, parent, words[name]["organs"])


def _network(land: Landscape, spec: dict[str, Any]) -> Structure:
    return land.add(
        **_described(land, spec),
        valid_from=spec["valid_from"],
        coordinator=land.people.post(spec["lead"]),
        binding="vertrag",
    )


def _plant_organs(land: Landscape, parent: Structure, organs: list[dict[str, Any]]) -> None:
    """Organs of a network, each K3 with it; the steering body, which comes first, is K3 with the others too."""
    added = [
        land.add(
            **_described(land, organ),
            valid_from=date((parent.valid_from or land.at).year + land.rng.randint(0, 4), 9, 1),
            coordinator=parent.coordinator,
            part_of=parent.id,
            binding="beschluss",
        )
        for organ in organs
    ]
    steering, *others = [body.id for body in added]
    pairs = [(parent.id, body.id) for body in added] + [(steering, other) for other in others]
    land.groups.append(Group("K3", pairs, "keep", f"Organe von {parent.name}: Ebenen eines Netzwerks."))
    land.kept |= {parent.id, *(body.id for body in added)}


def _described(land: Landscape, spec: dict[str, Any]) -> dict[str, Any]:
    """The fields that a network and an organ have alike."""
    place = land.people.district.place
    lists = {name: tuple(spec[name]) for name in ("function", "topic", "target_group")}
    return {
        "name": spec["name"].format(kreis=place.name),
        "kind": spec["kind"],
        "territory": (place.key,),
        "purpose": spec["purpose"],
        **lists,
    }
