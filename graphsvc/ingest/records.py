"""From rows to typed records: each cell read as its column says, whatever is wrong noted with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphsvc.errors import Problem
from graphsvc.ingest import dates, values
from graphsvc.ingest.columns import Column, Holds, Table
from graphsvc.ingest.sheets import Row, Sheet, Value, raw_text
from graphsvc.ingest.text import is_blank, one_line
from graphsvc.language import Said
from graphsvc.model.entities import Origin
from graphsvc.model.soundness import LARGEST_NUMBER
from graphsvc.vocabulary import Scheme, scheme

Record = dict[str, Any]


@dataclass(slots=True)
class Findings:
    """What reading noticed: `problems` cost a value or a row, `notes` cost nothing. Equal remarks about equal values of
    one column are told once, with their number."""

    problems: list[Problem] = field(default_factory=list)
    _notes: dict[tuple[Any, ...], tuple[Problem, int]] = field(default_factory=dict)

    def note(self, problem: Problem) -> None:
        """Remember a remark; the first place it was met is the one that is told."""
        same = (problem.message, problem.file, problem.sheet, problem.column, problem.value)
        first, count = self._notes.get(same, (problem, 0))
        self._notes[same] = (first, count + 1)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """All remarks in the order they were met, with their `count`."""
        return tuple(
            Problem(
                first.message,
                first.advice,
                first.file,
                first.sheet,
                first.row,
                first.column,
                first.value,
                {"count": count, **first.values},
            )
            for first, count in self._notes.values()
        )


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a record stands, for messages."""

    sheet: Sheet
    row: int

    def problem(self, message: str, *, column: Column | str | None, value: str | None, **extra: Any) -> Problem:
        """A problem at this place."""
        name = self._header(column) if isinstance(column, Column) else column
        row = None if self.sheet.is_turned else self.row
        return Problem(message, f"{message}_advice", self.sheet.file, self.sheet.name, row, name, value, extra)

    def _header(self, column: Column) -> str:
        """The column as the sheet calls it, in German where it has none of its names."""
        top = self.sheet.rows[: TITLES_AT_MOST + 1]
        headers = {one_line(raw_text(cell)).casefold() for row in top for cell in row if isinstance(cell, str)}
        return next((name for name in column.names if name.casefold() in headers), column.de)

    def seen_from(self, other: RowPlace) -> Said:
        """This place as a reader at the other one looks it up: the row, with its file and sheet where they differ."""
        if (self.sheet.file, self.sheet.name) == (other.sheet.file, other.sheet.name):
            return Said("errors.place_row", {"at": self.row})
        return Said("imports.place_elsewhere", {"file": self.sheet.file, "sheet": self.sheet.name, "row": self.row})

    def origin(self, source_id: str) -> Origin:
        """The provenance of a fact read here."""
        return Origin(source_id, self.sheet.name, None if self.sheet.is_turned else self.row, self.sheet.file)


@dataclass(slots=True)
class Read:
    """One row of one table: the values by field (references still as written) and its place.

    `ends` are references whose records stand in the same row of a list (field -> record): many bodies are called
    "Integrationsrat", and only the row tells which one is meant. `same` is the record that says exactly the same and
    stands for this one.
    """

    values: Record
    place: RowPlace
    ends: Mapping[str, Read] | None = None
    same: Read | None = None


def read_table(table: Table, sheet: Sheet, findings: Findings) -> list[Read]:
    """Every row below the header of a template sheet."""
    header = header_row(table, sheet)
    if header is None:
        return []
    columns = _columns(table, sheet, header, findings)
    reads: list[Read] = []
    for at in range(header + 1, len(sheet.rows)):
        row = sheet.rows[at]
        if any(not _is_nothing(cell) for cell in row):
            reads += _read_row(columns, row, RowPlace(sheet, at + 1), findings, table)
    return reads


TITLES_AT_MOST = 10
"""Filled rows that may stand above the header of a template sheet."""


def header_row(table: Table, sheet: Sheet) -> int | None:
    """The row with the headers, counted from 0: the first that has every required column, below titles at most; else
    the first with anything in it. None for an empty sheet."""
    filled = [at for at, row in enumerate(sheet.rows) if any(not _is_nothing(cell) for cell in row)][:TITLES_AT_MOST]
    return next((at for at in filled if _has_required(table, sheet.rows[at])), next(iter(filled), None))


def _has_required(table: Table, row: Row) -> bool:
    found = {table.column(one_line(raw_text(cell))) for cell in row if not _is_nothing(cell)}
    return all(column in found for column in table.columns if column.required)


def _is_nothing(cell: Value) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def _columns(table: Table, sheet: Sheet, header: int, findings: Findings) -> dict[int, Column]:
    place = RowPlace(sheet, header + 1)
    found: dict[int, Column] = {}
    for at, cell in enumerate(sheet.rows[header]):
        name = one_line(raw_text(cell))
        if not name:
            continue
        column = table.column(name)
        if column is None:
            findings.note(place.problem("imports.unknown_column", column=name, value=name))
        elif column in found.values():
            findings.problems.append(place.problem("imports.header_twice", column=name, value=name))
        else:
            found[at] = column
    findings.problems += [
        place.problem("imports.column_missing", column=column, value=None, column_name=column.de, sheet_name=sheet.name)
        for column in table.columns
        if column.required and column not in found.values()
    ]
    return found


