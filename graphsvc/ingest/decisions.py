"""Decisions about single records, carried out on a dataset before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphsvc.model.entities import Dataset

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
