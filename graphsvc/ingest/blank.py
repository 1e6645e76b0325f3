"""The empty import template as a workbook."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from graphsvc.ingest.columns import TEMPLATE, VOCABULARIES, Column
from graphsvc.language import text
from graphsvc.vocabulary import SCHEMES, scheme

_MADE = datetime(2026, 1, 1)
"""Written into the file so that the same version gives the same content."""


def blank_template() -> bytes:
    """One sheet a table with its German headers (required ones marked, each with a note on what it holds), and the
    vocabularies."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for table in TEMPLATE:
        sheet = workbook.create_sheet(table.de)
        sheet.append([column.de for column in table.columns])
        sheet.freeze_panes = "A2"
        for at, column in enumerate(table.columns, start=1):
            _dress(sheet.cell(1, at), column)
            sheet.column_dimensions[get_column_letter(at)].width = max(12, len(column.de) + 3)
    _list_vocabularies(workbook.create_sheet(VOCABULARIES))
    workbook.properties.creator = "graphsvc"
    workbook.properties.created = workbook.properties.modified = _MADE
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _dress(cell: openpyxl.cell.Cell, column: Column) -> None:
    cell.font = Font(bold=True)
    if column.required:
        cell.fill = PatternFill("solid", fgColor="DDE8F0")
    hint = text(f"imports.holds_{column.holds}", "de", scheme=column.scheme or "")
    cell.comment = Comment(hint + (f" {text('imports.holds_required', 'de')}" if column.required else ""), "graphsvc")


def _list_vocabularies(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.append(
        [text(f"imports.vocabulary_{name}", "de") for name in ("scheme", "code", "label", "english", "synonyms")]
    )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for name in SCHEMES:
        for concept in scheme(name):
            sheet.append([name, concept.code, concept.de, concept.en, "; ".join(concept.synonyms)])
    for letter, width in zip("ABCDE", (20, 26, 44, 44, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
