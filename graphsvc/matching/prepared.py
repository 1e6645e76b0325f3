"""Records laid out for comparing: everything that a pair needs is looked up by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.fields import FieldTable, field_table, field_values
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

    def words(self, records: Ids) -> list[list[str]]:
        """The words of the main name of each of these records."""
        name, table = self.first[records], self.names
        spans = zip(table.offsets[name].tolist(), table.offsets[name + 1].tolist(), strict=True)
        return [[table.vocabulary[number] for number in table.words[start:end].tolist()] for start, end in spans]


def prepare(records: Sequence[Record]) -> Prepared:
    """Normalise all names and make all fields comparable. What is read of a record is remembered if there are not too
    many: in a running service one record is compared with the same others again and again."""
    few = len(records) <= _REMEMBERED
    of_record = [(_remembered_names if few else _names)(record) for record in records]
    names = [name for spellings_of in of_record for name in spellings_of]
    counts = np.fromiter(map(len, of_record), np.int64, len(records))
    return Prepared(
        records=records,
        owner=np.repeat(np.arange(len(records), dtype=np.int64), counts),
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        names=name_table(names),
        legal=legal_forms_of(names),
        spelled=spellings(names),
        fields=field_table(records, values=[_remembered_values(record) for record in records] if few else None),
    )


def _names(record: Record) -> tuple[Name, ...]:
    """The different names of a record, normalised."""
    return tuple(normalise(name) for name in dict.fromkeys((record.name, *record.alias)))


_REMEMBERED = 50_000
_remembered_names = lru_cache(_REMEMBERED)(_names)
_remembered_values = lru_cache(_REMEMBERED)(field_values)
