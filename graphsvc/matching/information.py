"""How much a word says: its information content in the lists at hand, steadied by how usual it is in names at large.

information(w) = -log2((df(w) + K * p(w)) / (n + K)) with df the number of bodies whose names hold the word, n of
bodies (names of the same words count as one until more is known), p its usual frequency (`word_frequencies`, else
RARE) and K the weight of that usual frequency, so that a list of ten names already knows that "Verein" says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching import tables
from graphsvc.matching.normalise import Name, fold
from graphsvc.matching.text_keys import looked_up, text_keys

__all__ = ["KINDS", "KINDS_A_GROUP", "NameTable", "name_table", "recounted"]

PRIOR_NAMES = 400.0
"""K: the usual frequencies count as much as this many names."""
RARE = 1.0 / 20_000
"""Frequency of a word that the table of usual words does not list."""
KINDS = ("level", "facility", "supporter", "country", "state", "place", "part", "carrier")
"""Groups of words that say on which level a body works, what it runs, whom it supports, where it is at home, which part
of a body it is, and which carrier, confession or people it belongs to; word kinds of group g are numbered
from g * KINDS_A_GROUP + 1 on."""
KINDS_A_GROUP = 1000
_LEAST_MODIFIER = 4
"""So many letters at least stand before the head of a compound."""
_SHORTEST_HEAD = 3
LETTER = 1.0 / 50
"""Frequency of a single letter: an initial."""
SMALL_NUMBER, LARGE_NUMBER = 1.0 / 300, 1.0 / 2_000
"""Frequency of one number of up to two digits, and of a longer one (years, post codes)."""


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names as arrays, the form the compiled loops take. Word `w` is `chars[starts[w]:starts[w + 1]]` and has the key
    `keys[w]`, in rising order; name `i` has the words `words[offsets[i]:offsets[i + 1]]` with their weights. `head` is
    how many letters at the end of a compound say what body it is ("sportbund" in "kreissportbund": bund), 0 where none
    are known. `frequency` is in how many of `n_bodies` bodies' names a word stands."""

    vocabulary: tuple[str, ...]
    keys: NDArray[np.int64]
    chars: NDArray[np.uint8]
    starts: NDArray[np.int64]
    bits: NDArray[np.float32]
    numeric: NDArray[np.bool_]
    kind: NDArray[np.int32]
    head: NDArray[np.int32]
    frequency: NDArray[np.int64]
    n_bodies: int
    offsets: NDArray[np.int64]
    words: NDArray[np.int32]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def only(self, names: NDArray[np.int64]) -> NameTable:
        """The table of the chosen names; words keep their numbers and their information."""
        lengths = np.diff(self.offsets)[names]
        at = np.repeat(self.offsets[names] - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))
        return replace(self, offsets=_offsets(lengths), words=self.words[at], weights=self.weights[at])


def name_table(names: Sequence[Name], *, counted: NameTable | None = None) -> NameTable:
    """Lay names out in arrays and count their words, or take over how often a longer list has them (`counted`)."""
    vocabulary, keys, words = _numbered([word for name in names for word in name.words])
    offsets = _offsets(np.fromiter((len(name.words) for name in names), np.int64, len(names)))
    if counted is None:
        frequency, n_bodies = _document_frequency(words, offsets, len(vocabulary), _same_words(words, keys, offsets))
    else:
        frequency, n_bodies = looked_up(counted.keys, counted.frequency, keys), counted.n_bodies
    encoded = [word.encode("utf-8") for word in vocabulary]
    return NameTable(
        vocabulary=vocabulary,
        keys=keys,
        chars=np.frombuffer(b"".join(encoded) + b"\0\0", np.uint8),
        starts=_offsets(np.array([len(word) for word in encoded], np.int64)),
        bits=_information(vocabulary, frequency, n_bodies),
        numeric=np.array([word.isdigit() for word in vocabulary], np.bool_),
        head=np.array([_head_length(word) for word in vocabulary], np.int32),
        kind=np.array([_kinds().get(word, 0) for word in vocabulary], np.int32),
        frequency=frequency,
        n_bodies=n_bodies,
        offsets=offsets,
        words=words,
        weights=np.fromiter((weight for name in names for weight in name.weights), np.float32, len(words)),
    )


