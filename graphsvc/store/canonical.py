"""Merged records seen as one. A merge moves no edges: it only says which record stands for which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphsvc.model.entities import Actor, Agreement, Dataset, Structure

Record = TypeVar("Record", Actor, Structure, Agreement)
Tie = TypeVar("Tie")


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
    stand_in = {
        record.id: record.canonical_id
        for part in (dataset.actors, dataset.structures, dataset.agreements)
        for record in part
        if record.canonical_id
    }
    if not stand_in:
        return dataset
    return replace(
        dataset,
        actors=_folded(dataset.actors, stand_in),
        structures=_folded(dataset.structures, stand_in),
        agreements=_folded(dataset.agreements, stand_in),
        memberships=_redirected(dataset.memberships, stand_in, ("actor", "structure")),
        parties=_redirected(dataset.parties, stand_in, ("agreement", "actor")),
        relations=_redirected(dataset.relations, stand_in, ("from_id", "to_id")),
    )


def _folded(records: Sequence[Record], stand_in: Mapping[str, str]) -> tuple[Record, ...]:
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


def _with_references(record: Record, stand_in: Mapping[str, str]) -> Record:
    changed: dict[str, Any] = {}
    for name in ("part_of", "successor_of", "coordinator", "chair"):
        old = getattr(record, name, None)
        new = stand_in.get(old) if old else None
        if new:
            changed[name] = new if new != record.id else None
    if isinstance(record, Agreement):
        changed["establishes"] = tuple(dict.fromkeys(stand_in.get(each, each) for each in record.establishes))
    result: Record = replace(record, **changed)
    return result


def _redirected(ties: Sequence[Tie], stand_in: Mapping[str, str], ends: tuple[str, ...]) -> tuple[Tie, ...]:
    """Ties between the records that stand for others; ties within one record are gone, double ones count once."""
    moved = (_moved(tie, stand_in, ends) for tie in ties)
    return tuple(dict.fromkeys(tie for tie in moved if getattr(tie, ends[0]) != getattr(tie, ends[1])))


def _moved(tie: Any, stand_in: Mapping[str, str], ends: tuple[str, ...]) -> Any:
    moved = {name: stand_in[getattr(tie, name)] for name in ends if getattr(tie, name) in stand_in}
    return replace(tie, **moved) if moved else tie
