"""Grids as a workbook (xlsx), an OpenDocument sheet (ods) and a delimited text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.packing import pack, unpack

WRITTEN = datetime(2026, 1, 15, 9, 0, 0)
"""The creation time in every workbook; the clock would change the bytes."""


def to_xlsx(grids: Iterable[Grid]) -> bytes:
    """A workbook with one sheet a grid, with colours, merged cells, hidden rows and columns."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for grid in grids:
        _draw(workbook.create_sheet(grid.name[:31]), grid)
    saved = io.BytesIO()
    workbook.save(saved)
    entries = unpack(saved.getvalue())
    entries["docProps/core.xml"] = _CORE.encode()
    return pack(dict(sorted(entries.items())))


def _draw(sheet: Any, grid: Grid) -> None:
    for number, cells in enumerate(grid.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None and value != "":
                _draw_cell(sheet.cell(number, column, value), grid, number, column)
    for top, left, bottom, right in grid.merged:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for number in grid.hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for column in grid.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True


def _draw_cell(cell: Any, grid: Grid, row: int, column: int) -> None:
    if row in grid.bold:
        cell.font = Font(bold=True)
    if row in grid.fills:
        cell.fill = PatternFill("solid", fgColor=grid.fills[row])
    if isinstance(cell.value, str) and "\n" in cell.value:
        cell.alignment = Alignment(wrap_text=True)
    if isinstance(cell.value, date):
        cell.number_format = "DD.MM.YYYY"
    if (row, column) in grid.formats:
        cell.number_format = grid.formats[row, column]


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>KI Musterkreis</dc:creator>'
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{WRITTEN.isoformat()}Z</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{WRITTEN.isoformat()}Z</dcterms:modified></cp:coreProperties>'
)


def to_ods(grids: Iterable[Grid]) -> bytes:
    """An OpenDocument spreadsheet with one table a grid: texts, numbers and dates."""
    tables = "".join(_ods_table(grid) for grid in grids)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return pack(
        {
            "mimetype": _ODS_TYPE.encode(),
            "content.xml": f"{_ODS_HEAD}{body}</office:document-content>".encode(),
            "META-INF/manifest.xml": _ODS_MANIFEST.encode(),
        },
        stored="mimetype",
    )


def _ods_table(grid: Grid) -> str:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in grid.rows)
    return f"<table:table table:name={quoteattr(grid.name)}>{rows}</table:table>"


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        day = value.strftime("%d.%m.%Y")
        typed = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {typed}><text:p>{day}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        typed = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {typed}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
)
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def to_text(grid: Grid, *, encoding: str, mark: bytes = b"") -> bytes:
    """A `;`-separated text with Windows line ends in an encoding, with or without a byte order mark."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for cells in grid.rows:
        writer.writerow([_as_text(value) for value in cells])
    return mark + lines.getvalue().encode(encoding)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)
