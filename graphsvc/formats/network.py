"""The map as a networkx graph, and as the exchange formats that networkx' world reads.

Nodes are actors, structures and agreements under their own ids, with the field names of the import template; edges
carry the relationship's name as `kind`. Several values of a field are a list; formats without lists join them with `;`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import networkx as nx

from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Relation, Structure
from graphsvc.model.identifiers import membership_id, party_id, relation_id

Record = Actor | Structure | Agreement
Position = tuple[float, float]

NOT_EXPORTED = {"id", "canonical_id", "origin", "part_of", "successor_of", "coordinator", "chair", "establishes"}
"""Fields that are the node itself, bookkeeping, or drawn as an edge."""

COLOURS = {"actor": (11, 83, 148), "structure": (180, 83, 9), "agreement": (27, 127, 77)}


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """One directed relationship between two nodes; `id` is there for ties that stand as rows of their own."""

    source: str
    target: str
    kind: str
    id: str = ""
    role: str = ""
    label: str = ""
    deputy: bool = False
    valid_from: str = ""
    valid_to: str = ""
    stated_in: str = ""

    def attributes(self) -> dict[str, str | bool]:
        """What the edge carries besides its ends; empty parts are left out."""
        names = ("kind", "id", "role", "label", "deputy", "valid_from", "valid_to", "stated_in")
        return {name: value for name in names if (value := getattr(self, name))}


def network(dataset: Dataset) -> nx.MultiDiGraph:
    """The whole map as a directed graph with parallel edges; nodes and edges are sorted, so equal maps give equal
    bytes."""
    graph = nx.MultiDiGraph(name="graphsvc")
    for side, records in nodes(dataset).items():
        for record in records:
            graph.add_node(record.id, **{name: _plain(value) for name, value in stated(record, side).items()})
    for tie in sorted(set(ties(dataset))):
        if tie.source in graph and tie.target in graph:
            graph.add_edge(tie.source, tie.target, **tie.attributes())
    return graph


def nodes(dataset: Dataset) -> dict[str, list[Record]]:
    """What becomes a node, by its side, sorted by id."""
    sides: dict[str, tuple[Record, ...]] = {
        "actor": dataset.actors,
        "structure": dataset.structures,
        "agreement": dataset.agreements,
    }
    return {side: sorted(records, key=lambda record: record.id) for side, records in sides.items()}


def ties(dataset: Dataset) -> Iterator[Tie]:
    """Every relationship that the map states, from whatever table it comes."""
    for member in dataset.memberships:
        seat: dict[str, Any] = {"id": membership_id(member), "role": member.role or "", "deputy": bool(member.deputy)}
        yield Tie(member.actor, member.structure, "MEMBER_OF", **seat, **_dated(member))
    for relation in dataset.relations:
        told: dict[str, Any] = {"id": relation_id(relation), "label": relation.label or ""}
        yield Tie(relation.from_id, relation.to_id, relation.kind, **told, **_dated(relation))
    for party in dataset.parties:
        yield Tie(party.actor, party.agreement, "PARTY_TO", id=party_id(party), role=party.role or "")
    for actor in dataset.actors:
        yield from _fields(actor.id, {"PART_OF": actor.part_of})
    for structure in dataset.structures:
        yield from _fields(structure.id, {"PART_OF": structure.part_of, "SUCCEEDS": structure.successor_of})
        yield from _reversed(structure.id, {"COORDINATES": structure.coordinator, "CHAIRS": structure.chair})
    for agreement in dataset.agreements:
        for established in agreement.establishes:
            yield Tie(agreement.id, established, "ESTABLISHES")


def node_link(dataset: Dataset) -> str:
    """networkx' node-link JSON (`networkx.node_link_graph` reads it back)."""
    content = nx.node_link_data(network(dataset), edges="edges")
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def graphml(dataset: Dataset) -> str:
    """GraphML, as yEd, Gephi and networkx read it."""
    return "\n".join(nx.generate_graphml(_flat(network(dataset)), named_key_ids=True)) + "\n"


def gexf(dataset: Dataset, positions: Mapping[str, Position]) -> str:
    """GEXF 1.3 with position, size and colour of every node, as Gephi, Gephi Lite and Polinode read it; the day
    of writing is left out so that equal maps give equal bytes."""
    graph = _flat(network(dataset))
    for node, attributes in graph.nodes(data=True):
        attributes["viz"] = _viz(graph, node, positions.get(node, (0.0, 0.0)))
        attributes["label"] = attributes["name"]
    written = "\n".join(nx.generate_gexf(graph, version="1.3"))
    return re.sub(' lastmodifieddate="[^"]*"', "", written) + "\n"


def stated(record: Record, side: str) -> dict[str, Any]:
    """What a record says about itself, without what is drawn as an edge."""
    values = {each.name: getattr(record, each.name) for each in fields(record) if each.name not in NOT_EXPORTED}
    shown = {"name": record.title if isinstance(record, Agreement) else record.name, "type": side}
    return shown | {name: value for name, value in values.items() if value not in (None, ())}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _dated(fact: Membership | Relation) -> dict[str, Any]:
    begin, end = (day.isoformat() if day else "" for day in (fact.valid_from, fact.valid_to))
    return {"valid_from": begin, "valid_to": end, "stated_in": fact.source or ""}


def _fields(source: str, targets: Mapping[str, str | None]) -> Iterator[Tie]:
    return (Tie(source, target, kind) for kind, target in targets.items() if target)


def _reversed(target: str, sources: Mapping[str, str | None]) -> Iterator[Tie]:
    return (Tie(source, target, kind) for kind, source in sources.items() if source)


def _flat(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    for _, attributes in graph.nodes(data=True):
        for name, value in attributes.items():
            if isinstance(value, list):
                attributes[name] = ";".join(value)
    return graph


def _viz(graph: nx.MultiDiGraph, node: str, position: Position) -> dict[str, Any]:
    red, green, blue = COLOURS[graph.nodes[node]["type"]]
    return {
        "position": {"x": position[0], "y": position[1], "z": 0.0},
        "size": round(4 + 2 * graph.degree(node) ** 0.5, 2),
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
    }
