"""A sheet under construction: cells, colours, merged and hidden parts, and the defects of each cell on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphsvc.demoregion.messy.ledger import Ledger, Spelled


@dataclass(slots=True)
class Grid:
    """One sheet of one file. Rows and columns count from 1."""

    file: str
    name: str
    ledger: Ledger
    rows: list[list[Any]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    fills: dict[int, str] = field(default_factory=dict)
    bold: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def next_row(self) -> int:
        """The number that the next row will have."""
        return len(self.rows) + 1

    def title(self, *lines: str) -> None:
        """Rows above the header that are no data."""
        for line in lines:
            if line:
                self.note(self.next_row, None, line, "title_row", {"row": "left_out"})
            self.rows.append([line])

    def header(self, headers: Sequence[str], groups: Mapping[str, int] | None = None) -> None:
        """The header; with `groups` (title -> width) a row of merged cells above it."""
        self.headers = list(headers)
        if groups:
            self._merge_groups(groups)
        self.bold.add(self.next_row)
        self.rows.append(list(headers))

    def add(self, cells: Mapping[str, Spelled | Any]) -> int:
        """A row by headers; what is wrong with its cells is noted. Gives its number."""
        row = self.next_row
        written: list[Any] = []
        for header in self.headers:
            cell = cells.get(header)
            if isinstance(cell, Spelled):
                if cell.defect is not None:
                    self.note(row, header, cell.raw, cell.defect, cell.expected)
                cell = cell.raw
            written.append(cell)
        self.rows.append(written)
        return row

    def note(self, row: int | None, column: str | None, raw: Any, defect: str, expected: Mapping[str, Any]) -> None:
        """Keep a defect of this sheet."""
        self.ledger.note(self.file, self.name, row, column, raw, defect, expected)

    def hide_column(self, header: str) -> None:
        """Hide a column that holds data all the same."""
        self.hidden_columns.add(self.headers.index(header) + 1)

    def _merge_groups(self, groups: Mapping[str, int]) -> None:
        row, cells, column = self.next_row, [], 1
        for title, width in groups.items():
            cells += [title] + [None] * (width - 1)
            if width > 1:
                self.merged.append((row, column, row, column + width - 1))
            column += width
        self.bold.add(row)
        self.rows.append(cells)
