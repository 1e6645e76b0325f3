"""Facts say what entities say, and the history's JSON says it too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from graphsvc.model.entities import (
    Actor,
    Agreement,
    Membership,
    Need,
    Origin,
    Party,
    Place,
    Relation,
    Source,
    Structure,
)
from graphsvc.store.facts import Entity, entity_of, fact_of, parsed
from graphsvc.store.graph import as_json

ORIGIN = Origin("list-1", "Akteure", 3)
ENTITIES: tuple[Entity, ...] = (
    Source(id="list-1", name="list.xlsx"),
    Place(key="05758", name="Kreis Herford", population=250_000, origin=ORIGIN),
    Actor(id="a", name="A", alias=("B", "C"), voluntary=False, valid_from=date(2020, 1, 1), origin=ORIGIN),
    Structure(id="s", name="S", meetings_per_year=4.5, members_complete=True, last_meeting=date(2025, 3, 2)),
    Agreement(id="v", title="V", concluded=date(2008, 2, 27), establishes=("s",)),
    Need(value=3.5, topic="sprache"),
    Membership(actor="a", structure="s", deputy=True, valid_to=date(2024, 12, 31)),
    Party(agreement="v", actor="a", role="land"),
    Relation(from_id="a", to_id="s", kind="CONNECTED_TO", label="kennt"),
)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: type(entity).__name__)
def test_an_entity_comes_back_from_its_fact_and_from_the_history(entity: Entity) -> None:
    fact = fact_of(entity)

    remembered = parsed(fact.kind, json.loads(as_json(fact.fields) or ""))

    assert entity_of(fact) == entity
    assert remembered == fact.fields
    assert getattr(entity_of(fact), "origin", None) == getattr(entity, "origin", None)


def test_the_id_of_a_seat_follows_from_what_it_is_and_not_from_where_it_stands() -> None:
    seat = Membership(actor="a", structure="s", role="mitglied", valid_from=date(2020, 1, 1))

    key = fact_of(seat).key

    assert fact_of(replace(seat, valid_to=date(2021, 1, 1), source="other", origin=ORIGIN)).key == key
    assert len({key, *(fact_of(replace(seat, **change)).key for change in ({"role": None}, {"deputy": False}))}) == 3
