"""What the commands of `graphsvc overlap` share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from graphsvc.cli.context import Session
from graphsvc.language import text

if TYPE_CHECKING:
    from graphsvc.analysis.significance import Significance

SMALL_Q = 0.05  # what is usually called significant
LISTED = 50  # rows for a person; a program (--json) gets all
level_option = click.option(
    "--level",
    type=click.Choice(["site", "organisation", "carrier"]),
    default="organisation",
    show_default=True,
    help="Who counts as one member.",
)
organs_option = click.option(
    "--organs",
    type=click.Choice(["include", "own"]),
    default="include",
    show_default=True,
    help="Whether members of a structure's organs are its members too.",
)


def left_out(count: int, session: Session) -> list[str]:
    """The line that says how many of `count` rows a person is not shown."""
    return [text("overlap.cli_more", session.lang, count=count - LISTED)] if count > LISTED else []


def warn_of_coarse_q(significance: Significance, session: Session, *, option: str) -> None:
    """Say on stderr where so many pairs are tested that the draws alone keep q from becoming small for a single one."""
    resolution = significance.resolution
    if resolution is not None and (count := resolution.pairs_below(SMALL_Q)) > 1:
        said = text("overlap.coarse_q", session.lang, count=count, draws=resolution.draws, option=option)
        click.echo(said, err=True)


def announce_compiling(session: Session) -> None:
    """Say on stderr, once, that compiled code is being prepared, should that be necessary."""

    class Announcement(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            click.echo(text("overlap.compiling", session.lang), err=True)

    log = logging.getLogger("graphsvc.compiled")
    log.handlers[:] = [Announcement()]
    log.setLevel(logging.INFO)
    log.propagate = False
