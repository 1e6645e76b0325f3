"""The cells of a column as they are to be read: ditto marks and names written once filled in, dates with slashes in the
order of their column. Whatever is not read as it stands is told."""

from __future__ import annotations

from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.layout import Layout, ditto_filled
from graphsvc.ingest.records import Findings, RowPlace
from graphsvc.ingest.sheets import Value, is_empty, raw_text
from graphsvc.ingest.slash_dates import DATE_MEANINGS, day_order, in_order
from graphsvc.ingest.text import is_ditto


def column_cells(layout: Layout, at: int, guess: SheetGuess, findings: Findings) -> list[Value]:
    """The cells of one column in the rows of records, `at` counted from 1."""
    cells = layout.column(at)
    filled = ditto_filled(cells)
    header = next((column.header for column in guess.columns if column.at == at), f"{at}")
    if _is_written_once(guess, layout, at):
        filled = _filled_down(filled, layout, header, findings)
    if any(column.at == at and column.meaning in DATE_MEANINGS for column in guess.columns):
        _tell_day_order(layout, at, header, findings)
        filled = in_order(filled)
    for number, cell in zip(layout.data_rows, cells, strict=True):
        if isinstance(cell, str) and is_ditto(cell):
            place = RowPlace(layout.sheet, number)
            findings.note(place.problem("imports.ditto", column=header, value=cell))
    return filled


def _is_written_once(guess: SheetGuess, layout: Layout, at: int) -> bool:
    """Whether a table of seats names the body, or the organisation, only in the first row of each group."""
    named = sorted((*guess.at("structure")[:1], *guess.at("actor")[:1]))
    if guess.kind != "memberships" or named[:1] != [at] or is_empty(layout.column(at)[0]):
        return False
    rows = zip(layout.column(at), layout.column(named[1]), strict=True)
    return all(not is_empty(other) for cell, other in rows if is_empty(cell))


def _filled_down(cells: list[Value], layout: Layout, header: str, findings: Findings) -> list[Value]:
    """Empty cells with what stands above them, which is told."""
    above = cells[0]
    filled: list[Value] = []
    for number, cell in zip(layout.data_rows, cells, strict=True):
        if is_empty(cell):
            place = RowPlace(layout.sheet, number)
            findings.note(place.problem("imports.filled_down", column=header, value=raw_text(above)))
        else:
            above = cell
        filled.append(above)
    return filled


def _tell_day_order(layout: Layout, at: int, header: str, findings: Findings) -> None:
    """Say how dates with slashes were read where it is not the German way for sure."""
    order = day_order(layout.column(at))
    if order in ("month_first", "unclear"):
        first = next(number for number in layout.data_rows if day_order([layout.cell(number, at)]))
        place, value = RowPlace(layout.sheet, first), raw_text(layout.cell(first, at))
        findings.note(place.problem(f"imports.dates_{order}", column=header, value=value))
