"""`graphsvc overlap groups`: actors who meet again and again, in the map or in a plain table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graphsvc.cli.context import Session, day_option, pass_session
from graphsvc.cli.files import OUT
from graphsvc.cli.help import Group
from graphsvc.cli.overlap_file import EDGES, read_incidence, within_counts
from graphsvc.cli.overlap_options import LISTED, announce_compiling, left_out, level_option
from graphsvc.language import text
from graphsvc.model.paging import GREATEST_COUNT


@click.group(invoke_without_command=True, cls=Group)
@day_option
@level_option
@click.option(
    "--min-structures",
    type=click.IntRange(2, GREATEST_COUNT),
    default=3,
    show_default=True,
    help="Structures the actors share, at least.",
)
@click.option(
    "--min-actors",
    type=click.IntRange(2, GREATEST_COUNT),
    default=3,
    show_default=True,
    help="Actors in a group, at least.",
)
@pass_session
def groups(session: Session, **asked: Any) -> None:
    """Core groups: actors who meet each other in several structures."""
    if click.get_current_context().invoked_subcommand:
        return
    announce_compiling(session)
    with session.open() as services:
        found = services.overlap.groups(**asked)
    lines = [each.description[session.lang] for each in found[:LISTED]]
    session.answer(found, [*lines, *left_out(len(found), session)])


@groups.command("file")
@EDGES
@OUT
@click.option(
    "--min-structures", type=int, required=True, callback=within_counts, help="Structures the actors share, at least."
)
@click.option("--min-actors", type=int, required=True, callback=within_counts, help="Actors in a group, at least.")
@click.option("--limit", type=click.IntRange(min=0), help="Only the groups that bind most seats.")
@pass_session
def groups_file(
    session: Session, edges: Path, out: Path, min_structures: int, min_actors: int, limit: int | None
) -> None:
    """All closed groups of a table `actor,structure`, without any database."""
    import polars as pl

    from graphsvc.analysis.closed_groups import closed_groups
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
