"""The map as a Cypher script that builds it in any Neo4j: constraints, nodes, relationships; running it twice is
running it once. Values stand in the script as literals, quoted for Cypher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphsvc.formats.network import network, ties
from graphsvc.model.entities import Dataset

LABELS = {"actor": "Actor", "structure": "Structure", "agreement": "Agreement"}


def script(dataset: Dataset) -> str:
    """One statement a line, each ended by `;`."""
    return "".join(f"{statement};\n" for statement in statements(dataset))


def statements(dataset: Dataset) -> Iterator[str]:
    """The statements in the order they must run."""
    graph = network(dataset)
    for label in LABELS.values():
        yield f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for node, values in graph.nodes(data=True):
        rest = {name: value for name, value in values.items() if name != "type"}
        yield f"MERGE (n:{LABELS[values['type']]} {{id: {literal(node)}}}) SET n += {literal(rest)}"
    for tie in sorted(set(ties(dataset))):
        if tie.source in graph and tie.target in graph:
            source, target = (LABELS[graph.nodes[end]["type"]] for end in (tie.source, tie.target))
            properties = {name: value for name, value in tie.attributes().items() if name != "kind"}
            yield (
                f"MATCH (a:{source} {{id: {literal(tie.source)}}}), (b:{target} {{id: {literal(tie.target)}}}) "
                f"MERGE (a)-[:{name(tie.kind)} {literal(properties)}]->(b)"
            )


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def name(text: str) -> str:
    """A property or relationship name, quoted where it is no plain word."""
    return text if text.isidentifier() and text.isascii() else "`" + text.replace("`", "``") + "`"
