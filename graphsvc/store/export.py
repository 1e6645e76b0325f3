"""The graph as canonical JSON: what "exactly undone" is measured with."""

from __future__ import annotations

import json

from graphsvc.store.facts import KINDS, Fact
from graphsvc.store.graph import Graph
from graphsvc.store.records import all_facts

TIES = ("Membership", "Party", "Relation")


def canonical_json(graph: Graph) -> str:
    """Every node and relationship with its properties, sorted by id; no history, no judgements, no revision, no times
    of import. Two graphs say the same exactly when this text is the same."""
    canonical_ids = {(row["kind"], row["key"]): row["canonical_id"] for row in graph.read("facts.merged")}
    facts = [fact for kind in KINDS for fact in all_facts(graph, kind)]
    content = {
        "nodes": [_entry(fact, canonical_ids.get((fact.kind, fact.key))) for fact in facts if fact.kind not in TIES],
        "relationships": [_entry(fact, None) for fact in facts if fact.kind in TIES],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


def _entry(fact: Fact, canonical_id: str | None) -> dict[str, object]:
    properties = {name: sorted(value) if isinstance(value, list) else value for name, value in fact.fields.items()}
    merged = {"canonical_id": canonical_id} if canonical_id else {}
    return {"kind": fact.kind, "id": fact.key, "properties": properties | merged}
