"""Data that comes with the package, in the import template."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

HERFORD_AT = date(2023, 9, 29)
"""The latest date in the sources of the Herford example: what "today" means with it."""


def herford() -> Path:
    """The workbook about Kreis Herford: integration centre, networks, agreements, each row with its source."""
    return Path(str(resources.files(__name__) / "herford" / "herford.xlsx"))
