"""The map as JSON-LD in the words of the W3C Organization Ontology.

Actors are `org:Organization` or `org:OrganizationalUnit`, structures `org:OrganizationalCollaboration` (a collaboration
of organisations is exactly that class), memberships `org:Membership` with a `time:Interval`-like pair of dates.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Structure
from graphsvc.vocabulary import scheme

BASE = "urn:graphsvc:"

CONTEXT = {
    "@vocab": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "skos:prefLabel",
    "short_name": "skos:altLabel",
    "alias": "skos:altLabel",
    "purpose": {"@id": "purpose"},
    "topic": "dct:subject",
    "territory": "dct:spatial",
    "source": "dct:source",
    "valid_from": {"@id": "schema:startDate", "@type": "xsd:date"},
    "valid_to": {"@id": "schema:endDate", "@type": "xsd:date"},
    "member": {"@id": "member", "@type": "@id"},
    "organization": {"@id": "organization", "@type": "@id"},
    "role": "role",
    "part_of": {"@id": "subOrganizationOf", "@type": "@id"},
    "unit_of": {"@id": "unitOf", "@type": "@id"},
    "party": {"@id": "dct:contributor", "@type": "@id"},
    "establishes": {"@id": "dct:relation", "@type": "@id"},
}


def json_ld(dataset: Dataset) -> str:
    """One JSON-LD document with everything in it; no context is fetched from elsewhere."""
    nodes = [
        *(_actor(actor) for actor in dataset.actors),
        *(_structure(structure) for structure in dataset.structures),
        *(_agreement(agreement, dataset) for agreement in dataset.agreements),
        *(_membership(membership) for membership in dataset.memberships),
    ]
    content = {"@context": CONTEXT, "@graph": sorted(nodes, key=lambda node: str(node["@id"]))}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def iri(identifier: str) -> str:
    """The name of a node outside of this file."""
    return BASE + quote(identifier, safe="")


def _actor(actor: Actor) -> dict[str, Any]:
    unit = actor.legal_form == "unselbstaendig" or actor.kind == "amt"
    return _node(
        actor.id,
        "OrganizationalUnit" if unit else "Organization",
        name=actor.name,
        alias=[name for name in (actor.short_name, *actor.alias) if name],
        topic=[scheme("topics").label(code) for code in actor.topic],
        territory=list(actor.territory),
        **{"unit_of" if unit else "part_of": iri(actor.part_of) if actor.part_of else None},
        valid_from=actor.valid_from,
        valid_to=actor.valid_to,
        source=actor.source,
    )


def _structure(structure: Structure) -> dict[str, Any]:
    return _node(
        structure.id,
        "OrganizationalCollaboration",
        name=structure.name,
        alias=[name for name in (structure.short_name, *structure.alias) if name],
        purpose=structure.purpose,
        topic=[scheme("topics").label(code) for code in structure.topic],
        territory=list(structure.territory),
        part_of=iri(structure.part_of) if structure.part_of else None,
        valid_from=structure.valid_from,
        valid_to=structure.valid_to,
        source=structure.source,
    )


def _agreement(agreement: Agreement, dataset: Dataset) -> dict[str, Any]:
    return _node(
        agreement.id,
        "schema:DigitalDocument",
        name=agreement.title,
        purpose=agreement.subject,
        topic=[scheme("topics").label(code) for code in agreement.topic],
        party=[iri(party.actor) for party in dataset.parties if party.agreement == agreement.id],
        establishes=[iri(established) for established in agreement.establishes],
        valid_from=agreement.valid_from or agreement.concluded,
        valid_to=agreement.valid_to,
        source=agreement.source,
    )


def _membership(membership: Membership) -> dict[str, Any]:
    values = {
        "member": iri(membership.actor),
        "organization": iri(membership.structure),
        "role": scheme("roles").label(membership.role) if membership.role else None,
        "valid_from": membership.valid_from,
        "valid_to": membership.valid_to,
        "source": membership.source,
    }
    digest = hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
    return _node(f"membership-{digest}", "Membership", **values)


def _node(identifier: str, kind: str, **values: Any) -> dict[str, Any]:
    filled = {name: value if isinstance(value, list) else str(value) for name, value in values.items() if value}
    return {"@id": iri(identifier), "@type": kind, **filled}
