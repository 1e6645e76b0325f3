"""What a column header says: words of offices, German and English, mapped to meanings (table `meanings.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import fuzz, process

from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold

TYPO_BAR = 88.0
"""Similarity (0 to 100) from which a header counts as a misspelt known one."""
_SHORTEST_WORD = 5
"""Letters that a known word needs to be recognised inside a longer header."""
_LONGEST_PAIR = 4
"""Words of a header that names one thing twice."""
_NAME_OF = re.compile(r"([a-z]+?)-?(?:name|namen|bezeichnung|titel)")
_EITHER = re.compile(r"\s*/\s*|\s+(?:oder|bzw\.?|und|or|and)\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_YEAR_OR_UNIT = re.compile(r"\b(?:19|20)\d\d\b|\b(?:in )?(?:t?eur|t?euro)\b|(?:in )?€")
_OF = re.compile(r"([\w/-]+) (?:der|des|vom|von) (?:(?:der|des|dem) )?(.+)")
_NAMING = frozenset({"name", "namen", "bezeichnung", "titel"})
_NUMBERED = re.compile(r"(.+?)[ -]?([1-4])")
_MAIN_PART = "1"


@dataclass(frozen=True, slots=True)
class Match:
    """A meaning, how sure it is (0 to 1), and the known word that led to it."""

    meaning: str
    score: float
    word: str


@cache
def words() -> Mapping[str, str]:
    """Every known header word, folded -> its meaning."""
    with (resources.files("graphsvc.ingest") / "meanings.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    return {fold(word): row["meaning"] for row in rows for word in row["words"].split("|")}


def meanings() -> frozenset[str]:
    """All meanings that a column can have."""
    return frozenset(words().values())


@lru_cache(maxsize=20_000)
def match_header(text: str) -> Match | None:
    """The meaning of a header; exact words first, then without brackets, years and units, then a known word inside,
    then misspelt ones."""
    folded = _bare(fold(one_line(text)).replace("_", " "))
    if not folded or len(folded) > 90:
        return None
    short = _bare(_BRACKETS.sub(" ", folded))
    for candidate, score in ((folded, 1.0), (short, 0.95), (_bare(_YEAR_OR_UNIT.sub(" ", short)), 0.9)):
        if candidate in words():
            return Match(words()[candidate], score, candidate)
    found = _compound(folded) or _numbered(folded) or _of_what(folded) or _part(folded)
    return found or _inside(folded) or _misspelt(folded)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" :*.?!")


def _compound(folded: str) -> Match | None:
    """ "Projektname", "Einrichtungsbezeichnung": the first part says of what."""
    found = _NAME_OF.fullmatch(folded)
    known = _known_stem(found.group(1)) if found else None
    return Match(words()[known], 0.9, known) if known else None


def _known_stem(stem: str) -> str | None:
    """The known word behind a first part or a genitive ("Schul-", "des Familienzentrums")."""
    endings = (stem, stem.removesuffix("s"), stem.removesuffix("es"), stem.removesuffix("n"), f"{stem}e")
    return next((word for word in endings if word in words()), None)


def _numbered(folded: str) -> Match | None:
    """ "Name 1", "Schulbezeichnung_2": one thing in several columns, of which the first is the main part."""
    found = _NUMBERED.fullmatch(folded)
    part = (_exact(found.group(1)) or _compound(found.group(1))) if found else None
    if found is None or part is None:
        return None
    if found.group(2) == _MAIN_PART:
        return replace(part, score=0.9)
    return Match("name_more", 0.9, part.word) if part.meaning in ("name", "actor") else None


def _of_what(folded: str) -> Match | None:
    """ "Name des Familienzentrums" is named after what follows, "Zweck der Zuwendung" after what it begins with."""
    found = _OF.fullmatch(folded)
    if not found:
        return None
    head, of = found.groups()
    if head in _NAMING:
        known = _known_stem(of)
        return Match(words()[known], 0.9, known) if known else None
    return _exact(head, score=0.8)


def _exact(folded: str, *, score: float = 1.0) -> Match | None:
    return Match(words()[folded], score, folded) if folded in words() else None


def _part(folded: str) -> Match | None:
    """ "Ziel/Aufgabe", "Mobil oder Tel.": the first known of two words; of a longer header this says too little."""
    parts = [part.strip(" :*.?!") for part in _EITHER.split(folded)]
    if len(parts) != 2 or len(folded.split()) > _LONGEST_PAIR:
        return None
    known = next((part for part in parts if part in words()), None)
    return Match(words()[known], 0.85, known) if known and known != folded else None


def _inside(folded: str) -> Match | None:
    """The longest known word that stands in the header as a word of its own."""
    tokens = re.findall(r"[\w*]+(?:[-/][\w*]+)*", folded)
    runs = (
        " ".join(tokens[start:end])
        for start in range(len(tokens))
        for end in range(start + 1, min(start + 4, len(tokens)) + 1)
    )
    known = [run for run in runs if run in words() and len(run) >= _SHORTEST_WORD]
    if not known:
        return None
    longest = max(known, key=lambda word: (len(word), word))
    return Match(words()[longest], 0.6 + 0.3 * len(longest) / len(folded), longest)


def _misspelt(folded: str) -> Match | None:
    if len(folded) < _SHORTEST_WORD:
        return None
    found = process.extractOne(folded, words().keys(), scorer=fuzz.ratio, score_cutoff=TYPO_BAR)
    return Match(words()[found[0]], 0.8 * found[1] / 100, found[0]) if found else None
