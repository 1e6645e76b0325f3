"""`graphsvc export FORMAT`: the map as a file for another program."""

from __future__ import annotations

from pathlib import Path

import click

from graphsvc.cli.context import At, Session, day_option, pass_session
from graphsvc.cli.files import OUT, write_file
from graphsvc.cli.help import Command
from graphsvc.errors import WrongUsage


@click.command(cls=Command)
@click.argument("format_name", metavar="FORMAT")
@OUT
@day_option
@click.option("--functions", is_flag=True, help="Let people in functions leave too.")
@pass_session
def export(session: Session, format_name: str, out: Path, at: At, functions: bool) -> None:
    """Write the map as html, json, graphml, gexf, gephi, kumu, kumu-json, ftm, hif, jsonld, cypher, xlsx, csv or
    canonical."""
    from graphsvc.services.exports import format_named, known_formats

    if format_named(format_name) is None:
        raise WrongUsage("exports.no_such_format", name=format_name, known=known_formats())
    with session.open() as services:
        written = services.exports.write(format_name, at=at, functions=functions, lang=session.lang)
    write_file(out, written.content)
    session.answer(
        {"file": str(out), "format": format_name, "bytes": len(written.content)},
        [session.text("exports.written", file=str(out), size=len(written.content))],
    )
