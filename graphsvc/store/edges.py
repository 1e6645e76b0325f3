"""Which fields of a record are edges in the graph, and what becomes of values that nothing stands for.

A vocabulary code is an edge to its `Concept`, a territory one to its `Place`, a reference one to the record. What the
vocabulary does not know, and a reference to nothing, stays as text in the property `<field>_text`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graphsvc.store.facts import ORIGIN_FIELDS, Fact, Fields, Kind
from graphsvc.vocabulary import SchemeName, scheme, territories

End = Literal["Concept", "Place", "Actor", "Structure", "Agreement"]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FieldEdge:
    """A field that is an edge: its type and what stands at the other end; `incoming` where the edge points here."""

    field: str
    type: str
    other: End
    scheme: SchemeName | None = None
    incoming: bool = False


_TOPIC = FieldEdge("topic", "ADDRESSES", "Concept", "topics")
_TARGET_GROUP = FieldEdge("target_group", "TARGETS", "Concept", "target_groups")
_TERRITORY = FieldEdge("territory", "COVERS", "Place")

FIELD_EDGES: dict[Kind, tuple[FieldEdge, ...]] = {
    "Place": (FieldEdge("part_of", "PART_OF", "Place"),),
    "Actor": (_TOPIC, _TARGET_GROUP, _TERRITORY, FieldEdge("part_of", "PART_OF", "Actor")),
    "Structure": (
        _TOPIC,
        _TARGET_GROUP,
        FieldEdge("education_stage", "SERVES", "Concept", "education_stages"),
        FieldEdge("function", "HAS_FUNCTION", "Concept", "functions"),
        _TERRITORY,
        FieldEdge("part_of", "PART_OF", "Structure"),
        FieldEdge("successor_of", "SUCCEEDS", "Structure"),
        FieldEdge("coordinator", "COORDINATES", "Actor", incoming=True),
        FieldEdge("chair", "CHAIRS", "Actor", incoming=True),
    ),
    "Agreement": (_TOPIC, FieldEdge("establishes", "ESTABLISHES", "Structure")),
}


FREE_ENDS = ("from_id", "to_id")
"""Ends of a tie that may be of any kind; every other end is called after the kind it must be of."""


@dataclass(frozen=True, slots=True)
class Known:
    """What edges can point at: the kinds of record behind each id, and the keys of all territories."""

    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    def has(self, edge: FieldEdge, value: str) -> bool:
        """Whether something stands at the other end."""
        if edge.scheme is not None:
            return value in scheme(edge.scheme)
        return value in self.places if edge.other == "Place" else edge.other in self.kinds.get(value, ())

    def stands_at(self, end: str, value: str) -> bool:
        """Whether an end of a tie is there, and of the kind that the tie asks for."""
        kinds = self.kinds.get(value, frozenset())
        return bool(kinds) if end in FREE_ENDS else end.capitalize() in kinds


def field_values(fields: Fields, edge: FieldEdge) -> list[str]:
    """The values of a field, one or many."""
    value = fields.get(edge.field)
    return value if isinstance(value, list) else [value] if value is not None else []


def references(facts: Iterable[Fact]) -> set[str]:
    """Every id of a record that the facts point at, in fields or as ends of ties."""
    found: set[str] = set()
    for fact in facts:
        edges = [edge for edge in FIELD_EDGES.get(fact.kind, ()) if edge.other not in ("Concept", "Place")]
        found.update(value for edge in edges for value in field_values(fact.fields, edge))
        found.update(value for _, value in tie_ends(fact))
    return found


def tie_ends(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Field and id of both ends of a membership, party or relation; nothing for other kinds."""
    names = {"Membership": ("actor", "structure"), "Party": ("actor", "agreement"), "Relation": ("from_id", "to_id")}
    return tuple((name, fact.fields[name]) for name in names.get(fact.kind, ()))


def texts(fact: Fact, known: Known) -> Fields:
    """The values of edge fields that no edge can stand for, as properties; None where there is none."""
    return {
        f"{edge.field}_text": [value for value in field_values(fact.fields, edge) if not known.has(edge, value)] or None
        for edge in FIELD_EDGES.get(fact.kind, ())
    }


def field_links(facts: Iterable[Fact], known: Known) -> dict[str, Rows]:
    """The edges of all edge fields, by type, as rows for `link.*`. What an official territory is part of is there."""
    links: dict[str, Rows] = defaultdict(list)
    for fact in (fact for fact in facts if not (fact.kind == "Place" and fact.key in territories())):
        for edge in FIELD_EDGES.get(fact.kind, ()):
            values = [value for value in field_values(fact.fields, edge) if known.has(edge, value)]
            for position, value in enumerate(values):
                links[edge.type].append(_field_row(fact, edge, value, position))
    return links


def _field_row(fact: Fact, edge: FieldEdge, value: str, position: int) -> dict[str, Any]:
    here, there = (fact.kind, fact.key), (edge.other, f"{edge.scheme}:{value}" if edge.scheme else value)
    source, target = (there, here) if edge.incoming else (here, there)
    about = {"stated_by": fact.key, "field": edge.field, "position": position}
    return _row(source, target, about | {name: fact.fields.get(name) for name in ORIGIN_FIELDS})


def tie_links(facts: Iterable[Fact], known: Known) -> dict[str, Rows]:
    """Memberships, parties and relations, by edge type, as rows for `link.*`."""
    links: dict[str, Rows] = defaultdict(list)
    for fact in facts:
        source, target = _ends(fact, known)
        not_properties = {name for name, _ in tie_ends(fact)} | ({"kind"} if fact.kind == "Relation" else set())
        properties = {name: value for name, value in fact.fields.items() if name not in not_properties}
        links[_tie_type(fact)].append(_row(source, target, properties | {"id": fact.key}))
    return links


def _tie_type(fact: Fact) -> str:
    return {"Membership": "MEMBER_OF", "Party": "PARTY_TO"}.get(fact.kind) or str(fact.fields["kind"])


def _ends(fact: Fact, known: Known) -> list[tuple[str, str]]:
    """Kind and id of both ends; where one id is an actor's and a structure's, the actor is meant."""
    stated = {"actor": "Actor", "structure": "Structure", "agreement": "Agreement"}
    return [(stated.get(name) or min(known.kinds[value]), value) for name, value in tie_ends(fact)]


def _row(source: tuple[str, str], target: tuple[str, str], properties: Fields) -> dict[str, Any]:
    return {f"from_{source[0].lower()}": source[1], f"to_{target[0].lower()}": target[1], "properties": properties}
