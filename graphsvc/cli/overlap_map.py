"""`graphsvc overlap pair|pairs|upset|trend|changes|load`: who shares members with whom in the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from graphsvc.analysis.load import LoadParams, Span
from graphsvc.analysis.pair_list import PairsParams
from graphsvc.analysis.significance import NULL_MODELS
from graphsvc.cli.context import Day, Session, day_option, pass_session
from graphsvc.cli.help import Command
from graphsvc.cli.overlap_options import (
    LISTED,
    announce_compiling,
    left_out,
    level_option,
    organs_option,
    warn_of_coarse_q,
)
from graphsvc.cli.params import model_options
from graphsvc.cli.progress import step
from graphsvc.cli.table import aligned
from graphsvc.language import day, number, text

if TYPE_CHECKING:
    from graphsvc.analysis.pair import Named
    from graphsvc.analysis.pair_list import PairList
    from graphsvc.analysis.trend import Changes
    from graphsvc.services.dates import At


@click.command(cls=Command)
@click.argument("a")
@click.argument("b")
@day_option
@level_option
@organs_option
@click.option(
    "--hub-share",
    type=click.FloatRange(0, 1, min_open=True),
    help="Actors in this share of all structures are hubs; left out: as agreed (`conventions`).",
)
@click.option("--null-model", type=click.Choice(NULL_MODELS), help="Left out: by the number of structures.")
@pass_session
def pair(session: Session, a: str, b: str, **asked: Any) -> None:
    """Everything about the overlap of two structures, named by id or exact name."""
    announce_compiling(session)
    with session.open() as services:
        found = services.overlap.pair(a, b, **asked)
    lines = [found.sentence[session.lang]]
    for key, members in (("both", found.shared_members), ("only_a", found.only_a), ("only_b", found.only_b)):
        lines += ["", text(f"overlap.cli_{key}", session.lang, a=found.name_a, b=found.name_b, count=len(members))]
        lines += [f"  {member.name}" for member in members]
    session.answer(found, lines)


@click.command(cls=Command)
@day_option
@model_options(PairsParams)
@pass_session
def pairs(session: Session, at: At, **params: Any) -> None:
    """All pairs of structures that share members, strongest first."""
    announce_compiling(session)
    with session.open() as services, step(text("overlap.computing", session.lang)):
        found = services.overlap.pairs(PairsParams(**params), at=at)
    session.answer(found.rows() if session.json else None, _pair_lines(found, session))
    warn_of_coarse_q(found.significance, session, option="--null-model")


@click.command(cls=Command)
@click.argument("structures", nargs=-1, required=True)
@day_option
@level_option
@organs_option
@pass_session
def upset(session: Session, structures: tuple[str, ...], **asked: Any) -> None:
    """Who sits in exactly which of several structures, named by id or exact name."""
    announce_compiling(session)
    with session.open() as services:
        found = services.overlap.upset(structures, **asked)
    session.answer(found, found.description[session.lang].split("\n"))


@click.command(cls=Command)
@click.argument("a")
@click.argument("b")
@day_option
@level_option
@organs_option
@pass_session
def trend(session: Session, a: str, b: str, **asked: Any) -> None:
    """The overlap of two structures at the end of every year."""
    with session.open() as services:
        found = services.overlap.trend(a, b, **asked)
    heads = _heads(session, "day", "size_a", "size_b", "shared", "jaccard")
    rows = [
        (day(each.at, session.lang), each.size_a, each.size_b, each.shared, _share(each.jaccard, session))
        for each in found.years
    ]
    session.answer(found, aligned(heads, rows))


@click.command(cls=Command)
@click.argument("earlier", type=Day())
@click.argument("later", type=Day(), required=False)
@level_option
@pass_session
def changes(session: Session, earlier: date, later: date | None, level: Any) -> None:
    """What began and ended between two days; the later one left out: today."""
    with session.open() as services:
        found = services.overlap.changes(earlier, later, level=level)
    session.answer(found, _change_lines(found, session))


@click.command(cls=Command)
@day_option
@level_option
@model_options(LoadParams, agreed=True)
@pass_session
def load(session: Session, at: At, level: Any, **params: Any) -> None:
    """Seats and hours a year of each organisation, heaviest first; numbers left out are as agreed (`conventions`)."""
    given = {name: value for name, value in params.items() if value is not None}
    with session.open() as services:
        found = services.overlap.load(LoadParams(**given), at=at, level=level)
    heads = _heads(session, "actor", "seats", "hours")
    rows = [(each.actor.name, each.seats, _span(each.hours, session)) for each in found.actors[:LISTED]]
    voluntary = text("overlap.cli_voluntary", session.lang, share=number(100 * found.voluntary_share, session.lang))
    total = text("overlap.cli_load", session.lang, count=found.seats, hours=_span(found.hours, session))
    session.answer(found, [*aligned(heads, rows), *left_out(len(found.actors), session), "", total, voluntary])


def _pair_lines(found: PairList, session: Session) -> Iterator[str]:
    heads = _heads(session, "a", "b", "shared", "expected", "jaccard", "q")
    rows = [
        (
            row.name_a,
            row.name_b,
            row.shared,
            number(row.expected, session.lang, digits=1),
            _share(row.jaccard, session),
            number(row.q, session.lang, digits=3),
        )
        for row in found.rows(limit=LISTED)
    ]
    yield from aligned(heads, rows)
    yield from left_out(len(found), session)


def _change_lines(found: Changes, session: Session) -> Iterator[str]:
    def section(key: str, lines: list[str]) -> Iterator[str]:
        yield text(f"overlap.cli_{key}", session.lang, count=len(lines))
        yield from (f"  {line}" for line in lines)

    def names(structures: tuple[Named, ...]) -> list[str]:
        return [each.name for each in structures]

    yield from section("structures_began", names(found.structures_began))
    yield from section("structures_ended", names(found.structures_ended))
    yield from section("seats_began", [f"{each.actor.name} – {each.structure.name}" for each in found.seats_began])
    yield from section("seats_ended", [f"{each.actor.name} – {each.structure.name}" for each in found.seats_ended])
    for key, crossings in (("overlaps_risen", found.overlaps_risen), ("overlaps_fallen", found.overlaps_fallen)):
        lines = [f"{each.a.name} – {each.b.name}: {each.shared_before} → {each.shared_after}" for each in crossings]
        yield from section(key, lines)


def _heads(session: Session, *keys: str) -> list[str]:
    return [text(f"overlap.head_{key}", session.lang) for key in keys]


def _share(value: float, session: Session) -> str:
    return number(value, session.lang, digits=2)


def _span(span: Span, session: Session) -> str:
    low, high = (number(round(end), session.lang) for end in (span.low, span.high))
    return low if low == high else f"{low}–{high}"
