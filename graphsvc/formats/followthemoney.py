"""The map as FollowTheMoney entities, one JSON object a line, as OpenAleph, yente and nomenklatura read them.

Actors are `PublicBody` or `Organization`; structures are organisations too, for FollowTheMoney has no body of bodies;
memberships are `Membership`, agreements `Project` with `ProjectParticipant`, every other tie an `UnknownLink`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from graphsvc.formats.network import nodes, ties
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Party, Structure
from graphsvc.vocabulary import scheme

Entity = dict[str, Any]

PUBLIC_KINDS = {
    "kreis",
    "stadt",
    "gemeinde",
    "amt",
    "ki",
    "bildungsbuero",
    "jobcenter",
    "agentur_fuer_arbeit",
    "bezirksregierung",
    "ministerium",
    "schulamt",
    "polizei",
    "gleichstellungsstelle",
}
"""Actor kinds that are public bodies."""


def json_lines(dataset: Dataset) -> str:
    """All entities, sorted by id, one a line."""
    lines = sorted(entities(dataset), key=lambda entity: str(entity["id"]))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def entities(dataset: Dataset) -> Iterator[Entity]:
    """Every entity; links only between entities that are there."""
    known = {record.id for records in nodes(dataset).values() for record in records}
    yield from (_actor(actor) for actor in dataset.actors)
    yield from (_structure(structure) for structure in dataset.structures)
    yield from (_agreement(agreement) for agreement in dataset.agreements)
    yield from (_membership(each) for each in dataset.memberships if {each.actor, each.structure} <= known)
    yield from (_participant(party) for party in dataset.parties if {party.actor, party.agreement} <= known)
    for tie in sorted(set(ties(dataset))):
        if tie.kind not in ("MEMBER_OF", "PARTY_TO") and {tie.source, tie.target} <= known:
            link = {"subject": tie.source, "object": tie.target, "role": tie.kind.lower().replace("_", " ")}
            yield _entity("UnknownLink", None, **link, startDate=tie.valid_from, endDate=tie.valid_to)


def _actor(actor: Actor) -> Entity:
    return _entity(
        "PublicBody" if actor.kind in PUBLIC_KINDS else "Organization",
        actor.id,
        name=actor.name,
        abbreviation=actor.short_name,
        alias=actor.alias,
        country="de",
        legalForm=actor.legal_form,
        registrationNumber=actor.register_number,
        website=actor.web,
        email=actor.email,
        phone=actor.phone,
        address=", ".join(part for part in (actor.street, _town(actor)) if part),
        keywords=[scheme("topics").label(code) for code in actor.topic],
        incorporationDate=actor.valid_from,
        dissolutionDate=actor.valid_to,
    )


def _structure(structure: Structure) -> Entity:
    return _entity(
        "Organization",
        structure.id,
        name=structure.name,
        abbreviation=structure.short_name,
        alias=structure.alias,
        country="de",
        classification=scheme("structure_kinds").label(structure.kind) if structure.kind else None,
        summary=structure.purpose,
        keywords=[scheme("topics").label(code) for code in structure.topic],
        incorporationDate=structure.valid_from,
        dissolutionDate=structure.valid_to,
    )


def _agreement(agreement: Agreement) -> Entity:
    return _entity(
        "Project",
        agreement.id,
        name=agreement.title,
        goal=agreement.subject,
        startDate=agreement.valid_from or agreement.concluded,
        endDate=agreement.valid_to,
    )


def _membership(membership: Membership) -> Entity:
    return _entity(
        "Membership",
        None,
        member=membership.actor,
        organization=membership.structure,
        role=membership.role,
        startDate=membership.valid_from,
        endDate=membership.valid_to,
    )


def _participant(party: Party) -> Entity:
    return _entity("ProjectParticipant", None, participant=party.actor, project=party.agreement, role=party.role)


def _entity(schema: str, identifier: str | None, **values: Any) -> Entity:
    properties = {name: _texts(value) for name, value in values.items() if value}
    made = hashlib.sha256(json.dumps([schema, properties], sort_keys=True).encode()).hexdigest()[:32]
    return {"id": identifier or made, "schema": schema, "properties": properties}


def _texts(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list | tuple) else [value])]


def _town(actor: Actor) -> str:
    return " ".join(part for part in (actor.postcode, actor.city) if part)
