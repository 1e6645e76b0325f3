"""Dates as offices write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.ingest.dates import OPEN, Interval, read_interval, read_span
from graphsvc.ingest.sheets import Value

D = date


@pytest.mark.parametrize(
    ("written", "first", "last", "precision"),
    [
        ("31.12.2024", D(2024, 12, 31), D(2024, 12, 31), "day"),
        ("31.12.24", D(2024, 12, 31), D(2024, 12, 31), "day"),
        ("1.3.99", D(1999, 3, 1), D(1999, 3, 1), "day"),
        ("2024-02-29", D(2024, 2, 29), D(2024, 2, 29), "day"),
        ("2. März 2020", D(2020, 3, 2), D(2020, 3, 2), "day"),
        ("12/2024", D(2024, 12, 1), D(2024, 12, 31), "month"),
        ("Dez. 2024", D(2024, 12, 1), D(2024, 12, 31), "month"),
        ("Februar 2023", D(2023, 2, 1), D(2023, 2, 28), "month"),
        ("2024", D(2024, 1, 1), D(2024, 12, 31), "year"),
        (2024, D(2024, 1, 1), D(2024, 12, 31), "year"),
        (2024.0, D(2024, 1, 1), D(2024, 12, 31), "year"),
        ("seit 2019", D(2019, 1, 1), D(2019, 12, 31), "year"),
        ("ab SJ 2023/24", D(2023, 8, 1), D(2024, 7, 31), "school_year"),
        ("Schuljahr 2023/2024", D(2023, 8, 1), D(2024, 7, 31), "school_year"),
        ("1. Halbjahr 2013", D(2013, 1, 1), D(2013, 6, 30), "half_year"),
        (45292, D(2024, 1, 1), D(2024, 1, 1), "day"),
        ("45292", D(2024, 1, 1), D(2024, 1, 1), "day"),
        (datetime(2020, 5, 6, 12, 30), D(2020, 5, 6), D(2020, 5, 6), "day"),
    ],
)
def test_spans(written: Value, first: date, last: date, precision: str) -> None:
    span = read_span(written)

    assert span is not None and (span.first, span.last, span.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "written", ["31.02.2024", "13/2024", "x", "", None, True, "2023/27", "0000", "99.99.9999", "Müller"]
)
def test_what_is_no_date(written: Value) -> None:
    assert read_span(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("seit 2019", Interval(D(2019, 1, 1), None)),
        ("bis 12/2024", Interval(None, D(2024, 12, 31))),
        ("01.01.2020 - 31.12.2022", Interval(D(2020, 1, 1), D(2022, 12, 31))),
        ("01.01. – 31.12.2022", Interval(D(2022, 1, 1), D(2022, 12, 31))),
        ("2019-2023", Interval(D(2019, 1, 1), D(2023, 12, 31))),
        ("2019 bis heute", Interval(D(2019, 1, 1), None)),
        ("laufend", OPEN),
        ("SJ 2023/24", Interval(D(2023, 8, 1), D(2024, 7, 31))),
        ("irgendwann", None),
    ],
)
def test_intervals(written: str, expected: Interval | None) -> None:
    assert read_interval(written) == expected


@given(st.dates(min_value=D(1970, 1, 1), max_value=D(2069, 12, 31)))
def test_every_day_reads_back_in_every_spelling(day: date) -> None:
    for written in (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", day.isoformat(), day):
        span = read_span(written)
        assert span is not None and span.first == span.last == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    span = read_span(text)

    assert span is None or span.first <= span.last
