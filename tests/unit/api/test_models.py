"""Over HTTP a record has the fields it has inside, no more and no fewer."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import BaseModel, ValidationError

from graphsvc.api import models
from graphsvc.ingest.columns import ACTORS, AGREEMENTS, STRUCTURES, Table
from graphsvc.model import entities

IN_ORDER = [(models.ActorModel, ACTORS), (models.StructureModel, STRUCTURES), (models.AgreementModel, AGREEMENTS)]
PAIRS = [
    (models.ActorModel, entities.Actor),
    (models.StructureModel, entities.Structure),
    (models.MembershipModel, entities.Membership),
    (models.AgreementModel, entities.Agreement),
    (models.SourceModel, entities.Source),
    (models.OriginModel, entities.Origin),
]


@pytest.mark.parametrize(("model", "entity"), PAIRS, ids=lambda part: part.__name__)
def test_model_and_entity_have_the_same_fields(model: type[BaseModel], entity: type) -> None:
    assert set(model.model_fields) == {each.name for each in fields(entity)}


@pytest.mark.parametrize("model", [models.ActorInput, models.StructureInput, models.AgreementInput])
def test_unknown_fields_are_refused(model: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="nmae"):
        model.model_validate({"name": "x", "title": "x", "nmae": "y"})


@pytest.mark.parametrize(("model", "table"), IN_ORDER, ids=lambda part: getattr(part, "__name__", ""))
def test_fields_stand_in_the_order_of_the_import_template(model: type[BaseModel], table: Table) -> None:
    names = [column.names[1] for column in table.columns]

    assert list(model.model_fields)[: len(names)] == names
