"""What a form says becomes the fields of a record, or an error beside the field."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.datastructures import FormData

from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.web import forms

ATLAS = Atlas.of(
    Dataset(
        actors=(Actor(id="a-1", name="Café Welt"), Actor(id="a-2", name="Doppelt"), Actor(id="a-3", name="Doppelt")),
        structures=(Structure(id="s-1", name="AK Sprache"),),
    )
)


def read(**typed: str) -> forms.Answers:
    return forms.read(forms.STRUCTURE, FormData({"name": "Neu", **typed}), ATLAS)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("alias", "AK Deutsch; AKD ;", ("AK Deutsch", "AKD")),
        ("valid_from", "2024-03-01", date(2024, 3, 1)),
        ("meetings_per_year", "4", 4.0),
        ("hours", "2,5", 2.5),
        ("members_complete", "nein", False),
        ("members_complete", "", None),
        ("coordinator", "cafe welt", None),
        ("coordinator", "Café Welt", "a-1"),
        ("coordinator", "a-2", "a-2"),
        ("part_of", "ak sprache", "s-1"),
    ],
)
def test_answers_become_values(field: str, typed: str, value: object) -> None:
    answers = read(**{field: typed})

    assert answers.values.get(field) == value


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"name": " "}, "name", "field_required"),
        ({"valid_from": "gestern"}, "valid_from", "field_date"),
        ({"hours": "viel"}, "hours", "field_number"),
        ({"hours": "-1"}, "hours", "field_number"),
        ({"members_total": "2,5"}, "members_total", "field_number"),
        ({"coordinator": "Niemand"}, "coordinator", "field_unknown_name"),
        ({"coordinator": "Doppelt"}, "coordinator", "field_many_names"),
        ({"valid_from": "2024-01-02", "valid_to": "2024-01-01"}, "valid_to", "end_before_start"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_wrong_stands_beside_its_field(typed: dict[str, str], field: str, error: str) -> None:
    assert read(**typed).errors == {field: error}


def test_several_answers_are_kept_in_order() -> None:
    form = FormData([("name", "Neu"), ("topic", "sprache"), ("topic", "arbeit")])

    assert forms.read(forms.STRUCTURE, form, ATLAS).values["topic"] == ("sprache", "arbeit")


def test_a_record_survives_the_form_unchanged() -> None:
    record = Structure(
        id="s-2", name="Rat", alias=("R", "Rä"), coordinator="a-1", meetings_per_year=2.5, members_complete=True,
        valid_from=date(2020, 1, 1), topic=("arbeit",),
    )  # fmt: skip
    shown = forms.typed_of(forms.STRUCTURE, record, ATLAS, "de")
    pairs = [
        (name, each) for name, value in shown.items() for each in ([value] if isinstance(value, str | float) else value)
    ]

    answers = forms.read(forms.STRUCTURE, FormData([(name, str(value)) for name, value in pairs]), ATLAS)

    assert answers.errors == {}
    assert Structure(id="s-2", **answers.values) == record
