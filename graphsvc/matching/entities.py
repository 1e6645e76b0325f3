"""Actors and structures of the map as records to compare."""

from __future__ import annotations

from graphsvc.matching.record import Record
from graphsvc.model.entities import Actor, Structure

__all__ = ["record_of"]


def record_of(entity: Actor | Structure) -> Record:
    """What the matcher reads of an actor or a structure; a structure has names, kind, territory and carrier only."""
    if isinstance(entity, Structure):
        return Record(
            id=entity.id,
            name=entity.name,
            alias=_other_names(entity),
            territory=entity.territory,
            kind=entity.kind,
            parent=entity.part_of,
        )
    return Record(
        id=entity.id,
        name=entity.name,
        alias=_other_names(entity),
        street=entity.street,
        postcode=entity.postcode,
        city=entity.city,
        territory=entity.territory,
        email=entity.email,
        web=entity.web,
        phone=entity.phone,
        register_number=entity.register_number,
        kind=entity.kind,
        parent=entity.part_of,
    )


def _other_names(entity: Actor | Structure) -> tuple[str, ...]:
    return tuple(name for name in (entity.short_name, *entity.alias) if name)
