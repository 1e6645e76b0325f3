"""Structures: networks, steering groups, working groups, projects and other bodies of several actors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from graphsvc.api.deps import ServicesDep
from graphsvc.api.models import StructureChanges, StructureDetail, StructureInput, StructureModel
from graphsvc.api.paging import Page
from graphsvc.api.records import Cascade, Check, Filters, IfMatch, Key, Removed, tagged, version_in
from graphsvc.model import paging
from graphsvc.model.entities import Structure

router = APIRouter(prefix="/api/structures", tags=["structures"])


@router.get("", response_model=Page[StructureModel])
def list_structures(services: ServicesDep, filters: Filters) -> paging.Page[Structure]:
    """Structures by name, filtered; merged ones as the record that stands for them."""
    return services.structures.list(filters)


@router.post("", status_code=201, response_model=StructureDetail)
def create_structure(
    services: ServicesDep, fields: StructureInput, response: Response, check: Check = False
) -> dict[str, Any]:
    """Add a structure; an empty `id` is made from kind and name.

    With `?check=true` 409 where the map may hold it already, and nothing is written.
    """
    new = Structure(**fields.values())
    if check:
        services.records.refuse_likely_double(new)
    return tagged(response, services.structures.create(new))


@router.get("/{key:path}", response_model=StructureDetail)
def get_structure(services: ServicesDep, key: Key, response: Response) -> dict[str, Any]:
    """One structure with what it is tied to and where that stands."""
    return tagged(response, services.structures.get(key))


@router.put("/{key:path}", response_model=StructureDetail)
def replace_structure(
    services: ServicesDep, key: Key, fields: StructureInput, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Write a structure anew, whole: what is left out becomes empty."""
    written = Structure(**fields.values() | {"id": services.structures.find(key, itself=True)})
    return tagged(response, services.structures.update(written, version=version_in(if_match)))


@router.patch("/{key:path}", response_model=StructureDetail)
def update_structure(
    services: ServicesDep, key: Key, changes: StructureChanges, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Change the fields that are named; the others stay."""
    read = services.structures.get(key, itself=True)
    changed = replace(read.record, **changes.values(named_only=True))
    return tagged(response, services.structures.update(changed, version=version_in(if_match) or read.version))


@router.delete("/{key:path}")
def delete_structure(services: ServicesDep, key: Key, cascade: Cascade = False, if_match: IfMatch = None) -> Removed:
    """Remove a structure, recorded and undoable; 409 with counts where memberships exist, unless `?cascade=true`."""
    found = services.structures.find(key, itself=True)
    return Removed(batch=services.structures.delete(found, version=version_in(if_match), cascade=cascade))
