"""What may leave: a map without the people in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.vocabulary import fold

PERSONAL_KINDS = frozenset({"funktion", "person", "privatperson", "ansprechperson"})
"""Kinds of actors that are people in a function (folded): they stay inside unless asked for."""


def is_personal(actor: Actor) -> bool:
    """Whether an actor is a person in a function."""
    return actor.kind is not None and fold(actor.kind) in PERSONAL_KINDS


def public(dataset: Dataset) -> Dataset:
    """The map without people in functions, what hangs on them, and the references to them. Who coordinates or chairs a
    structure and is no actor of the map may be a person, so that name stays inside too."""
    hidden = {actor.id for actor in dataset.actors if is_personal(actor)}
    shown = {actor.id for actor in dataset.actors} - hidden | {structure.id for structure in dataset.structures}
    return replace(
        dataset,
        actors=tuple(_part_of(actor, hidden) for actor in dataset.actors if actor.id not in hidden),
        structures=tuple(_led_by(structure, shown) for structure in dataset.structures),
        memberships=tuple(each for each in dataset.memberships if each.actor not in hidden),
        parties=tuple(each for each in dataset.parties if each.actor not in hidden),
        relations=tuple(each for each in dataset.relations if hidden.isdisjoint((each.from_id, each.to_id))),
    )


def _led_by(structure: Structure, shown: set[str]) -> Structure:
    gone: dict[str, Any] = {name: None for name in ("coordinator", "chair") if getattr(structure, name) not in shown}
    return replace(structure, **gone)


def _part_of(actor: Actor, hidden: set[str]) -> Actor:
    return replace(actor, part_of=None) if actor.part_of in hidden else actor
