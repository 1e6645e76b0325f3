"""What a record that is written by hand points at: by id or by exact name, the same on every face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from graphsvc.errors import InputRefused, Problem
from graphsvc.model.entities import Membership
from graphsvc.model.soundness import Entity
from graphsvc.store.edges import FIELD_EDGES
from graphsvc.store.facts import Fact, Fields, fact_of, same
from graphsvc.store.records import Reader

Written = TypeVar("Written", bound=Entity)

_FIND = {"Actor": "actors.find", "Structure": "structures.find"}


def with_ids(graph: Reader, record: Written, *, before: Fields | None = None) -> Written:
    """The record with an id wherever it points at another one by its exact name. What names nothing stays as it is
    written, for `refuse_unsound` to tell.

    Args:
        graph: what names may mean.
        record: what shall be written.
        before: what stands there; fields that stay as they are keep their words.

    Raises:
        InputRefused: a name belongs to several records; the problem tells their ids.
    """
    fact = fact_of(record)
    new = {
        name: of
        for name, of in _pointers(record, fact).items()
        if not same(fact.fields[name], (before or {}).get(name))
    }
    meant = {name: {ref: _standing(graph, of, ref) for ref in _values(fact, name)} for name, of in new.items()}
    problems = [_several(name, ref, ids) for name, refs in meant.items() for ref, ids in refs.items() if len(ids) > 1]
    if problems:
        raise InputRefused(problems)
    ids = {name: tuple(ids[0] for ids in refs.values()) for name, refs in meant.items()}
    named: dict[str, Any] = {name: each if _is_list(fact, name) else each[0] for name, each in ids.items()}
    return replace(record, **named)


def standing_id(graph: Reader, field: str, ref: str) -> str:
    """The id of the record that stands for an id or an exact name; where there is none, what was given.

    Args:
        graph: what the name may mean.
        field: `actor` or `structure`.
        ref: id, also that of a merged record, or exact name.

    Raises:
        InputRefused: a name belongs to several records; the problem tells their ids.
    """
    rows = graph.read(_FIND[field.capitalize()], ref=ref)
    ids = sorted(
        {str(row["canonical_id"]) for row in rows if row["by_id"]} or {str(row["canonical_id"]) for row in rows}
    )
    if len(ids) > 1:
        raise InputRefused([_several(field, ref, ids)])
    return ids[0] if ids else ref


def _pointers(record: Entity, fact: Fact) -> Mapping[str, str]:
    """The fields that point at an actor or a structure, with the statement that finds it."""
    if isinstance(record, Membership):
        return {"actor": _FIND["Actor"], "structure": _FIND["Structure"]}
    edges = FIELD_EDGES.get(fact.kind, ())
    return {edge.field: _FIND[edge.other] for edge in edges if edge.other in _FIND and edge.field in fact.fields}


def _is_list(fact: Fact, name: str) -> bool:
    return isinstance(fact.fields[name], list)


def _values(fact: Fact, name: str) -> Sequence[str]:
    value = fact.fields[name]
    return value if _is_list(fact, name) else [value]


def _standing(graph: Reader, statement: str, ref: str) -> Sequence[str]:
    """The records that may be meant: an id means itself, a name the records that stand for those called so."""
    rows = graph.read(statement, ref=ref)
    if not rows or rows[0]["by_id"]:
        return [ref]
    return sorted({str(row["canonical_id"]) for row in rows})


def _several(field: str, ref: str, ids: Sequence[str]) -> Problem:
    return Problem("store.several", column=field, value=ref, values={"ref": ref, "ids": ", ".join(ids)})
