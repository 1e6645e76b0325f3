"""Columns of years: "2023", "Ansatz 2023", "Zuwendung" above "2023"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphsvc.ingest.sheets import Value, is_empty, raw_text
from graphsvc.ingest.text import clean

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_in(header: str) -> int | None:
    """The year that a header names, where it names one alone."""
    found = _YEAR.findall(header)
    return int(found[0]) if len(found) == 1 else None


def is_year(cell: Value) -> bool:
    """Whether a cell holds a year and nothing else."""
    return not isinstance(cell, bool) and _YEAR.fullmatch(clean(raw_text(cell))) is not None


def are_years(cells: Sequence[Value]) -> bool:
    """Whether the filled cells are years, each another."""
    years = [clean(raw_text(cell)) for cell in cells if not is_empty(cell)]
    return bool(years) and all(map(is_year, years)) and len(set(years)) == len(years)
