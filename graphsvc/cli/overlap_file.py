"""`graphsvc overlap file`: overlap in a plain table, without any database."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.files import OUT, InputPath
from graphsvc.cli.help import Command
from graphsvc.cli.overlap_options import announce_compiling, warn_of_coarse_q
from graphsvc.cli.progress import step
from graphsvc.language import text

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.analysis.incidence import Incidence
    from graphsvc.analysis.overlap import Pairs
    from graphsvc.analysis.significance import NullModel, Significance

GREATEST = 2**31 - 1  # members and structures are counted by 32 bits
COLUMNS = {"group": "structure", "akteur": "actor", "struktur": "structure"}
"""Other accepted names of the columns; the German ones are those of the import template's list of memberships."""


def within_counts(_context: click.Context, _option: click.Parameter, value: int | None) -> int | None:
    """A bound on a count; a greater one than any count says the same as the greatest."""
    return value if value is None else min(value, GREATEST)


EDGES = click.argument("edges", metavar="EDGES.csv", type=InputPath())


@click.command("file", cls=Command)
@EDGES
@OUT
@click.option("--min-jaccard", type=float, default=0.0, help="Shared / all members of the two, at least.")
@click.option("--min-overlap-coefficient", type=float, default=0.0, help="Shared / smaller structure, at least.")
@click.option("--min-containment", type=float, default=0.0, help="Shared / larger structure, at least.")
@click.option(
    "--min-shared", type=int, default=1, show_default=True, callback=within_counts, help="Shared members, at least."
)
@click.option(
    "--top", type=int, callback=within_counts, help="Only the best partners of each structure by Jaccard, ties kept."
)
@click.option(
    "--null",
    "null_model",
    type=click.Choice(["none", "fdsm", "sdsm", "hypergeometric"]),
    default="none",
    show_default=True,
    help="Null model: what chance explains.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the random tables.")
@pass_session
def overlap_file(
    session: Session, edges: Path, out: Path, null_model: NullModel | Literal["none"], seed: int, **bounds: Any
) -> None:
    """All pairs of structures that share members, from a table `actor,structure`, without any database."""
    from graphsvc.analysis.joins import all_pairs
    from graphsvc.analysis.overlap import Thresholds
    from graphsvc.cli.plainfile import write_table

    announce_compiling(session)
    incidence, thresholds = read_incidence(edges), Thresholds(**bounds)
    with step(text("overlap.computing", session.lang)) as bar:
        progress = partial(setattr, bar, "done")
        if null_model == "none":
            pairs, significance = all_pairs(incidence, thresholds, progress=progress), None
        else:
            from graphsvc.analysis.significance import assess_all

            assessment = assess_all(incidence, null_model, seed=seed, progress=progress)
            pairs, significance = assessment.listed(thresholds)
    write_table(out, pair_table(pairs, significance))
    session.say("overlap.pairs_written", count=len(pairs), out=str(out))
    if significance is not None:
        warn_of_coarse_q(significance, session, option="--null")


def read_incidence(path: Path) -> Incidence:
    """The table `actor,structure` of a file (see `COLUMNS` for other names of the two)."""
    from graphsvc.analysis.incidence import Incidence
    from graphsvc.cli.plainfile import read_table

    columns = ("actor", "structure")
    return Incidence.from_table(read_table(path, required=columns, filled=columns, renamed=COLUMNS))


def pair_table(pairs: Pairs, significance: Significance | None = None) -> pl.DataFrame:
    """The pairs as the file lists them: labels instead of codes, and the significance where it was computed."""
    import polars as pl

    labels = pl.Series(pairs.incidence.structures, dtype=pl.String)
    columns = pairs.columns()
    named = {name: labels.gather(columns[name]) for name in ("a", "b")}
    table = pl.DataFrame({**columns, **named})
    if significance is None:
        return table
    tested = {**significance.columns(), "null_model": pl.lit(significance.null_model)}
    return table.with_columns(**tested)
