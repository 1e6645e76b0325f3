"""What a sheet is and what its columns hold: guesses with reasons, from the headers first and the cells second."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from graphsvc.ingest.column_guesses import guess_column, guess_columns, without_rivals
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.layout import Layout, find_layout
from graphsvc.ingest.marks import is_mark, is_matrix_entry, is_no_seat, is_yes_no
from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.name_lists import recognise_names
from graphsvc.ingest.sheet_kinds import for_kind, kind_of
from graphsvc.ingest.sheets import Sheet, is_empty, raw_text
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.text import clean, one_line
from graphsvc.vocabulary import fold

_FEWEST_MARK_COLUMNS = 3
_MARK_SHARE = 0.7


def recognise(sheet: Sheet, *, header_rows: tuple[int, ...] | None = None) -> SheetGuess:
    """What one sheet is. `header_rows` overrules what would be recognised."""
    if (names := recognise_names(sheet, header_rows=header_rows)) is not None:
        return names
    if sheet.is_text:
        return SheetGuess(sheet.file, sheet.name, "attendance", ("reason_text", {}))
    layout = find_layout(sheet, header_rows=header_rows)
    guess = _laid_out(layout) if layout is not None and layout.data_rows else None
    if header_rows is None and not _is_understood(guess):
        guess = _without_header(sheet) or guess
    return guess or SheetGuess(sheet.file, sheet.name, "ignored", ("reason_no_table", {}))


def _is_understood(guess: SheetGuess | None) -> bool:
    """Whether a sheet says something, or its header is known at least."""
    return guess is not None and (guess.kind != "ignored" or any(match_header(each.header) for each in guess.columns))


def _without_header(sheet: Sheet) -> SheetGuess | None:
    """A table that begins with its first record, where its cells tell what it holds."""
    layout = find_layout(sheet, header_rows=())
    guess = _table(layout) if layout is not None and layout.data_rows else None
    return guess if guess is not None and guess.kind != "ignored" else None


def _laid_out(layout: Layout) -> SheetGuess:
    marks = _mark_columns(layout)
    return _matrix(layout, marks) if marks else _table(layout)


def _table(layout: Layout) -> SheetGuess:
    columns = guess_columns(layout)
    kind, reason = kind_of(layout, columns)
    sheet, columns = layout.sheet, for_kind(columns, kind)
    return SheetGuess(sheet.file, sheet.name, kind, reason, layout.header_rows, columns, layout=layout)


def _mark_columns(layout: Layout) -> tuple[int, ...]:
    """Columns whose filled cells are marks or roles; between such columns also emptier and untidier ones."""
    columns = (at for at in range(1, layout.width + 1) if layout.headers[at - 1])
    sure = [at for at in columns if _holds_marks(layout, at) and not _answers_question(layout, at)]
    crossed = [at for at in sure if any(map(is_mark, _entries(layout, at)))]
    bodies = [at for at in sure if looks_like_structure(layout.headers[at - 1])]
    if len(sure) < _FEWEST_MARK_COLUMNS or max(len(crossed), len(bodies)) < len(sure) // 2:
        return ()
    return tuple(at for at in range(sure[0], sure[-1] + 1) if at in sure or _may_hold_marks(layout, at))


def _entries(layout: Layout, at: int) -> list[str]:
    texts = (clean(raw_text(cell)) for cell in layout.column(at) if not is_empty(cell))
    return [text for text in texts if not is_no_seat(text)]


def _holds_marks(layout: Layout, at: int) -> bool:
    texts = _entries(layout, at)
    header = layout.headers[at - 1]
    is_attribute = match_header(header) and not any(map(is_mark, texts)) and not _names_body(header)
    return bool(texts) and not is_attribute and sum(map(is_matrix_entry, texts)) >= _MARK_SHARE * len(texts)


def _names_body(header: str) -> bool:
    """Whether a header is the name of a body, and not the word for one ("Beirat Integration", not "Gremium")."""
    match = match_header(header)
    return looks_like_structure(header) and (match is None or match.score < 1)


def _answers_question(layout: Layout, at: int) -> bool:
    """Whether a column of ja and nein, 1 and 0 says something of the rows, and not who sits in a body."""
    return all(map(is_yes_no, _entries(layout, at))) and not looks_like_structure(layout.headers[at - 1])


def _may_hold_marks(layout: Layout, at: int) -> bool:
    header, texts = layout.headers[at - 1], _entries(layout, at)
    match = match_header(header)
    is_attribute = match is not None and match.score >= 0.95
    return bool(header) and not is_attribute and (not texts or any(map(is_matrix_entry, texts)))


def _matrix(layout: Layout, marks: tuple[int, ...]) -> SheetGuess:
    left = list(range(1, marks[0])) or [1]
    columns = without_rivals([guess_column(layout, at) for at in range(1, layout.width + 1) if at not in marks])
    label = max(left, key=lambda at: (_distinct_texts(layout, at), -at))
    names = [one_line(raw_text(cell)) for cell in layout.column(label) if not is_empty(cell)]
    heads = [layout.headers[at - 1] for at in marks]
    in_rows = sum(map(looks_like_structure, names)) / max(1, len(names))
    in_columns = sum(map(looks_like_structure, heads)) / len(heads)
    transposed = in_rows > in_columns
    meaning = "structure" if transposed else "actor"
    columns = tuple(
        replace(column, meaning=meaning)
        if column.at == label
        else replace(column, meaning=None)
        if column.meaning == meaning or column.meaning == "name"
        else column
        for column in columns
        if column.header or column.at == label
    )
    return SheetGuess(
        layout.sheet.file,
        layout.sheet.name,
        "matrix",
        ("reason_matrix", {"count": len(marks)}),
        layout.header_rows,
        columns,
        marks=marks,
        transposed=transposed,
        layout=layout,
    )


def _distinct_texts(layout: Layout, at: int) -> int:
    texts = Counter(
        fold(raw_text(cell)) for cell in layout.column(at) if isinstance(cell, str) and re.search("[a-zA-Z]{3}", cell)
    )
    return len(texts)
