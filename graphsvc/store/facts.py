"""The fact: one thing of the map as it is written, changed, removed and undone, with its fields as plain values.

Every entity of `graphsvc.model.entities` is a fact of some kind with a key. Its fields are the dataclass's fields that
hold something; lists stand for tuples, `ORIGIN_FIELDS` for the origin. `merged_into` is the
one field that only the graph knows: the record that a judgement put this one into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from graphsvc.model.entities import (
    Actor,
    Agreement,
    Dataset,
    Membership,
    Need,
    Origin,
    Party,
    Place,
    Relation,
    Source,
    Structure,
)
from graphsvc.model.identifiers import membership_id, need_id, party_id, relation_id

Kind = Literal["Source", "Place", "Actor", "Structure", "Agreement", "Need", "Membership", "Party", "Relation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which facts can be written: ends before what ties them."""

Entity = Source | Place | Actor | Structure | Agreement | Need | Membership | Party | Relation
Fields = dict[str, Any]

ENTITIES: dict[Kind, type[Entity]] = {
    "Source": Source,
    "Place": Place,
    "Actor": Actor,
    "Structure": Structure,
    "Agreement": Agreement,
    "Need": Need,
    "Membership": Membership,
    "Party": Party,
    "Relation": Relation,
}
PLURALS: dict[Kind, str] = {
    "Source": "sources",
    "Place": "places",
    "Actor": "actors",
    "Structure": "structures",
    "Agreement": "agreements",
    "Need": "needs",
    "Membership": "memberships",
    "Party": "parties",
    "Relation": "relations",
}
"""The names of kinds in the library of statements and in `Dataset`."""
ENDS: dict[Kind, tuple[str, ...]] = {
    "Membership": ("actor", "structure"),
    "Party": ("actor", "agreement"),
    "Relation": ("from_id", "to_id", "kind"),
}
"""What a tie holds on to: without these fields it cannot be found, so the history always keeps them."""

ORIGIN_FIELDS = ("source_id", "source_sheet", "source_row", "source_file")
_NOT_FIELDS = frozenset({"origin", "canonical_id"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing of the map: its kind, its key, its fields."""

    kind: Kind
    key: str
    fields: Fields


def key_field(kind: Kind) -> str:
    """The name of the field that holds the key."""
    return "key" if kind == "Place" else "id"


def fact_of(entity: Entity) -> Fact:
    """An entity as a fact."""
    kind = _kind_of(entity)
    plain = {spec.name: _plain(getattr(entity, spec.name)) for spec in fields(entity) if spec.name not in _NOT_FIELDS}
    plain.pop(key_field(kind), None)
    origin = getattr(entity, "origin", None)
    if origin is not None:
        plain |= {name: getattr(origin, name) for name in ORIGIN_FIELDS}
    return Fact(kind, key_of(entity), stated(plain))


def entity_of(fact: Fact, *, canonical_id: str | None = None) -> Entity:
    """A fact as an entity."""
    shape = ENTITIES[fact.kind]
    names = {spec.name: spec for spec in fields(shape)}
    values = {name: _shaped(value) for name, value in fact.fields.items() if name in names}
    values[key_field(fact.kind)] = fact.key
    if "origin" in names and "source_id" in fact.fields:
        values["origin"] = Origin(**{name: fact.fields[name] for name in ORIGIN_FIELDS if name in fact.fields})
    if "canonical_id" in names:
        values["canonical_id"] = canonical_id
    return shape(**values)


def key_of(entity: Entity) -> str:
    """The key of an entity: its id, its place key, or for ties and needs the id made from their ends."""
    match entity:
        case Membership():
            return membership_id(entity)
        case Party():
            return party_id(entity)
        case Relation():
            return relation_id(entity)
        case Need():
            return need_id(entity)
        case Place():
            return entity.key
        case _:
            return entity.id


def facts_of(dataset: Dataset) -> Iterator[Fact]:
    """Everything in a dataset, in the order in which it can be written."""
    for kind in KINDS[1:]:
        yield from map(fact_of, getattr(dataset, PLURALS[kind]))


def stated(values: Mapping[str, Any]) -> Fields:
    """Only what says something: no None, no empty list."""
    return {name: value for name, value in values.items() if value is not None and value != []}


def same(one: Any, other: Any) -> bool:
    """Whether two field values say the same; the order of a list says nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)


def same_fields(one: Fields, other: Fields) -> bool:
    """Whether two facts say the same, wherever each was read."""
    return all(same(one.get(name), other.get(name)) for name in (one.keys() | other.keys()) - {*ORIGIN_FIELDS})


def parsed(kind: Kind, values: Fields) -> Fields:
    """Fields out of the history's JSON, with their dates as dates."""
    days = {spec.name for spec in fields(ENTITIES[kind]) if "date" in str(spec.type)}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in values.items()}


def duplicate_keys(facts: Iterable[Fact]) -> list[tuple[Kind, str]]:
    """Kinds and keys that stand for two facts that differ."""
    seen: dict[tuple[Kind, str], Fact] = {}
    found = []
    for fact in facts:
        first = seen.setdefault((fact.kind, fact.key), fact)
        if first is not fact and not same_fields(first.fields, fact.fields):
            found.append((fact.kind, fact.key))
    return found


def _kind_of(entity: Entity) -> Kind:
    return next(kind for kind, shape in ENTITIES.items() if shape is type(entity))


def _plain(value: Any) -> Any:
    return list(dict.fromkeys(value)) if isinstance(value, tuple) else value


def _shaped(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
