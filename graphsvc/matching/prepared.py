"""Records laid out for comparing: everything that a pair needs is looked up by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.fields import FieldTable, field_table
from graphsvc.matching.information import NameTable, name_table
from graphsvc.matching.legal_persons import LegalForms, legal_forms_of
from graphsvc.matching.normalise import Name, normalise
from graphsvc.matching.record import Record
from graphsvc.matching.shared_keys import all_pairs_between
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
        return all_pairs_between(self.first, np.diff(self.first), left, right)

    def words(self, name: int) -> list[str]:
        """The words of a name."""
        span = slice(self.names.offsets[name], self.names.offsets[name + 1])
        return [self.names.vocabulary[number] for number in self.names.words[span].tolist()]

    def written(self, name: int) -> str:
        """A name as its record has it."""
        record = int(self.owner[name])
        return names_of(self.records[record])[name - int(self.first[record])]


def prepare(records: Sequence[Record], *, counted: Prepared | None = None) -> Prepared:
    """Normalise all names and make all fields comparable. How usual words and values are is counted in these records,
    or taken over from a longer list of which they are a part or to which they are compared (`counted`)."""
    of_record = [_names(record) for record in records]
    names = [name for spelled in of_record for name in spelled]
    counts = np.fromiter(map(len, of_record), np.int64, len(records))
    return Prepared(
        records=records,
        owner=np.repeat(np.arange(len(records), dtype=np.int64), counts),
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        names=name_table(names, counted=counted.names if counted else None),
        legal=legal_forms_of(names),
        spelled=spellings(names, counted=counted.spelled if counted else None),
        fields=field_table(records, counted=counted.fields if counted else None),
    )


def names_of(record: Record) -> tuple[str, ...]:
    """The different names of a record, its main name first."""
    return tuple(dict.fromkeys((record.name, *record.alias)))


def _names(record: Record) -> tuple[Name, ...]:
    """The different names of a record, normalised."""
    return tuple([normalise(name) for name in names_of(record)])
