"""Dates with slashes or hyphens ("03/25/2024"): which of the first two numbers is the month shows the column as a
whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from graphsvc.ingest.sheets import Value
from graphsvc.ingest.text import clean

DayOrder = Literal["day_first", "month_first", "unclear"]

DATE_MEANINGS = frozenset({"from", "to", "concluded", "last_meeting", "as_recorded", "period"})
"""Meanings of the columns that hold dates."""
_DATE = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_MONTHS = 12


def day_order(cells: Sequence[Value]) -> DayOrder | None:
    """What the dates of a column begin with; None where it has none of this form, or no text. Month first only where a
    second number is no month and every first one may be; "unclear" where all numbers may be months: such dates are read
    the German way, with the day first."""
    found = [written for cell in cells if (written := _numbers(cell))]
    if not found:
        return None
    if any(first > _MONTHS for first, _, _ in found):
        return "day_first"
    return "month_first" if any(second > _MONTHS for _, second, _ in found) else "unclear"


def in_order(cells: Sequence[Value]) -> list[Value]:
    """The cells of a column of dates, those of this form as days where its order says which; what contradicts the order
    stays as it is written."""
    order = day_order(cells)
    return list(cells) if order is None else [_day(cell, is_month_first=order == "month_first") for cell in cells]


def _numbers(cell: Value) -> tuple[int, int, int] | None:
    found = _DATE.fullmatch(clean(cell)) if isinstance(cell, str) else None
    return (int(found[1]), int(found[3]), _year(found[4])) if found else None


def _year(text: str) -> int:
    """Two digits: up to 69 this century, from 70 the last one."""
    return int(text) if len(text) > 2 else int(text) + (2000 if int(text) < 70 else 1900)


def _day(cell: Value, *, is_month_first: bool) -> Value:
    numbers = _numbers(cell)
    if numbers is None:
        return cell
    first, second, year = numbers
    day, month = (second, first) if is_month_first else (first, second)
    try:
        return date(year, month, day)
    except ValueError:
        return cell
