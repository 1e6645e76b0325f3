"""Tables as they were found: sheets of cells that know their address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from graphsvc.errors import Problem

Value = str | int | float | bool | date | None
"""What a cell holds; `datetime` is a `date`."""

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, all four edges counted from 1 and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or one delimited file. `rows[0]` is row 1; `file` is the file inside a folder or archive; `formats` are
    the number formats, by row and column from 1, that change how a number reads (leading zeros, currency, per cent);
    `is_text` marks the lines of a text, one a row; `is_turned` a form whose entries were columns and are rows here."""

    name: str
    rows: tuple[Row, ...]
    file: str
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    is_text: bool = False
    is_turned: bool = False
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def raw(self, row: int, column: int) -> str:
        """The text of a cell as a reader sees it; row and column count from 1."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        value = cells[column - 1] if column <= len(cells) else None
        return raw_text(value, self.formats.get((row, column)))


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything one upload holds: its name, the fingerprint of its bytes, its sheets, what was noticed, and which of
    several files could not be read."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def source_id(self) -> str:
        """Id of the source node: the same bytes are the same source."""
        return f"q-{self.sha256[:16]}"


def raw_text(value: Value, number_format: str | None = None) -> str:
    """A cell the way a reader would type it: whole numbers without point, dates ISO, nothing for an empty cell; with
    its number format, leading zeros, euros and per cent."""
    if value is None:
        return ""
    if number_format and isinstance(value, int | float):
        return _formatted(value, number_format)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def is_empty(value: Value) -> bool:
    """Whether a cell holds nothing but white space."""
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def _formatted(value: int | float, number_format: str) -> str:
    if re.fullmatch("0{2,}", number_format):
        return str(round(value)).zfill(len(number_format))
    if "%" in number_format:
        return f"{value * 100:g} %".replace(".", ",")
    if "€" in number_format or "EUR" in number_format:
        return f"{value:,.2f} €".translate(str.maketrans(",.", ".,"))
    return raw_text(value)
