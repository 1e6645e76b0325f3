"""Zip archives that are the same bytes whenever they are written."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_TIME = (2000, 1, 1, 0, 0, 0)
"""Stands at every entry instead of the time of writing."""


def archive(entries: Mapping[str, bytes]) -> bytes:
    """A zip of these files, in this order."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(ZipInfo(name, FIXED_TIME), content, ZIP_DEFLATED)
    return written.getvalue()
