"""Bad input ends in a preview or a named error: a sample of the fuzz command, and hypothesis on lists and cells.

The whole run is `python tests/benchmarks/import_fuzz.py`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import InputRefused
from graphsvc.ingest.sheets import Sheet, Tables
from graphsvc.ingest.template import read_template_tables
from graphsvc.ingest.upload import read_tables_as_upload
from tests.benchmarks.import_fuzz import HOSTILE, outcome

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ["AWO", "AK Sprache", "x", "(x)", "dito", "k.A.", "DaZ / Arbeit", "seit 2019", "05758012", "Müller, Frau"]
    ),
    st.text(max_size=30),
)
HEADERS = st.sampled_from(
    ["Organisation", "Gremium", "Thema", "seit", "bis", "Rolle", "Mitglieder", "Träger", "AGS", "Betrag", "?"]
)
TEMPLATE_NAMES = st.sampled_from(
    ["Akteure", "Strukturen", "Mitgliedschaften", "Vereinbarungen", "Gebiete", "Bedarf", "Beziehungen"]
)
TEMPLATE_HEADERS = st.sampled_from(
    [
        "id",
        "name",
        "art",
        "teil_von",
        "von",
        "bis",
        "nach",
        "gebiet",
        "thema",
        "akteur",
        "struktur",
        "titel",
        "schluessel",
        "wert",
    ]
)
LIMITS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sheets(names: st.SearchStrategy[str], headers: st.SearchStrategy[str]) -> st.SearchStrategy[Sheet]:
    header = st.lists(headers, min_size=1, max_size=7).map(tuple)
    rows = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=12).map(tuple)
    return st.builds(lambda name, first, rest: Sheet(name, (first, *rest), "f.xlsx"), names, header, rows)


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_damaged_files_end_in_a_preview_or_a_named_error(start: int) -> None:
    found = [outcome(seed) for seed in range(start, start + 30)]

    assert [text for kind, text in found if kind == "crash"] == []


@pytest.mark.parametrize("seed", [1_001_459, 1_003_872])
def test_what_once_broke_the_reader_no_longer_does(seed: int) -> None:
    assert outcome(seed)[0] != "crash"


@LIMITS
@given(st.lists(sheets(st.just("Tabelle1"), HEADERS), min_size=1, max_size=2).map(tuple))
def test_no_list_breaks_the_recogniser(made: tuple[Sheet, ...]) -> None:
    try:
        upload = read_tables_as_upload(Tables("f.xlsx", "0" * 64, made))
    except InputRefused as refused:
        assert refused.problems
    else:
        assert all(actor.name for actor in upload.reading.dataset.actors)


@LIMITS
@given(st.lists(sheets(TEMPLATE_NAMES, TEMPLATE_HEADERS), min_size=1, max_size=4).map(tuple))
def test_no_template_breaks_the_reader(made: tuple[Sheet, ...]) -> None:
    dataset = read_template_tables(Tables("f.xlsx", "0" * 64, made)).dataset

    actors, structures = {actor.id for actor in dataset.actors}, {each.id for each in dataset.structures}
    assert len(actors) == len(dataset.actors) and len(structures) == len(dataset.structures)
    assert all(seat.actor in actors and seat.structure in structures for seat in dataset.memberships)
