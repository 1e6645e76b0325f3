"""Dates as offices write them, read as closed spans of days with their precision."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from graphsvc.ingest.sheets import Value, raw_text
from graphsvc.ingest.text import clean
from graphsvc.vocabulary import fold

Precision = Literal["day", "month", "half_year", "year", "school_year"]

PLACEHOLDERS = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(9999, 12, 31)})
"""Days that office software writes for "no date"; the last one is read as an open end."""

SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(14_611, 73_051)
"""Excel serial numbers read as days: 1940 to 2099; years (1900 to 2100) lie far below."""
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that one written date may mean, first to last."""

    first: date
    last: date
    precision: Precision = "day"


@dataclass(frozen=True, slots=True)
class Interval:
    """A period; None is an open (or unknown) end."""

    first: date | None
    last: date | None


OPEN = Interval(None, None)
_OPEN_WORDS = frozenset(
    {"laufend", "fortlaufend", "unbefristet", "offen", "dauerhaft", "fortgesetzt", "andauernd", "heute", "aktuell"}
    | {"bis heute", "auf dauer", "bis auf weiteres", "ohne ende", "auf unbestimmte zeit", "unbestimmt"}
    | {"ongoing", "open", "permanent", "unlimited", "until further notice"}
)
_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "januar jan jaenner january",
            "februar feb february",
            "maerz mrz mar maer march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_SINCE = re.compile(r"^(?:seit|ab|von|vom|beginn|start|since|from)[:\s]\s*")
_UNTIL = re.compile(r"^(?:bis|ende|endet|until|to)[:\s]\s*(?:zum\s+|einschl(?:iesslich|\.)?\s+)?")
_VAGUE = re.compile(r"^(?:ca\.?|circa|etwa|um|anfang|mitte|ende|dem|zum|jahr|im jahr)\s+")
_BETWEEN = re.compile(r"\s*(?:\bbis\b(?:\s+zum)?|-|\bto\b)\s*")


