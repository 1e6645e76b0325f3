"""Memberships: which actor sits in which structure, in which role, from when to when."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from graphsvc.api.deps import At, ServicesDep
from graphsvc.api.models import MembershipChanges, MembershipDetail, MembershipInput, SeatModel
from graphsvc.api.paging import Page, PagingDep
from graphsvc.api.records import IfMatch, Removed, tagged, version_in
from graphsvc.model import paging
from graphsvc.model.details import Seat
from graphsvc.model.entities import Membership

router = APIRouter(prefix="/api/memberships", tags=["memberships"])

Id = Annotated[str, Path(alias="id", description="Id of the membership.", examples=["m-5d41402abc4b2a76b971"])]
Of = Annotated[str | None, Query(description="Id or exact name.")]


@router.get("", response_model=Page[SeatModel])
def list_memberships(
    services: ServicesDep,
    part: PagingDep,
    actor: Of = None,
    structure: Of = None,
    at: At = None,
) -> paging.Page[Seat]:
    """Memberships by structure and actor, of one of them where it is given."""
    return services.memberships.list(actor=actor, structure=structure, at=at, limit=part.limit, offset=part.offset)


@router.post("", status_code=201, response_model=MembershipDetail)
def create_membership(services: ServicesDep, fields: MembershipInput, response: Response) -> dict[str, Any]:
    """Seat an actor in a structure."""
    return tagged(response, services.memberships.create(Membership(**fields.values())))


@router.get("/{id}", response_model=MembershipDetail)
def get_membership(services: ServicesDep, membership_id: Id, response: Response) -> dict[str, Any]:
    """One membership as it was written."""
    return tagged(response, services.memberships.get(membership_id))


@router.put("/{id}", response_model=MembershipDetail)
def replace_membership(
    services: ServicesDep, membership_id: Id, fields: MembershipInput, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Write a membership anew, whole: what is left out becomes empty."""
    written = Membership(**fields.values(), id=membership_id)
    return tagged(response, services.memberships.update(written, version=version_in(if_match)))


@router.patch("/{id}", response_model=MembershipDetail)
def update_membership(
    services: ServicesDep, membership_id: Id, changes: MembershipChanges, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Change the fields that are named; the others stay."""
    read = services.memberships.get(membership_id)
    changed = replace(read.record, **changes.values(named_only=True), id=membership_id)
    return tagged(response, services.memberships.update(changed, version=version_in(if_match) or read.version))


@router.delete("/{id}")
def delete_membership(services: ServicesDep, membership_id: Id, if_match: IfMatch = None) -> Removed:
    """Remove a membership, recorded and undoable."""
    return Removed(batch=services.memberships.delete(membership_id, version=version_in(if_match)))
