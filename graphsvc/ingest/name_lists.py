"""Bare lists: one name a line and nothing else, with a heading or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from graphsvc.ingest.attendance import BULLET, reads_like_minutes
from graphsvc.ingest.guesses import ColumnGuess, Reason, SheetGuess, SheetKind
from graphsvc.ingest.layout import find_layout
from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.persons import ORGANISATION
from graphsvc.ingest.sheet_kinds import NAMING
from graphsvc.ingest.sheets import Sheet, is_empty, raw_text
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold

_FEWEST = 3
"""Names that make a list."""
_LONGEST, _USUAL = 120, 60
"""Letters of the longest name and of the middle one; sentences are longer."""
_CLEAR = 0.6
"""Share of the names that must be called like bodies, or like organisations, for the list to be taken for one of
them."""
_SOME = 0.2
"""Share from which people are asked what the names are; below, they may be anything."""
_SURE = 0.85
"""Score from which the first line is the header of the list."""


def recognise_names(sheet: Sheet, *, header_rows: tuple[int, ...] | None = None) -> SheetGuess | None:
    """A sheet as a bare list of names; None where it is none. Names that do not tell whether they are those of
    organisations or of bodies are left for people to say: the kind of such a sheet is `names`."""
    lines = _lines(sheet)
    if lines is None or reads_like_minutes(sheet):
        return None
    sheet = _without_bullets(sheet, lines)
    lines = [(number, one_line(raw_text(sheet.rows[number - 1][0]))) for number, _ in lines]
    header = header_rows if header_rows is not None else _header(lines)
    names = [text for row, text in lines if row not in header]
    layout = find_layout(sheet, header_rows=header)
    if layout is None or len(names) < _FEWEST or not _read_like_names(names):
        return None
    heading = layout.headers[0] if layout.headers else ""
    kind_and_reason = _kind(heading, names)
    if kind_and_reason is None:
        return None
    kind, reason = kind_and_reason
    column = ColumnGuess(1, heading, NAMING.get(kind, "name"), 0.5, reason)
    return SheetGuess(sheet.file, sheet.name, kind, reason, header, (column,), layout=layout)


def _lines(sheet: Sheet) -> list[tuple[int, str]] | None:
    """Row and text of every filled row; None where something stands beside the first column."""
    if any(not is_empty(cell) for row in sheet.rows for cell in row[1:]):
        return None
    texts = ((number, one_line(raw_text(row[0]))) for number, row in enumerate(sheet.rows, start=1) if row)
    return [(number, text) for number, text in texts if text]


def _without_bullets(sheet: Sheet, lines: Sequence[tuple[int, str]]) -> Sheet:
    """The names without the dash or number that stands before most of them."""
    if sum(BULLET.match(text) is not None for _, text in lines) < _CLEAR * len(lines):
        return sheet
    rows = (tuple(BULLET.sub("", cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _header(lines: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """The first line, where it is a known header, ends in a colon, or is parted from the names by an empty row."""
    if len(lines) < 2:
        return ()
    (first, text), (second, _) = lines[:2]
    match = match_header(text)
    is_known = match is not None and match.score >= _SURE and match.meaning in (*NAMING.values(), "name", "partner")
    return (first,) if is_known or text.endswith(":") or second > first + 1 else ()


def _read_like_names(names: Sequence[str]) -> bool:
    lengths = [len(name) for name in names]
    has_letters = all(any(sign.isalpha() for sign in name) for name in names)
    return has_letters and max(lengths) <= _LONGEST and median(lengths) <= _USUAL


def _kind(heading: str, names: Sequence[str]) -> tuple[SheetKind, Reason] | None:
    """What the heading says the names are, else what most of them are called; None where hardly any is called like
    either."""
    match = match_header(heading.rstrip(":"))
    for kind, meaning in NAMING.items():
        if match is not None and match.meaning == meaning:
            return kind, ("reason_header", {"word": match.word})
    bodies = [name for name in names if looks_like_structure(name)]
    organisations = [name for name in names if name not in bodies and ORGANISATION.search(fold(name))]
    for kind, alike in (("structures", bodies), ("actors", organisations)):
        if len(alike) >= _CLEAR * len(names):
            return kind, (f"reason_names_like_{kind}", {"share": round(100 * len(alike) / len(names))})
    if len(bodies) + len(organisations) < _SOME * len(names):
        return None
    return "names", ("reason_names_of_what", {"count": len(names)})
