"""Concepts that names and purposes speak of: what stands in for a cell that is empty.

A concept is spoken of where a word of the text begins like one of its labels or synonyms ("Sprachmittlerpool" speaks of
language mediation, "Ehrenamtskoordination" of volunteering). Kinds of bodies are no topics: "Zusammenarbeit" and
"Arbeitskreis" say nothing about work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from graphsvc.analysis import wording
from graphsvc.vocabulary import Concept, SchemeName, scheme

SHORTEST_STEM = 5
"""A stem shorter than this must be a whole word."""
ENDINGS = re.compile("(ungen|ung|ler|ern|innen|en|er|es|s|e|n)$")
"""Endings that German words change in compounds and cases."""


@lru_cache(maxsize=20_000)
def spoken_concepts(text: str, name: SchemeName) -> frozenset[str]:
    """Codes of the concepts that a text speaks of; a narrower one hides the broader one above it."""
    said = wording.content_words(text)
    forms = {form for word in said for form in (word, _stem(word))}
    begun = {stem for stem in _stems(name) if stem in forms or _begins_one(said, stem)}
    found = {code for stems, code in _phrases(name) if begun.issuperset(stems)}
    above = {step for code in found for step in scheme(name).path(code)[1:]}
    return frozenset(found - above)


def spoken_in_text(text: str, name: SchemeName) -> frozenset[str]:
    """The same for running text, where the words of the broadest concepts ("Arbeit", "Beratung", "Menschen") are
    everyday words."""
    return frozenset(code for code in spoken_concepts(text, name) if scheme(name).concepts[code].broader)


@cache
def _phrases(name: SchemeName) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Every label and synonym as the stems of its content words, with its code; whole labels before their parts."""
    phrases: dict[tuple[str, ...], str] = {}
    for parts in (False, True):
        for concept in scheme(name):
            for label in _parts(concept) if parts else (concept.de, concept.en, *concept.synonyms):
                stems = tuple(_stem(word) for word in wording.content_words(label))
                if stems:
                    phrases.setdefault(stems, concept.code)
    return tuple(phrases.items())


def _parts(concept: Concept) -> list[str]:
    """What stands between slashes, commas and brackets, without what a hyphen cuts short."""
    pieces = [piece.strip() for label in (concept.de, *concept.synonyms) for piece in re.split("[/(),]", label)]
    return [piece for piece in pieces if not piece.startswith("-") and not piece.endswith("-")]


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= SHORTEST_STEM else word


def _begins_one(words: Iterable[str], stem: str) -> bool:
    return len(stem) > SHORTEST_STEM and any(word.startswith(stem) for word in words)


@cache
def _stems(name: SchemeName) -> frozenset[str]:
    return frozenset(stem for stems, _ in _phrases(name) for stem in stems)
