"""How much a word says: its information content in the lists at hand, steadied by how usual it is in names at large.

information(w) = -log2((df(w) + K * p(w)) / (n + K)) with df the number of different names that hold the word, n of
different names, p its usual frequency (`word_frequencies`, else RARE) and K the weight of that usual frequency, so
that a list of ten names already knows that "Verein" says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching import tables
from graphsvc.matching.normalise import Name, fold

__all__ = ["NameTable", "name_table"]

PRIOR_NAMES = 400.0
"""K: the usual frequencies count as much as this many names."""
RARE = 1.0 / 20_000
"""Frequency of a word that the table of usual words does not list."""
SMALL_NUMBER, LARGE_NUMBER = 1.0 / 300, 1.0 / 2_000
"""Frequency of one number of up to two digits, and of a longer one (years, post codes)."""


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names as arrays, the form the compiled loops take. Word `w` is `chars[starts[w]:starts[w + 1]]`; name `i` has the
    words `words[offsets[i]:offsets[i + 1]]` with their weights."""

    vocabulary: tuple[str, ...]
    chars: NDArray[np.uint8]
    starts: NDArray[np.int64]
    bits: NDArray[np.float32]
    numeric: NDArray[np.bool_]
    frequency: NDArray[np.int32]
    offsets: NDArray[np.int64]
    words: NDArray[np.int32]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.offsets) - 1


def name_table(names: Sequence[Name]) -> NameTable:
    """Count the words of all names and lay everything out in arrays; words are numbered in sorted order."""
    vocabulary = tuple(sorted({word for name in names for word in name.words}))
    number = {word: at for at, word in enumerate(vocabulary)}
    lengths = np.array([len(name.words) for name in names], np.int64)
    words = np.fromiter((number[word] for name in names for word in name.words), np.int32, int(lengths.sum()))
    weights = np.fromiter((weight for name in names for weight in name.weights), np.float32, int(lengths.sum()))
    frequency, n_names = _document_frequency(names, number)
    encoded = [word.encode("utf-8") for word in vocabulary]
    return NameTable(
        vocabulary=vocabulary,
        chars=np.frombuffer(b"".join(encoded) + b"\0\0", np.uint8),
        starts=_offsets(np.array([len(word) for word in encoded], np.int64)),
        bits=_information(vocabulary, frequency, n_names),
        numeric=np.array([word.isdigit() for word in vocabulary], np.bool_),
        frequency=frequency,
        offsets=_offsets(lengths),
        words=words,
        weights=weights,
    )


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def _document_frequency(names: Sequence[Name], number: dict[str, int]) -> tuple[NDArray[np.int32], int]:
    different = {frozenset(name.words) for name in names}
    frequency = np.zeros(len(number), np.int32)
    for words in different:
        for word in words:
            frequency[number[word]] += 1
    return frequency, len(different)


def _information(vocabulary: Sequence[str], frequency: NDArray[np.int32], n_names: int) -> NDArray[np.float32]:
    usual = _usual_frequency()
    expected = np.array([usual.get(word) or _unlisted(word) for word in vocabulary])
    share = (frequency + PRIOR_NAMES * expected) / (n_names + PRIOR_NAMES)
    bits: NDArray[np.float32] = -np.log2(share).astype(np.float32)
    return np.maximum(bits, np.float32(0.1))


def _unlisted(word: str) -> float:
    if word.isdigit():
        return SMALL_NUMBER if len(word) < 3 else LARGE_NUMBER
    return RARE


@cache
def _usual_frequency() -> dict[str, float]:
    return {fold(row["word"]): float(row["per_thousand"]) / 1000 for row in tables.rows("word_frequencies")}
