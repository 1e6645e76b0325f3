"""`graphsvc overlap file` and `overlap groups file`: overlap in a plain table, without any database."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.progress import step
from graphsvc.language import text

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.analysis.incidence import Incidence
    from graphsvc.analysis.overlap import Pairs
    from graphsvc.analysis.significance import NullModel, Significance

EDGES = click.argument("edges", metavar="EDGES.csv", type=click.Path(path_type=Path))
OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")


@click.command("file")
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
    with step(text("overlap.computing", session.lang)) as bar:
        progress = partial(setattr, bar, "done")
        if null_model == "none":
            pairs, significance = all_pairs(incidence, thresholds, progress=progress), None
        else:
            assessment = assess_all(incidence, null_model, seed=seed, progress=progress)
            pairs, significance = assessment.listed(thresholds)
    write_table(out, pair_table(pairs, significance))
    session.say("overlap.pairs_written", count=len(pairs), out=str(out))


@click.command("file")
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


def announce_compiling(session: Session) -> None:
    """Say on stderr, once, that compiled code is being prepared, should that be necessary."""

    class Announcement(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            click.echo(text("overlap.compiling", session.lang), err=True)

    log = logging.getLogger("graphsvc.analysis.compiled")
    log.handlers[:] = [Announcement()]
    log.setLevel(logging.INFO)
    log.propagate = False
