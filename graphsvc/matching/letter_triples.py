"""Names that look alike letter by letter: TF-IDF of letter triples, cosine, by an inverted index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graphsvc.compiled import compiled
from graphsvc.matching.information import NameTable
from graphsvc.matching.threads import in_threads

__all__ = ["LetterTriples", "nearest_rows"]

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LetterTriples:
    """The letter triples of the names of a list.

    Attributes:
        number: the column of each triple.
        information: its inverse document frequency.
        rows: name x triple, TF-IDF with unit rows.
    """

    number: dict[str, int]
    information: Floats
    rows: sparse.csr_matrix

    @classmethod
    def of(cls, table: NameTable) -> LetterTriples:
        """Count the triples of all names."""
        number: dict[str, int] = {}
        for word in table.vocabulary:
            for triple in _triples(word):
                number.setdefault(triple, len(number))
        counts = _counts(table, number)
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        information = np.log((len(table) + 1) / np.maximum(frequency, 1)).astype(np.float32) + np.float32(0.1)
        return cls(number, information, _unit_rows(counts, information))

    def rows_of(self, table: NameTable) -> sparse.csr_matrix:
        """The rows of the names of another list, as far as they have triples of this one."""
        return _unit_rows(_counts(table, self.number), self.information)


def _counts(table: NameTable, number: dict[str, int]) -> sparse.csr_matrix:
    """Name x triple: how often, at most twice; in words that say little a little less."""
    by_word = [[number[triple] for triple in _triples(word) if triple in number] for word in table.vocabulary]
    lengths = np.fromiter(map(len, by_word), np.int64, len(by_word))
    word_triple = sparse.csr_matrix(
        (
            np.ones(int(lengths.sum()), np.float32),
            np.fromiter((triple for of_word in by_word for triple in of_word), np.int32, int(lengths.sum())),
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        shape=(len(by_word), max(len(number), 1)),
    )
    name_word = sparse.csr_matrix(
        (np.maximum(table.weights, 0.2), table.words, table.offsets), shape=(len(table), len(table.vocabulary))
    )
    counts = (name_word @ word_triple).tocsr()
    counts.data = np.minimum(counts.data, 2.0)
    return counts


def _unit_rows(counts: sparse.csr_matrix, information: Floats) -> sparse.csr_matrix:
    matrix = counts @ sparse.diags(information)
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    found: sparse.csr_matrix = (sparse.diags(1 / np.maximum(norm, 1e-9)) @ matrix).tocsr().astype(np.float32)
    return found


def _triples(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


def nearest_rows(
    asked: sparse.csr_matrix, postings: sparse.csr_matrix, *, itself: Ids, least: float, most: int
) -> tuple[Ids, Ids, Floats]:
    """For every asked row the `most` others with the highest cosine >= least; ties by position.

    Args:
        asked: rows of a list.
        postings: the transposed rows of the others.
        itself: which of the others each asked row is, -1 for none of them: none is its own partner.
        least: the least cosine, above 0.
        most: how many partners at most.

    Returns:
        asked row, other row and cosine of every pair.
    """
    found = np.full((len(itself), most), -1, np.int64)
    cosine = np.zeros((len(itself), most), np.float32)

    def fill(start: int, end: int) -> None:
        _accumulate(
            asked.indptr[start : end + 1].astype(np.int64), asked.indices, asked.data,
            postings.indptr.astype(np.int64), postings.indices, postings.data,
            postings.shape[1], np.float32(least), itself[start:end], found[start:end], cosine[start:end],
        )  # fmt: skip

    in_threads(fill, len(itself), least=256)
    row, place = np.nonzero(found >= 0)
    return row, found[row, place], cosine[row, place]


@compiled
def _accumulate(q_ptr, q_index, q_data, i_ptr, i_index, i_data, n_other, least, itself, out, best_of):  # type: ignore[no-untyped-def]
    most = out.shape[1]
    scores = np.zeros(n_other, np.float32)
    touched = np.empty(n_other, np.int64)
    for row in range(len(q_ptr) - 1):
        best = best_of[row]
        n_touched = 0
        for at in range(q_ptr[row], q_ptr[row + 1]):
            gram, weight = q_index[at], q_data[at]
            for post in range(i_ptr[gram], i_ptr[gram + 1]):
                column = i_index[post]
                if scores[column] == 0.0:
                    touched[n_touched] = column
                    n_touched += 1
                scores[column] += weight * i_data[post]
        kept = 0
        for at in range(n_touched):
            column = touched[at]
            score = scores[column]
            scores[column] = 0.0
            if score < least or column == itself[row]:
                continue
            if kept == most and (score < best[kept - 1] or (score == best[kept - 1] and column > out[row, kept - 1])):
                continue
            place = kept if kept < most else most - 1
            while place > 0 and (
                best[place - 1] < score or (best[place - 1] == score and out[row, place - 1] > column)
            ):
                best[place] = best[place - 1]
                out[row, place] = out[row, place - 1]
                place -= 1
            best[place] = score
            out[row, place] = column
            kept = min(kept + 1, most)
