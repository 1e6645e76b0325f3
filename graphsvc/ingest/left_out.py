"""What a recognised table holds that is not read: told, so that nothing is dropped without a word."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.errors import Problem
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.layout import Layout
from graphsvc.ingest.records import RowPlace
from graphsvc.ingest.sheets import is_empty, raw_text
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold

_SHOWN = 20
"""Row numbers that one remark names."""


def left_out(guess: SheetGuess) -> Iterator[Problem]:
    """Remarks on rows that were taken for subtotals, headings and footnotes, and on cells that no header names."""
    layout = guess.layout
    if layout is None or guess.kind == "ignored":
        return
    yield from _rows(layout, "imports.totals", layout.totals)
    yield from _rows(layout, "imports.footers", layout.footers)
    for number, text in layout.sections.items():
        yield RowPlace(layout.sheet, number).problem("imports.section", column=None, value=text)
    if layout.header_rows:
        yield from _cells_without_header(guess, layout)
        yield from _headers_twice(guess, layout)


def _rows(layout: Layout, message: str, numbers: tuple[int, ...]) -> Iterator[Problem]:
    if numbers:
        listed = ", ".join(map(str, numbers[:_SHOWN])) + (", ..." if len(numbers) > _SHOWN else "")
        value = next(one_line(raw_text(cell)) for cell in layout.sheet.rows[numbers[0] - 1] if not is_empty(cell))
        place = RowPlace(layout.sheet, numbers[0])
        yield place.problem(message, column=None, value=value, rows=listed)


def _cells_without_header(guess: SheetGuess, layout: Layout) -> Iterator[Problem]:
    read = {column.at for column in guess.columns if column.meaning} | set(guess.marks)
    for at in range(1, layout.width + 1):
        if not layout.headers[at - 1] and at not in read:
            number = next((row for row in layout.data_rows if not is_empty(layout.cell(row, at))), None)
            if number is not None:
                place, value = RowPlace(layout.sheet, number), raw_text(layout.cell(number, at))
                yield place.problem("imports.no_header_above", column=f"{at}", value=value)


def _headers_twice(guess: SheetGuess, layout: Layout) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for column in guess.columns:
        is_other = seen.setdefault(fold(column.header), column.at) != column.at
        if column.header and is_other and column.meaning is None:
            place = RowPlace(layout.sheet, layout.header_rows[-1])
            yield place.problem("imports.header_again", column=column.header, value=column.header, at=column.at)
