"""Decisions about single records: which records they mean, and carrying them out on a dataset before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphsvc.errors import WrongUsage
from graphsvc.ingest.same import Record, name_of
from graphsvc.model.entities import Dataset
from graphsvc.model.imports import Decision
from graphsvc.vocabulary import fold

Fact = TypeVar("Fact")

_REFERENCES: Mapping[str, tuple[str, ...]] = {
    "actors": ("part_of",),
    "structures": ("coordinator", "chair", "part_of", "successor_of"),
    "memberships": ("actor", "structure"),
    "agreements": ("establishes",),
    "parties": ("agreement", "actor"),
    "relations": ("from_id", "to_id"),
}
_NEEDED = ("actor", "structure", "agreement", "from_id", "to_id")
RECORDS = ("actors", "structures", "agreements")


def resolved(decisions: Mapping[str, Decision], listed: Dataset, known: Dataset) -> dict[str, Decision]:
    """Decisions by the ids of the records in the list, where those and their targets are given by id or exact name.

    Raises:
        WrongUsage: the list or the map has no such record, or several of that name. A target is of the same
        sort: an actor is no structure.
    """
    found: dict[str, Decision] = {}
    for ref, decision in decisions.items():
        part, record = _meant(ref, listed, RECORDS, "imports.no_such_record", record=ref)
        if decision.action == "same":
            to = decision.target or ""
            _, target = _meant(to, known, (part,), "imports.no_such_target", record=ref, id=to)
            decision = replace(decision, target=target.id)
        found[record.id] = decision
    return found


def _meant(ref: str, dataset: Dataset, parts: Iterable[str], missing: str, **said: str) -> tuple[str, Record]:
    """The one record that an id or an exact name means, and the part of the dataset that it stands in."""
    records: list[tuple[str, Record]] = [(part, each) for part in parts for each in getattr(dataset, part)]
    fitting = [pair for pair in records if pair[1].id == ref]
    fitting = fitting or [pair for pair in records if fold(name_of(pair[1])) == fold(ref)]
    if not fitting:
        raise WrongUsage(missing, **said)
    if len(fitting) > 1:
        raise WrongUsage("imports.several_records", name=ref, ids=", ".join(sorted(each.id for _, each in fitting)))
    return fitting[0]


def rekeyed(dataset: Dataset, new_ids: Mapping[str, str]) -> Dataset:
    """The dataset with other ids, in records and in everything that refers to them. Records that get one id are joined:
    the first stands, gaps are filled from the others."""
    if not new_ids:
        return dataset
    parts: dict[str, Any] = {
        name: tuple(
            dict.fromkeys(_pointed(fact, _REFERENCES.get(name, ()), new_ids) for fact in getattr(dataset, name))
        )
        for name in (spec.name for spec in fields(dataset))
    }
    for name in RECORDS:
        parts[name] = _joined(replace(record, id=new_ids.get(record.id, record.id)) for record in parts[name])
    return Dataset(**parts)


def without(dataset: Dataset, skipped: frozenset[str]) -> Dataset:
    """The dataset without some records and the ties that need them; other references to them become empty."""
    if not skipped:
        return dataset
    parts: dict[str, Any] = {}
    for name in (spec.name for spec in fields(dataset)):
        facts = [fact for fact in getattr(dataset, name) if getattr(fact, "id", None) not in skipped]
        needed = [each for each in _REFERENCES.get(name, ()) if each in _NEEDED]
        whole = [fact for fact in facts if not any(getattr(fact, each) in skipped for each in needed)]
        parts[name] = tuple(_forgotten(fact, _REFERENCES.get(name, ()), skipped) for fact in whole)
    return Dataset(**parts)


def _pointed(fact: Fact, names: Iterable[str], new_ids: Mapping[str, str]) -> Fact:
    changes: dict[str, Any] = {}
    for name in names:
        value = getattr(fact, name)
        if isinstance(value, tuple):
            changes[name] = tuple(dict.fromkeys(new_ids.get(each, each) for each in value))
        elif value in new_ids:
            changes[name] = new_ids[value]
    return replace(fact, **changes) if changes else fact  # type: ignore[type-var]  # every fact is a dataclass


def _forgotten(fact: Fact, names: Iterable[str], skipped: frozenset[str]) -> Fact:
    changes: dict[str, Any] = {}
    for name in names:
        value = getattr(fact, name)
        if isinstance(value, tuple):
            changes[name] = tuple(each for each in value if each not in skipped)
        elif value in skipped:
            changes[name] = None
    return replace(fact, **changes) if changes else fact  # type: ignore[type-var]  # every fact is a dataclass


def _joined(records: Iterable[Any]) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for record in records:
        first = found.get(record.id)
        found[record.id] = record if first is None else _filled(first, record)
    return tuple(found.values())


def _filled(first: Any, second: Any) -> Any:
    gaps = {
        spec.name: getattr(second, spec.name)
        for spec in fields(first)
        if getattr(first, spec.name) in (None, ()) and getattr(second, spec.name) not in (None, ())
    }
    return replace(first, **gaps)
