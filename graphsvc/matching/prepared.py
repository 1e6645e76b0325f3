"""Records laid out for comparing: everything that a pair needs is looked up by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.fields import FieldTable, field_table
from graphsvc.matching.information import NameTable, name_table
from graphsvc.matching.legal_persons import LegalForms, legal_forms_of
from graphsvc.matching.normalise import normalise
from graphsvc.matching.record import Record
from graphsvc.matching.spelling import Spellings, spellings

__all__ = ["Prepared", "prepare"]

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records with everything that comparing them needs; name i belongs to record `owner[i]`, the names of record r are
    `first[r]`, `first[r] + 1`, ... up to `first[r + 1]`, its main name first."""

    records: Sequence[Record]
    owner: Ids
    first: Ids
    names: NameTable
    legal: LegalForms
    spelled: Spellings
    fields: FieldTable

    def pairs_of_names(self, left: Ids, right: Ids) -> tuple[Ids, Ids, Ids]:
        """All pairs of names of the given pairs of records: which pair, the name of its left and of its right one."""
        counts = np.diff(self.first)
        n_pairs = counts[left] * counts[right]
        pair = np.repeat(np.arange(len(left)), n_pairs)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
        width = counts[right][pair]
        return pair, self.first[left][pair] + within // width, self.first[right][pair] + within % width

    def words(self, record: int) -> tuple[str, ...]:
        """The words of a record's main name."""
        name = int(self.first[record])
        numbers = self.names.words[self.names.offsets[name] : self.names.offsets[name + 1]].tolist()
        return tuple(self.names.vocabulary[number] for number in numbers)


def prepare(records: Sequence[Record]) -> Prepared:
    """Normalise all names and make all fields comparable."""
    spelled = [tuple(dict.fromkeys((record.name, *record.alias))) for record in records]
    counts = np.fromiter((len(written) for written in spelled), np.int64, len(records))
    names = [normalise(name) for written in spelled for name in written]
    return Prepared(
        records=records,
        owner=np.repeat(np.arange(len(records), dtype=np.int64), counts),
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        names=name_table(names),
        legal=legal_forms_of(names),
        spelled=spellings(names),
        fields=field_table(records),
    )
