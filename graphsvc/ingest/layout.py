"""Where the table in a sheet lies: title rows, header of one or two rows, data, subtotals, sections, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from operator import or_

from graphsvc.ingest import dates
from graphsvc.ingest.marks import is_matrix_entry, is_no_seat
from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.sheets import Range, Row, Sheet, Value, is_empty, raw_text
from graphsvc.ingest.table_rows import sort_rows
from graphsvc.ingest.text import clean, is_ditto, one_line
from graphsvc.ingest.years import are_years, is_year
from graphsvc.vocabulary import fold, scheme

HEADER_WITHIN = 40
"""Filled rows from the top among which the header is looked for."""
_SAID = re.compile(r"(?:vorsitz|leitung|koordination|moderation|sprecher\w*|tel\w*|stand):\s*\S", re.I)
"""What a cell says of what stands above it ("Vorsitz: AWO"), and no header does."""
_RECORDED = re.compile(r"\bstand(?: vom)?\s*:?\s*((?:\d{1,2}\.\s?){0,2}\s?\d{4}|\d{1,2}/\d{4}|[a-zä]+ \d{4})", re.I)


@dataclass(frozen=True, slots=True)
class Layout:
    """The table of one sheet. Rows and columns count from 1; `headers` has one text a column, "" where there is none;
    `groups` what stands above it in a two-row header. `totals`, `sections` and `footers` are rows that are no
    records."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    data_rows: tuple[int, ...]
    groups: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    footers: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headers)

    def column(self, at: int) -> list[Value]:
        """Cells of one column in the data rows, `at` from 1."""
        return [self.cell(row, at) for row in self.data_rows]

    def cell(self, row: int, at: int) -> Value:
        """One cell, None beyond the end of its row."""
        cells = self.sheet.rows[row - 1]
        return cells[at - 1] if at <= len(cells) else None

    def recorded(self) -> date | None:
        """The day that a title such as "Stand: 31.12.2023" names."""
        found = (_RECORDED.search(title) for title in self.titles)
        spans = (dates.read_span(match.group(1)) for match in found if match)
        return next((span.last for span in spans if span), None)


def find_layout(sheet: Sheet, *, header_rows: tuple[int, ...] | None = None) -> Layout | None:
    """The table of a sheet, or None where it has none. `header_rows` overrules what would be recognised."""
    sheet = replace(sheet, rows=_filled_merges(sheet))
    chosen = header_rows if header_rows is not None else _find_header(sheet)
    if chosen is None:
        return None
    width = max((_last_filled(row) for row in sheet.rows), default=0)
    groups, headers = _header_texts(sheet, chosen, width)
    titles = tuple(
        one_line(raw_text(cell))
        for row in sheet.rows[: chosen[0] - 1 if chosen else 0]
        for cell in row
        if not is_empty(cell)
    )
    layout = Layout(sheet, chosen, headers, (), groups=groups, titles=tuple(dict.fromkeys(titles)))
    first = chosen[-1] + 1 if chosen else 1
    sorted_ = sort_rows(sheet.rows, headers, first=first, width=len(list(filter(None, headers))) if chosen else width)
    return replace(
        layout,
        data_rows=sorted_.data,
        totals=sorted_.totals,
        sections=sorted_.sections,
        footers=sorted_.footers,
        repeated_headers=sorted_.repeated_headers,
    )


# header --------------------------------------------------------------------------------------------------------------


def _find_header(sheet: Sheet) -> tuple[int, ...] | None:
    candidates = [
        (_header_score(sheet, rows), -rows[0], rows)
        for at in _first_rows(sheet)
        for rows in ((at,), (at, at + 1))
        if _may_be_header(sheet, rows)
    ]
    if not candidates:
        return None
    return max(candidates)[2]


def _first_rows(sheet: Sheet) -> list[int]:
    filled = (number for number, row in enumerate(sheet.rows, start=1) if any(not is_empty(cell) for cell in row))
    return list(islice(filled, HEADER_WITHIN))


def _may_be_header(sheet: Sheet, rows: tuple[int, ...]) -> bool:
    if rows[-1] > len(sheet.rows):
        return False
    lowest = sheet.rows[rows[-1] - 1]
    if any(_is_record_of_marks(sheet, row) for row in rows):
        return False
    if not _reads_like_headers(lowest) and not (len(rows) > 1 and are_years(lowest)):
        return False
    is_upper = rows[-1] < len(sheet.rows) and _is_group_row(sheet, rows[-1])
    if len(rows) == 1:
        return not (is_upper and _reads_like_headers(sheet.rows[rows[0]]))
    return _is_group_row(sheet, rows[0])


def _reads_like_headers(row: Row) -> bool:
    cells = [cell for cell in row if not is_empty(cell)]
    texts = [cell for cell in cells if isinstance(cell, str) and (not _looks_like_data(cell) or _is_amount(cell))]
    if are_years([cell for cell in cells if cell not in texts]):
        return any(match_header(text) for text in texts)
    return len(texts) >= 2 and len(texts) >= 0.7 * len(cells)


