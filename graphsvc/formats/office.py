"""Tables for spreadsheet programs: CSV as a German office opens it, and xlsx; no cell can start a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from graphsvc.formats.archive import FIXED_TIME, archive

Row = Mapping[str, Any]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings that spreadsheet programs take for a formula or a command (OWASP, CSV injection)."""

PROPERTIES = "docProps/core.xml"
"""The part of a workbook that holds the times of creation and change."""


def neutral(value: Any) -> Any:
    """The value as a cell that no spreadsheet program runs: text that could start a formula gets an apostrophe."""
    if isinstance(value, list | tuple):
        return neutral(";".join(str(each) for each in value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def csv_bytes(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """Office CSV: `;`, byte order mark, CRLF, dates ISO, German decimal comma left to the reader's program."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_written(row.get(column)) for column in columns] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Row]]]) -> bytes:
    """A workbook with one sheet per entry (name -> columns and rows), a bold fixed head, no formulas."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(*FIXED_TIME)
    book.properties.creator = "graphsvc"
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_bold(sheet, column) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, row.get(column)) for column in columns])
    written = BytesIO()
    book.save(written)
    return _without_clock(written)


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return value.isoformat() if isinstance(value, date) else neutral(value)


def _cell(sheet: Any, value: Any) -> Any:
    content = ("ja" if value else "nein") if isinstance(value, bool) else neutral(value)
    if not isinstance(content, str):
        return content
    cell = WriteOnlyCell(sheet, value=content)
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell


def _without_clock(written: BytesIO) -> bytes:
    """The same archive with the time of saving taken out of its entries and its properties."""
    with ZipFile(written) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    return archive(entries | {PROPERTIES: _fixed_properties(entries[PROPERTIES])})


def _fixed_properties(content: bytes) -> bytes:
    stamp = f"{datetime(*FIXED_TIME).isoformat()}Z".encode()
    head, _, rest = content.partition(b'<dcterms:modified xsi:type="dcterms:W3CDTF">')
    _, end, tail = rest.partition(b"</dcterms:modified>")
    return head + b'<dcterms:modified xsi:type="dcterms:W3CDTF">' + stamp + end + tail