def _numbered(words: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int32]]:
    """The different words by rising key, their keys, and the number of each of the words."""
    keys, first, number = np.unique(text_keys(words), return_index=True, return_inverse=True)
    return tuple([words[at] for at in first.tolist()]), keys, number.astype(np.int32)


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def recounted(table: NameTable, body: NDArray[np.int64]) -> NameTable:
    """The same names, with each word counted once for every body (`body[i]` is that of name i): a body that is written
    down thirty times does not make its name a usual one."""
    frequency, n_bodies = _document_frequency(table.words, table.offsets, len(table.vocabulary), body)
    bits = _information(table.vocabulary, frequency, n_bodies)
    return replace(table, frequency=frequency, n_bodies=n_bodies, bits=bits)


def _same_words(words: NDArray[np.int32], keys: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Names of the same words, in whatever order and however often, have the same number."""
    name, word = _different_words(words, np.arange(len(offsets) - 1), offsets, len(keys))
    total = np.zeros(len(offsets) - 1, np.int64)
    np.add.at(total, name, keys[word])
    return np.unique(total, return_inverse=True)[1]


def _document_frequency(
    words: NDArray[np.int32], offsets: NDArray[np.int64], n_words: int, body: NDArray[np.int64]
) -> tuple[NDArray[np.int64], int]:
    _, word = _different_words(words, body, offsets, n_words)
    return np.bincount(word, minlength=n_words), len(np.unique(body))


def _different_words(
    words: NDArray[np.int32], owner: NDArray[np.int64], offsets: NDArray[np.int64], n_words: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every owner of a name with every word of its names, each once."""
    both = np.sort(np.repeat(owner, np.diff(offsets)) * max(n_words, 1) + words)
    both = both[np.diff(both, prepend=-1) != 0]
    return both // max(n_words, 1), both % max(n_words, 1)


def _information(vocabulary: Sequence[str], frequency: NDArray[np.int64], n_bodies: int) -> NDArray[np.float32]:
    usual = _usual_frequency()
    expected = np.array([usual.get(word) or _unlisted(word) for word in vocabulary])
    share = (frequency + PRIOR_NAMES * expected) / (n_bodies + PRIOR_NAMES)
    bits: NDArray[np.float32] = -np.log2(share).astype(np.float32)
    return np.maximum(bits, np.float32(0.1))


def _unlisted(word: str) -> float:
    if word.isdigit():
        return SMALL_NUMBER if len(word) < 3 else LARGE_NUMBER
    return LETTER if len(word) == 1 else RARE


@cache
def _usual_frequency() -> dict[str, float]:
    return {fold(row["word"]): float(row["per_thousand"]) / 1000 for row in tables.rows("word_frequencies")}


def _head_length(word: str) -> int:
    if word[-_SHORTEST_HEAD:] not in _head_endings():
        return 0
    ends = (len(word) - at for at in range(_LEAST_MODIFIER, len(word)))
    return next((length for length in ends if word[-length:] in _compound_heads()), 0)


@cache
def _head_endings() -> frozenset[str]:
    return frozenset(head[-_SHORTEST_HEAD:] for head in _compound_heads())


@cache
def _compound_heads() -> frozenset[str]:
    return frozenset(fold(row["head"]) for row in tables.rows("compound_heads"))


@cache
def _kinds() -> dict[str, int]:
    """Word -> kind of body as a number, see `KINDS`."""
    found: dict[str, int] = {}
    kinds: dict[tuple[str, str], int] = {}
    used = dict.fromkeys(KINDS, 0)
    for row in tables.rows("kinds"):
        group, kind = row["group"], row["kind"]
        if (group, kind) not in kinds:
            used[group] += 1
            kinds[group, kind] = KINDS.index(group) * KINDS_A_GROUP + used[group]
        found[fold(row["word"])] = kinds[group, kind]
    return found
