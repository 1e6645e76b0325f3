"""The graph as one text that is equal exactly where two graphs are: what "exactly undone" is measured with.

Nodes and relationships with all their properties, sorted; without history, judgements, revision and import times, and
without what only carries an unfinished import.
"""

from __future__ import annotations

import json
from typing import Any

from graphsvc.store.records import Reader

NOT_EXPORTED = frozenset({"batch"})


def canonical_json(graph: Reader) -> str:
    """The whole graph as JSON text: `{"nodes": [...], "relationships": [...]}`, dates in ISO form."""
    nodes = [_without_carriers(row) for row in graph.read("export.nodes")]
    relationships = [_without_carriers(row) for row in graph.read("export.relationships")]
    content = {"nodes": sorted(nodes, key=_in_words), "relationships": sorted(relationships, key=_in_words)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=str) + "\n"


def _without_carriers(row: dict[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in row["properties"].items() if name not in NOT_EXPORTED}
    return {**row, "properties": properties}


def _in_words(row: dict[str, Any]) -> str:
    """What to sort by: kind and ids first, then everything else, so that the order of the database never shows."""
    ends = [str(row.get(name, "")) for name in ("kind", "id", "type", "from_id", "to_id")]
    return "\x00".join([*ends, json.dumps(row, sort_keys=True, default=str)])
