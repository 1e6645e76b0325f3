"""Changes in words: codes, days, names for ids, and where it is known from."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Actor, Dataset, Place, Structure
from graphsvc.model.history import Change
from graphsvc.web.changes import ChangeWords

MAP = Dataset(
    actors=(Actor(id="a-1", name="Amt"),),
    structures=(Structure(id="s-1", name="Netz"),),
    places=(Place(key="K", name="Kreis"),),
)
WORDS = ChangeWords("de", Atlas.of(MAP), {"f-1": "liste.xlsx"}, gone={"a-0": "Altes Amt"})


def made(kind: str, key: str, **after: object) -> Change:
    return Change("1", 1, "2026-01-01T10:00:00+00:00", "Frau Sommer", "import", None, kind, key, None, after)


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("Structure", "target_group", ("frauen",), "Frauen"),
        ("Relation", "kind", "CARRIES", "trägt"),
        ("Structure", "valid_from", date(2020, 1, 2), "02.01.2020"),
        ("Structure", "last_meeting", "2020-01-02", "02.01.2020"),
        ("Actor", "territory", ["K"], "Kreis"),
        ("Structure", "chair", "a-1", "Amt"),
        ("Structure", "chair", "a-0", "Altes Amt"),
        ("Judgement", "verdict", "same", "dasselbe"),
        ("Structure", "meetings_per_year", 4.0, "4"),
        ("Scenario", "steps", [{"kind": "dissolve", "structures": ["s-1"]}], "auflösen: Netz"),
    ],
)
def test_values_are_said_in_words(kind: str, field: str, value: object, said: str) -> None:
    assert WORDS.value(kind, field, value) == said


def test_a_tie_is_named_by_its_ends_and_its_source_by_file_sheet_and_row() -> None:
    change = made("Relation", "r-9", from_id="a-1", to_id="s-1", source_id="f-1", source_sheet="B", source_row=3)

    assert WORDS.entry(change) == ('Beziehung: <a href="/akteure/a-1">Amt</a> – <a href="/strukturen/s-1">Netz</a>')
    assert [name for name, _, _ in WORDS.fields(change)] == ["von", "nach"]
    assert WORDS.source(change) == "liste.xlsx, Blatt „B“, Zeile 3"


def test_a_file_inside_a_folder_is_named_instead_of_the_folder_and_its_only_sheet_not_at_all() -> None:
    change = made(
        "Actor", "a-9", source_id="f-1", source_file="ordner/partner.csv", source_sheet="partner", source_row=3
    )

    assert WORDS.source(change) == "ordner/partner.csv, Zeile 3"


def test_a_sentence_leads_to_the_records_it_names_and_to_those_it_does_not() -> None:
    named = WORDS.linked("Amt <verlässt> etwas.", ["a-1", "s-1", "unbekannt"])

    assert named == ('<a href="/akteure/a-1">Amt</a> &lt;verlässt&gt; etwas. <a href="/strukturen/s-1">Netz</a>')
    assert WORDS.linked("1 < 2", []) == "1 &lt; 2"
