"""Lists: sorted the German way, cut, the same from every address."""

from __future__ import annotations

import pytest

from graphsvc.web.listing import collated, listing

NAMES = {"name": lambda entry: entry}


def test_words_sort_the_german_way() -> None:
    words = ["Zug", "Äpfel", "apfel", "Straße", "Strasse", "Ähre", "Osten", "Öl"]

    assert sorted(words, key=collated) == ["Ähre", "apfel", "Äpfel", "Öl", "Osten", "Strasse", "Straße", "Zug"]


@pytest.mark.parametrize(("sort", "expected"), [("name", ["a", "b", None]), ("-name", ["b", "a", None])])
def test_what_has_no_value_stands_at_the_end_in_either_direction(sort: str, expected: list[str | None]) -> None:
    assert list(listing([None, "b", "a"], NAMES, sort=sort).items) == expected


def test_an_unknown_column_counts_as_the_first() -> None:
    found = listing(["b", "a"], NAMES, sort="-colour")

    assert (list(found.items), found.sort) == (["a", "b"], "name")


@pytest.mark.parametrize(("offset", "first"), [(0, 0), (10, 10), (13, 13), (-5, 0), (999, 20)])
def test_an_offset_beyond_the_list_shows_the_last_part(offset: int, first: int) -> None:
    found = listing(list(range(25)), {"number": lambda entry: entry}, sort="number", offset=offset, limit=10)

    assert (found.items[0], found.offset, found.total) == (first, first, 25)
