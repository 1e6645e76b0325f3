"""One set of filters for the picture and its table."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.model.entities import Dataset
from graphsvc.viz.selection import Selection, path_between, select


def ids(region: Dataset, selection: Selection, at: date | None = None) -> set[str]:
    shown = select(region, selection, at)
    return {entry.id for entry in (*shown.actors, *shown.structures)}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(q="brucke"), set()),
        (Selection(q="bruecke"), {"a-verein", "s-ak"}),
        (Selection(q="cv muster"), {"a-caritas", "s-netzwerk", "s-ak"}),
        (Selection(topic="sprache"), {"s-netzwerk", "s-ak", "a-kreis", "a-caritas", "a-verein"}),
        (Selection(topic="beratung"), {"a-caritas"}),
        (Selection(territory="05999004"), {"a-verein", "a-kreis", "s-netzwerk", "a-caritas"}),
        (Selection(territory="05999"), {"a-verein", "a-kreis", "s-netzwerk", "a-caritas"}),
        (Selection(kind="arbeitskreis"), {"s-ak", "a-kreis", "a-caritas", "a-verein"}),
        (Selection(kind="wohlfahrtsverband"), {"a-caritas", "s-netzwerk", "s-ak"}),
        (Selection(kind="kreis", topic="lesen"), {"a-kreis", "s-netzwerk", "s-ak"}),
        (Selection(focus="a-verein"), {"a-verein", "s-ak", "a-caritas"}),
        (Selection(focus="a-alone", steps=3), {"a-alone"}),
    ],
    ids=["umlaut left out", "umlaut written out", "alias", "wider topic", "topic of an actor", "territory",
         "territory around others",
         "kind of structure", "kind of actor", "kind and topic of a structure", "focus", "focus without ties"],
)  # fmt: skip
def test_filters(region: Dataset, selection: Selection, expected: set[str]) -> None:
    assert ids(region, selection) == expected


def test_a_day_hides_what_did_not_hold_then(region: Dataset) -> None:
    assert "a-alone" in ids(region, Selection(), date(2019, 1, 1))
    assert "a-alone" not in ids(region, Selection(), date(2025, 1, 1))


def test_path_is_a_shortest_chain_of_ties(region: Dataset) -> None:
    assert path_between(region, "a-verein", "s-netzwerk") == ("a-verein", "a-caritas", "s-netzwerk")


def test_there_is_no_path_to_something_without_ties(region: Dataset) -> None:
    assert path_between(region, "a-verein", "a-alone") == ()
