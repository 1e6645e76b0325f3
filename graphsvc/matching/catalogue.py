"""Records that others are compared with again and again: laid out and indexed once, brought up to date piece by piece.

What comes near to a record is looked up in an inverted index, and only that is laid out for comparing, so that a
question costs what its answer costs and not what the catalogue does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graphsvc.matching.information import NameTable
from graphsvc.matching.letter_triples import LetterTriples, nearest_rows
from graphsvc.matching.prepared import Prepared, prepare
from graphsvc.matching.record import Record
from graphsvc.matching.shared_keys import Index, Pairs, acronyms, equal_fields, initials, rare_words

__all__ = ["Catalogue"]

_EVERY = sys.maxsize
_MOST_RECENT = 0.02
"""Share of the records that may be written since the words were counted before they are counted anew."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """Records indexed together; those that `standing` says no of were changed or deleted since."""

    prepared: Prepared
    triples: LetterTriples
    postings: sparse.csr_matrix
    of_names: tuple[Index, ...]
    of_records: tuple[Index, ...]
    standing: NDArray[np.bool_]

    @classmethod
    def of(cls, records: Sequence[Record]) -> _Segment:
        prepared = prepare(records)
        triples = LetterTriples.of(prepared.names)
        return cls(
            prepared=prepared,
            triples=triples,
            postings=triples.rows.T.tocsr(),
            of_names=_answers(prepared.names),
            of_records=tuple(equal_fields(prepared.fields)),
            standing=np.ones(len(records), np.bool_),
        )

    def near(self, asked: Prepared, *, least: float, most: int) -> Iterator[Pairs]:
        """Pairs of an asked record and one of these, some of them several times."""
        nobody = np.full(len(asked.names), -1, np.int64)
        rows = self.triples.rows_of(asked.names)
        alike = nearest_rows(rows, self.postings, itself=nobody, least=least, most=most)
        by_words = zip(_questions(asked.names), self.of_names, strict=True)
        for left, right in (alike[:2], *(question.pairs_with(own) for question, own in by_words)):
            yield asked.owner[left], self.prepared.owner[right]
        for question, own in zip(equal_fields(asked.fields, _EVERY), self.of_records, strict=True):
            yield question.pairs_with(own)


def _answers(table: NameTable) -> tuple[Index, ...]:
    return (*rare_words(table), initials(table), acronyms(table))


def _questions(table: NameTable) -> tuple[Index, ...]:
    """What each of the answers is asked with."""
    return (*rare_words(table, _EVERY), acronyms(table, _EVERY), initials(table, _EVERY))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Records to compare others with. How usual words and values are is counted in the first segment."""

    segments: tuple[_Segment, ...]

    @classmethod
    def of(cls, records: Sequence[Record]) -> Catalogue:
        """Lay out and index all records."""
        return cls((_Segment.of(records),))

    def __len__(self) -> int:
        return sum(int(segment.standing.sum()) for segment in self.segments)

    @property
    def counted(self) -> Prepared:
        """The list in which it is counted how usual words and values are."""
        return self.segments[0].prepared

    @property
    def records(self) -> list[Record]:
        """The records of all segments, also those that stand no longer: what positions count through."""
        return [record for segment in self.segments for record in segment.prepared.records]

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Whether each of them stands."""
        return np.concatenate([segment.standing for segment in self.segments])

    def near(self, asked: Prepared, *, least: float, most: int, at_least: int = 0) -> Pairs:
        """For every asked record those that come near, each pair once, sorted: the `most` most similar names of every
        segment, letter by letter, with a cosine of at least `least`; those that share a rare word, an acronym, an
        address, ...; and the first `at_least`, so that there is always an answer."""
        n_records, start = len(self.standing), 0
        first = np.flatnonzero(self.standing)[:at_least]
        keys = [(np.arange(len(asked.records))[:, None] * n_records + first).ravel()]
        for segment in self.segments:
            keys += [a * n_records + b + start for a, b in segment.near(asked, least=least, most=most)]
            start += len(segment.standing)
        left, right = np.divmod(np.unique(np.concatenate(keys)), max(n_records, 1))
        stands = self.standing[right]
        return left[stands], right[stands]

    def updated(self, records: Sequence[Record]) -> Catalogue:
        """The catalogue of these records: only what is new or has changed is laid out, everything if that is much."""
        wanted = {record.id: record for record in records}
        first = self.segments[0].prepared.records
        standing = np.array([wanted.get(record.id) == record for record in first], np.bool_)
        same = {record.id for record, stands in zip(first, standing.tolist(), strict=True) if stands}
        recent = [record for record in records if record.id not in same]
        if max(len(recent), len(first) - len(same)) > _MOST_RECENT * len(first):
            return Catalogue.of(records)
        return Catalogue((replace(self.segments[0], standing=standing), *([_Segment.of(recent)] if recent else [])))
