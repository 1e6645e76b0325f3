"""Minutes and other texts: paragraphs as one sheet of lines, tables inside as sheets of their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException, ElementTree

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.archives import inspect, unpack
from graphsvc.ingest.delimited import decode, looks_delimited, sheet_of_text
from graphsvc.ingest.sheets import Row, Sheet

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINES = "Text"
"""Name of the sheet that holds the lines of a text."""


def read_text(content: bytes, *, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """A text file: a table where its lines fall into even columns, else one line a row."""
    text, notes = decode(content, file=file)
    if looks_delimited(text):
        sheet, remarks = sheet_of_text(text, name=Path(file).stem, file=file)
        return (sheet,), (*notes, *remarks)
    lines = tuple((line,) for line in text.splitlines())
    return (Sheet(LINES, lines, file, is_text=True),), notes


def read_document(content: bytes, *, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """A word document: its paragraphs, and each of its tables. Raises InputRefused where it is damaged."""
    archive = inspect(content, file=file)
    body = _body(archive, file)
    lines: list[Row] = [(_text(paragraph),) for paragraph in body if paragraph.tag == f"{_WORD}p"]
    tables = [_rows(table) for table in body.iter(f"{_WORD}tbl")]
    sheets = [Sheet(LINES, tuple(lines), file, is_text=True)] if any(line[0] for line in lines) else []
    sheets += [Sheet(f"Tabelle {at}", rows, file) for at, rows in enumerate(tables, start=1) if rows]
    return tuple(sheets), ()


def _body(archive: zipfile.ZipFile, file: str) -> Any:
    document = unpack(archive, "word/document.xml", file=file)
    try:
        body = ElementTree.parse(io.BytesIO(document)).getroot().find(f"{_WORD}body")
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise _damaged(file) from error
    if body is None:
        raise _damaged(file)
    return body


def _rows(table: Any) -> tuple[Row, ...]:
    return tuple(
        tuple("\n".join(_text(paragraph) for paragraph in cell.iter(f"{_WORD}p")) for cell in row.iter(f"{_WORD}tc"))
        for row in table.iter(f"{_WORD}tr")
    )


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag == f"{_WORD}tab":
            yield "\t"
        elif node.tag in (f"{_WORD}br", f"{_WORD}cr"):
            yield "\n"


def _damaged(file: str) -> InputRefused:
    return InputRefused([Problem("imports.workbook_damaged", "imports.workbook_damaged_advice", file=file)])
