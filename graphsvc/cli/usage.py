"""Click's own refusals in the reader's language: click writes English, the catalogue `click` says it in German.

An entry of the catalogue has click's sentence as `en`; what stands in its places is kept.
"""

from __future__ import annotations

import re
from functools import cache

import click

from graphsvc.language import catalogue, text


def usage_text(error: click.ClickException, lang: str) -> str:
    """How the command is called, where to read more, and what was wrong."""
    refused = text("cli.refused", lang, message=translated(error.format_message(), lang))
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is None:
        return refused
    pieces = " ".join([ctx.command_path, *(translated(piece, lang) for piece in ctx.command.collect_usage_pieces(ctx))])
    return "\n".join([text("cli.usage", lang, pieces=pieces, command=ctx.command_path), "", refused])


def translated(message: str, lang: str) -> str:
    """A sentence of click in the language; one that the catalogue does not know stays as it is."""
    if lang == "en":
        return message
    for name, pattern in _sentences():
        if found := pattern.fullmatch(message):
            return text(f"click.{name}", lang, **{at: translated(part, lang) for at, part in found.groupdict().items()})
    return message


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    """Click's sentences by name, as patterns; the longest first, so that the most exact one is taken."""
    entries = sorted(catalogue("click").items(), key=lambda entry: -len(entry[1]["en"]))
    return [(name, _pattern(entry["en"])) for name, entry in entries]


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence)), re.DOTALL)
