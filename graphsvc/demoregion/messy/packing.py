"""Zip containers with fixed dates: the same content is the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED = (1980, 1, 1, 0, 0, 0)


def pack(entries: Mapping[str, bytes], *, stored: str | None = None) -> bytes:
    """A zip of the entries in their order; `stored` names the one that must come first and uncompressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, FIXED)
            info.external_attr = 0o644 << 16
            method = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compress_type=method)
    return packed.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The entries of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
