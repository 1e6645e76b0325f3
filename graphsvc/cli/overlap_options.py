"""What the commands of `graphsvc overlap` share."""

from __future__ import annotations

import logging

import click

from graphsvc.cli.context import Session
from graphsvc.language import text

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


def announce_compiling(session: Session) -> None:
    """Say on stderr, once, that compiled code is being prepared, should that be necessary."""

    class Announcement(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            click.echo(text("overlap.compiling", session.lang), err=True)

    log = logging.getLogger("graphsvc.compiled")
    log.handlers[:] = [Announcement()]
    log.setLevel(logging.INFO)
    log.propagate = False
