"""The records of a recognised sheet, cell by cell: ditto marks filled, remarks and raw texts kept with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from graphsvc.ingest import dates
from graphsvc.ingest.column_cells import column_cells
from graphsvc.ingest.columns import TEMPLATE, Column
from graphsvc.ingest.contacts import CONTACTS
from graphsvc.ingest.fields import Fields
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.lenient_readers import LENIENT_READERS, read_territories
from graphsvc.ingest.money import Money, read_money
from graphsvc.ingest.persons import names_person, without_persons
from graphsvc.ingest.records import READERS, Cell, Findings, Read, RowPlace
from graphsvc.ingest.segments import split_cell
from graphsvc.ingest.several import may_be_several, parted
from graphsvc.ingest.sheets import Value, is_empty, raw_text
from graphsvc.ingest.text import clean, is_blank, one_line


@dataclass(frozen=True, slots=True)
class ValueRead:
    """One value and the cell that it was read from: what stood there (`raw`) and what it was taken for (`value`, in the
    field `field` of a row of `table`; None: left out). `precision` is that of a date."""

    file: str
    sheet: str
    row: int
    column: str
    raw: str
    table: str
    field: str
    value: Any
    precision: str | None = None


@dataclass(slots=True)
class Context:
    """What reading one upload collects: remarks, values, and what names are known."""

    findings: Findings
    is_known_name: Callable[[str], bool]
    find_territory: Callable[[str], str | None]
    values: list[ValueRead] = field(default_factory=list)
    persons: int = 0
    _said: dict[int, Read] = field(default_factory=dict)

    def first_said(self, table: str, read: Read) -> Read:
        """The record that said exactly this of a thing before, or this one; long lists name the same body in every
        row."""
        return self._said.setdefault(hash((table, frozenset(read.values.items()))), read)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record of a sheet, asked by meaning."""

    guess: SheetGuess
    number: int
    cells: Mapping[int, Value]
    context: Context

    @property
    def place(self) -> RowPlace:
        """Where it stands."""
        assert self.guess.layout is not None, "rows come from a layout"
        return RowPlace(self.guess.layout.sheet, self.number)

    def text(self, meaning: str) -> str:
        """The first filled cell with this meaning on one line, "" where there is none."""
        return next((text for at in self.guess.at(meaning) if (text := self._text(at))), "")

    def _text(self, at: int) -> str:
        text = one_line(raw_text(self.cells.get(at)))
        return "" if is_blank(text) else text

    def header(self, at: int) -> str:
        """The header of a column, or its number where it has none."""
        found = next((column.header for column in self.guess.columns if column.at == at), "")
        layout = self.guess.layout
        return found or (layout.headers[at - 1] if layout else "") or f"{at}"

    def read(self, table: str, fields: Fields) -> dict[str, Any]:
        """The values of one record of `table`: each filled cell whose meaning is among `fields`, read as its column in
        the template is, only more leniently."""
        found: dict[str, Any] = {}
        for meaning, name in fields.items():
            for at in self.guess.at(meaning):
                cell = self.cells.get(at)
                if not is_empty(cell):
                    _merge(found, name, self._value(table, name, at, cell))
        return found

    def _value(self, table: str, name: str, at: int, cell: Value) -> Any:
        column = _template_column(table, name)
        named = Column(column.field, self.header(at), column.holds, column.scheme, column.target)
        read = LENIENT_READERS.get(column.holds, READERS[column.holds])
        value = read(Cell(cell, named, self.place, self.context.findings))
        if name == "territory":
            value = read_territories(cell, self.context.find_territory)
        elif name in CONTACTS:
            value = CONTACTS[name](Cell(cell, named, self.place, self.context.findings))
        elif name == "postcode" and isinstance(value, str) and re.fullmatch(r"\d{4}", value):
            value = f"0{value}"
        self.note(table, name, at, value)
        return value

    def note(self, table: str, name: str, at: int, value: Any, *, precision: str | None = None) -> None:
        """Keep what a cell was taken for; what stood there only where it names no person."""
        assert self.guess.layout is not None
        sheet = self.guess.layout.sheet
        cell = self.cells.get(at)
        if precision is None and isinstance(value, date):
            span = dates.read_span(cell)
            precision = span.precision if span else None
        raw = sheet.raw(self.number, at)
        if value != raw and names_person(raw):
            raw = value if isinstance(value, str) else ""
        self.context.values.append(
            ValueRead(sheet.file, sheet.name, self.number, self.header(at), raw, table, name, value, precision)
        )

    def forget(self, name: str) -> None:
        """Let go of what was kept for a field of this row."""
        values = self.context.values
        for at in range(len(values) - 1, -1, -1):
            if values[at].row != self.number:
                return
            if values[at].field == name:
                values[at] = replace(values[at], raw="", value=None)

    def note_all(self, table: str, at: int, found: dict[str, str]) -> dict[str, str]:
        """Keep what one cell was taken for that fills several fields."""
        for name, part in found.items():
            self.note(table, name, at, part)
        return found

    def names(self, meaning: str, table: str, name: str) -> list[str]:
        """Several names in one cell (members, bodies): known ones first, persons left out."""
        found: list[str] = []
        for at in self.guess.at(meaning):
            cell = self.cells.get(at)
            if is_empty(cell):
                continue
            parts = split_cell(raw_text(cell), self.context.is_known_name, comma_separates=True)
            pieces = [piece for part in parts for piece in parted(part)]
            written = [one_line(piece) for piece in pieces]
            named = [without_persons(piece) for piece in written]
            kept = [name for name in named if name and self._is_name(name, at)]
            persons = sum(name != piece for name, piece in zip(named, written, strict=True))
            if persons:
                self.context.persons += persons
                told = self.place.problem("imports.person_in_list", column=self.header(at), value=None)
                self.context.findings.note(told)
            self.note(table, name, at, tuple(kept))
            found += kept
        return found

    def _is_name(self, written: str, at: int) -> bool:
        """Whether a piece of a cell of names has letters; counts are told. So is what may be several names."""
        place, findings = self.place, self.context.findings
        if not any(sign.isalpha() for sign in written):
            findings.problems.append(place.problem("imports.no_name", column=self.header(at), value=written))
            return False
        if may_be_several(written) and not self.context.is_known_name(written):
            findings.note(place.problem("imports.maybe_several", column=self.header(at), value=written))
        return True

    def money(self, at: int) -> Money | None:
        """The amount in a cell, kept with its currency; a filled cell that holds none is told."""
        assert self.guess.layout is not None
        cell = self.cells.get(at)
        if is_empty(cell) or is_blank(raw_text(cell)):
            return None
        found = read_money(cell, unit=f"{self.header(at)} {self.guess.layout.sheet.formats.get((self.number, at), '')}")
        if found is None:
            self._cell(at).problem("imports.no_amount")
            return None
        self.note("agreements", "amount", at, found.value)
        self.note("agreements", "currency", at, found.currency)
        return found

    def interval(self, table: str) -> dict[str, date]:
        """`valid_from` and `valid_to` from columns of a beginning, an end, or a period."""
        first, last = self._edge("from", table), self._edge("to", table)
        found: dict[str, date | None] = {"valid_from": None, "valid_to": None}
        for at in self.guess.at("period"):
            whole = self._dates(at)
            if whole:
                found = {"valid_from": whole.first, "valid_to": whole.last}
                self.note(table, "period", at, (whole.first, whole.last), precision=_precision(self.cells.get(at)))
        if first:
            found["valid_from"] = first.first
            if _is_two_sided(first):
                found["valid_to"] = first.last
        if last:
            found["valid_to"] = last.last
        return {name: day for name, day in found.items() if day}

    def _edge(self, meaning: str, table: str) -> dates.Interval | None:
        """One end: a date; or a whole period ("2019-2023") where a column of beginnings holds one."""
        for at in self.guess.at(meaning):
            cell = self.cells.get(at)
            if is_empty(cell) or is_blank(raw_text(cell)):
                continue
            span = dates.read_span(cell)
            found = dates.Interval(span.first, span.last) if span else self._dates(at)
            if found is None:
                continue
            if found.first in dates.PLACEHOLDERS or found.last in dates.PLACEHOLDERS:
                self._cell(at).note("imports.placeholder_date", self._text(at))
                self.note(table, _EDGES[meaning], at, None)
                return None
            edge = found.first if meaning == "from" else found.last
            self.note(table, _EDGES[meaning], at, edge, precision=span.precision if span else _precision(cell))
            return dates.Interval(found.first, None) if span and meaning == "from" else found
        return None

    def _dates(self, at: int) -> dates.Interval | None:
        cell = self.cells.get(at)
        if is_empty(cell) or is_blank(raw_text(cell)):
            return None
        found = dates.read_interval(cell)
        if found is None:
            self._cell(at).problem("imports.no_date")
        return found

    def _cell(self, at: int) -> Cell:
        return Cell(self.cells.get(at), Column("date", self.header(at)), self.place, self.context.findings)


