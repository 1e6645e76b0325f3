"""Agreements: contracts, cooperation and network agreements, grant notices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from graphsvc.api.deps import ServicesDep
from graphsvc.api.models import AgreementChanges, AgreementDetail, AgreementInput, AgreementModel
from graphsvc.api.paging import Page
from graphsvc.api.records import Cascade, Filters, IfMatch, Key, Removed, tagged, version_in
from graphsvc.model import paging
from graphsvc.model.entities import Agreement

router = APIRouter(prefix="/api/agreements", tags=["agreements"])


@router.get("", response_model=Page[AgreementModel])
def list_agreements(services: ServicesDep, filters: Filters) -> paging.Page[Agreement]:
    """Agreements by title, filtered."""
    return services.agreements.list(filters)


@router.post("", status_code=201, response_model=AgreementDetail)
def create_agreement(services: ServicesDep, fields: AgreementInput, response: Response) -> dict[str, Any]:
    """Add an agreement; an empty `id` is made from kind and title."""
    return tagged(response, services.agreements.create(Agreement(**fields.values())))


@router.get("/{key:path}", response_model=AgreementDetail)
def get_agreement(services: ServicesDep, key: Key, response: Response) -> dict[str, Any]:
    """One agreement with what it is tied to and where that stands."""
    return tagged(response, services.agreements.get(key))


@router.put("/{key:path}", response_model=AgreementDetail)
def replace_agreement(
    services: ServicesDep, key: Key, fields: AgreementInput, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Write an agreement anew, whole: what is left out becomes empty."""
    written = Agreement(**fields.values() | {"id": services.agreements.find(key, itself=True)})
    return tagged(response, services.agreements.update(written, version=version_in(if_match)))


@router.patch("/{key:path}", response_model=AgreementDetail)
def update_agreement(
    services: ServicesDep, key: Key, changes: AgreementChanges, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Change the fields that are named; the others stay."""
    read = services.agreements.get(key, itself=True)
    changed = replace(read.record, **changes.values(named_only=True))
    return tagged(response, services.agreements.update(changed, version=version_in(if_match) or read.version))


@router.delete("/{key:path}")
def delete_agreement(services: ServicesDep, key: Key, cascade: Cascade = False, if_match: IfMatch = None) -> Removed:
    """Remove an agreement, recorded and undoable; 409 with counts where parties exist, unless `?cascade=true`."""
    found = services.agreements.find(key, itself=True)
    return Removed(batch=services.agreements.delete(found, version=version_in(if_match), cascade=cascade))
