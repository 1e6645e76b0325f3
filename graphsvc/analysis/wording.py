"""Names and purposes as evidence: what is left of a name without its kind and its place, and how alike two texts are.

Texts are compared by character n-grams inside words, weighted by how rare they are in the region (TF-IDF, cosine). That
carries German compounds ("Sprachbildung" and "Sprachförderung" share a stem) without a model or a word list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from graphsvc.vocabulary import fold, scheme

Floats = NDArray[np.float64]

SHORTEST_STEM = 3
SHORTEST_COMPOUND_PART = 5
GRAMS = (3, 4, 5)
ABBREVIATED = {"ak": "arbeitskreis", "ag": "arbeitsgruppe"}
"""Words for kinds that lists write short."""


@cache
def kind_words() -> frozenset[str]:
    """The single words that name a kind of body, folded; compounds that end in another kind are left out, for they say
    more than the kind ("Bildungskonferenz")."""
    own = _listed("kinds")
    labels = [label for kind in scheme("structure_kinds") for label in (kind.de, kind.en, *kind.synonyms)]
    single = {found[0] for label in labels if len(found := words(label.replace("_", " "))) == 1} | own
    return frozenset(word for word in single if word in own or not _ends_in(word, single))


@lru_cache(maxsize=10_000)
def kinds_in(name: str) -> frozenset[str]:
    """Codes of the structure kinds whose label or synonym stands in a name, on its own or at the end of a compound."""
    said = words(name)
    return frozenset(
        code for label, code in _kind_labels() if any(word == label or word.endswith(label) for word in said)
    )


@lru_cache(maxsize=10_000)
def kind_marks(name: str) -> frozenset[str]:
    """What a name says about the kind of body: its words for kinds with abbreviations written out, and codes of the
    kinds in which other words end."""
    said = words(name)
    compounds = " ".join(word for word in said if word not in kind_words())
    return frozenset(ABBREVIATED.get(word, word) for word in said if word in kind_words()) | kinds_in(compounds)


@cache
def _kind_labels() -> tuple[tuple[str, str], ...]:
    """Single-word labels and synonyms of at least five letters, or whole abbreviations, with the code of the kind."""
    labels = [(label, kind.code) for kind in scheme("structure_kinds") for label in (kind.de, kind.en, *kind.synonyms)]
    single = [(found[0], code) for label, code in labels if len(found := words(label)) == 1]
    return tuple((word, code) for word, code in single if len(word) >= SHORTEST_COMPOUND_PART)


@cache
def stop_words() -> frozenset[str]:
    """Small words, folded."""
    return _listed("stop")


@cache
def _listed(name: str) -> frozenset[str]:
    source = resources.files(__package__) / "wording.yaml"
    return frozenset(yaml.safe_load(source.read_text(encoding="utf-8"))[name].split())


def _ends_in(word: str, endings: Iterable[str]) -> bool:
    return any(word != ending and word.endswith(ending) for ending in endings if len(ending) >= SHORTEST_STEM)


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """Folded words of letters and digits."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def words_of(names: Iterable[str]) -> frozenset[str]:
    """All words of many names."""
    return frozenset(word for name in names for word in words(name))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that are neither small words nor kinds of bodies."""
    return tuple(word for word in words(text) if word not in stop_words() and word not in kind_words())


def content(name: str, *, places: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a name that say what it is about: without kind, words of places, numbers and small words; a kind at
    the end of a compound is cut off ("Sprachnetzwerk" leaves "sprach")."""
    said = (word for word in words(name) if word not in places and word not in stop_words())
    kept = (_without_kind(word) for word in said if not word.isdigit())
    return tuple(word for word in kept if len(word) >= SHORTEST_STEM)


def stem(name: str, *, places: frozenset[str] = frozenset()) -> str:
    """Name without words of places: what the bodies of one family have in common ("runder tisch integration")."""
    return " ".join(word for word in words(name) if word not in places and word not in stop_words())


def text_similarity(texts: Sequence[Sequence[str]]) -> Floats:
    """Cosine 0..1 of the rarity-weighted n-grams of every two texts (n x n); NaN where one has no words."""
    counts = [_gram_counts(tuple(text)) for text in texts]
    vocabulary = {gram: place for place, gram in enumerate(sorted({gram for count in counts for gram, _ in count}))}
    if not vocabulary:
        return np.full((len(texts), len(texts)), np.nan)
    rows = [row for row, count in enumerate(counts) for _ in count]
    columns = [vocabulary[gram] for count in counts for gram, _ in count]
    values = 1 + np.log([times for count in counts for _, times in count])
    table = csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))
    used = np.asarray((table > 0).sum(axis=0)).ravel()
    filled = sum(1 for count in counts if count)
    weighted = table.multiply(np.log((filled + 1) / used)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    cosine = (weighted @ weighted.T).toarray() / np.maximum(np.outer(length, length), 1e-12)
    known = length > 0
    return np.where(known[:, None] & known[None, :], np.clip(cosine, 0, 1), np.nan)


@lru_cache(maxsize=20_000)
def _gram_counts(text: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The n-grams of a text in order, with how often each stands there."""
    return tuple(sorted(Counter(gram for word in text for gram in _grams(word)).items()))


def _grams(word: str) -> list[str]:
    padded = f"_{word}_"
    return [padded[at : at + size] for size in GRAMS for at in range(len(padded) - size + 1)]


@lru_cache(maxsize=20_000)
def _without_kind(word: str) -> str:
    if word in kind_words():
        return ""
    ends = (kind for kind in kind_words() if len(kind) >= 5 and word.endswith(kind))
    ending = max(ends, key=len, default="")
    return word.removesuffix(ending).removesuffix("s") if ending else word