_EDGES = {"from": "valid_from", "to": "valid_to"}


def record_rows(guess: SheetGuess, context: Context) -> Iterator[RecordRow]:
    """Every record of a sheet, ditto marks replaced by what they repeat."""
    layout = guess.layout
    if layout is None:
        return
    columns = {at: column_cells(layout, at, guess, context.findings) for at in range(1, layout.width + 1)}
    for index, number in enumerate(layout.data_rows):
        yield RecordRow(guess, number, {at: cells[index] for at, cells in columns.items()}, context)


def _template_column(table: str, name: str) -> Column:
    columns = next(each.columns for each in TEMPLATE if each.name == table)
    return next(column for column in columns if column.field == name)


def _merge(found: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, tuple) and name in found:
        found[name] = tuple(dict.fromkeys((*found[name], *value)))
    else:
        found.setdefault(name, value)


def _is_two_sided(interval: dates.Interval) -> bool:
    return interval.first is not None and interval.last is not None


def _precision(cell: Value) -> str | None:
    text = clean(raw_text(cell))
    spans = [
        dates.read_span(piece.strip())
        for piece in re.split(r"\s(?:bis|-|–)\s|^(?:seit|ab|bis)\s", text)
        if piece.strip()
    ]
    precise = [span.precision for span in spans if span]
    return precise[-1] if precise else None
