"""The text that a search looks into: names and aliases, spelled in every way that people spell them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from graphsvc.vocabulary import fold


def search_text(names: Iterable[str | None]) -> str:
    """All names, folded (`mueller`) and without their umlauts (`muller`), each once, in their order."""
    given = [name for name in names if name]
    spellings = [fold(name) for name in given] + [_bare(name) for name in given]
    return " | ".join(dict.fromkeys(spellings))


def search_words(query: str | None) -> list[str]:
    """The words that must all be found, each in one of its spellings; empty where nothing is searched."""
    return fold(query).split() if query else []


def _bare(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
