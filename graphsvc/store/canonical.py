"""Merged records seen as one. A merge moves no edges: it only says which record stands for which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphsvc.model.entities import Actor, Agreement, Dataset, Relation, Structure

Record = TypeVar("Record", Actor, Structure, Agreement)
Tie = TypeVar("Tie")
StandIns = Mapping[str, Mapping[str, str]]
"""For each field that names a record: the merged ids and those that stand for them."""


def canonical_roots(merged_into: Mapping[str, str]) -> dict[str, str]:
    """The record at the end of each chain of merges: A into B and B into C makes C stand for both.

    Args:
        merged_into: each merged record and the one it was put into; free of loops.
    """
    roots: dict[str, str] = {}
    for start in merged_into:
        end = start
        while end in merged_into:
            end = merged_into[end]
        roots[start] = end
    return roots


def canonical_dataset(dataset: Dataset) -> Dataset:
    """The dataset with every merged record folded into the one that stands for it."""
    actors, structures, agreements = (
        {record.id: record.canonical_id for record in part if record.canonical_id}
        for part in (dataset.actors, dataset.structures, dataset.agreements)
    )
    if not (actors or structures or agreements):
        return dataset
    either = {**structures, **actors}
    return replace(
        dataset,
        actors=_folded(dataset.actors, {"part_of": actors}),
        structures=_folded(
            dataset.structures,
            {"part_of": structures, "successor_of": structures, "coordinator": actors, "chair": actors},
        ),
        agreements=_folded(dataset.agreements, {"establishes": structures}),
        memberships=_redirected(dataset.memberships, {"actor": actors, "structure": structures}),
        parties=_redirected(dataset.parties, {"agreement": agreements, "actor": actors}),
        relations=_without_loops(_redirected(dataset.relations, {"from_id": either, "to_id": either})),
    )


def _folded(records: Sequence[Record], stand_in: StandIns) -> tuple[Record, ...]:
    merged: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.canonical_id:
            merged[record.canonical_id].append(record)
    kept = (record for record in records if not record.canonical_id)
    return tuple(_with_references(_filled(record, merged.get(record.id, ())), stand_in) for record in kept)


def _filled(record: Record, merged: Sequence[Record]) -> Record:
    """The record with its gaps filled from the merged ones; their names become aliases."""
    gaps: dict[str, Any] = {}
    for name in (spec.name for spec in fields(record) if spec.name not in ("canonical_id", "origin", "alias")):
        if getattr(record, name) in (None, ()):
            gaps[name] = next(
                (getattr(other, name) for other in merged if getattr(other, name) not in (None, ())), None
            )
    found = {name: value for name, value in gaps.items() if value is not None}
    filled: Record = replace(record, **found)
    if merged and not isinstance(filled, Agreement):
        names = [*filled.alias, *(name for other in merged for name in _names(other))]
        filled = replace(filled, alias=tuple(name for name in dict.fromkeys(names) if name != record.name))
    return filled


def _names(record: Any) -> tuple[str, ...]:
    return (record.name, *record.alias)


def _with_references(record: Record, stand_in: StandIns) -> Record:
    changed = {name: _standing(getattr(record, name), found, record.id) for name, found in stand_in.items()}
    result: Record = replace(record, **changed)
    return result


def _standing(value: Any, stand_in: Mapping[str, str], own_id: str) -> Any:
    """The reference, or the references, to what stands for them; none to the record itself."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(stand_in.get(each, each) for each in value))
    standing = stand_in.get(value, value)
    return standing if standing != own_id or standing == value else None


def _redirected(ties: Sequence[Tie], stand_in: StandIns) -> tuple[Tie, ...]:
    """Ties between the records that stand for others; double ones count once."""
    return tuple(dict.fromkeys(_moved(tie, stand_in) for tie in ties))


def _moved(tie: Any, stand_in: StandIns) -> Any:
    ends = {name: getattr(tie, name) for name in stand_in}
    moved = {name: stand_in[name][end] for name, end in ends.items() if end in stand_in[name]}
    return replace(tie, **moved) if moved else tie


def _without_loops(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Relations within one record are gone."""
    return tuple(relation for relation in relations if relation.from_id != relation.to_id)
