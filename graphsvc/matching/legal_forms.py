"""Legal forms in names: "e.V.", "gGmbH", "Limited Liability Company", ... found by the table `legal_forms`."""

from __future__ import annotations

import re
from functools import cache

from graphsvc.matching import tables

__all__ = ["extract_legal_forms", "remove_legal_forms"]

_WORD_START = re.compile(r"(?<!\w)\w+")


def extract_legal_forms(lowered: str) -> list[tuple[str, str]]:
    """Every legal form of a case-folded name as (phrase, code), from left to right, the longest at each place, none
    overlapping another."""
    by_first_word = _by_first_word()
    found, free_from = [], 0
    for word in _WORD_START.finditer(lowered):
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
        found.setdefault(_WORD_START.match(phrase).group(), []).append(phrase)  # type: ignore[union-attr]
    return found
