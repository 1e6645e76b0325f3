"""From a file, a folder or an archive to sheets of cells."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.archives import members
from graphsvc.ingest.delimited import read_delimited
from graphsvc.ingest.sheets import Sheet, Tables
from graphsvc.ingest.workbooks import read_workbook

DELIMITED = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def read_tables(path: Path) -> Tables:
    """Every sheet of a workbook, a delimited file, a folder or a zip of them.

    Raises InputRefused with the reason where nothing can be read.
    """
    if not path.exists():
        raise InputRefused([Problem("imports.no_such_file", "imports.no_such_file_advice", file=path.name)])
    parts = _folder(path) if path.is_dir() else _single(path)
    sheets: list[Sheet] = []
    notes: list[Problem] = []
    for name, content in parts:
        found, remarks = _read_part(name, content)
        sheets += found
        notes += remarks
    return Tables(name=path.name, sha256=_fingerprint(parts), sheets=tuple(sheets), notes=tuple(notes))


def _folder(path: Path) -> list[tuple[str, bytes]]:
    files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in (*DELIMITED, *WORKBOOKS))
    if not files:
        raise InputRefused([Problem("imports.empty_folder", "imports.empty_folder_advice", file=path.name)])
    return [(entry.name, entry.read_bytes()) for entry in files]


def _single(path: Path) -> list[tuple[str, bytes]]:
    content = path.read_bytes()
    if not content:
        raise InputRefused([Problem("imports.empty_file", "imports.empty_file_advice", file=path.name)])
    if content.startswith(b"PK") and path.suffix.lower() == ".zip":
        return members(content, file=path.name, suffixes=(*DELIMITED, *WORKBOOKS))
    return [(path.name, content)]


def _read_part(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_workbook(content, file=name)
    sheet, notes = read_delimited(content, name=Path(name).stem, file=name)
    return (sheet,), notes


def _fingerprint(parts: list[tuple[str, bytes]]) -> str:
    """The same bytes have the same fingerprint; names count only where there are several files."""
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update((name.encode() + b"\x00" if len(parts) > 1 else b"") + content)
    return digest.hexdigest()
