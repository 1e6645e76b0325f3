"""What must be there before the first fact: constraints, indexes, vocabularies and the official territories."""

from __future__ import annotations

from typing import Any

from graphsvc.store.graph import Graph
from graphsvc.vocabulary import SCHEMES, scheme, territories


def prepare(graph: Graph) -> None:
    """Apply the schema and load the vocabularies; nothing happens where both are there already."""
    graph.apply_schema("schema.constraints")
    concepts, places = concept_rows(), place_rows()
    wanted = {"concepts": len(concepts), "official_places": len(places)}
    if graph.read("schema.reference_counts") == [wanted]:
        return
    with graph.transaction(user="graphsvc", what="vocabulary") as tx:
        if tx.read("schema.reference_counts") == [wanted]:
            return
        tx.write("schema.put_concepts", rows=concepts)
        tx.write("schema.put_broader", rows=[row for row in concepts if row["broader"]])
        tx.write("schema.put_places", rows=places)
        tx.write("schema.put_place_tree", rows=[row for row in places if row["part_of"]])


def concept_rows() -> list[dict[str, Any]]:
    """Every concept of every vocabulary; `id` is scheme and code."""
    return [
        {
            "id": f"{name}:{concept.code}",
            "scheme": name,
            "code": concept.code,
            "de": concept.de,
            "en": concept.en,
            "broader": f"{name}:{concept.broader}" if concept.broader else None,
        }
        for name in SCHEMES
        for concept in scheme(name)
    ]


def place_rows() -> list[dict[str, Any]]:
    """Every official territory of the Land."""
    return [
        {"key": place.key, "name": place.name, "kind": place.kind, "part_of": place.part_of}
        for place in territories().values()
    ]
