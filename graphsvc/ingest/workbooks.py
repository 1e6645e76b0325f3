"""Workbooks: values by calamine, and by openpyxl what calamine does not see in xlsx files (hidden rows, colours,
formulas without a stored result, number formats, links to other files)."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, XmlError, ZipError

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.archives import check_sheet_sizes, inspect
from graphsvc.ingest.sheets import Range, Row, Sheet, Value

LOOKED_AT_CLOSELY = 400_000
"""Cells up to which hidden rows, colours and formulas are looked for; openpyxl needs about 1 kB a cell."""

_TELLING_FORMAT = re.compile("0{2,}|.*(?:%|€|EUR|CHF|USD|GBP|£).*")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_workbook(content: bytes, *, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """All sheets with cells of an xlsx, xls or ods workbook, and what was noticed. Call it in a process of its own.

    Raises InputRefused where the workbook is damaged, encrypted or too large.
    """
    if content.startswith(_OLE) and _ENCRYPTED_STREAM in content:
        raise _refused("imports.workbook_encrypted", file)
    if content.startswith(b"PK"):
        check_sheet_sizes(inspect(content, file=file), file=file)
    sheets = _values(content, file)
    if not _is_xlsx(content):
        return sheets, (_note("imports.cannot_see", file, None),)
    return _with_details(content, sheets, file)


def _values(content: bytes, file: str) -> tuple[Sheet, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(_read_sheet(workbook, meta, file) for meta in workbook.sheets_metadata)
    except PasswordError as error:
        raise _refused("imports.workbook_encrypted", file) from error
    except (CalamineError, ZipError, XmlError, OSError, ValueError, KeyError, IndexError) as error:
        raise _refused("imports.workbook_damaged", file) from error
    return tuple(sheet for sheet in sheets if sheet.rows)


def _read_sheet(workbook: CalamineWorkbook, meta: Any, file: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(meta.name)
    rows = tuple(_row(cells) for cells in sheet.to_python(skip_empty_area=False))
    ranges = sheet.merged_cell_ranges or []
    merged = tuple(Range(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)
    return Sheet(meta.name, rows, file, merged=merged, hidden=meta.visible != SheetVisibleEnum.Visible)


def _row(cells: list[Any]) -> Row:
    return tuple(cell if type(cell) is str else _value(cell) for cell in cells)


def _value(cell: Any) -> Value:
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date()
    return cell if isinstance(cell, str | int | float | bool | date) else str(cell)


def _is_xlsx(content: bytes) -> bool:
    return content.startswith(b"PK") and b"xl/workbook" in content


def _with_details(
    content: bytes, sheets: tuple[Sheet, ...], file: str
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    cells = sum(len(sheet.rows) * max(map(len, sheet.rows)) for sheet in sheets)
    if cells > LOOKED_AT_CLOSELY:
        return sheets, (_note("imports.not_looked_at", file, None, cells=cells),)
    details = _details(content)
    if details is None:
        return sheets, (_note("imports.not_looked_at", file, None, cells=cells),)
    notes = [note for sheet in sheets for note in _remarks(sheet, details.get(sheet.name), file)]
    if details and next(iter(details.values())).links_elsewhere:
        notes.append(_note("imports.external_links", file, None))
    return tuple(_detailed(sheet, details.get(sheet.name)) for sheet in sheets), tuple(notes)


@dataclass(frozen=True, slots=True)
class _Details:
    """What openpyxl sees of one sheet."""

    hidden_rows: frozenset[int]
    hidden_columns: int
    coloured: int
    formulas: tuple[tuple[int, int], ...]
    links_elsewhere: bool
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


def _details(content: bytes) -> dict[str, _Details] | None:
    """By sheet name; None where openpyxl cannot open what calamine could."""
    try:
        with warnings.catch_warnings(action="ignore"):
            workbook = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # openpyxl raises whatever its parsers meet; the values are read already
        return None
    links = bool(getattr(workbook, "_external_links", ()))
    return {sheet.title: _look(sheet, links) for sheet in workbook.worksheets}


def _look(sheet: Any, links: bool) -> _Details:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return _Details(
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=sum(column.hidden for column in sheet.column_dimensions.values()),
        coloured=sum(cell.has_style and cell.fill.fill_type == "solid" for cell in cells),
        formulas=tuple((cell.row, cell.column) for cell in cells if cell.data_type == "f"),
        links_elsewhere=links,
        formats={
            (cell.row, cell.column): cell.number_format
            for cell in cells
            if cell.data_type == "n" and _TELLING_FORMAT.fullmatch(cell.number_format)
        },
    )


def _detailed(sheet: Sheet, details: _Details | None) -> Sheet:
    if details is None:
        return sheet
    return replace(sheet, hidden_rows=details.hidden_rows, formats=details.formats)


def _remarks(sheet: Sheet, details: _Details | None, file: str) -> list[Problem]:
    if details is None:
        return []
    hidden = sorted(row for row in details.hidden_rows if row <= len(sheet.rows) and any(sheet.rows[row - 1]))
    empty = [f"{get_column_letter(column)}{row}" for row, column in details.formulas if not sheet.raw(row, column)]
    told: list[tuple[bool, str, dict[str, object]]] = [
        (bool(hidden), "imports.hidden_rows", {"count": len(hidden), "rows": ", ".join(map(str, hidden[:20]))}),
        (details.hidden_columns > 0, "imports.hidden_columns", {"count": details.hidden_columns}),
        (details.coloured > 0, "imports.colours", {"count": details.coloured}),
        (len(details.formulas) > len(empty), "imports.formulas", {"count": len(details.formulas) - len(empty)}),
        (bool(empty), "imports.formulas_empty", {"count": len(empty), "cells": ", ".join(empty[:20])}),
        (sheet.hidden, "imports.hidden_sheet", {}),
    ]
    return [_note(message, file, sheet.name, **values) for holds, message, values in told if holds]


def _note(message: str, file: str, sheet: str | None, **values: object) -> Problem:
    return Problem(message, f"{message}_advice", file=file, sheet=sheet, values=values)


def _refused(message: str, file: str) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file)])
