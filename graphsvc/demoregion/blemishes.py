"""What is missing and what is tagged wrongly: the truth stays, the record loses."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from graphsvc.demoregion.actors import HUBS
from graphsvc.demoregion.details import record_completeness
from graphsvc.demoregion.knobs import Knobs
from graphsvc.demoregion.landscape import Landscape
from graphsvc.demoregion.truth import RecordPair
from graphsvc.demoregion.words import table
from graphsvc.model.entities import Membership, Structure

EMPTIED: dict[str, Any] = {
    "function": (),
    "topic": (),
    "target_group": (),
    "education_stage": (),
    "territory": (),
    "level": None,
    "valid_from": None,
    "coordinator": None,
    "chair": None,
    "binding": None,
    "funding": None,
    "hours": None,
    "last_meeting": None,
    "part_of": None,
    "successor_of": None,
    "purpose": None,
}
"""Fields that may be missing, and what stands there then."""

GUESTS, DEPUTIES, DATED, LEFT = 0.06, 0.08, 0.3, 0.05
"""Shares of memberships with the role guest, as deputy, with a begin, and ended before the region's day."""

SEATS_OF_DOUBLES, SEATS_OF_DOUBLE_HUBS = 0.4, 0.05
"""Share of an actor's seats that are recorded under its second record; of a hub's few, so that it stays a hub."""


def blemish(structure: Structure, knobs: Knobs, rng: random.Random) -> Structure:
    """Empty each optional field with the given chance, and now and then replace the topics."""
    lost = {field: empty for field, empty in EMPTIED.items() if rng.random() < knobs.missing}
    mistagged = rng.random() < knobs.mistagged and structure.topic
    if mistagged:
        topics = rng.sample(sorted(table("words")["topics"]), len(structure.topic))
        structure = replace(structure, topic=tuple(topics))
    return replace(structure, **lost)


def record_seats(
    land: Landscape, seats: dict[str, list[str]], doubles: list[RecordPair], knobs: Knobs, rng: random.Random
) -> list[Membership]:
    """The member lists as they are written down: some not at all, some names under their second record."""
    hubs = {land.people.post(hub) for hub in HUBS}
    second = {pair.a: (pair.b, SEATS_OF_DOUBLE_HUBS if pair.a in hubs else SEATS_OF_DOUBLES) for pair in doubles}
    rows: list[Membership] = []
    for end in sorted(seats):
        structure, kept = land.structures[end], end in land.kept
        if not kept and rng.random() < knobs.missing_members:
            continue
        members = seats[end] if kept else [_as_written(actor, second, rng) for actor in seats[end]]
        members = list(dict.fromkeys(members))
        is_headline = kept or structure.part_of in land.kept
        land.structures[end] = record_completeness(structure, members, rng, is_complete=is_headline)
        rows += [_row(land, structure, actor, kept, rng) for actor in members]
    return rows


def _as_written(actor: str, second: dict[str, tuple[str, float]], rng: random.Random) -> str:
    other, share = second.get(actor, (actor, 0.0))
    return other if rng.random() < share else actor


def _row(land: Landscape, structure: Structure, actor: str, kept: bool, rng: random.Random) -> Membership:
    lot, begin = rng.random(), structure.valid_from
    role = "gast" if lot < GUESTS else "mitglied"
    if actor == structure.coordinator:
        role = "geschaeftsfuehrung"
    elif actor == structure.chair:
        role = "vorsitz"
    joined = begin + timedelta(days=rng.randint(0, 900)) if begin and rng.random() < DATED and not kept else None
    planted = any(structure.id in group.members for group in land.groups)
    left = land.at - timedelta(days=rng.randint(30, 700)) if not planted and not kept and rng.random() < LEFT else None
    if joined and joined >= min(left or land.at, structure.valid_to or land.at):
        joined = None
    return Membership(
        actor=actor,
        structure=structure.id,
        role=role,
        deputy=True if rng.random() < DEPUTIES and actor != land.people.post("delegate") else None,
        valid_from=joined,
        valid_to=structure.valid_to if structure.valid_to and structure.valid_to < land.at else left,
    )
