"""The map as the two tables of Gephi's spreadsheet import, in one archive: `nodes.csv` and `edges.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from graphsvc.formats.archive import archive
from graphsvc.formats.network import network
from graphsvc.formats.office import neutral
from graphsvc.model.entities import Dataset

NODE_COLUMNS = ("Id", "Label", "Side", "Kind", "Topic", "Territory", "Valid_from", "Valid_to")
EDGE_COLUMNS = ("Source", "Target", "Type", "Id", "Label", "Weight", "Kind", "Valid_from", "Valid_to")


def tables(dataset: Dataset) -> bytes:
    """A zip with both tables. Every row has an `Id`: without one Gephi numbers anew at each import."""
    graph = network(dataset)
    nodes = (_node(node, values) for node, values in graph.nodes(data=True))
    edges = (_edge(number, *edge) for number, edge in enumerate(graph.edges(data=True), 1))
    return archive({"nodes.csv": _csv(NODE_COLUMNS, nodes), "edges.csv": _csv(EDGE_COLUMNS, edges)})


def _node(node: str, values: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name.capitalize(): value for name, value in values.items()}
    return rest | {"Id": node, "Label": values["name"], "Side": values["type"]}


def _edge(number: int, source: str, target: str, values: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name.capitalize(): value for name, value in values.items()}
    named = {"Source": source, "Target": target, "Type": "Directed", "Id": number, "Weight": 1}
    return rest | named | {"Label": values.get("role", "")}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    lines = StringIO(newline="")
    writer = csv.DictWriter(lines, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: neutral(value) for name, value in row.items()} for row in rows)
    return lines.getvalue().encode()
