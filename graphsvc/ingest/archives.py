"""A look into a zip before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from graphsvc.errors import InputRefused, Problem

MAX_MEMBERS = 2_000
MAX_UNPACKED = 600 * 2**20
"""Bytes that all members may have together once unpacked."""
MAX_RATIO = 200
"""Unpacked to packed size; spreadsheets stay below 60, zip bombs begin at 1,000."""
_RATIO_MATTERS_FROM = 20 * 2**20

MAX_ROWS = 250_000
MAX_COLUMNS = 2_000
MAX_CELLS = 10_000_000
"""Cells in the rectangle from A1 to the last filled cell: what a reader must hold in memory."""

_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, OSError, EOFError, RuntimeError)
_CHUNK = 2**20
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def inspect(content: bytes, *, file: str) -> zipfile.ZipFile:
    """The opened archive, if it is whole, not encrypted and not a bomb; InputRefused says which it is not."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except _BROKEN as error:
        raise _refused("imports.zip_damaged", file) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused("imports.zip_encrypted", file)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > _RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise _refused("imports.zip_bomb", file, ratio=round(unpacked / packed))
    if len(entries) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise _refused("imports.zip_too_large", file, size=round(unpacked / 2**20), limit=MAX_UNPACKED // 2**20)
    return archive


def members(content: bytes, *, file: str, suffixes: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Name and bytes of every member with one of the suffixes, sorted by name; folders inside are flattened."""
    archive = inspect(content, file=file)
    wanted = sorted(
        (PurePosixPath(entry.filename).name, entry.filename)
        for entry in archive.infolist()
        if not entry.is_dir() and _is_wanted(entry.filename, suffixes)
    )
    if not wanted:
        raise _refused("imports.zip_without_tables", file)
    return [(name, unpack(archive, path, file=file)) for name, path in wanted]


def unpack(archive: zipfile.ZipFile, member: str, *, file: str) -> bytes:
    """The bytes of one member; InputRefused where they are damaged or more than the archive says."""
    try:
        declared = archive.getinfo(member).file_size
        with archive.open(member) as stream:
            content = stream.read(declared + 1)
    except _BROKEN as error:
        raise _refused("imports.zip_damaged", file) from error
    if len(content) > declared:
        raise _refused("imports.zip_damaged", file)
    return content


def check_sheet_sizes(archive: zipfile.ZipFile, *, file: str) -> None:
    """Refuse an xlsx workbook with a sheet whose last filled cell lies so far out that reading it would exhaust memory:
    two cells, A1 and XFD1048576, span 17 billion."""
    for entry in archive.infolist():
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            rows, columns = _extent(archive, entry.filename, file)
            if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
                raise _refused(
                    "imports.sheet_too_large",
                    file,
                    rows=rows,
                    columns=columns,
                    most_rows=MAX_ROWS,
                    most_columns=MAX_COLUMNS,
                )


def _extent(archive: zipfile.ZipFile, member: str, file: str) -> tuple[int, int]:
    """Last row and last column with a filled cell."""
    rows = columns = 0
    rest = b""
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                for letters, digits in _FILLED_CELL.findall(text):
                    rows = max(rows, int(digits))
                    columns = max(columns, column_number(letters.decode()))
                rest = text[-200:]
    except _BROKEN as error:
        raise _refused("imports.zip_damaged", file) from error
    return rows, columns


def column_number(letters: str) -> int:
    """The number of a column, counted from 1: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _is_wanted(path: str, suffixes: tuple[str, ...]) -> bool:
    name = PurePosixPath(path).name
    return name.lower().endswith(suffixes) and not name.startswith((".", "~$")) and "__MACOSX" not in path


def _refused(message: str, file: str, **values: object) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file, values=values)])
