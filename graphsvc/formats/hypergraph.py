"""The map as a hypergraph in the Hypergraph Interchange Format (HIF): a structure is an edge, its members its nodes."""

from __future__ import annotations

import json
from typing import Any

from graphsvc.model.entities import Dataset, Membership


def hif(dataset: Dataset) -> str:
    """HIF JSON, as XGI, HyperNetX, HypergraphX and others read it."""
    actors = sorted(dataset.actors, key=lambda actor: actor.id)
    structures = sorted(dataset.structures, key=lambda structure: structure.id)
    known = ({actor.id for actor in actors}, {structure.id for structure in structures})
    content = {
        "network-type": "undirected",
        "metadata": {"name": "graphsvc"},
        "nodes": [{"node": actor.id, "attrs": _attrs(name=actor.name, kind=actor.kind)} for actor in actors],
        "edges": [{"edge": each.id, "attrs": _attrs(name=each.name, kind=each.kind)} for each in structures],
        "incidences": _incidences([m for m in dataset.memberships if m.actor in known[0] and m.structure in known[1]]),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _incidences(memberships: list[Membership]) -> list[dict[str, Any]]:
    """One incidence for each actor in each structure; the first term stands where there are several."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for member in sorted(memberships, key=lambda each: (each.structure, each.actor, str(each.valid_from))):
        attrs = _attrs(role=member.role, valid_from=member.valid_from, valid_to=member.valid_to)
        entry = {"edge": member.structure, "node": member.actor, "attrs": attrs}
        found.setdefault((member.structure, member.actor), entry)
    return list(found.values())


def _attrs(**values: Any) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}
