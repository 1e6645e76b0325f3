"""What `--help` says, in the reader's language: the commands state it in English, the catalogue `help` says it in
German, as the catalogue `click` does for what click itself says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import click

from graphsvc.cli.context import Session
from graphsvc.cli.usage import translated
from graphsvc.language import catalogue, text


def told(english: str, lang: str) -> str:
    """A text of a command or an option in the language; one that the catalogue does not know stays as it is."""
    known = _names().get(unfolded(english))
    return english if known is None else text(f"help.{known}", lang)


def unfolded(written: str) -> str:
    """The text with every paragraph on one line, however the code breaks it."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in written.split("\n\n"))


@cache
def _names() -> dict[str, str]:
    return {text(f"help.{name}", "en"): name for name in catalogue("help")}


class Formatter(click.HelpFormatter):
    """Writes help in one language."""

    def __init__(self, lang: str, **sizes: Any) -> None:
        super().__init__(**sizes)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        pieces = " ".join(translated(piece, self._lang) for piece in args.split(" "))
        super().write_usage(prog, pieces, prefix or translated("Usage:", self._lang) + " ")

    def write_heading(self, heading: str) -> None:
        """The head of a section."""
        super().write_heading(translated(heading, self._lang))

    def write_text(self, text: str) -> None:
        """What the command does."""
        super().write_text(told(text, self._lang))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, each with what it is for."""
        super().write_dl([(name, self._row(what)) for name, what in rows], col_max, col_spacing)

    def _row(self, what: str) -> str:
        """What something is for; behind it, in brackets, what click adds: default, bounds, whether it is required."""
        words, bracket, added = what.partition("  [")
        parts = [translated(part, self._lang) for part in added.removesuffix("]").split("; ")]
        return told(words, self._lang) + (bracket + "; ".join(parts) + "]" if bracket else "")


class Context(click.Context):
    """A call of a command that tells its help in the language of the session."""

    def make_formatter(self) -> click.HelpFormatter:
        """A formatter for that language."""
        lang = self.ensure_object(Session).lang
        return Formatter(lang, width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is told in the reader's language."""

    context_class = Context


class Group(click.Group):
    """A group whose help, and that of its commands, is told in the reader's language."""

    context_class = Context
    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its first sentence."""
        lang = ctx.ensure_object(Session).lang
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(command, lang)) for name, command in commands])


def _first_sentence(command: click.Command | None, lang: str) -> str:
    whole = told((command and command.help) or "", lang).partition("\n\n")[0]
    sentence, stop, _ = whole.partition(". ")
    return sentence + stop.rstrip()
