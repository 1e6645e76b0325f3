"""From an error to what the terminal shows: the message in the reader's language, no stack trace, and an exit code.

0 done, 2 wrong usage, 3 input refused, 4 database unreachable, 1 anything else.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from graphsvc.cli.context import Session
from graphsvc.errors import (
    DatabaseUnreachable,
    EngineUnavailable,
    GraphsvcError,
    InputRefused,
    WrongUsage,
)
from graphsvc.language import text

EXIT_CODES: dict[type[GraphsvcError], int] = {
    WrongUsage: 2,
    InputRefused: 3,
    DatabaseUnreachable: 4,
    EngineUnavailable: 4,
}


def exit_code(error: GraphsvcError) -> int:
    """The exit code of an error; 1 for every class that has none of its own."""
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)


@contextmanager
def reporting(ctx: click.Context) -> Iterator[None]:
    """Turn what is raised inside into a message on stderr and the exit code."""
    try:
        yield
    except GraphsvcError as error:
        click.echo(error.text(ctx.ensure_object(Session).lang), err=True)
        ctx.exit(exit_code(error))
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except Exception as error:  # the outermost edge: the trace goes into a file, people get one sentence
        click.echo(_unexpected(error, ctx.ensure_object(Session)), err=True)
        ctx.exit(1)


def _unexpected(error: Exception, session: Session) -> str:
    log = session.settings.data_dir / "last-error.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return text("cli.unexpected", session.lang, kind=type(error).__name__, message=str(error), log=str(log))
