"""What counts as resolved, asked, missed and silently wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from graphsvc.demoregion import generate
from graphsvc.demoregion.messy import Defect
from graphsvc.evaluation.imports import Place, Understood, _fields, measure, outcome
from graphsvc.ingest.rows import ValueRead

CELL = Place("a.xlsx", "Liste", 4, "seit")


def defect(expected: Mapping[str, Any], *, row: int | None = 4, column: str | None = "seit", raw: str = "?") -> Defect:
    return Defect(file="a.xlsx", sheet="Liste", row=row, column=column, raw=raw, defect="any", expected=expected)


def understood(
    values: list[tuple[str, Any]] | None = None, *, asked: bool = False, names: tuple[str, ...] = (), text: str = ""
) -> Understood:
    return Understood(
        values={CELL: values or []},
        rows=frozenset({Place("a.xlsx", "Liste", 5, None)}),
        messages=frozenset({CELL}) if asked else frozenset(),
        meanings={("a.xlsx", "Liste", "PLZ"): "postcode"},
        names=frozenset(names),
        text=text,
    )


@pytest.mark.parametrize(
    ("values", "asked", "result"),
    [
        ([("valid_from", "2019-01-01")], False, "resolved"),
        ([("valid_from", "1919-01-01")], False, "wrong"),
        ([("valid_from", "1919-01-01")], True, "asked"),
        ([], False, "missed"),
        ([], True, "asked"),
        ([("valid_to", "2019-01-01")], False, "missed"),
    ],
)
def test_outcome_of_a_value(values: list[tuple[str, Any]], asked: bool, result: str) -> None:
    assert outcome(defect({"valid_from": "2019-01-01"}), understood(values, asked=asked)) == result


def test_nothing_expected_is_resolved_by_nothing_and_wrong_by_something() -> None:
    assert outcome(defect({"hours": None}), understood([])) == "resolved"
    assert outcome(defect({"hours": None}), understood([("hours", 1900.0)])) == "wrong"


def test_several_values_in_any_order() -> None:
    wanted = defect({"topic": ["daz", "schule"]})

    assert outcome(wanted, understood([("topic", ["schule", "daz"])])) == "resolved"
    assert outcome(wanted, understood([("topic", ["schule"])])) == "wrong"


def test_another_spelling_is_resolved_where_it_was_joined_with_the_name() -> None:
    wanted = defect({"actor": "Bürgerhaus"})

    assert outcome(wanted, understood([("name", "Buergerhaus")], names=("Bürgerhaus",))) == "resolved"
    assert outcome(wanted, understood([("name", "Buergerhaus")], names=("Bürgerhaus", "Buergerhaus"))) == "wrong"
    assert outcome(wanted, understood([("name", "Bürgerheim")], names=("Bürgerhaus",))) == "wrong"


def test_rows_persons_and_meanings() -> None:
    left_out = {"row": "left_out"}

    assert outcome(defect(left_out, column=None), understood()) == "resolved"
    assert outcome(defect(left_out, column=None, row=5), understood()) == "wrong"
    person = defect({"person": "left_out"}, raw="Müller, Frau")
    assert outcome(person, understood(text="Actor(name='Kreis')")) == "resolved"
    assert outcome(person, understood(text="Actor(name='Müller')")) == "wrong"
    assert outcome(defect({"meaning": "postcode"}, column="PLZ"), understood()) == "resolved"
    assert outcome(defect({"meaning": "city"}, column="Ort"), understood()) == "missed"


def test_a_period_is_a_begin_and_an_end() -> None:
    read = ValueRead("a.xlsx", "L", 1, "Zeitraum", "", "agreements", "period", (date(2023, 8, 1), None))

    assert _fields(read) == [("valid_from", "2023-08-01"), ("valid_to", None)]


def test_messy_files_of_a_small_region_are_mostly_understood() -> None:
    result = measure(generate(12, 0.5))

    assert result["planted"] == sum(result[kind] for kind in ("resolved", "asked", "missed", "wrong"))
    assert result["planted"] == sum(counts["planted"] for counts in result["by_defect"].values())
    assert result["share_resolved"] > 0.5
