"""The map as a Cypher script that builds it in any Neo4j: constraints, nodes, relationships; running it twice is
running it once. Values stand in the script as literals, quoted for Cypher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from graphsvc.formats.network import Tie, nodes, stated, ties
from graphsvc.model.entities import Dataset

LABELS = {"actor": "Actor", "structure": "Structure", "agreement": "Agreement"}
PROPERTY_NAMES = {"stated_in": "source"}
"""Names that differ from those of networkx edges, whose `source` is the node they start at."""


def script(dataset: Dataset) -> str:
    """One statement a line, each ended by `;`."""
    return "".join(f"{statement};\n" for statement in statements(dataset))


def statements(dataset: Dataset) -> Iterator[str]:
    """The statements in the order they must run."""
    for label in LABELS.values():
        yield f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    labels: dict[str, str] = {}
    for side, records in nodes(dataset).items():
        for record in records:
            labels[record.id] = LABELS[side]
            properties = {name: value for name, value in stated(record, side).items() if name != "type"}
            yield f"MERGE (n:{LABELS[side]} {{id: {literal(record.id)}}}) SET n += {literal(properties)}"
    known = (tie for tie in sorted(set(ties(dataset))) if tie.source in labels and tie.target in labels)
    yield from (_relationship(tie, labels) for tie in known)


def _relationship(tie: Tie, labels: Mapping[str, str]) -> str:
    ends = ", ".join(
        f"({name}:{labels[key]} {{id: {literal(key)}}})" for name, key in (("a", tie.source), ("b", tie.target))
    )
    properties = {PROPERTY_NAMES.get(name, name): value for name, value in tie.attributes().items() if name != "kind"}
    dated = {
        name: date.fromisoformat(str(properties[name])) for name in ("valid_from", "valid_to") if name in properties
    }
    return f"MATCH {ends} MERGE (a)-[:{quoted(tie.kind)} {literal(properties | dated)}]->(b)"


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def quoted(text: str) -> str:
    """A property or relationship name, quoted where it is no plain word."""
    return text if text.isidentifier() and text.isascii() else "`" + text.replace("`", "``") + "`"
