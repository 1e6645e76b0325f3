"""Dates with slashes, whose order shows the column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graphsvc.ingest.messy import MessyReading, read_messy
from graphsvc.ingest.sheets import Value
from graphsvc.ingest.slash_dates import day_order, in_order
from graphsvc.ingest.tables import read_tables


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/25/2024", "04/05/2024"], "month_first"),
        (["25/03/2024", "04/05/2024"], "day_first"),
        (["03/04/2024", "04/05/2024"], "unclear"),
        (["25/03/2024", "03/25/2024"], "day_first"),
        (["2024-03-25", "25.03.2024", "2023/24", None, 3], None),
    ],
)
def test_the_column_as_a_whole_says_what_comes_first(cells: list[Value], order: str | None) -> None:
    assert day_order(cells) == order


def test_what_contradicts_the_order_stays_as_written() -> None:
    assert in_order(["25/03/2024", "03/25/2024", "4-5-24", "laufend"]) == [
        date(2024, 3, 25),
        "03/25/2024",
        date(2024, 5, 4),
        "laufend",
    ]


def read(path: Path, since: list[str]) -> MessyReading:
    lines = [f"Verein {at};AK {at};{day}" for at, day in enumerate(since)]
    path.write_text("\n".join(["Organisation;Gremium;Mitglied seit", *lines]), encoding="utf-8")
    return read_messy(read_tables(path))


@pytest.mark.parametrize(
    ("since", "days", "told"),
    [
        (["03/25/2024", "04/05/2023"], [date(2024, 3, 25), date(2023, 4, 5)], ["imports.dates_month_first"]),
        (["03/04/2024", "04/05/2023"], [date(2024, 4, 3), date(2023, 5, 4)], ["imports.dates_unclear"]),
        (["25/03/2024", "04/05/2023"], [date(2024, 3, 25), date(2023, 5, 4)], []),
    ],
)
def test_how_they_were_read_is_told(tmp_path: Path, since: list[str], days: list[date], told: list[str]) -> None:
    reading = read(tmp_path / "sitze.csv", since)

    assert [seat.valid_from for seat in reading.reading.dataset.memberships] == days
    assert [note.message for note in reading.reading.notes] == told
    assert [value.raw for value in reading.values if value.field == "valid_from"] == since


def test_a_date_against_the_order_is_told_with_its_place(tmp_path: Path) -> None:
    reading = read(tmp_path / "sitze.csv", ["25/03/2024", "03/25/2024"])

    assert [(each.message, each.row, each.value) for each in reading.reading.problems] == [
        ("imports.no_date", 3, "03/25/2024")
    ]
