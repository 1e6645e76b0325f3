"""`graphsvc overlap`: who shares members with whom, in the map or on a plain file."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.language import text

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.analysis.incidence import Incidence
    from graphsvc.analysis.overlap import Pairs
    from graphsvc.analysis.parallel import Progress
    from graphsvc.analysis.significance import NullModel, Significance

PATIENCE = 2.0  # seconds without a word
BAR_WIDTH = 40
EDGES = click.argument("edges", metavar="EDGES.csv", type=click.Path(path_type=Path))
OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")


@click.group()
def group() -> None:
    """Members that structures share: one pair, all pairs, core groups, trend, load."""


@group.command("file")
@EDGES
@OUT
@click.option("--min-jaccard", type=float, default=0.0, help="Shared / all members of the two, at least.")
@click.option("--min-overlap-coefficient", type=float, default=0.0, help="Shared / smaller structure, at least.")
@click.option("--min-containment", type=float, default=0.0, help="Shared / larger structure, at least.")
@click.option("--min-shared", type=int, default=1, show_default=True, help="Shared members, at least.")
@click.option("--top", type=int, help="Only the best partners of each structure by Jaccard, ties kept.")
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
    from graphsvc.analysis.significance import assess_all
    from graphsvc.cli.plainfile import write_table

    announce_compiling(session)
    incidence, thresholds = read_incidence(edges), Thresholds(**bounds)
    with progress_bar(session) as progress:
        if null_model == "none":
            pairs, significance = all_pairs(incidence, thresholds, progress=progress), None
        else:
            assessment = assess_all(incidence, null_model, seed=seed, progress=progress)
            pairs, significance = assessment.listed(thresholds)
    write_table(out, pair_table(pairs, significance))
    session.say("overlap.pairs_written", count=len(pairs), out=str(out))


@group.group("groups")
def groups() -> None:
    """Core groups: actors who meet each other in several structures."""


@groups.command("file")
@EDGES
@OUT
@click.option("--min-structures", type=int, required=True, help="Structures the actors share, at least.")
@click.option("--min-actors", type=int, required=True, help="Actors in a group, at least.")
@click.option("--limit", type=click.IntRange(min=0), help="Only the groups that bind most seats.")
@pass_session
def groups_file(
    session: Session, edges: Path, out: Path, min_structures: int, min_actors: int, limit: int | None
) -> None:
    """All closed groups of a table `actor,structure`, without any database."""
    import polars as pl

    from graphsvc.analysis.groups import closed_groups
    from graphsvc.cli.plainfile import write_table

    announce_compiling(session)
    found = closed_groups(read_incidence(edges), min_structures=min_structures, min_actors=min_actors)
    kept = found if limit is None else found[:limit]
    columns = {
        "actors": [";".join(one.actors) for one in kept],
        "structures": [";".join(one.structures) for one in kept],
        "n_actors": [len(one.actors) for one in kept],
        "n_structures": [len(one.structures) for one in kept],
        "seats": [one.seats for one in kept],
    }
    texts = {"actors": pl.String, "structures": pl.String}
    write_table(out, pl.DataFrame(columns, schema={name: texts.get(name, pl.Int64) for name in columns}))
    session.say("overlap.groups_written", count=len(kept), out=str(out))
    if len(kept) < len(found):
        click.echo(text("overlap.groups_left_out", session.lang, count=len(found) - len(kept)), err=True)


def read_incidence(path: Path) -> Incidence:
    """The table `actor,structure` (or `actor,group`) of a file."""
    from graphsvc.analysis.incidence import Incidence
    from graphsvc.cli.plainfile import read_table

    columns = ("actor", "structure")
    return Incidence.from_table(read_table(path, required=columns, filled=columns, renamed={"group": "structure"}))


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


@contextmanager
def progress_bar(session: Session) -> Iterator[Progress]:
    """A bar on stderr that appears once two seconds have passed; none where a program reads."""
    begun, shown = time.monotonic(), False

    def report(share: float) -> None:
        nonlocal shown
        if session.json or not sys.stderr.isatty() or time.monotonic() - begun < PATIENCE:
            return
        shown = True
        width = round(share * BAR_WIDTH)
        click.echo(f"\r[{'#' * width:{BAR_WIDTH}}] {share:4.0%}", nl=False, err=True)

    yield report
    if shown:
        click.echo(err=True)


def announce_compiling(session: Session) -> None:
    """Say on stderr, once, that compiled code is being prepared, should that be necessary."""

    class Announcement(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            click.echo(text("overlap.compiling", session.lang), err=True)

    log = logging.getLogger("graphsvc.analysis.compiled")
    log.handlers[:] = [Announcement()]
    log.setLevel(logging.INFO)
    log.propagate = False