def _read_row(columns: Mapping[int, Column], row: Row, place: RowPlace, findings: Findings, table: Table) -> list[Read]:
    record: Record = {}
    for at, column in columns.items():
        cell = row[at] if at < len(row) else None
        if not _is_nothing(cell):
            value = READERS[column.holds](Cell(cell, column, place, findings))
            if value is not None:
                record[column.field] = value
    missing = [column for column in table.columns if column.required and column.field not in record]
    if not missing:
        return [Read(record, place)]
    if not any(column in missing for column in columns.values()):
        return []
    findings.problems += [
        place.problem("imports.required_empty", column=column, value=None, column_name=column.de) for column in missing
    ]
    return []


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty, its column, and where remarks about it go."""

    value: Value
    column: Column
    place: RowPlace
    findings: Findings

    @property
    def text(self) -> str:
        """What is written in the cell, on one line."""
        return one_line(raw_text(self.value))

    def problem(self, message: str) -> None:
        """Tell that the value is left out."""
        self.findings.problems.append(self.place.problem(message, column=self.column, value=self.text))

    def note(self, message: str, value: str) -> None:
        """Tell something about the value, or a part of it, that costs nothing."""
        self.findings.note(self.place.problem(message, column=self.column, value=value))


def _id(cell: Cell) -> str | None:
    return raw_text(cell.value).strip() or None


def _text(cell: Cell) -> str | None:
    return None if is_blank(cell.text) else cell.text


def _name(cell: Cell) -> str | None:
    """A name may be what elsewhere means nothing ("NN")."""
    return cell.text or None


def _texts(cell: Cell) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(_several(cell))) or None


def _several(cell: Cell) -> list[str]:
    return [part for part in values.parts(raw_text(cell.value)) if not is_blank(part)]


def _concept(cell: Cell) -> str | None:
    return None if is_blank(cell.text) else _code(cell.text, cell)


def _concepts(cell: Cell) -> tuple[str, ...] | None:
    whole = _vocabulary(cell).find(cell.text)
    return (whole,) if whole else tuple(dict.fromkeys(_code(part, cell) for part in _several(cell))) or None


def _code(text: str, cell: Cell) -> str:
    """The code of a vocabulary entry; an unknown value stays as text and is listed."""
    code = _vocabulary(cell).find(text)
    if code is None:
        cell.note("imports.unknown_value", text)
    return code or text


def _vocabulary(cell: Cell) -> Scheme:
    assert cell.column.scheme, "columns that hold concepts name their scheme"
    return scheme(cell.column.scheme)


def _programme(cell: Cell) -> str | None:
    """Funding: the programme's code where it is one, else the text; several joined by `; `."""
    return "; ".join(_vocabulary(cell).find(part) or part for part in _several(cell)) or None


def _start(cell: Cell) -> date | None:
    span = _span(cell)
    return span.first if span else None


def _end(cell: Cell) -> date | None:
    span = None if dates.is_open_end(cell.value) else _span(cell)
    return span.last if span else None


def _span(cell: Cell) -> dates.Span | None:
    if is_blank(cell.text):
        return None
    span = dates.read_span(cell.value)
    if span is None:
        cell.problem("imports.no_date")
    elif span.first in dates.PLACEHOLDERS:
        cell.note("imports.placeholder_date", cell.text)
        return None
    return span


def _yes_no(cell: Cell) -> bool | None:
    if isinstance(cell.value, bool) or is_blank(cell.text):
        return cell.value if isinstance(cell.value, bool) else None
    answer = values.yes_no(cell.text)
    if answer is None:
        cell.problem("imports.no_yes_no")
    return answer


def _number(cell: Cell) -> float | None:
    return _in_range(values.number(cell.value), cell)


def _whole(cell: Cell) -> int | None:
    found = _in_range(values.whole(cell.value), cell)
    return None if found is None else int(found)


def _in_range(found: float | None, cell: Cell) -> float | None:
    if is_blank(cell.text):
        return None
    if found is None:
        cell.problem("imports.no_number")
    elif not 0 <= found <= LARGEST_NUMBER:
        cell.problem("imports.number_out_of_range")
        return None
    return found


READERS: Mapping[Holds, Callable[[Cell], Any]] = {
    "id": _id,
    "name": _name,
    "text": _text,
    "texts": _texts,
    "concept": _concept,
    "concepts": _concepts,
    "programme": _programme,
    "territory": _text,
    "territories": _texts,
    "start": _start,
    "end": _end,
    "first_day": _start,
    "last_day": _end,
    "yes_no": _yes_no,
    "number": _number,
    "whole": _whole,
    "reference": _id,
    "references": _texts,
}
"""How each kind of column is read. References and territories stay as written until the whole file is known."""
