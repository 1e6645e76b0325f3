"""Cells that may name several organisations: "Jobcenter / Agentur für Arbeit", "DRK und Diakonie"."""

from __future__ import annotations

import re

from graphsvc.ingest.persons import ORGANISATION
from graphsvc.vocabulary import fold

_STROKE = re.compile(r"\s+/\s+")
_SOFT = re.compile(r"\s+/\s+|,\s+|\s+(?:und|&)\s+")


def parted(written: str) -> list[str]:
    """A piece of a list of names, parted at a stroke between blanks where each side is called like an organisation."""
    parts = _STROKE.split(written)
    return parts if len(parts) > 1 and all(map(_is_organisation, parts)) else [written]


def may_be_several(written: str) -> bool:
    """Whether each part of a name is called like an organisation; in "Amt für Jugend und Schule" what follows "für"
    belongs together."""
    parts = _SOFT.split(written)
    is_one = re.search(r"\s(?:für|der|des)\s", parts[0]) is not None
    return len(parts) > 1 and not is_one and all(map(_is_organisation, parts))


def _is_organisation(name: str) -> bool:
    return ORGANISATION.search(fold(name)) is not None or fold(name).startswith("land ")
