"""`graphsvc coverage`: gaps and double cover, bridges, deadlines, missing links, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.analysis.coverage import STATES, CoverageParams
from graphsvc.cli.context import Session, day_option, pass_session
from graphsvc.cli.files import OUT, write_file
from graphsvc.cli.help import Group
from graphsvc.cli.params import model_options
from graphsvc.cli.table import aligned
from graphsvc.language import text
from graphsvc.model.paging import GREATEST_LIMIT
from graphsvc.vocabulary import scheme

if TYPE_CHECKING:
    from graphsvc.analysis.coverage import Cell, Coverage, Gap
    from graphsvc.services.dates import At

LISTED = 30
"""Entries that a person is shown; a program gets all."""


@click.group(cls=Group)
def group() -> None:
    """Who works on what, for whom and where; gaps, double cover, bridges, deadlines, who is missing."""


@group.command()
@day_option
@model_options(CoverageParams)
@pass_session
def matrix(session: Session, at: At, **params: Any) -> None:
    """The cells topic x target group x territory with the bodies that cover them."""
    with session.open() as services:
        found = services.coverage.matrix(CoverageParams(**params), at=at)
    session.answer(found, _matrix_lines(found, session.lang))


@group.command()
@day_option
@click.option(
    "--limit", type=click.IntRange(1, GREATEST_LIMIT), default=LISTED, show_default=True, help="Entries at most."
)
@pass_session
def gaps(session: Session, at: At, limit: int) -> None:
    """What is done in some territories and not in others, greatest need first."""
    with session.open() as services:
        page = services.coverage.gaps(at=at, limit=limit)
        day = services.coverage.matrix(at=at).at
    rows = [_gap_row(gap, session.lang) for gap in page.items]
    foot = text(
        "coverage.gaps_foot",
        session.lang,
        shown=len(rows),
        total=page.total,
        at=day or text("coverage.ever", session.lang),
    )
    session.answer(page, [*aligned(("topic", "target_group", "open", "not_known", "covered", "need"), rows), foot])


@group.command()
@day_option
@pass_session
def bridges(session: Session, at: At) -> None:
    """Actors whose leaving would cut bodies off from all others, and single delegates."""
    with session.open() as services:
        cut, alone = services.coverage.bridges(at=at), services.coverage.single_delegates(at=at)
    told = [each.text[session.lang] for each in cut] + [each.text[session.lang] for each in alone]
    session.answer({"bridges": cut, "single_delegates": alone}, told)


@group.command("missing-links")
@day_option
@pass_session
def missing_links(session: Session, at: At) -> None:
    """Pairs of bodies of one field between which nobody mediates."""
    with session.open() as services:
        found = services.coverage.missing_links(at=at)
    session.answer(found, [each.text[session.lang] for each in found])


@group.command()
@day_option
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="Days to look ahead.")
@pass_session
def deadlines(session: Session, at: At, days: int) -> None:
    """What ends within so many days, and bodies that have not met for 18 months."""
    with session.open() as services:
        found = services.coverage.deadlines(at=at, days=days)
    session.answer(found, [each.text[session.lang] for each in found])


@group.command()
@OUT
@day_option
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="Days to look ahead.")
@pass_session
def calendar(session: Session, out: Path, at: At, days: int) -> None:
    """The days on which agreements and bodies end, as a calendar file."""
    with session.open() as services:
        content = services.coverage.calendar(at=at, days=days, lang=session.lang)
    write_file(out, content)
    session.say("findings.file_written", count=content.count("BEGIN:VEVENT"), out=str(out))


@group.command()
@click.argument("structure")
@day_option
@pass_session
def missing(session: Session, structure: str, at: At) -> None:
    """Who might belong into a body (id or exact name) and is not there, each with the reason."""
    with session.open() as services:
        found = services.coverage.missing(structure, at=at)
    session.answer(found, [each.text[session.lang] for each in found])


def _matrix_lines(found: Coverage, lang: str) -> Iterable[str]:
    for state in STATES:
        yield f"{text(f'coverage.state_{state}', lang)}: {found.totals[state]}"
    if found.unknown:
        yield text("coverage.unknown_words", lang, words=", ".join(found.unknown))
    yield ""
    worked_on = [cell for cell in found.cells if cell.count]
    yield from aligned(
        ("topic", "target_group", "territory", "n", "ends"),
        [_cell_row(cell, found, lang) for cell in sorted(worked_on, key=lambda c: -c.count)[:LISTED]],
    )


def _cell_row(cell: Cell, found: Coverage, lang: str) -> tuple[object, ...]:
    topic, group_ = _labels(cell.topic, cell.target_group, lang)
    return topic, group_, found.territories[cell.territory], cell.count, cell.ends or ""


def _gap_row(gap: Gap, lang: str) -> tuple[object, ...]:
    labels = _labels(gap.topic, gap.target_group, lang)
    return *labels, len(gap.uncovered), len(gap.not_known), len(gap.covered), gap.need or ""


def _labels(topic: str, target_group: str, lang: str) -> tuple[str, str]:
    return scheme("topics").label(topic, lang), scheme("target_groups").label(target_group, lang)