def _is_record_of_marks(sheet: Sheet, row: int) -> bool:
    """Whether a row is a record of a matrix: half of its texts are marks, or roles that stand in other rows too (a
    header may be called "Vorsitz" as well)."""
    texts = [one_line(raw_text(cell)) for cell in sheet.rows[row - 1] if not is_empty(cell)]
    marks = [text for text in texts if is_matrix_entry(text) or is_no_seat(text)]
    if 2 * len(marks) < len(texts) or not marks:
        return False
    if any(scheme("roles").find(text) is None for text in marks):
        return True
    others = sheet.rows[: row - 1] + sheet.rows[row : row + HEADER_WITHIN]
    written = Counter(one_line(raw_text(cell)) for other in others for cell in other if not is_empty(cell))
    return len(set(marks)) < len(marks) or any(written[text] for text in marks)


def _is_amount(text: str) -> bool:
    """Whether a text with many digits is a header all the same: "Ansatz 2023"."""
    match = match_header(text)
    return match is not None and match.meaning == "amount"


def _is_group_row(sheet: Sheet, row: int) -> bool:
    """Whether a row is the upper one of two header rows: each of its texts either goes on over several columns that
    have texts of their own below, or has nothing (or, merged, itself) right below."""
    upper = [one_line(raw_text(cell)) for cell in sheet.rows[row - 1]]
    lower = [one_line(raw_text(cell)) for cell in sheet.rows[row]]
    width = max(len(upper), len(lower))
    upper, lower = (line + [""] * (width - len(line)) for line in (upper, lower))
    if len(set(filter(None, upper))) < 2 or any(_looks_like_data(text) for text in upper if text):
        return False
    starts = [at for at in range(width) if upper[at] and (at == 0 or upper[at] != upper[at - 1])]
    spans = [range(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]
    spread = [len({lower[at] for at in span if lower[at] and lower[at] != upper[span.start]}) > 1 for span in spans]
    alone = [lower[span.start] in ("", upper[span.start]) for span in spans]
    return any(spread) and all(map(or_, spread, alone))


def _header_score(sheet: Sheet, rows: tuple[int, ...]) -> float:
    """Known words count most; then how full the row is and whether the row below looks different."""
    width = max(1, max(_last_filled(row) for row in sheet.rows[rows[0] - 1 : rows[-1] + 25]))
    groups, headers = _header_texts(sheet, rows, width)
    telling = [group if is_year(text) else text for group, text in zip(groups, headers, strict=True)]
    known = sum({match.meaning: match.score for text in telling if (match := match_header(text))}.values())
    filled = len([text for text in headers if text])
    distinct = len({fold(text) for text in headers if text})
    below = sheet.rows[rows[-1] : rows[-1] + 5]
    fullness = [sum(not is_empty(cell) for cell in row) for row in below]
    has_data = 1.0 if fullness and max(fullness) >= 2 else 0.0
    looks_different = 0.5 if any(_looks_like_data(raw_text(cell)) for row in below for cell in row) else 0.0
    return 2 * known + filled / width + distinct / max(1, filled) + has_data + looks_different


def _looks_like_data(text: str) -> bool:
    written = clean(text)
    return bool(written) and (
        sum(sign.isdigit() for sign in written) > len(written) / 3
        or "@" in written
        or _SAID.match(written) is not None
        or fold(written) in ("x", "ja", "nein")
    )


def _header_texts(sheet: Sheet, rows: tuple[int, ...], width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Groups (upper row, spread over the columns it spans) and headers (lower row, or the upper where that is
    empty)."""
    lines = [[one_line(raw_text(cell)) for cell in sheet.rows[row - 1]] for row in rows]
    lines = [(line + [""] * (width - len(line)))[:width] for line in lines]
    if not lines:
        return ("",) * width, ("",) * width
    if len(lines) == 1:
        return ("",) * width, tuple(lines[0])
    upper, lower = _spread(lines[0], lines[1]), lines[1]
    headers = tuple(low or up for up, low in zip(upper, lower, strict=True))
    return tuple(up if low and up != low else "" for up, low in zip(upper, lower, strict=True)), headers


def _spread(upper: list[str], lower: list[str]) -> list[str]:
    """A group goes on to the right until the next one, over columns that have a lower header."""
    spread: list[str] = []
    for up, low in zip(upper, lower, strict=True):
        spread.append(up or (spread[-1] if spread and low else ""))
    return spread


# cells ---------------------------------------------------------------------------------------------------------------


def _last_filled(row: Row) -> int:
    return next((at for at in range(len(row), 0, -1) if not is_empty(row[at - 1])), 0)


def _filled_merges(sheet: Sheet) -> tuple[Row, ...]:
    """Merged cells hold their value everywhere."""
    if not sheet.merged:
        return sheet.rows
    rows = [list(row) for row in sheet.rows]
    for merge in sheet.merged:
        _fill(rows, merge)
    return tuple(tuple(row) for row in rows)


def _fill(rows: list[list[Value]], merge: Range) -> None:
    if merge.top > len(rows) or (merge.bottom - merge.top) * (merge.right - merge.left) > 1_000_000:
        return
    top = rows[merge.top - 1]
    value = top[merge.left - 1] if merge.left <= len(top) else None
    for row in rows[merge.top - 1 : merge.bottom]:
        for at in range(merge.left - 1, min(merge.right, len(row))):
            row[at] = value


def ditto_filled(column: Sequence[Value]) -> list[Value]:
    """A column in which "dito", "s.o." and quotation marks are replaced by the last value above."""
    filled: list[Value] = []
    above: Value = None
    for cell in column:
        if isinstance(cell, str) and is_ditto(cell):
            filled.append(above)
        else:
            filled.append(cell)
            above = cell if not is_empty(cell) else above
    return filled
