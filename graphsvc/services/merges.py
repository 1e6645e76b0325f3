"""Merge records and take it back: what would happen, which record stands for the others, and undo in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

from graphsvc.errors import NotFound
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.model.judgements import MergePreview, RecordKind
from graphsvc.store.graph import Graph

STORE_KINDS: dict[RecordKind, Literal["Actor", "Structure"]] = {"actor": "Actor", "structure": "Structure"}
_NOT_COMPARED = frozenset({"id", "origin", "canonical_id"})


def entities(dataset: Dataset, kind: RecordKind) -> dict[str, Actor | Structure]:
    """The records of a kind by id."""
    part: Iterable[Actor | Structure] = dataset.actors if kind == "actor" else dataset.structures
    return {record.id: record for record in part}


def merged_into(graph: Graph) -> dict[str, str]:
    """The record that stands for each merged one, by id."""
    return {row["key"]: row["canonical_id"] for row in graph.read("facts.merged") if row["canonical_id"]}


def preview(
    dataset: Dataset,
    kind: RecordKind,
    ids: Sequence[str],
    *,
    into: str | None,
    judged_different: Sequence[tuple[str, str]],
) -> MergePreview:
    """Say what merging would do, without doing it.

    Args:
        dataset: the map with every record as it was written.
        kind: what is merged.
        ids: the records.
        into: the one that shall stand for them; None chooses it by rule (`standing`).
        judged_different: pairs among them that somebody judged different.
    """
    known = entities(dataset, kind)
    missing = [key for key in (*ids, *([into] if into else [])) if key not in known]
    if missing:
        raise NotFound("store.not_found", ref=missing[0])
    every = tuple(dict.fromkeys([*ids, into] if into else ids))
    records = [known[key] for key in every]
    ties = {key: _ties(dataset, kind, key) for key in every}
    shared = Counter(tie for of_record in ties.values() for tie in set(of_record))
    return MergePreview(
        kind=kind,
        into=into or standing(records, ties),
        ids=every,
        names={record.id: record.name for record in records},
        memberships={key: _count(ties[key], "member") for key in every},
        agreements={key: _count(ties[key], "agreement") for key in every},
        relations={key: _count(ties[key], "relation") for key in every},
        sources={record.id: _sources(record) for record in records},
        doubled=sum(count - 1 for count in shared.values() if count > 1),
        differing=_differing(records),
        judged_different=tuple(judged_different),
    )


def standing(records: Sequence[Actor | Structure], ties: Mapping[str, Sequence[Any]]) -> str:
    """The record that stands for the others by rule: the one most is tied to, then the one that says most, then the
    smallest id."""

    def rank(record: Actor | Structure) -> tuple[int, int, str]:
        said = sum(getattr(record, spec.name) not in (None, (), "") for spec in fields(record))
        return (-len(ties[record.id]), -said, record.id)

    return min(records, key=rank).id


def _ties(dataset: Dataset, kind: RecordKind, key: str) -> list[tuple[Any, ...]]:
    """What hangs on a record: equal entries of two records are one thing said twice, in whatever role or time."""
    own, other = ("actor", "structure") if kind == "actor" else ("structure", "actor")
    seats = [("member", getattr(seat, other)) for seat in dataset.memberships if getattr(seat, own) == key]
    parties = [("agreement", party.agreement) for party in dataset.parties if party.actor == key]
    out = [("relation", "to", each.to_id, each.kind) for each in dataset.relations if each.from_id == key]
    into = [("relation", "from", each.from_id, each.kind) for each in dataset.relations if each.to_id == key]
    return [*seats, *parties, *out, *into]


def _count(ties: Sequence[tuple[Any, ...]], what: str) -> int:
    return sum(tie[0] == what for tie in ties)


def _sources(record: Actor | Structure) -> tuple[str, ...]:
    named = [record.source, record.origin.source_id if record.origin else None]
    return tuple(dict.fromkeys(name for name in named if name))


def _differing(records: Sequence[Actor | Structure]) -> dict[str, dict[str, str]]:
    """Fields in which the records say different things, with what each says."""
    found: dict[str, dict[str, str]] = {}
    for spec in fields(records[0]):
        said = {record.id: _written(getattr(record, spec.name)) for record in records}
        filled = {key: value for key, value in said.items() if value}
        if spec.name not in _NOT_COMPARED and len(set(filled.values())) > 1:
            found[spec.name] = filled
    return found


def _written(value: Any) -> str:
    if value in (None, ()):
        return ""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
