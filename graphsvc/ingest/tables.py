"""From a file, a folder or an archive to sheets of cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.archives import members
from graphsvc.ingest.blueprint import sheets_of_blueprint
from graphsvc.ingest.delimited import read_delimited
from graphsvc.ingest.minutes import read_document, read_text
from graphsvc.ingest.sandbox import read_in_child
from graphsvc.ingest.sheets import Sheet, Tables
from graphsvc.model.soundness import CONTROL

DELIMITED = (".csv", ".tsv", ".tab")
TEXTS = (".txt", ".docx")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
READABLE = (*DELIMITED, *TEXTS, *WORKBOOKS, ".json")

MAX_FILE = 200 * 2**20
"""Bytes of one file."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"<!DO": "HTML",
    b"<htm": "HTML",
    b"{\\rt": "RTF",
}
"""First bytes of formats that are often taken for tables."""


def read_tables(path: Path) -> Tables:
    """Every sheet of a workbook, a delimited file, a folder or a zip of them; minutes (docx, txt) as one sheet of
    lines.

    Whatever is not plain text is read in a child process with limits.
    Raises InputRefused with the reason where nothing can be read.
    """
    _check_size(path)
    return read_here(path) if _is_plain(path) else read_in_child(path)


def read_here(path: Path) -> Tables:
    """The same within this process."""
    parts = _folder(path) if path.is_dir() else _single(path)
    sheets: list[Sheet] = []
    notes: list[Problem] = []
    problems: list[Problem] = []
    for name, content in parts:
        try:
            found, remarks = _read_part(name, content)
        except InputRefused as refused:
            problems += refused.problems
        else:
            for sheet in found:
                sheets.append(readable := without_controls(sheet))
                notes += _told_controls(sheet, readable)
            notes += remarks
    if not sheets:
        raise InputRefused(problems) if problems else _refused("imports.no_cells", path.name)
    return Tables(path.name, _fingerprint(parts), tuple(sheets), tuple(notes), tuple(problems))


def without_controls(sheet: Sheet) -> Sheet:
    """The sheet with a blank for each control character, which no text means and no workbook takes."""
    if not any(isinstance(cell, str) and CONTROL.search(cell) for row in sheet.rows for cell in row):
        return sheet
    rows = (tuple(CONTROL.sub(" ", cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _told_controls(sheet: Sheet, readable: Sheet) -> Iterator[Problem]:
    """One remark a row where control characters stood."""
    for at, (before, after) in enumerate(zip(sheet.rows, readable.rows, strict=True), start=1):
        changed = [new for old, new in zip(before, after, strict=True) if old != new] if before is not after else []
        if changed:
            key = "imports.control_character"
            yield Problem(key, f"{key}_advice", sheet.file, sheet.name, at, value=str(changed[0]))


def _check_size(path: Path) -> None:
    if not path.exists():
        raise _refused("imports.no_such_file", path.name)
    for file in path.iterdir() if path.is_dir() else (path,):
        if file.is_file() and file.stat().st_size > MAX_FILE:
            size, limit = file.stat().st_size // 2**20, MAX_FILE // 2**20
            raise _refused("imports.file_too_large", file.name, size=size, limit=limit)


def _is_plain(path: Path) -> bool:
    files = [file for file in path.iterdir() if _is_readable(file)] if path.is_dir() else [path]
    return not any(_begin(file).startswith((_ZIP[:2], _OLE)) for file in files)


def _begin(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _is_readable(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in READABLE and not path.name.startswith((".", "~$"))


def _folder(path: Path) -> list[tuple[str, bytes]]:
    files = sorted(entry for entry in path.iterdir() if _is_readable(entry))
    if not files:
        raise _refused("imports.empty_folder", path.name)
    return [(entry.name, entry.read_bytes()) for entry in files]


def _single(path: Path) -> list[tuple[str, bytes]]:
    content = path.read_bytes()
    if not content.strip():
        raise _refused("imports.empty_file", path.name)
    if content.startswith((_ZIP, _EMPTY_ZIP)) and path.suffix.lower() == ".zip":
        return members(content, file=path.name, suffixes=READABLE)
    return [(path.name, content)]


def _read_part(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    foreign = next((kind for mark, kind in _FOREIGN.items() if content[: len(mark)] == mark), None)
    if foreign:
        raise InputRefused(
            [Problem("imports.foreign_format", "imports.foreign_format_advice", file=name, value=foreign)]
        )
    if content.startswith((_ZIP[:2], _OLE)):
        return _read_container(name, content)
    if name.lower().endswith(".json"):
        return _read_json(name, content)
    if name.lower().endswith(".txt"):
        return read_text(content, file=name)
    sheet, notes = read_delimited(content, name=Path(name).stem, file=name)
    if name.lower().endswith(WORKBOOKS):
        notes = (*notes, Problem("imports.text_not_workbook", "imports.text_not_workbook_advice", file=name))
    return (sheet,), notes


def _read_json(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    sheets = sheets_of_blueprint(content, file=name)
    if sheets is None:
        raise InputRefused([Problem("imports.json_unknown", "imports.json_unknown_advice", file=name)])
    return sheets, ()


def _read_container(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    if b"word/document.xml" in content:
        return read_document(content, file=name)
    from graphsvc.ingest.workbooks import read_workbook  # loads openpyxl; most calls read delimited files alone

    return read_workbook(content, file=name)


def _fingerprint(parts: list[tuple[str, bytes]]) -> str:
    """The same bytes have the same fingerprint; names count only where there are several files."""
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update((name.encode() + b"\x00" if len(parts) > 1 else b"") + content)
    return digest.hexdigest()


def _refused(message: str, file: str, **values: object) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file, values=values)])
