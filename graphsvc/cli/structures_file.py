"""`graphsvc structures file`: duplicate structures of a folder in the import template, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.context import Day, Session, pass_session
from graphsvc.cli.files import OUT, InputPath
from graphsvc.cli.help import Command
from graphsvc.language import text

if TYPE_CHECKING:
    import polars as pl

    from graphsvc.analysis.structures import Suspicions

COLUMNS = ("a", "b", "class", "band", "weight", "recommendation", "for", "against", "unknown")


@click.command("file", cls=Command)
@click.argument("folder", type=InputPath(folders=True))
@OUT
@click.option(
    "--at",
    type=Day(),
    help="Day that open ends run to (else the latest `stand`, else the latest `von`).",
)
@pass_session
def structures_file(session: Session, folder: Path, out: Path, at: date | None) -> None:
    """Pairs of structures in order of suspicion, from a folder, zip or workbook in the import template."""
    from graphsvc.analysis.structures import suspect
    from graphsvc.cli.plainfile import write_table
    from graphsvc.ingest.template import read_template

    reading = read_template(folder)
    for key, remarks in (("findings.file_problem", reading.problems), ("findings.file_note", reading.notes)):
        for remark in remarks:
            click.echo(text(key, session.lang, line=remark.line(session.lang)), err=True)
    if not reading.dataset.structures:
        click.echo(text("findings.no_structures", session.lang), err=True)
    found = suspect(reading.dataset, at=at)
    table = findings_table(found, lang=session.chosen_lang or "de")
    write_table(out, table)
    dated = at or any(each.as_recorded or each.valid_from for each in reading.dataset.structures)
    key = "findings.written" if dated else "findings.written_undated"
    session.say(key, count=table.height, out=str(out), at=found.evidence.region.at)


def findings_table(found: Suspicions, *, lang: str) -> pl.DataFrame:
    """The rows of the file in order of suspicion."""
    import polars as pl

    return pl.DataFrame(list(_rows(found, lang)), schema={name: _type(name) for name in COLUMNS}, orient="row")


def _type(column: str) -> type[pl.Float64] | type[pl.String]:
    import polars as pl

    return pl.Float64 if column == "weight" else pl.String


def _rows(found: Suspicions, lang: str) -> Iterator[tuple[object, ...]]:
    from graphsvc.analysis.explain import explain
    from graphsvc.analysis.recommend import recommend

    for pair in found.order:
        told = explain(found, pair, lang=lang)
        sentences = [" | ".join(told.sentences(stance)) for stance in ("for", "against", "unknown")]
        sentences[1] = sentences[1] or text("findings.none", lang)
        relation, weight = found.relations.relation[pair], float(found.weight[pair])
        yield (*found.ids(pair), relation, found.band(pair), weight, recommend(found, pair), *sentences)
