"""Rows as aligned text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

WIDEST = 60
"""Signs of a column at most; longer texts end in an ellipsis."""


def aligned(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """One line for the heads, one below them, one per row; numbers to the right."""
    cells = [[_short(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(heads, *cells, strict=True)]
    right = [all(isinstance(row[at], int | float) for row in rows) and bool(rows) for at in range(len(heads))]
    yield _line(list(heads), widths, right)
    yield "  ".join("-" * width for width in widths)
    yield from (_line(row, widths, right) for row in cells)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    filled = (
        " " * (width - _width(cell)) + cell if to_right else cell + " " * (width - _width(cell))
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(filled).rstrip()


def _short(cell: object) -> str:
    shown = "" if cell is None else " ".join(str(cell).split())
    return shown if len(shown) <= WIDEST else shown[: WIDEST - 1] + "…"


def _width(shown: str) -> int:
    """Columns on a terminal: wide signs take two, combining ones none."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else not unicodedata.combining(sign) for sign in shown)
