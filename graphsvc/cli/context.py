"""What every command shares: settings, language, and whether a person or a program reads the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import click
from click.core import ParameterSource

from graphsvc.language import DEFAULT_LANG, LANGUAGES, text

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.services import Services

At = date | Literal["all"] | None
"""What `--at` gives: a day, "all" for ever, or None for today."""

Command = TypeVar("Command", bound=Callable[..., Any])


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
        return Settings().model_copy(update={name: value for name, value in given.items() if value is not None})

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
        """Print one message of the catalogues; nothing where a program reads."""
        if not self.json:
            click.echo(self.text(key, **values))

    def answer(self, value: Any, lines: Iterable[str]) -> None:
        """Print the result: the whole value as JSON, or the lines for a person."""
        if self.json:
            click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines))


def plain(value: Any) -> Any:
    """The value as JSON types: dataclasses and models as objects, dates as ISO text, in the order of their fields."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)


def session_options(command: Command) -> Command:
    """Add --json, --lang and --data to a command; they may stand before or after its name."""
    for option in (
        _shared_option("--data", "data", type=click.Path(file_okay=False, path_type=Path), metavar="DIR"),
        _shared_option("--lang", "chosen_lang", type=click.Choice(LANGUAGES), envvar="GRAPHSVC_LANG"),
        _shared_option("--json", "json", is_flag=True),
    ):
        command = option(command)
    return command


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> At:
    """The day, or "all"; anything else is wrong usage."""
    if value is None or value == "all":
        return cast(At, value)
    try:
        return datetime.strptime(value, "%d.%m.%Y" if "." in value else "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day (2024-12-31, 31.12.2024 or all).", ctx, param) from None


day_option = click.option("--at", callback=_day, metavar="DAY|all", help="The day of the answer; left out: today.")
"""The parameter `at` of a command."""


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
