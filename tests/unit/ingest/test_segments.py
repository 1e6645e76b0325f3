"""Several values in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.ingest.segments import split_cell
from graphsvc.vocabulary import scheme

TOPICS = scheme("topics")


def is_topic(text: str) -> bool:
    return TOPICS.find(text) is not None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Bildung und Sprache", ["Bildung und Sprache"]),
        ("Bildung und Sprache und Arbeit", ["Bildung und Sprache", "Arbeit"]),
        ("DaZ/Pflege", ["DaZ", "Pflege"]),
        ("Sprache, Arbeit & Wohnen", ["Sprache", "Arbeit", "Wohnen"]),
        ("• Sprache\n• Arbeit", ["Sprache", "Arbeit"]),
        ("Kultur und Sport + Wohnen", ["Kultur und Sport", "Wohnen"]),
        ("Basteln und Kochen", ["Basteln und Kochen"]),
        ("Sprache; k.A.; –", ["Sprache"]),
    ],
)
def test_topics(cell: str, expected: list[str]) -> None:
    assert split_cell(cell, is_topic) == expected


def test_names_with_commas_stay_whole_where_they_are_known() -> None:
    known = {"Amt für Schule, Kultur und Sport"}

    found = split_cell("AWO, Caritas, Amt für Schule, Kultur und Sport", known.__contains__, comma_separates=True)

    assert found == ["AWO", "Caritas", "Amt für Schule, Kultur und Sport"]


@given(st.text(max_size=80))
def test_no_value_is_empty_or_twice(text: str) -> None:
    found = split_cell(text, is_topic)

    assert all(value.strip() for value in found) and len(set(found)) == len(found)
