"""`graphsvc export FORMAT`: the map as a file for another program."""

from __future__ import annotations

from pathlib import Path

import click

from graphsvc.cli.context import At, Session, day_option, pass_session


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@day_option
@click.option("--functions", is_flag=True, help="Let people in functions leave too.")
@pass_session
def export(session: Session, format_name: str, out: Path, at: At, functions: bool) -> None:
    """Write the map as html, json, graphml, gexf, gephi, kumu, kumu-json, ftm, hif, jsonld, cypher, xlsx, csv or
    canonical."""
    with session.open() as services:
        written = services.exports.write(format_name, at=at, functions=functions, lang=session.lang)
    out.write_bytes(written.content)
    session.answer(
        {"file": str(out), "format": format_name, "bytes": len(written.content)},
        [session.text("exports.written", file=str(out), size=len(written.content))],
    )
