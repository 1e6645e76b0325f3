"""`graphsvc overlap`: who shares members with whom, in the map or on a plain file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.language import text

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.analysis.incidence import Incidence
    from graphsvc.analysis.overlap import Pairs

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
@pass_session
def overlap_file(session: Session, edges: Path, out: Path, **bounds: Any) -> None:
    """All pairs of structures that share members, from a table `actor,structure`, without any database."""
    from graphsvc.analysis.joins import all_pairs
    from graphsvc.analysis.overlap import Thresholds
    from graphsvc.cli.plainfile import write_table

    announce_compiling(session)
    thresholds = Thresholds(**bounds)
    pairs = all_pairs(read_incidence(edges), thresholds)
    write_table(out, pair_table(pairs))
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


def pair_table(pairs: Pairs) -> pl.DataFrame:
    """The pairs as the file lists them: labels instead of codes."""
    import polars as pl

    labels = pl.Series(pairs.incidence.structures, dtype=pl.String)
    columns = pairs.columns()
    named = {name: labels.gather(columns[name]) for name in ("a", "b")}
    return pl.DataFrame({**columns, **named})


def announce_compiling(session: Session) -> None:
    """Say on stderr, once, that compiled code is being prepared, should that be necessary."""

    class Announcement(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            click.echo(text("overlap.compiling", session.lang), err=True)

    log = logging.getLogger("graphsvc.analysis.compiled")
    log.handlers[:] = [Announcement()]
    log.setLevel(logging.INFO)
    log.propagate = False
