"""Plain CSV files in and out: data interchange as other programs read it (comma, UTF-8, LF, values unchanged)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.cli.files import new_file
from graphsvc.errors import InputRefused, Problem, reading

if TYPE_CHECKING:
    import polars as pl

BOM = b"\xef\xbb\xbf"
ROW = "\0row"  # the counted row beside the columns of the file, a name no file has


def read_table(
    path: Path,
    *,
    required: Sequence[str],
    filled: Sequence[str] = (),
    unique: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """All columns of a CSV file as text, empty cells as "", empty lines left out.

    `renamed` maps other accepted column names to ours. BOM and `;` are detected.

    Raises:
        InputRefused: unreadable, not UTF-8, a sign that no text holds, two columns of one name, a required column
            missing, an empty cell in a `filled` column, or a value twice in a `unique` one; each with its row as a
            spreadsheet counts it.
    """
    import polars as pl

    table = _parse(path)
    table = table.rename({name: name.strip() for name in table.columns if name != name.strip()})
    for old, new in (renamed or {}).items():
        if old in table.columns and new not in table.columns:
            table = table.rename({old: new})
    missing = [name for name in required if name not in table.columns]
    if missing:
        found = ", ".join(table.columns)
        raise InputRefused([_problem(path, "column_missing", column=name, found=found, row=1) for name in missing])
    table = table.with_row_index(ROW, offset=2)
    texts = pl.all().exclude(ROW)
    table = table.filter(~pl.all_horizontal(texts.is_null())).with_columns(texts.fill_null(""))
    _refuse_nul(path, table)
    _refuse_empty(path, table, filled)
    _refuse_repeated(path, table, unique)
    return table.drop(ROW)


def write_table(path: Path, table: pl.DataFrame) -> None:
    """Write a table with its header; the file is there whole or not at all. Floats keep their full precision.

    Raises:
        WrongUsage: nothing can be written there.
    """
    write_tables(path, [table])


def write_tables(path: Path, tables: Iterable[pl.DataFrame]) -> None:
    """The same for a table that comes in pieces; the first one gives the header."""
    with new_file(path) as out:
        for at, table in enumerate(tables):
            table.write_csv(out, include_header=not at, line_terminator="\n")


def _parse(path: Path) -> pl.DataFrame:
    import polars as pl

    with reading(path), path.open("rb") as source:
        head = source.readline(1 << 20).removeprefix(BOM)
    if not head.strip():
        raise InputRefused([_problem(path, "file_empty")])
    if b"\0" in head:
        raise InputRefused([_problem(path, "file_not_utf8")])
    if b"\r" in head.rstrip():
        raise InputRefused([_problem(path, "file_not_a_table")])  # lines that end as on a Macintosh of 1999
    _refuse_two_of_one_name(path, head)
    try:
        return pl.read_csv(path, separator=_separator(head), infer_schema=False, raise_if_empty=False)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError, pl.exceptions.DuplicateError) as error:
        raise InputRefused([_why_no_table(path, head)]) from error


def _why_no_table(path: Path, head: bytes) -> Problem:
    """What is wrong with a file that cannot be read as a table, and in which row."""
    from graphsvc.ingest.delimited import records

    try:
        rows, unclosed = records(path.read_text(encoding="utf-8-sig"), _separator(head))
    except UnicodeDecodeError:
        return _problem(path, "file_not_utf8")
    if unclosed:
        return _problem(path, "quote_unclosed", row=unclosed[0])
    columns = len(rows[0])
    too_long = ((at, len(row)) for at, row in enumerate(rows, start=1) if len(row) > columns)
    row, fields = next(too_long, (None, 0))
    if row is None:
        return _problem(path, "file_not_a_table")
    return _problem(path, "row_too_long", row=row, fields=fields, columns=columns)


def _refuse_two_of_one_name(path: Path, head: bytes) -> None:
    from collections import Counter
    from csv import reader

    names = next(reader([head.decode("utf-8", "replace")], delimiter=_separator(head)), [])
    counts = Counter(name.strip() for name in names)
    twice = [name for name, count in counts.items() if name and count > 1]
    if twice:
        raise InputRefused([_problem(path, "column_twice", column=name, row=1) for name in twice])


def _separator(head: bytes) -> str:
    return ";" if head.count(b";") > head.count(b",") else ","


def _refuse_nul(path: Path, table: pl.DataFrame) -> None:
    import polars as pl

    broken = pl.all().exclude(ROW).str.contains("\0", literal=True)
    for row in table.filter(pl.any_horizontal(broken)).head(1).iter_rows(named=True):
        column = next(name for name, value in row.items() if name != ROW and "\0" in value)
        raise InputRefused([_problem(path, "cell_nul", column=column, row=row[ROW])])


def _refuse_repeated(path: Path, table: pl.DataFrame, unique: Sequence[str]) -> None:
    import polars as pl

    problems = []
    for name in unique:
        first = pl.col(ROW).min().over(name)
        again = table.with_columns(first=first).filter(pl.col(ROW) > pl.col("first"))
        problems += [
            _problem(path, "cell_repeated", column=name, row=row, value=value, first=before)
            for row, value, before in again.select(ROW, name, "first").iter_rows()
        ]
    if problems:
        raise InputRefused(problems)


def _refuse_empty(path: Path, table: pl.DataFrame, filled: Sequence[str]) -> None:
    import polars as pl

    problems = [
        _problem(path, "cell_empty", column=name, row=row)
        for name in filled
        for row in table.filter(pl.col(name) == "")[ROW].to_list()
    ]
    if problems:
        raise InputRefused(problems)


def _problem(
    path: Path,
    key: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **values: object,
) -> Problem:
    message, advice = f"plainfile.{key}", f"plainfile.{key}_advice"
    return Problem(message, advice, file=path.name, row=row, column=column, value=value, values=values)
