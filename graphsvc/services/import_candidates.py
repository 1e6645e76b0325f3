"""What the map may hold already of an import's new records, under the same name or nearly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Protocol

from graphsvc.ingest.same import lookalikes
from graphsvc.matching import UNSURE_FROM, Record
from graphsvc.matching.entities import record_of
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.model.imports import Candidate
from graphsvc.model.judgements import Nearest, RecordKind
from graphsvc.services.import_previews import candidate_of

Candidates = dict[str, list[Candidate]]
"""By id of a new record: what may be the same."""

MATCHED_AT_ONCE = 5_000
"""New records that the matcher compares with the map in one go; more go one lot after the other. Beside 20,000 records
of the map a lot takes about 180 MB, one of 20,000 takes 415 and is no faster."""
MOST = 3
"""Records of the map that are shown for one new record."""


class NearestToEach(Protocol):
    """The check before creating, for many records at once."""

    def __call__(
        self, records: Sequence[Record], *, kind: RecordKind, limit: int, least: float | None
    ) -> Sequence[tuple[Nearest, ...]]: ...


def candidates_for(dataset: Dataset, known: Dataset, *, new: Collection[str], nearest: NearestToEach) -> Candidates:
    """By id of a new record: what the map holds under a like name, and what the matcher holds for near."""
    alike = lookalikes(dataset, known)
    found = {id_: [candidate_of(each) for each in same] for id_, same in alike.items()}
    if known.actors:
        _add_near("actor", (each for each in dataset.actors if each.id in new), found, nearest)
    if known.structures:
        _add_near("structure", (each for each in dataset.structures if each.id in new), found, nearest)
    return found


def _add_near(kind: RecordKind, new: Iterable[Actor | Structure], found: Candidates, nearest: NearestToEach) -> None:
    records = map(record_of, new)
    while asked := list(islice(records, MATCHED_AT_ONCE)):
        for record, near in zip(asked, nearest(asked, kind=kind, limit=MOST, least=UNSURE_FROM), strict=True):
            if near:
                _add(found.setdefault(record.id, []), near)


def _add(candidates: list[Candidate], answers: tuple[Nearest, ...]) -> None:
    ids = {each.id for each in candidates}
    candidates += [
        Candidate(each.id, each.name, each.explanation, round(each.weight, 1)) for each in answers if each.id not in ids
    ]
