"""A look into a zip before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from graphsvc.errors import InputRefused, Problem

MAX_MEMBERS = 2_000
MAX_UNPACKED = 600 * 2**20
"""Bytes that all members may have together once unpacked."""
MAX_RATIO = 200
"""Unpacked to packed size; spreadsheets stay below 60, zip bombs begin at 1,000."""
_RATIO_MATTERS_FROM = 20 * 2**20


def inspect(content: bytes, *, file: str) -> zipfile.ZipFile:
    """The opened archive, if it is whole, not encrypted and not a bomb; InputRefused says which it is not."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise _refused("imports.zip_damaged", file) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused("imports.zip_encrypted", file)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise _refused("imports.zip_too_large", file, size=round(unpacked / 2**20), limit=MAX_UNPACKED // 2**20)
    if unpacked > _RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise _refused("imports.zip_bomb", file, ratio=round(unpacked / packed))
    return archive


def members(content: bytes, *, file: str, suffixes: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Name and bytes of every member with one of the suffixes, sorted by name; folders inside are flattened."""
    archive = inspect(content, file=file)
    wanted = sorted(
        (PurePosixPath(entry.filename).name, entry)
        for entry in archive.infolist()
        if not entry.is_dir() and _is_wanted(entry.filename, suffixes)
    )
    if not wanted:
        raise _refused("imports.zip_without_tables", file)
    return [(name, unpack(archive, entry.filename, file=file)) for name, entry in wanted]


def unpack(archive: zipfile.ZipFile, member: str, *, file: str) -> bytes:
    """The bytes of one member; InputRefused where they are damaged or more than the archive says."""
    try:
        declared = archive.getinfo(member).file_size
        with archive.open(member) as stream:
            content = stream.read(declared + 1)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, EOFError, RuntimeError) as error:
        raise _refused("imports.zip_damaged", file) from error
    except Exception as error:  # zlib.error and lzma.LZMAError derive from Exception itself
        raise _refused("imports.zip_damaged", file) from error
    if len(content) > declared:
        raise _refused("imports.zip_damaged", file)
    return content


def _is_wanted(path: str, suffixes: tuple[str, ...]) -> bool:
    name = PurePosixPath(path).name
    return name.lower().endswith(suffixes) and not name.startswith((".", "~$")) and "__MACOSX" not in path


def _refused(message: str, file: str, **values: object) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file, values=values)])
