"""Over HTTP a record has the fields it has inside, no more and no fewer."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import BaseModel, ValidationError

from graphsvc.api import models
from graphsvc.model import entities

PAIRS = [
    (models.ActorModel, entities.Actor),
    (models.StructureModel, entities.Structure),
    (models.MembershipModel, entities.Membership),
    (models.AgreementModel, entities.Agreement),
    (models.PartyModel, entities.Party),
    (models.OriginModel, entities.Origin),
]


@pytest.mark.parametrize(("model", "entity"), PAIRS, ids=lambda part: part.__name__)
def test_model_and_entity_have_the_same_fields(model: type[BaseModel], entity: type) -> None:
    assert set(model.model_fields) == {each.name for each in fields(entity)}


@pytest.mark.parametrize("model", [models.ActorInput, models.StructureInput, models.AgreementInput])
def test_unknown_fields_are_refused(model: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="nmae"):
        model.model_validate({"name": "x", "title": "x", "nmae": "y"})
