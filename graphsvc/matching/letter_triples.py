"""Names that look alike letter by letter: TF-IDF of letter triples, cosine, by an inverted index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graphsvc.compiled import compiled
from graphsvc.matching.information import NameTable
from graphsvc.matching.threads import in_threads

__all__ = ["gram_matrix", "nearest_rows"]

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


def gram_matrix(table: NameTable) -> sparse.csr_matrix:
    """Name x letter triple, TF-IDF with unit rows."""
    grams: dict[str, int] = {}
    by_word = [[grams.setdefault(gram, len(grams)) for gram in _triples(word)] for word in table.vocabulary]
    counts = np.array([len(of_word) for of_word in by_word], np.int64)
    word_gram = sparse.csr_matrix(
        (
            np.ones(int(counts.sum()), np.float32),
            np.fromiter((gram for of_word in by_word for gram in of_word), np.int32, int(counts.sum())),
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(by_word), max(len(grams), 1)),
    )
    name_word = sparse.csr_matrix(
        (np.maximum(table.weights, 0.2), table.words, table.offsets), shape=(len(table), len(table.vocabulary))
    )
    matrix = (name_word @ word_gram).tocsr()
    matrix.data = np.minimum(matrix.data, 2.0)
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    idf = np.log((len(table) + 1) / np.maximum(frequency, 1)).astype(np.float32) + np.float32(0.1)
    matrix = matrix @ sparse.diags(idf)
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    result: sparse.csr_matrix = (sparse.diags(1 / np.maximum(norm, 1e-9)) @ matrix).tocsr().astype(np.float32)
    return result


def _triples(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


def nearest_rows(
    grams: sparse.csr_matrix, queries: Ids, others: Ids, *, least: float, most: int
) -> tuple[Ids, Ids, Floats]:
    """For every query the `most` of the others with the highest cosine >= least; ties by position: query, other
    and cosine of every pair. All are rows of the matrix, and none is its own partner."""
    asked, other = grams[queries], grams[others]
    index = other.T.tocsr()
    itself = np.full(grams.shape[0], -1, np.int64)
    itself[others] = np.arange(len(others))
    found = np.full((len(queries), most), -1, np.int64)
    cosine = np.zeros((len(queries), most), np.float32)

    def fill(start: int, end: int) -> None:
        _accumulate(
            asked.indptr[start : end + 1].astype(np.int64), asked.indices, asked.data,
            index.indptr.astype(np.int64), index.indices, index.data,
            len(others), np.float32(least), itself[queries[start:end]], found[start:end], cosine[start:end],
        )  # fmt: skip

    in_threads(fill, len(queries), least=256)
    row, place = np.nonzero(found >= 0)
    return queries[row], others[found[row, place]], cosine[row, place]


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
