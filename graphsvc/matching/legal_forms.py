"""Legal forms in names: "e.V.", "gGmbH", "Limited Liability Company", ... found by the table `legal_forms`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from graphsvc.matching import tables

__all__ = ["extract_legal_forms", "remove_legal_forms"]

_WORD = re.compile(r"\w+")


def extract_legal_forms(lowered: str) -> list[tuple[str, str]]:
    """Every legal form of a case-folded name as (phrase, code), from left to right, the longest at each place, none
    overlapping another."""
    if not any(map(_may_begin_one, lowered.split(" "))):
        return []
    by_first_word = _by_first_word()
    found, free_from = [], 0
    for word in _WORD.finditer(lowered):
        phrases = by_first_word.get(word.group())
        phrase = _longest_at(lowered, word.start(), phrases) if phrases and word.start() >= free_from else None
        if phrase is not None:
            found.append((phrase, _codes()[phrase]))
            free_from = word.start() + len(phrase)
    return found


def remove_legal_forms(lowered: str) -> str:
    """The case-folded name without its legal forms."""
    kept, at = [], 0
    for phrase, _ in extract_legal_forms(lowered):
        start = lowered.index(phrase, at)
        kept.append(lowered[at:start])
        at = start + len(phrase)
    return "".join([*kept, lowered[at:]])


@lru_cache(maxsize=500_000)
def _may_begin_one(written: str) -> bool:
    """Whether one of the words between two blanks is the first of a legal form."""
    return not _by_first_word().keys().isdisjoint(_WORD.findall(written))


def _longest_at(lowered: str, start: int, phrases: list[str]) -> str | None:
    for phrase in phrases:
        end = start + len(phrase)
        if lowered.startswith(phrase, start) and not lowered[end : end + 1].isalnum():
            return phrase
    return None


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
