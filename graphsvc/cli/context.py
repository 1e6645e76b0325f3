"""What every command shares: settings, language, and whether a person or a program reads the answer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import click
from click.core import ParameterSource

from graphsvc.language import DEFAULT_LANG, LANGUAGES, read_day, text
from graphsvc.model.paging import DEFAULT_LIMIT, GREATEST_LIMIT, GREATEST_OFFSET

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.services import Services

At = date | Literal["all"] | None
"""What `--at` gives: a day, "all" for ever, or None for today."""

Command = TypeVar("Command", bound=Callable[..., Any])

YES = ("j", "ja", "y", "yes")


@dataclass
class Session:
    """One call of the command line; `json`, `lang` and `data` are what was given, before or after the command."""

    json: bool = False
    chosen_lang: str | None = None
    data: Path | None = None

    @property
    def settings(self) -> Settings:
        """The settings of the environment, with what the options say instead."""
        from graphsvc.config import Settings

        given = {"data_dir": self.data, "lang": self.chosen_lang}
        return Settings.read(**{name: value for name, value in given.items() if value is not None})

    @property
    def lang(self) -> str:
        """The language of messages: that of the settings, which need not be loaded for it."""
        return self.chosen_lang or DEFAULT_LANG

    @contextmanager
    def open(self) -> Iterator[Services]:
        """The services on the data of this call; closed, with the engine, at the end."""
        from graphsvc.bootstrap import open_services

        with open_services(self.settings) as services:
            yield services

    def text(self, key: str, **values: Any) -> str:
        """A message of the catalogues in the language of this call."""
        return text(key, self.lang, **values)

    def say(self, key: str, **values: Any) -> None:
        """Print the result in one sentence; to a program the values that the sentence is filled with."""
        self.answer(values, [self.text(key, **values)])

    def note(self, key: str, **values: Any) -> None:
        """Print a sentence beside the result; where a program reads the result, on stderr."""
        click.echo(self.text(key, **values), err=self.json)

    def warn(self, key: str, **values: Any) -> None:
        """Print on stderr what somebody should know about the input."""
        click.echo(self.text(key, **values), err=True)

    def confirm(self, key: str, **values: Any) -> None:
        """Ask; everything but a yes, in either language, ends the command."""
        question = f"{self.text(key, **values)} [{self.text('cli.yes_or_no')}]"
        if click.prompt(question, default="", show_default=False).strip().casefold() not in YES:
            raise click.Abort

    def answer(self, value: Any, lines: Iterable[str]) -> None:
        """Print the result: the whole value as JSON, or the lines for a person."""
        if self.json:
            click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines))


def foreseen(arguments: Sequence[str]) -> Session:
    """The session that the words ask for, before they are understood: a refusal of the words themselves is told as they
    ask for."""
    named = [word for flag, word in pairwise(arguments) if flag == "--lang"]
    named += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    lang = next((word for word in [*named, os.environ.get("GRAPHSVC_LANG")] if word in LANGUAGES), None)
    return Session(json="--json" in arguments, chosen_lang=lang)


def plain(value: Any) -> Any:
    """The value as JSON types: dataclasses and models as objects, dates as ISO text, in the order of their fields."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)


def session_options(command: Command) -> Command:
    """Add --json, --lang and --data to a command; they may stand before or after its name."""
    for option in (
        _shared_option("--data", "data", type=click.Path(file_okay=False, path_type=Path), metavar="DIR"),
        _shared_option("--lang", "chosen_lang", type=click.Choice(LANGUAGES), envvar="GRAPHSVC_LANG", show_envvar=True),
        _shared_option("--json", "json", is_flag=True),
    ):
        command = option(command)
    return command


class Day(click.ParamType[Any]):
    """A day as people write it; with `ever` also the word "all"."""

    name = "day"

    def __init__(self, *, ever: bool = False) -> None:
        self._ever = ever

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date, or "all"; anything else is wrong usage."""
        if isinstance(value, date) or (self._ever and value == "all"):
            return value
        try:
            return read_day(value)
        except ValueError:
            lang = ctx.ensure_object(Session).lang if ctx else DEFAULT_LANG
            self.fail(text("errors.no_day" if self._ever else "cli.no_day", lang, value=value), param, ctx)


day_option = click.option(
    "--at", type=Day(ever=True), metavar="DAY|all", help="The day of the answer; left out: today."
)
"""The parameter `at` of a command."""


def part_options(command: Command) -> Command:
    """Which part of a list is shown."""
    counts = {
        "--offset": (click.IntRange(0, GREATEST_OFFSET), 0, "Entries to leave out at the start."),
        "--limit": (click.IntRange(1, GREATEST_LIMIT), DEFAULT_LIMIT, "Entries at most."),
    }
    for flag, (bounds, usual, words) in counts.items():
        command = click.option(flag, type=bounds, default=usual, show_default=True, help=words)(command)
    return command


def pass_session(command: Command) -> Command:
    """Add the shared options to a command and give it the `Session` as its first argument."""

    def called(*args: Any, **kwargs: Any) -> Any:
        return command(click.get_current_context().ensure_object(Session), *args, **kwargs)

    return session_options(cast(Command, update_wrapper(called, command)))


SHARED_HELP = {
    "json": "Answer as JSON.",
    "chosen_lang": "Language of the answer (else GRAPHSVC_LANG, else de).",
    "data": "Folder of the data (else GRAPHSVC_DATA_DIR, else .graphsvc).",
}


def _shared_option(flag: str, name: str, **attributes: Any) -> Callable[[Command], Command]:
    return click.option(flag, name, expose_value=False, callback=_remember, help=SHARED_HELP[name], **attributes)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep what is given; what the environment says only where nothing stands on the command line."""
    session, name = ctx.ensure_object(Session), str(param.name)
    if value and (ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE or not getattr(session, name)):
        setattr(session, name, value)
