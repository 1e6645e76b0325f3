"""What may be written by hand, the same on every face: forms, HTTP, command line and Python come through here.

An import tells the same and leaves out the value; who writes one record is told, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from graphsvc.errors import InputRefused, Problem
from graphsvc.model.soundness import Entity, unsound
from graphsvc.store.edges import FIELD_EDGES, Known, field_values
from graphsvc.store.edits import Edit, known_after
from graphsvc.store.facts import Fact, Fields, fact_of, same
from graphsvc.store.records import Reader, facts_like

_POINTERS = ("part_of", "successor_of")
"""Fields that must not lead back to the record, over however many others."""


def refuse_unsound(graph: Reader, record: Entity, *, before: Fields | None = None) -> None:
    """Raise InputRefused with every field of a record that cannot be written as it is.

    Args:
        graph: what references may mean.
        record: what shall be written.
        before: what stands there; fields that stay as they are pass.
    """
    fact = fact_of(record)
    stated = fact.fields | ({} if before else {"id": fact.key, "key": fact.key})
    names = [spec.name for spec in fields(record) if spec.name in stated]
    said = [name for name in names if not same(stated[name], (before or {}).get(name))]
    known = known_after(graph, [Edit(fact.kind, fact.key, before, fact.fields)])
    problems = [*unsound(record, said), *_dangling(fact, said, known), *_circles(graph, fact, said)]
    if problems:
        raise InputRefused(problems)


def _dangling(fact: Fact, said: list[str], known: Known) -> Iterator[Problem]:
    """References to nothing, and digits that are the key of no territory; other words for a territory stay as text."""
    for edge in FIELD_EDGES.get(fact.kind, ()):
        if edge.scheme is not None or edge.field not in said:
            continue
        for value in field_values(fact.fields, edge):
            if known.has(edge, value):
                continue
            if edge.other != "Place":
                yield Problem(f"store.no_{edge.other.lower()}", column=edge.field, value=value)
            elif value.isdecimal():
                yield Problem("fields.unknown_key", column=edge.field, value=value)


def _circles(graph: Reader, fact: Fact, said: list[str]) -> Iterator[Problem]:
    for field in _POINTERS:
        if field in said and fact.key in _chain(graph, fact, field):
            yield Problem("fields.circle", column=field, value=str(fact.fields[field]))


def _chain(graph: Reader, fact: Fact, field: str) -> set[str]:
    """The ids that a pointer leads to, and those that theirs lead to."""
    passed: set[str] = set()
    step: Fact | None = fact
    while step is not None and fact.key not in passed and step.fields.get(field):
        above = str(step.fields[field])
        step = None if above in passed else facts_like(graph, [Fact(fact.kind, above, {})]).get((fact.kind, above))
        passed.add(above)
    return passed
