"""Actors: organisations, organisational units, functions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from graphsvc.api.deps import ServicesDep
from graphsvc.api.models import ActorChanges, ActorDetail, ActorInput, ActorModel
from graphsvc.api.paging import Page
from graphsvc.api.records import Cascade, Check, Filters, IfMatch, Key, Removed, tagged, version_in
from graphsvc.model import paging
from graphsvc.model.entities import Actor

router = APIRouter(prefix="/api/actors", tags=["actors"])


@router.get("", response_model=Page[ActorModel])
def list_actors(services: ServicesDep, filters: Filters) -> paging.Page[Actor]:
    """Actors by name, filtered; merged ones as the record that stands for them."""
    return services.actors.list(filters)


@router.post("", status_code=201, response_model=ActorDetail)
def create_actor(services: ServicesDep, fields: ActorInput, response: Response, check: Check = False) -> dict[str, Any]:
    """Add an actor; an empty `id` is made from kind and name.

    With `?check=true` 409 where the map may hold it already, and nothing is written.
    """
    new = Actor(**fields.values())
    if check:
        services.records.refuse_likely_double(new)
    return tagged(response, services.actors.create(new))


@router.get("/{key:path}", response_model=ActorDetail)
def get_actor(services: ServicesDep, key: Key, response: Response) -> dict[str, Any]:
    """One actor with what it is tied to and where that stands."""
    return tagged(response, services.actors.get(key))


@router.put("/{key:path}", response_model=ActorDetail)
def replace_actor(
    services: ServicesDep, key: Key, fields: ActorInput, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Write an actor anew, whole: what is left out becomes empty."""
    written = Actor(**fields.values() | {"id": services.actors.find(key, itself=True)})
    return tagged(response, services.actors.update(written, version=version_in(if_match)))


@router.patch("/{key:path}", response_model=ActorDetail)
def update_actor(
    services: ServicesDep, key: Key, changes: ActorChanges, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Change the fields that are named; the others stay."""
    read = services.actors.get(key, itself=True)
    changed = replace(read.record, **changes.values(named_only=True))
    return tagged(response, services.actors.update(changed, version=version_in(if_match) or read.version))


@router.delete("/{key:path}")
def delete_actor(services: ServicesDep, key: Key, cascade: Cascade = False, if_match: IfMatch = None) -> Removed:
    """Remove an actor, recorded and undoable; 409 with counts where memberships exist, unless `?cascade=true`."""
    found = services.actors.find(key, itself=True)
    return Removed(batch=services.actors.delete(found, version=version_in(if_match), cascade=cascade))
