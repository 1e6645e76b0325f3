"""What pydantic refuses, in the words of graphsvc."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphsvc.errors import InputRefused
from graphsvc.model.refusals import refused


class Step(BaseModel):
    kind: Literal["merge", "end"]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = "x"
    at: date | Literal["all"] | None = None
    limit: int = Field(default=5, ge=1, le=500)
    steps: list[Step] = []


def refusal(given: dict[str, Any]) -> InputRefused:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(given)
    return refused(caught.value)


@pytest.mark.parametrize(
    ("given", "field", "german"),
    [
        ({"name": None}, "name", "Diese Angabe fehlt."),
        ({"name": 3}, "name", "Hier wird ein Text erwartet."),
        ({"at": "gestern"}, "at", "Hier wird ein Tag erwartet, zum Beispiel 2026-12-31."),
        ({"limit": 501}, "limit", "Die Zahl darf höchstens 500 sein."),
        ({"limit": "viele"}, "limit", "Hier wird eine ganze Zahl erwartet."),
        ({"limmit": 5}, "limmit", "Diese Angabe gibt es hier nicht."),
        ({"steps": [{"kind": "move"}]}, "steps.0.kind", "Erlaubt ist hier nur: 'merge', 'end'."),
        ({"steps": [{}]}, "steps.0.kind", "Diese Angabe fehlt."),
    ],
    ids=str,
)
def test_field_is_named_and_told_in_german(given: dict[str, Any], field: str, german: str) -> None:
    [problem] = refusal(given).problems

    assert (problem.column, problem.text("de")) == (field, german)
    assert problem.place("de") == f"Feld „{field}“"


def test_every_field_is_told_once() -> None:
    found = refusal({"limit": 0, "at": "morgen", "name": None}).problems

    assert [problem.column for problem in found] == ["name", "at", "limit"]
