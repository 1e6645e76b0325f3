"""How values are written on a page: labels of codes, names of territories, numbers, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import PurePath
from typing import Any

from graphsvc import __version__
from graphsvc.language import catalogue, day, number, text
from graphsvc.viz.style import ink
from graphsvc.vocabulary import SCHEMES, SchemeName, scheme, territories

STALE_AFTER = timedelta(days=365)
"""Data older than this is greyed (`domain.md` 1.3: twelve months)."""

__all__ = ["GLOBALS", "STALE_AFTER", "Words", "catalogue"]


class Words:
    """Values in the reader's language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def label(self, name: SchemeName, code: str | None) -> str:
        """The label of a code, without the examples in brackets behind it; empty for None."""
        return scheme(name).label(code, self.lang).partition(" (")[0] if code else ""

    def labels(self, name: SchemeName, codes: Iterable[str]) -> str:
        """Several labels, joined."""
        return ", ".join(self.label(name, code) for code in codes)

    def options(self, name: SchemeName) -> list[tuple[str, str]]:
        """Codes and labels for a choice, narrower ones indented below the wider ones."""
        concepts = scheme(name).concepts
        return [
            (code, "\u00a0\u00a0" * (len(scheme(name).path(code)) - 1) + self.label(name, code))
            for code in _in_tree_order(name)
            if code in concepts
        ]

    def territory(self, key: str, names: Mapping[str, str]) -> str:
        """The name of a territory: the map's own, else the official one, else the key."""
        return names.get(key) or (territories()[key].name if key in territories() else key)

    def day(self, value: date | None) -> str:
        """A date, or a dash."""
        return day(value, self.lang) if value else "–"

    def span(self, start: date | None, end: date | None) -> str:
        """From when to when, with open ends said in words."""
        messages = catalogue("pages")
        if start and end:
            return f"{day(start, self.lang)} – {day(end, self.lang)}"
        if start:
            return messages["since"][self.lang].format(at=day(start, self.lang))
        return messages["until"][self.lang].format(at=day(end, self.lang)) if end else "–"

    def source(self, said: Mapping[str, Any], files: Mapping[str, str]) -> str:
        """Where a fact stands: what was named as its source, the file, the sheet where the file has several, the row;
        empty where nothing is known. `files` are the names of what was imported."""
        file = said.get("source_file") or files.get(said.get("source_id") or "", "")
        sheet, row = said.get("source_sheet"), said.get("source_row")
        if row is None:
            place = ""
        elif sheet is None or sheet == PurePath(file).stem:
            place = text("pages.row", self.lang, row=str(row))
        else:
            place = text("pages.sheet_row", self.lang, sheet=sheet, row=str(row))
        return ", ".join(dict.fromkeys(part for part in (said.get("source"), file, place) if part))

    def moment(self, written: str) -> str:
        """A moment of the history (ISO 8601, UTC) as the machine's own time."""
        at = datetime.fromisoformat(written).astimezone()
        return f"{day(at.date(), self.lang)}, {at:%H:%M}"

    def number(self, value: float | None, digits: int | None = None) -> str:
        """A number, or a dash."""
        return number(value, self.lang, digits=digits) if value is not None else "–"

    def change(self, value: float) -> str:
        """By how much something grows or shrinks, in whole numbers."""
        whole = round(value)
        return ("+" if whole > 0 else "−" if whole < 0 else "±") + number(abs(whole), self.lang)

    def percent(self, value: float | None) -> str:
        """A share as per cent without places."""
        return f"{number(round(100 * value), self.lang)} %" if value is not None else "–"

    def yes_no(self, value: bool | None) -> str:
        """Yes, no or not known."""
        key = "unknown" if value is None else ("yes" if value else "no")
        return catalogue("pages")[key][self.lang]


@cache
def _in_tree_order(name: SchemeName) -> tuple[str, ...]:
    vocabulary = scheme(name)
    found: list[str] = []

    def walk(code: str) -> None:
        found.append(code)
        for below in vocabulary.narrower(code):
            walk(below)

    for concept in vocabulary:
        if concept.broader is None:
            walk(concept.code)
    return tuple(found)


GLOBALS: Mapping[str, Any] = {"version": __version__, "schemes": SCHEMES, "stale_after": STALE_AFTER, "ink": ink}
"""What every template can name."""