def read_span(value: Value) -> Span | None:
    """The days one date may mean, or None where it is not a date: a day, a month, a half-year, a year, a school year
    (1 August to 31 July, as NRW's schools count), or an Excel serial number."""
    if isinstance(value, datetime):
        return _day_span(value.date())
    if isinstance(value, date):
        return _day_span(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _number_span(float(value))
    return _text_span(fold(clean(raw_text(value))))


def read_interval(value: Value) -> Interval | None:
    """A period in one cell: "seit 2019", "bis 12/2024", "01.01.2020 - 31.12.2022", "laufend", a single date (its own
    span), or None where it is none of these."""
    text = fold(clean(raw_text(value)))
    if is_open_end(value):
        return OPEN
    if _SINCE.match(text):
        begin = _SINCE.sub("", text)
        if (whole := _two_ends(begin)) is not None:
            return whole
        span = _text_span(begin)
        return Interval(span.first, None) if span else None
    if _UNTIL.match(text):
        span = _text_span(_UNTIL.sub("", text))
        return Interval(None, span.last) if span else None
    span = read_span(value)
    return Interval(span.first, span.last) if span else _two_ends(text)


def is_open_end(value: Value) -> bool:
    """Whether a cell says that there is no end: "laufend", "unbefristet", ..."""
    return isinstance(value, str) and fold(clean(value)) in _OPEN_WORDS


def _two_ends(text: str) -> Interval | None:
    for cut in _BETWEEN.finditer(text):
        begin, end = text[: cut.start()].strip(), text[cut.end() :].strip()
        if not begin:
            continue
        last = None if end in _OPEN_WORDS or not end else _text_span(end)
        first = _text_span(begin) or (_borrowed(begin, last) if last else None)
        if first and (last or end in _OPEN_WORDS or not end):
            return Interval(first.first, last.last if last else None)
    return None


def _borrowed(begin: str, last: Span) -> Span | None:
    """The beginning of "01.01. - 31.12.2022" has its year from the end."""
    return _text_span(f"{begin}{last.first.year}") if re.fullmatch(r"\d{1,2}\.\d{1,2}\.", begin) else None


@lru_cache(maxsize=20_000)
def _text_span(text: str) -> Span | None:
    bare = _VAGUE.sub("", _VAGUE.sub("", _SINCE.sub("", text).strip())).rstrip(" .,;")
    for pattern, read in _PATTERNS:
        found = pattern.fullmatch(bare)
        if found:
            try:
                return read(*found.groups())
            except (ValueError, OverflowError, KeyError):
                continue
    return None


def _day_span(day: date) -> Span:
    return Span(day, day)


def _day(day: str, month: str, year: str) -> Span:
    return _day_span(date(_year(year), int(month), int(day)))


def _year(text: str) -> int:
    """Two digits: up to 69 this century, from 70 the last one."""
    number = int(text)
    return number if len(text) > 2 else number + (2000 if number < 70 else 1900)


def _iso(year: str, month: str, day: str) -> Span:
    return _day_span(date(int(year), int(month), int(day)))


def _month(month: str, year: str) -> Span:
    return _month_span(int(month), _year(year))


def _named_month(month: str, year: str) -> Span:
    return _month_span(_MONTHS[month], _year(year))


def _named_day(day: str, month: str, year: str) -> Span:
    return _day_span(date(_year(year), _MONTHS[month], int(day)))


def _month_span(month: int, year: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _iso_month(year: str, month: str) -> Span:
    return _month_span(int(month), int(year))


def _half_year(half: str, year: str) -> Span:
    first = date(int(year), 1 if half == "1" else 7, 1)
    return Span(first, date(int(year), 6, 30) if half == "1" else date(int(year), 12, 31), "half_year")


def _quarter(quarter: str, year: str) -> Span:
    month = 3 * int(quarter) - 2
    return Span(date(int(year), month, 1), _month_span(month + 2, int(year)).last, "month")


def _whole_year(year: str) -> Span:
    if int(year) not in YEARS:
        raise ValueError(year)
    return Span(date(int(year), 1, 1), date(int(year), 12, 31), "year")


def _school_year(first: str, second: str) -> Span:
    begin, end = int(first), int(first[: 4 - len(second)] + second)
    if end != begin + 1 and not (first.endswith("99") and int(second) == 0):
        raise ValueError(second)
    return Span(date(begin, 8, 1), date(begin + 1, 7, 31), "school_year")


def _number_span(number: float) -> Span | None:
    if not number.is_integer():
        serial = int(number)
        return _day_span(SERIAL_EPOCH + timedelta(days=serial)) if serial in SERIALS else None
    if int(number) in YEARS:
        return _whole_year(str(int(number)))
    return _day_span(SERIAL_EPOCH + timedelta(days=int(number))) if int(number) in SERIALS else None


def _serial(text: str) -> Span:
    span = _number_span(float(text))
    if span is None:
        raise ValueError(text)
    return span


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., Span]], ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ][\d:.+z]*)?"), _iso),
    (re.compile(r"(?:\w{2,10}\.?, ?)?(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})"), _day),
    (re.compile(r"(\d{1,2})\. ?([a-z]+)\.? (\d{4})"), _named_day),
    (re.compile(r"(\d{1,2}) ?[/.] ?(\d{4})"), _month),
    (re.compile(r"(\d{4})-(\d{2})"), _iso_month),
    (re.compile(r"([a-z]+)\.? ?(\d{4}|\d{2})"), _named_month),
    (re.compile(r"([12])\. ?(?:halbjahr|hj\.?) (\d{4})"), _half_year),
    (re.compile(r"(?:q ?)?([1-4])(?:\. ?quartal|(?<=q[1-4])[ /]?|(?<=q [1-4])[ /]?) ?(\d{4})"), _quarter),
    (
        re.compile(r"(?:sj|schuljahr|schulj\.|kita-?jahr|kindergartenjahr|kjg?)\.? ?(\d{4}) ?[/-] ?(\d{4}|\d{2})"),
        _school_year,
    ),
    (re.compile(r"(\d{4}) ?/ ?(\d{4}|\d{2})"), _school_year),
    (re.compile(r"(\d{4})"), _whole_year),
    (re.compile(r"(\d{5})"), _serial),
)
