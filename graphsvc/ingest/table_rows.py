"""Which rows below a header are records, and which are subtotals, headings, footnotes, or the header again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.ingest.sheets import Row, raw_text
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold, scheme

_TOTAL = re.compile(
    r"(?:zwischen|gesamt|end|teil)?-?(?:summe|ergebnis|betrag)\b|gesamt(?:wert|zahl|anzahl)?\b|insgesamt\b|summe\b|total\b"
    r"|sub-?total\b|uebertrag\b|anzahl(?: der)? (?:eintraege|akteure|projekte|datensaetze)\b"
)
_FOOTNOTES = ("*", "Quelle", "Legende", "Stand", "Hinweis", "Anmerkung", "Erläuterung")
_LONGEST_NAME = 90
"""Letters; a single longer text is a sentence."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Numbers of rows, from 1, by what they are; `sections` with what they say of the rows below them."""

    data: tuple[int, ...]
    totals: tuple[int, ...]
    sections: Mapping[int, str]
    footers: tuple[int, ...]
    repeated_headers: tuple[int, ...]


def sort_rows(rows: Sequence[Row], headers: Sequence[str], *, first: int, width: int) -> TableRows:
    """The rows from `first` on, of a table of so many columns (`width`)."""
    header = [fold(text) for text in headers]
    found: dict[str, list[int]] = {"data": [], "totals": [], "repeated": [], "single": [], "empty": []}
    for number in range(first, len(rows) + 1):
        found[_sort_of(_texts(rows[number - 1]), header, width)].append(number)
    remarks = _remarks(found["single"], found["data"], rows)
    data = sorted({*found["data"], *found["single"]} - remarks.keys())
    last = data[-1] if data else 0
    return TableRows(
        data=tuple(data),
        totals=tuple(found["totals"]),
        sections={number: text for number, text in remarks.items() if number < last},
        footers=tuple(number for number in remarks if number > last),
        repeated_headers=tuple(found["repeated"]),
    )


def is_total(filled: Sequence[str]) -> bool:
    """Whether the texts of a row are those of a subtotal or total: its first cell says so."""
    return _TOTAL.match(fold(filled[0])) is not None and (len(filled[0]) < 80 or len(set(filled)) <= 2)


def _texts(row: Row) -> list[str]:
    return [one_line(raw_text(cell)) for cell in row]


def _sort_of(texts: Sequence[str], header: Sequence[str], width: int) -> str:
    filled = [text for text in texts if text]
    if not filled:
        return "empty"
    if is_total(filled):
        return "totals"
    if len(filled) >= 2 and [fold(text) for text in texts[: len(header)]] == list(header[: len(texts)]):
        return "repeated"
    return "single" if len(set(filled)) == 1 and _may_be_remark(filled, width) else "data"


def _may_be_remark(filled: Sequence[str], width: int) -> bool:
    """Whether a row with one text may be a heading or footnote: the table is wider than two columns (in a list of names
    a single cell is a record), or it is marked as one."""
    return width > 2 or (width > 1 and (len(filled) > 1 or filled[0].startswith(_FOOTNOTES)))


def _remarks(single: Sequence[int], data: Sequence[int], rows: Sequence[Row]) -> dict[int, str]:
    """The rows with one text that are no records. A heading goes over several columns, ends in a colon, names a kind of
    organisation or a topic, or is one of those that the table begins with; a footnote is marked as one, a sentence, or
    parted from the table by an empty row. Any other is a record of which no more than the name is known."""
    is_headed = bool(single) and bool(data) and single[0] < data[0]
    last = max(data, default=0)
    found: dict[int, str] = {}
    for number in single:
        texts = _texts(rows[number - 1])
        filled = [text for text in texts if text]
        is_parted = number > last > 0 and (number - 1 in found or not any(_texts(rows[number - 2])))
        if is_headed or is_parted or len(filled) > 1 or not texts[0] or _is_heading(filled[0]):
            found[number] = filled[0]
    return found


def _is_heading(text: str) -> bool:
    is_known = any(scheme(name).find(text) for name in ("actor_kinds", "structure_kinds", "topics"))
    return is_known or text.endswith(":") or text.startswith(_FOOTNOTES) or len(text) > _LONGEST_NAME
