"""Tables as they were found: sheets of cells that know their address."""

from __future__ import annotations

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
    """One sheet or one delimited file. `rows[0]` is row 1; `file` is the file inside a folder or archive."""

    name: str
    rows: tuple[Row, ...]
    file: str
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything one upload holds: its name, the fingerprint of its bytes, its sheets, and what was noticed."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = field(default=())

    @property
    def source_id(self) -> str:
        """Id of the source node: the same bytes are the same source."""
        return f"q-{self.sha256[:16]}"


def raw_text(value: Value) -> str:
    """A cell the way a reader would type it: whole numbers without point, dates ISO, nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def is_empty(value: Value) -> bool:
    """Whether a cell holds nothing but white space."""
    return value is None or (isinstance(value, str) and not value.strip())
