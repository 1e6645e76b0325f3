"""The controlled vocabularies: topics, target groups, stages, kinds, roles, ... and the territories of the Land.

One `;`-separated table per scheme beside this module (`code;de;en;synonyms;broader`, synonyms separated by `|`). The
German label is the stable key; a cell may hold a code, a label in either language, a synonym, or one full part of a
label with `/` or brackets ("DaZ" of "DaZ/durchgängige Sprachbildung").

An office has words of its own for these entries; inside `local_terms` they are understood too.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, get_args

SchemeName = Literal[
    "topics",
    "target_groups",
    "education_stages",
    "functions",
    "structure_kinds",
    "actor_kinds",
    "legal_forms",
    "agreement_kinds",
    "roles",
    "programmes",
    "levels",
    "bindings",
    "statuses",
    "relation_kinds",
    "decisions",
]
SCHEMES: tuple[SchemeName, ...] = get_args(SchemeName)

ALL_TARGET_GROUPS = "alle"
"""The wildcard target group: it matches every other and is evidence for nothing."""

__all__ = [
    "ALL_TARGET_GROUPS",
    "SCHEMES",
    "Concept",
    "LocalTerm",
    "Scheme",
    "SchemeName",
    "Territory",
    "fold",
    "local_terms",
    "scheme",
    "territories",
]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\ufeff]")
_GENDERED = re.compile(r"(?:[:_/]-?|\(|\*)(innen|in)\b\)?")
"""Signs before a feminine ending: "Schüler:innen", "Schüler_innen", "Schüler/-innen" all are "Schüler*innen"."""
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A spelling-independent form for comparing labels: composed, lower case, umlauts written out, dashes and white
    space made equal, invisible characters dropped."""
    if text.isascii():
        plain = text.lower()
        return " ".join((_DASHES.sub("-", plain) if "-" in plain else plain).split())
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_UMLAUTS)
    return " ".join(_DASHES.sub("-", composed).split())


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a scheme; `broader` is the code above it or None, `local` what the office calls it."""

    code: str
    de: str
    en: str
    synonyms: tuple[str, ...] = ()
    broader: str | None = None
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalTerm:
    """A word that an office uses for an entry of a scheme."""

    scheme: SchemeName
    word: str
    code: str


LocalTerms = Mapping[SchemeName, tuple[LocalTerm, ...]]
_LOCAL_TERMS: ContextVar[LocalTerms | None] = ContextVar("local_terms", default=None)


@contextmanager
def local_terms(terms: Iterable[LocalTerm]) -> Iterator[None]:
    """Inside, every scheme understands these words as well: `with local_terms(terms): scheme("topics").find(word)`."""
    by_scheme: defaultdict[SchemeName, tuple[LocalTerm, ...]] = defaultdict(tuple)
    for term in terms:
        by_scheme[term.scheme] += (term,)
    token = _LOCAL_TERMS.set(dict(by_scheme) or None)
    try:
        yield
    finally:
        _LOCAL_TERMS.reset(token)


@dataclass(frozen=True, eq=False)
class Scheme:
    """One vocabulary: its concepts in the order of the table (which for education stages is their order in life). There
    is one object for the same words, so that it can be a key."""

    name: SchemeName
    concepts: Mapping[str, Concept]
    _by_label: Mapping[str, str] = field(repr=False)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __contains__(self, code: object) -> bool:
        return code in self.concepts

    def find(self, text: str) -> str | None:
        """The code that a cell means, or None where the vocabulary does not know it."""
        folded = fold(text)
        return self._by_label.get(folded) or self._by_label.get(_GENDERED.sub(r"*\1", folded))

    def label(self, code: str, lang: str = "de") -> str:
        """The label of a code; unknown values are their own label, for they are kept as text."""
        concept = self.concepts.get(code)
        if concept is None:
            return code
        return concept.de if lang == "de" else concept.en

    def path(self, code: str) -> tuple[str, ...]:
        """The code and everything above it, narrowest first."""
        found: list[str] = []
        step: str | None = code
        while step is not None and step not in found:
            found.append(step)
            step = self.concepts[step].broader if step in self.concepts else None
        return tuple(found)

    def narrower(self, code: str) -> tuple[str, ...]:
        """The codes directly below."""
        return tuple(concept.code for concept in self if concept.broader == code)


@dataclass(frozen=True, slots=True)
class Territory:
    """An official territory: `key` is the AGS (8 digits) or its prefix; `part_of` the key above it."""

    key: str
    name: str
    kind: str
    part_of: str | None


def scheme(name: SchemeName) -> Scheme:
    """One vocabulary, read once, with the words of `local_terms`."""
    local = _LOCAL_TERMS.get()
    return _scheme(name, () if local is None else local.get(name, ()))


@lru_cache(maxsize=128)
def _scheme(name: SchemeName, local: tuple[LocalTerm, ...]) -> Scheme:
    concepts = {
        row["code"]: Concept(row["code"], row["de"], row["en"], _synonyms(row["synonyms"]), row["broader"] or None)
        for row in _table(name)
    }
    for term in local:
        if term.code in concepts:
            concept = concepts[term.code]
            concepts[term.code] = replace(concept, local=(*concept.local, term.word))
    return Scheme(name, concepts, _labels(concepts))


@cache
def territories() -> Mapping[str, Territory]:
    """The Land, its government districts, districts and 396 municipalities, by key."""
    rows = _table("territories")
    return {row["key"]: Territory(row["key"], row["name"], row["kind"], row["part_of"] or None) for row in rows}


def _table(name: str) -> list[dict[str, str]]:
    source = resources.files(__name__) / f"{name}.csv"
    with source.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def _synonyms(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _labels(concepts: Mapping[str, Concept]) -> dict[str, str]:
    """Every accepted spelling -> code; a code beats a label, a label what the office says, that a synonym, and a
    synonym a part."""
    found: dict[str, str] = {}
    ranked = (
        lambda concept: [concept.code],
        lambda concept: [concept.de, concept.en],
        lambda concept: concept.local,
        lambda concept: concept.synonyms,
        lambda concept: _parts(concept.de),
    )
    for spellings in ranked:
        for concept in concepts.values():
            for spelling in spellings(concept):
                found.setdefault(fold(spelling), concept.code)
    return found


def _parts(label: str) -> list[str]:
    """The full parts of a label with `/`, `-/` or brackets: "Integrations-/Erstorientierungskurse" gives both."""
    before, _, inside = label.partition("(")
    parts = [part.strip() for part in re.split("[/,]", inside.rstrip(") ")) if part.strip()] + [before.strip()]
    pieces = [piece.strip() for piece in re.split("[/,]", before)]
    return parts + [_completed(piece, pieces) for piece in pieces if piece and len(pieces) > 1]


def _completed(piece: str, pieces: list[str]) -> str:
    """Fill in what a hyphen leaves out: the end of "Integrations-" and the beginning of "-vereinbarung"."""
    if piece.endswith("-"):
        tail = pieces[-1]
        return piece[:-1] + next((tail[at:] for at in range(3, len(tail)) if tail[at:] in _HEADS), tail)
    if piece.startswith("-"):
        head = pieces[0]
        return next((head[: -len(word)] for word in _HEADS if head.endswith(word)), head) + piece[1:]
    return piece


_HEADS = ("kurse", "vertrag", "bund")
"""Last words of the compounds that the tables' labels shorten with a hyphen."""
