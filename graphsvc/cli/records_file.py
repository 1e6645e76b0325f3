"""`graphsvc records match|link|rank|compare`: double records on plain files, without any database."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.files import OUT, InputPath
from graphsvc.cli.help import Command
from graphsvc.errors import WrongUsage
from graphsvc.model.paging import GREATEST_COUNT

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.matching import Matches, Record
    from graphsvc.matching.blocking_report import BlockingReport

FILE = InputPath()


def _finite(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not isfinite(value):
        raise WrongUsage("records.no_weight", value=value)
    return value


ALL_ABOVE = click.option(
    "--all-above",
    type=float,
    callback=_finite,
    metavar="W",
    help="List also pairs of weight >= W that are different bodies.",
)


@click.command("match", cls=Command)
@click.argument("table", metavar="TABLE.csv", type=FILE)
@OUT
@ALL_ABOVE
@pass_session
def match_file(session: Session, table: Path, out: Path, all_above: float | None) -> None:
    """Pairs of rows of one table that are one body, without any database.

    The table has the columns id, name and any of alias, street, postcode, city, territory, email, web, phone,
    register_number, kind, parent, or the names that the import template has for them.
    """
    from graphsvc.matching import match

    with _no_search_for_circles():
        _write_pairs(session, match(_records(session, table)), out, all_above)


@click.command("link", cls=Command)
@click.argument("first", metavar="A.csv", type=FILE)
@click.argument("second", metavar="B.csv", type=FILE)
@OUT
@ALL_ABOVE
@pass_session
def link_files(session: Session, first: Path, second: Path, out: Path, all_above: float | None) -> None:
    """Pairs of rows across two tables that are one body; columns as for match."""
    from graphsvc.matching import link

    with _no_search_for_circles():
        found = link(_records(session, first), _records(session, second))
        if found.by_list:
            session.warn("records.ids_in_both", first=first.name, second=second.name)
        _write_pairs(session, found, out, all_above)


@click.command("rank", cls=Command)
@click.argument("queries", metavar="QUERIES.csv", type=FILE)
@click.argument("catalogue", metavar="CATALOGUE.csv", type=FILE)
@click.option(
    "--k", type=click.IntRange(1, GREATEST_COUNT), default=10, show_default=True, help="Answers for each query."
)
@OUT
@pass_session
def rank_files(session: Session, queries: Path, catalogue: Path, k: int, out: Path) -> None:
    """The k rows of a catalogue that come nearest to each query, best first; columns as for match."""
    import polars as pl

    from graphsvc.cli.plainfile import write_table
    from graphsvc.matching import rank

    found = rank(_records(session, queries, as_listed=True), _records(session, catalogue), k=k)
    query_ids = [found.records[at].id for at in found.left.tolist()]
    first: dict[str, int] = {}
    ranks = [at - first.setdefault(query_id, at) + 1 for at, query_id in enumerate(query_ids)]
    table = pl.DataFrame(
        {
            "query_id": pl.Series(query_ids, dtype=pl.String),
            "rank": pl.Series(ranks, dtype=pl.Int64),
            "catalogue_id": pl.Series([found.records[at].id for at in found.right.tolist()], dtype=pl.String),
            "weight": found.weight,
            "probability": found.probability,
        }
    )
    write_table(out, table)
    session.say("records.rows_written", count=table.height, out=str(out))


@click.command("compare", cls=Command)
@click.argument("pairs", metavar="PAIRS.csv", type=FILE)
@OUT
@pass_session
def compare_file(session: Session, pairs: Path, out: Path) -> None:
    """Score given pairs: a table with name1, name2 and any of the other columns with 1 and 2 behind them."""
    import polars as pl

    from graphsvc.cli.plainfile import read_table, write_table
    from graphsvc.matching import compare

    table = read_table(pairs, required=["name1", "name2"])
    _refuse_own_columns(pairs, table)
    found = compare(_side(table, "1"), _side(table, "2"))
    scored = table.with_columns(
        weight=pl.Series(found.weight), probability=pl.Series(found.probability), decision=pl.Series(found.decision)
    )
    write_table(out, scored)
    session.say("records.pairs_compared", count=table.height, out=str(out))


def blocking_of(path: Path, truth: str | None) -> BlockingReport:
    """The report on the blocking of a table; `truth` names the column that tells the bodies."""
    from graphsvc.cli.plainfile import read_table
    from graphsvc.matching.blocking_report import blocking_report

    wanted = ["id", "name", *([truth] if truth else [])]
    table = read_table(path, required=wanted, filled=["id"], renamed=_COLUMNS_OF_TEMPLATE)
    body = [cell or None for cell in table[truth].to_list()] if truth else None
    return blocking_report(_to_records(table), body)


def _records(session: Session, path: Path, *, as_listed: bool = False) -> list[Record]:
    """The records of a table by their ids, so that the order of its rows makes no difference, or as they are listed."""
    from graphsvc.cli.plainfile import read_table

    table = read_table(path, required=["id", "name"], filled=["id"], unique=["id"], renamed=_COLUMNS_OF_TEMPLATE)
    unread = [name for name in table.columns if name not in _READERS]
    if unread:
        session.warn("records.columns_unread", file=path.name, columns=", ".join(unread), known=", ".join(_READERS))
    nameless = table.filter(table["name"].str.strip_chars() == "")["id"].to_list()
    if nameless:
        session.warn("records.names_missing", count=len(nameless), ids=", ".join(nameless[:_IDS_NAMED]))
    return _to_records(table if as_listed else table.sort("id"))


_COLUMNS_OF_TEMPLATE = {
    "anschrift": "street",
    "plz": "postcode",
    "ort": "city",
    "gebiet": "territory",
    "telefon": "phone",
    "registernummer": "register_number",
    "art": "kind",
    "teil_von": "parent",
    "part_of": "parent",
}
"""What the import template calls these columns."""
_IDS_NAMED = 20
"""So many rows without a name are named."""


def _to_records(table: pl.DataFrame) -> list[Record]:
    """One record a row."""
    from graphsvc.matching import Record

    columns = {name: read(table[name].to_list()) for name, read in _READERS.items() if name in table.columns}
    return [Record(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _cells(column: list[str]) -> list[str | None]:
    """Texts without blanks around them, None for an empty one."""
    return [cell.strip() or None for cell in column]


def _shared(column: list[str]) -> list[str | None]:
    """The same where many rows have the same: each text is kept once."""
    return [intern(cell.strip()) or None for cell in column]


def _lists(column: list[str]) -> list[tuple[str, ...]]:
    return [_values(cell) for cell in column]


_READERS: dict[str, Callable[[list[str]], list[Any]]] = {
    "id": list,
    "name": list,
    **dict.fromkeys(("alias", "territory"), _lists),
    **dict.fromkeys(("postcode", "city", "kind", "parent"), _shared),
    **dict.fromkeys(("street", "email", "web", "phone", "register_number"), _cells),
}


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in cell.split(";") if value.strip())


def _side(table: pl.DataFrame, suffix: str) -> list[Record]:
    """The records of one side of a table of pairs; their ids are the rows."""
    import polars as pl

    named = {name: name.removesuffix(suffix) for name in table.columns if name.endswith(suffix)}
    side = table.select(list(named)).rename(named)
    rows = pl.Series("id", [f"{row}-{suffix}" for row in range(table.height)])
    return _to_records(side.drop("id", strict=False).with_columns(rows))


def _refuse_own_columns(path: Path, table: pl.DataFrame) -> None:
    from graphsvc.errors import InputRefused, Problem

    key = "records.column_is_ours"
    taken = [name for name in ("weight", "probability", "decision") if name in table.columns]
    if taken:
        raise InputRefused([Problem(key, f"{key}_advice", file=path.name, row=1, column=name) for name in taken])


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Millions of texts and records that refer to one another in no circle: looking there again and again for circles
    to throw away takes a tenth of the time and finds nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write_pairs(session: Session, matches: Matches, out: Path, all_above: float | None) -> None:
    from graphsvc.cli.plainfile import write_tables

    keep = matches.decision != "different"
    if all_above is not None:
        keep |= matches.weight >= all_above
    chosen = surest_first(matches.where(keep))
    pieces = range(0, max(len(chosen), 1), _PAIRS_AT_ONCE)
    write_tables(out, (pair_table(chosen.where(slice(at, at + _PAIRS_AT_ONCE)), session.lang) for at in pieces))
    same = int((chosen.decision == "same").sum())
    session.say("records.pairs_written", same=same, unsure=int((chosen.decision == "unsure").sum()), out=str(out))


_PAIRS_AT_ONCE = 100_000
"""So many rows are made and written at once; a million records have about as many pairs."""


def surest_first(matches: Matches) -> Matches:
    """The pairs by falling weight, then by their ids."""
    import polars as pl

    ids = pl.DataFrame(matches.ids(), schema={"a": pl.String, "b": pl.String}, orient="row")
    keys = ids.with_columns(weight=matches.weight).with_row_index("at")
    order = keys.sort(["weight", "a", "b"], descending=[True, False, False])["at"]
    return matches.where(order.cast(pl.Int64).to_numpy())


def pair_table(matches: Matches, lang: str) -> pl.DataFrame:
    """The columns `id_a, id_b, weight, probability, decision, explanation`."""
    import polars as pl

    ids = matches.ids()
    return pl.DataFrame(
        {
            "id_a": pl.Series([first for first, _ in ids], dtype=pl.String),
            "id_b": pl.Series([second for _, second in ids], dtype=pl.String),
            "weight": matches.weight,
            "probability": matches.probability,
            "decision": pl.Series(matches.decision.tolist(), dtype=pl.String),
            "explanation": pl.Series(matches.explanations(lang), dtype=pl.String),
        }
    )
