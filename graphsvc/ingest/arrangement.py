"""How tables lie in a sheet: one, several below or beside each other, or a form with its labels on the left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from graphsvc.ingest.layout import find_layout
from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.sheets import Row, Sheet, is_empty, raw_text
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold

ALIKE = 0.5
"""Share of a header's texts that a row must repeat in place to be the header of a further table."""
_NAMING = frozenset({"name", "actor", "structure", "project"})
_FEWEST_HEADERS = 2
_FEWEST_LABELS = 3
_LABELS = 0.6
"""Share of the texts on the left that must be known labels for a sheet to be a form."""
_SURE = 0.85
_MOST_ENTRIES = 8
"""Columns of values that a form may have."""


def tables_in(sheet: Sheet) -> list[Sheet]:
    """Every table of a sheet as a sheet of its own; row and column numbers stay those of the sheet, except in a form,
    which is turned."""
    if (turned := _turned(sheet)) is not None:
        return [turned]
    return [table for part in _beside(sheet) for table in _below(part)]


# below each other ----------------------------------------------------------------------------------------------------


def _below(sheet: Sheet) -> list[Sheet]:
    """Tables one below the other: each begins at a row that is much like the best header, but not the same."""
    layout = find_layout(sheet)
    if layout is None or not layout.header_rows:
        return [sheet]
    header = [fold(text) for text in layout.headers]
    alike = [number for number, row in enumerate(sheet.rows, start=1) if _is_like(header, row)]
    starts = [number for number in alike if number not in (*layout.header_rows, *layout.repeated_headers)]
    begins = sorted({layout.header_rows[0], *starts})
    ends = [*begins[1:], len(sheet.rows) + 1]
    return [_part(sheet, begin, end) for begin, end in zip([1, *begins[1:]], ends, strict=True)]


def _is_like(header: list[str], row: Row) -> bool:
    texts = [fold(one_line(raw_text(cell))) for cell in row]
    filled = [text for text in header if text]
    same = sum(1 for one, other in zip(header, texts, strict=False) if one and one == other)
    return len(filled) >= 3 and same >= ALIKE * len(filled)


def _part(sheet: Sheet, begin: int, end: int) -> Sheet:
    """The rows from `begin` to before `end`, all others empty."""
    rows = tuple(row if begin <= number < end else () for number, row in enumerate(sheet.rows, start=1))
    return replace(sheet, rows=rows, merged=tuple(merge for merge in sheet.merged if begin <= merge.top < end))


# beside each other ---------------------------------------------------------------------------------------------------


def _beside(sheet: Sheet) -> list[Sheet]:
    """Tables beside each other: parted by an empty column, each with names on its left, and with a header in common."""
    layout = find_layout(sheet)
    if layout is None or not layout.header_rows:
        return [sheet]
    used = [bool(layout.headers[at - 1]) or not all(map(is_empty, layout.column(at))) for at in _columns(layout.width)]
    blocks = [list(block) for is_used, block in groupby(_columns(layout.width), lambda at: used[at - 1]) if is_used]
    headers = [[fold(layout.headers[at - 1]) for at in block if layout.headers[at - 1]] for block in blocks]
    if len(blocks) < 2 or not all(len(texts) >= _FEWEST_HEADERS and _names(texts[0]) for texts in headers):
        return [sheet]
    if not set.intersection(*map(set, headers)):
        return [sheet]
    return [_columns_of(sheet, block) for block in blocks]


def _columns(width: int) -> range:
    return range(1, width + 1)


def _names(header: str) -> bool:
    match = match_header(header)
    return match is not None and match.meaning in _NAMING


def _columns_of(sheet: Sheet, block: list[int]) -> Sheet:
    """The columns of one block, all others empty."""
    rows = (
        tuple(cell if block[0] <= at <= block[-1] else None for at, cell in enumerate(row, start=1))
        for row in sheet.rows
    )
    merged = tuple(merge for merge in sheet.merged if block[0] <= merge.left <= block[-1])
    return replace(sheet, rows=tuple(rows), merged=merged)


# forms ---------------------------------------------------------------------------------------------------------------


def _turned(sheet: Sheet) -> Sheet | None:
    """A form (labels in the first column, what they ask for beside them) as a table with one row an entry; None where
    the sheet is no form."""
    entries = max((len([cell for cell in row[1:] if not is_empty(cell)]) for row in sheet.rows), default=0)
    if not 0 < entries <= _MOST_ENTRIES or len(sheet.rows) > 100:
        return None
    lines = list(_lines(sheet))
    known = [match.meaning for label, _ in lines if (match := match_header(label)) and match.score >= _SURE]
    is_form = len(set(known)) >= _FEWEST_LABELS and len(known) >= _LABELS * len(lines)
    if not is_form or not _NAMING & set(known) or _known_across(sheet) >= _FEWEST_LABELS:
        return None
    labels = tuple(label for label, _ in lines)
    rows = tuple(tuple(values[at] if at < len(values) else None for _, values in lines) for at in range(entries))
    return replace(sheet, rows=(labels, *rows), merged=(), hidden_rows=frozenset(), formats={}, is_turned=True)


def _lines(sheet: Sheet) -> Iterator[tuple[str, Row]]:
    """Each label with what stands beside it; what has no label goes on with the one above."""
    label: str = ""
    values: Row = ()
    for row in sheet.rows:
        first = one_line(raw_text(row[0])) if row else ""
        rest = row[1:]
        if all(map(is_empty, rest)):
            continue
        if first and label:
            yield label, values
        if first:
            label, values = first, rest
        else:
            values = tuple(
                f"{raw_text(above)}\n{raw_text(below)}" if not is_empty(below) else above
                for above, below in zip(values, rest, strict=False)
            )
    if label:
        yield label, values


def _known_across(sheet: Sheet) -> int:
    """How many headers are known in the row that would be taken for the header."""
    layout = find_layout(sheet)
    return sum(match_header(text) is not None for text in layout.headers) if layout else 0
