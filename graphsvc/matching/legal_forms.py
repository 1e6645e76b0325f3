"""Legal forms in names: "e.V.", "gGmbH", "Limited Liability Company", ... found by the table `legal_forms`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from graphsvc.matching import tables

__all__ = ["extract_legal_forms", "remove_legal_forms"]

_WORD = re.compile(r"\w+")


def extract_legal_forms(lowered: str) -> list[tuple[str, str]]:
    """Every legal form of a case-folded name as (phrase, code), from left to right, the longest at each place, none
    overlapping another."""
    found, free_from = [], 0
    for word in _openings(lowered):
        form = _form_at(lowered, word) if word.start() >= free_from else None
        if form is not None:
            found.append((form.group(), _codes()[form.group()]))
            free_from = form.end()
    return found


def _openings(lowered: str) -> Iterator[re.Match[str]]:
    """The words at which a legal form may begin, with their neighbours up to the next blank."""
    start = 0
    for written in lowered.split(" "):
        if _may_begin_one(written):
            yield from _WORD.finditer(lowered, start, start + len(written))
        start += len(written) + 1


def remove_legal_forms(lowered: str) -> str:
    """The case-folded name without its legal forms."""
    kept, at = [], 0
    for phrase, _ in extract_legal_forms(lowered):
        start = lowered.index(phrase, at)
        kept.append(lowered[at:start])
        at = start + len(phrase)
    return "".join([*kept, lowered[at:]])


@lru_cache(maxsize=200_000)
def _may_begin_one(written: str) -> bool:
    """Whether one of the words between two blanks is the first of a legal form."""
    return not _by_first_word().keys().isdisjoint(_WORD.findall(written))


def _form_at(lowered: str, word: re.Match[str]) -> re.Match[str] | None:
    """The longest legal form that begins with that word."""
    forms = _beginning_with(word.group()) if word.group() in _by_first_word() else None
    return forms.match(lowered, word.start()) if forms else None


@cache
def _beginning_with(first_word: str) -> re.Pattern[str]:
    phrases = map(re.escape, _by_first_word()[first_word])
    return re.compile(rf"(?:{'|'.join(phrases)})(?![^\W_])")


@cache
def _codes() -> dict[str, str]:
    return {row["phrase"]: row["code"] for row in tables.rows("legal_forms")}


@cache
def _by_first_word() -> dict[str, list[str]]:
    """Phrases by their first word, longest first; the table starts each with a word."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(_codes(), key=lambda phrase: (-len(phrase), phrase)):
        found.setdefault(_WORD.match(phrase).group(), []).append(phrase)  # type: ignore[union-attr]
    return found
