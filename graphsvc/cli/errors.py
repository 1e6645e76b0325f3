"""From an error to what the terminal shows: the message in the reader's language, no stack trace, and an exit code.

0 done, 2 wrong usage, 3 input refused, 4 database unreachable, 1 anything else. With --json the answer on stdout is the
error: `{"error": {"exit_code", "detail", "errors"}}`, the last two as the HTTP API says them.
"""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from graphsvc.cli.context import Session
from graphsvc.cli.usage import usage_text
from graphsvc.errors import (
    DatabaseUnreachable,
    EngineUnavailable,
    GraphsvcError,
    InputRefused,
    Problem,
    WrongUsage,
)

EXIT_CODES: dict[type[GraphsvcError], int] = {
    WrongUsage: 2,
    InputRefused: 3,
    DatabaseUnreachable: 4,
    EngineUnavailable: 4,
}

LOG = "last-error.log"
"""Where the trace of an unexpected error is kept, in the data folder."""


def exit_code(error: GraphsvcError) -> int:
    """The exit code of an error; 1 for every class that has none of its own."""
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)


@contextmanager
def reporting(session: Session) -> Iterator[None]:
    """Turn what is raised inside into a message and the exit code."""
    try:
        yield
    except GraphsvcError as error:
        problems = error.problems if isinstance(error, InputRefused) else ()
        _end(session, exit_code(error), error.text(session.lang), problems)
    except click.ClickException as error:
        _end(session, error.exit_code, usage_text(error, session.lang))
    except click.Abort:
        _end(session, 1, session.text("cli.stopped"))
    except Exception as error:  # the outermost edge
        _end_of_model_or_bug(session, error)


def _end_of_model_or_bug(session: Session, error: Exception) -> NoReturn:
    """A parameter that its model refuses is wrong usage; of anything else the trace goes into a file, people get one
    sentence."""
    from pydantic import ValidationError

    from graphsvc.model.refusals import refused

    if isinstance(error, ValidationError):
        refusal = refused(error)
        _end(session, 2, refusal.text(session.lang), refusal.problems)
    _end(session, 1, _unexpected(error, session))


def _end(session: Session, code: int, detail: str, problems: Sequence[Problem] = ()) -> NoReturn:
    """Say why on stderr, to a program also on stdout, and end."""
    click.echo(detail, err=True)
    if session.json:
        told = {"exit_code": code, "detail": detail, "errors": [problem.told(session.lang) for problem in problems]}
        click.echo(json.dumps({"error": told}, ensure_ascii=False, indent=2))
    sys.exit(code)


def _unexpected(error: Exception, session: Session) -> str:
    trace = "".join(traceback.format_exception(error))
    try:
        log = session.settings.made_data_dir() / LOG
        log.write_text(trace, encoding="utf-8")
    except (GraphsvcError, OSError):  # no data folder: the trace is kept all the same
        log = Path(tempfile.gettempdir()) / f"graphsvc-{LOG}"
        log.write_text(trace, encoding="utf-8")
    return session.text("cli.unexpected", kind=type(error).__name__, message=str(error), log=str(log))
