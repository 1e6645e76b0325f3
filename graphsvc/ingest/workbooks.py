"""Workbooks: values by calamine."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.sheets import Range, Row, Sheet, Value


def read_workbook(content: bytes, *, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """All sheets with cells of an xlsx, xls or ods workbook."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(_read_sheet(workbook, meta, file) for meta in workbook.sheets_metadata)
    except PasswordError as error:
        raise _refused("imports.workbook_encrypted", file) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise _refused("imports.workbook_damaged", file) from error
    return tuple(sheet for sheet in sheets if sheet.rows), ()


def _read_sheet(workbook: CalamineWorkbook, meta: Any, file: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(meta.name)
    rows = tuple(_row(cells) for cells in sheet.to_python(skip_empty_area=False))
    merged = tuple(Range(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in _merged(sheet))
    hidden = meta.visible != SheetVisibleEnum.Visible
    return Sheet(name=meta.name, rows=rows, file=file, merged=merged, hidden=hidden)


def _merged(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return sheet.merged_cell_ranges or []


def _row(cells: list[Any]) -> Row:
    return tuple(cell if type(cell) is str else _value(cell) for cell in cells)


def _value(cell: Any) -> Value:
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date()
    return cell if isinstance(cell, str | int | float | bool | date) else str(cell)


def _refused(message: str, file: str) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file)])
