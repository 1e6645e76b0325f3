"""Which records of a file are in the graph already, and which may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.ingest.consolidate import spelled, tell_apart, without_legal_form
from graphsvc.model.entities import Actor, Agreement, Dataset, Structure

Record = Actor | Structure | Agreement


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A known record that may be the same; `reason` is a catalogue key below `imports.`."""

    id: str
    name: str
    reason: str


def name_of(record: Record) -> str:
    """The name of a record; agreements have titles."""
    return record.title if isinstance(record, Agreement) else record.name


def records_of(dataset: Dataset) -> tuple[Record, ...]:
    """Everything in a dataset that has an id of its own."""
    return (*dataset.actors, *dataset.structures, *dataset.agreements)


def known_ids(dataset: Dataset, made_ids: frozenset[str], known: Dataset) -> dict[str, str]:
    """Made ids of records that the graph holds under another id: same kind, same name in any spelling, and no territory
    or town that tells them apart. Only where exactly one fits."""
    found: dict[str, str] = {}
    for mine, theirs in _pairs(dataset, known):
        taken = {record.id for record in theirs}
        by_name = _by_key(theirs, lambda record: (record.kind or "", spelled(name_of(record))))
        for record in mine:
            if record.id in made_ids and record.id not in taken:
                same = by_name.get((record.kind or "", spelled(name_of(record))), [])
                fitting = [other.id for other in same if not tell_apart(_where(record), _where(other))]
                if len(fitting) == 1:
                    found[record.id] = fitting[0]
    return found


def lookalikes(dataset: Dataset, known: Dataset) -> dict[str, list[Lookalike]]:
    """By id of a record that the graph does not hold: those it holds under the same name, another name of theirs, or
    the same name but for the legal form."""
    found: dict[str, list[Lookalike]] = {}
    for mine, theirs in _pairs(dataset, known):
        taken = {record.id for record in theirs}
        indexes = [
            ("same_name", _by_key(theirs, lambda record: spelled(name_of(record)))),
            ("same_but_form", _by_key(theirs, lambda record: without_legal_form(name_of(record)))),
            ("other_name", _by_other_names(theirs)),
        ]
        for record in mine:
            if record.id not in taken:
                matches = list(_matches(record, indexes))
                if matches:
                    found[record.id] = matches
    return found


def _matches(record: Record, indexes: Iterable[tuple[str, Mapping[Any, list[Record]]]]) -> Iterator[Lookalike]:
    seen: set[str] = set()
    names = {spelled(name_of(record)), without_legal_form(name_of(record)), *map(spelled, _other_names(record))}
    for reason, index in indexes:
        for name in sorted(names):
            for other in index.get(name, ()):
                if other.id not in seen:
                    seen.add(other.id)
                    yield Lookalike(other.id, name_of(other), reason)


def _pairs(dataset: Dataset, known: Dataset) -> Iterator[tuple[tuple[Record, ...], tuple[Record, ...]]]:
    yield dataset.actors, known.actors
    yield dataset.structures, known.structures
    yield dataset.agreements, known.agreements


def _by_key(records: Iterable[Record], key: Any) -> dict[Any, list[Record]]:
    index: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        index[key(record)].append(record)
    return index


def _by_other_names(records: Iterable[Record]) -> dict[Any, list[Record]]:
    index: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        for name in _other_names(record):
            index[spelled(name)].append(record)
    return index


def _other_names(record: Record) -> list[str]:
    if isinstance(record, Agreement):
        return []
    return [name for name in (record.short_name, *record.alias) if name]


def _where(record: Record) -> dict[str, Any]:
    return {"territory": getattr(record, "territory", ()), "city": getattr(record, "city", None)}
