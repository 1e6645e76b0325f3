"""Readers for lists of any form: they take more than the template allows ("2x im Jahr", "rein ehrenamtlich")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from graphsvc.ingest import values
from graphsvc.ingest.records import READERS, Cell
from graphsvc.ingest.segments import split_cell
from graphsvc.ingest.sheets import Value, raw_text
from graphsvc.ingest.text import is_blank, one_line
from graphsvc.vocabulary import fold, scheme


def read_territories(cell: Value, find: Callable[[str], str | None]) -> tuple[str, ...] | None:
    """Keys in their full form, several to a cell; names that are not known stay as text."""

    def key(piece: str) -> str | None:
        return find(piece) or values.full_key(piece)

    text = raw_text(cell)
    if is_blank(text):
        return None
    pieces = split_cell(text, lambda piece: key(piece) is not None, comma_separates=True)
    return tuple(dict.fromkeys(key(piece) or one_line(piece) for piece in pieces)) or None


def _concepts(cell: Cell) -> tuple[str, ...] | None:
    assert cell.column.scheme is not None
    table = scheme(cell.column.scheme)
    found: list[str] = []
    for piece in split_cell(raw_text(cell.value), lambda each: table.find(each) is not None):
        code = table.find(piece)
        if code is None:
            cell.note("imports.unknown_value", piece)
        found.append(code or one_line(piece))
    return tuple(dict.fromkeys(found)) or None


_TIMES_A_YEAR: Mapping[str, float] = {
    "woechentlich": 52,
    "14-taegig": 26,
    "vierzehntaegig": 26,
    "zweiwoechentlich": 26,
    "monatlich": 12,
    "alle zwei monate": 6,
    "alle 2 monate": 6,
    "zweimonatlich": 6,
    "vierteljaehrlich": 4,
    "quartalsweise": 4,
    "einmal im quartal": 4,
    "pro quartal": 4,
    "1x pro quartal": 4,
    "halbjaehrlich": 2,
    "zweimal jaehrlich": 2,
    "zweimal im jahr": 2,
    "jaehrlich": 1,
    "einmal jaehrlich": 1,
    "einmal im jahr": 1,
    "dreimal im jahr": 3,
    "dreimal jaehrlich": 3,
    "viermal im jahr": 4,
    "viermal jaehrlich": 4,
}
_EVERY = re.compile(r"alle (\d+) (wochen|monate)")
_IN_A_YEAR = {"wochen": 52, "monate": 12}
_NO_RHYTHM = frozenset(
    {"nach bedarf", "bei bedarf", "unregelmaessig", "anlassbezogen", "nach absprache", "sporadisch"}
    | {"nach vereinbarung", "laufend", "fortlaufend", "ganzjaehrig", "ad hoc", "variabel"}
)
_TIMES = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:x|mal|×)?\s*(?:-?\s*(?:im jahr|pro jahr|jaehrlich|/\s*jahr|/j\.?|p\.\s?a\.))?"
)
_MINUTES = re.compile(r"(\d+)\s*(?:min\.?|minuten)")
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:h|std\.?|stunden?)")


def _number(cell: Cell) -> float | None:
    """A number, or a rhythm or duration in words ("vierteljährlich", "2x im Jahr", "90 Min.")."""
    folded = fold(cell.text)
    if folded in _TIMES_A_YEAR:
        return _TIMES_A_YEAR[folded]
    for pattern, per in ((_TIMES, 1.0), (_HOURS, 1.0), (_MINUTES, 60.0)):
        found = pattern.fullmatch(folded)
        if found:
            return float(found.group(1).replace(",", ".")) / per
    if every := _EVERY.fullmatch(folded):
        return round(_IN_A_YEAR[every[2]] / int(every[1]), 1) if int(every[1]) else None
    if folded in _NO_RHYTHM:
        cell.note("imports.no_rhythm", cell.text)
        return None
    result: float | None = READERS["number"](cell)
    return result


def _yes_no(cell: Cell) -> bool | None:
    """Also "ehrenamtlich" and "hauptamtlich", a tick for yes."""
    folded = fold(cell.text)
    if folded.startswith(("ehrenamt", "rein ehrenamt")):
        return True
    if folded.startswith("hauptamt"):
        return False
    result: bool | None = READERS["yes_no"](cell)
    return result


def _nothing(_: str) -> bool:
    return False


def _names(cell: Cell) -> tuple[str, ...] | None:
    pieces = split_cell(raw_text(cell.value), _nothing, comma_separates=True)
    return tuple(dict.fromkeys(map(one_line, pieces))) or None


LENIENT_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "concepts": _concepts,
    "number": _number,
    "yes_no": _yes_no,
    "texts": _names,
}
"""Readers that take more than the template allows."""
