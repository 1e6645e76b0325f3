"""Out of the graph: facts by kind, and the whole map as a `Dataset`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Protocol, cast

from graphsvc.model.entities import Dataset
from graphsvc.model.validity import Dated, holds_at
from graphsvc.store.canonical import canonical_dataset
from graphsvc.store.edges import FIELD_EDGES
from graphsvc.store.facts import ENTITIES, KINDS, ORIGIN_FIELDS, PLURALS, Fact, Fields, Kind, entity_of, stated
from graphsvc.store.graph import BATCH_ROWS

READ_ALL: dict[Kind, str] = {
    "Source": "facts.sources",
    "Place": "facts.places",
    "Actor": "facts.actors",
    "Structure": "facts.structures",
    "Agreement": "facts.agreements",
    "Need": "facts.needs",
    "Membership": "facts.memberships",
    "Party": "facts.parties",
    "Relation": "facts.relations",
}
READ_SOME: dict[Kind, str] = {
    "Source": "facts.sources_by_key",
    "Place": "facts.places_by_key",
    "Actor": "facts.actors_by_key",
    "Structure": "facts.structures_by_key",
    "Agreement": "facts.agreements_by_key",
    "Need": "facts.needs_by_key",
    "Membership": "facts.memberships_by_key",
    "Party": "facts.parties_by_key",
    "Relation": "facts.relations_by_key",
}
READ_FIELDS: dict[Kind, tuple[str, str]] = {
    "Actor": ("facts.actor_fields", "facts.actor_fields_by_key"),
    "Structure": ("facts.structure_fields", "facts.structure_fields_by_key"),
    "Agreement": ("facts.agreement_fields", "facts.agreement_fields_by_key"),
}
FIRST_END: dict[Kind, str] = {"Membership": "actor", "Party": "actor", "Relation": "from_id"}
"""The field that holds the end at which a tie is looked up."""
READINGS = 3
"""How often the whole map is read at most until nobody wrote meanwhile; the last reading counts in any case."""
MANY_TIES = 2_000
"""From here on one look at all ties is cheaper than one at each, since hubs have thousands."""


class Reader(Protocol):
    """A `Graph`, or a `Writing` that sees its own writes."""

    def read(self, name: str, **params: Any) -> list[dict[str, Any]]: ...


def load_dataset(
    graph: Reader, at: date | None = None, *, canonical: bool = True, kinds: Sequence[Kind] = KINDS[1:]
) -> Dataset:
    """The whole map, or the records of some kinds.

    Args:
        graph: where to read.
        at: keep what holds on this day; None keeps what ever held.
        kinds: what is read; everything else is left empty.
        canonical: merged records stand as one: ties lead to the record that stands for them, its gaps are filled from
            the merged ones, their names are its aliases. Without, every record stands as it was written, with its
            `canonical_id`.
    """
    dataset = _at_one_revision(graph, kinds)
    return on_day(canonical_dataset(dataset) if canonical else dataset, at)


def _at_one_revision(graph: Reader, kinds: Sequence[Kind]) -> Dataset:
    """All facts as one writing left them: read again where somebody wrote meanwhile."""
    for _ in range(READINGS):
        revision = graph.read("admin.revision")
        dataset = _every_record(graph, kinds)
        if graph.read("admin.revision") == revision:
            break
    return dataset


def _every_record(graph: Reader, kinds: Sequence[Kind]) -> Dataset:
    canonical_ids = {(row["kind"], row["key"]): row["canonical_id"] for row in graph.read("facts.merged")}
    hidden = [row["hidden"] for row in graph.read("admin.hidden_batches")]
    parts = {
        PLURALS[kind]: tuple(
            entity_of(fact, canonical_id=canonical_ids.get((kind, fact.key)))
            for fact in all_facts(graph, kind, hidden=hidden)
        )
        for kind in kinds
    }
    return Dataset(**cast(dict[str, Any], parts))


def on_day(dataset: Dataset, at: date | None) -> Dataset:
    """What holds on a day: records by their own validity, ties where they and both their ends hold."""
    if at is None:
        return dataset
    actors, structures, agreements = (_holding(part, at) for part in _records(dataset))
    ids = [{record.id for record in part} for part in (actors, structures, agreements)]
    return Dataset(
        actors=actors,
        structures=structures,
        memberships=tuple(m for m in _holding(dataset.memberships, at) if m.actor in ids[0] and m.structure in ids[1]),
        agreements=agreements,
        parties=tuple(p for p in dataset.parties if p.actor in ids[0] and p.agreement in ids[2]),
        relations=tuple(r for r in _holding(dataset.relations, at) if {r.from_id, r.to_id} <= ids[0] | ids[1]),
        places=dataset.places,
        needs=dataset.needs,
    )


def _records(dataset: Dataset) -> tuple[Any, Any, Any]:
    return dataset.actors, dataset.structures, dataset.agreements


def _holding(facts: Sequence[Any], at: date) -> tuple[Any, ...]:
    return tuple(fact for fact in facts if holds_at(cast(Dated, fact), at))


def all_facts(graph: Reader, kind: Kind, *, hidden: Sequence[str] | None = None) -> list[Fact]:
    """Every fact of a kind, by key; `hidden` are the marks of unfinished writings where the caller knows them."""
    unfinished = {} if hidden is None else {"hidden": hidden}
    rows = graph.read(READ_ALL[kind], **unfinished)
    said = graph.read(READ_FIELDS[kind][0], **unfinished) if kind in READ_FIELDS else []
    return sorted(_facts(kind, rows, said), key=lambda fact: fact.key)


def facts_like(graph: Reader, wanted: Iterable[Fact]) -> dict[tuple[Kind, str], Fact]:
    """What the graph says of the same kinds and keys, also of an import that is not finished."""
    by_kind: dict[Kind, list[Fact]] = defaultdict(list)
    for fact in wanted:
        by_kind[fact.kind].append(fact)
    found = (fact for kind, facts in by_kind.items() for fact in _some_facts(graph, kind, facts))
    return {(fact.kind, fact.key): fact for fact in found}


def tie_by_id(graph: Reader, kind: Kind, query: str, key: str) -> Fact | None:
    """One tie where only its id is known; `query` takes the id and answers as `facts.*` of its kind do."""
    return next(_facts(kind, graph.read(query, id=key), []), None)


def _some_facts(graph: Reader, kind: Kind, wanted: list[Fact]) -> Iterator[Fact]:
    if kind in FIRST_END and len(wanted) > MANY_TIES:
        keys = {fact.key for fact in wanted}
        yield from (fact for fact in all_facts(graph, kind) if fact.key in keys)
        return
    for start in range(0, len(wanted), BATCH_ROWS):
        batch = wanted[start : start + BATCH_ROWS]
        asked = _asked(kind, batch)
        said = graph.read(READ_FIELDS[kind][1], **asked) if kind in READ_FIELDS else []
        yield from _facts(kind, graph.read(READ_SOME[kind], **asked), said)


def _asked(kind: Kind, wanted: list[Fact]) -> dict[str, Any]:
    if kind not in FIRST_END:
        return {"keys": [fact.key for fact in wanted]}
    return {"rows": [{"key": fact.key, "from_id": fact.fields[FIRST_END[kind]]} for fact in wanted]}


def _facts(kind: Kind, rows: list[dict[str, Any]], said: list[dict[str, Any]]) -> Iterator[Fact]:
    edges: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in said:
        edges[row["key"]][row["field"]].append(row["value"])
    for row in rows:
        yield Fact(kind, row["key"], _fields(kind, row, edges.get(row["key"], {})))


def _fields(kind: Kind, row: dict[str, Any], edges: Mapping[str, list[str]]) -> Fields:
    """Fields as they were written: plain properties, and edge fields with what stayed text behind what became edges."""
    spec = {each.name: each for each in fields(ENTITIES[kind])}
    properties = row["properties"]
    names = (spec.keys() - {"id", "key", "origin", "canonical_id"}) | {*ORIGIN_FIELDS, "merged_into"}
    plain = {name: properties.get(name, row.get(name)) for name in names}
    for edge in FIELD_EDGES.get(kind, ()) if kind != "Place" else ():
        values = [*edges.get(edge.field, ()), *(properties.get(f"{edge.field}_text") or ())]
        many = spec[edge.field].default == ()
        plain[edge.field] = values if many else next(iter(values), None)
    return stated(plain)
