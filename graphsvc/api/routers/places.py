"""Territories that the map names, official and own ones."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.api.records import IfMatch, Removed, etag, version_in
from graphsvc.model.entities import Place
from graphsvc.model.soundness import LARGEST_NUMBER

router = APIRouter(prefix="/api/places", tags=["places"])


class PlaceInput(BaseModel):
    """What can be said of a territory."""

    name: str = Field(examples=["Herford"])
    part_of: str | None = Field(default=None, description="Key of the territory that it lies in.", examples=["05758"])
    population: int | None = Field(default=None, ge=0, le=LARGEST_NUMBER, examples=[66000])


@router.get("")
def list_places(services: ServicesDep, part: PagingDep) -> Page[Place]:
    """All of them by key."""
    return part_of(services.places.list(), part)


@router.get("/{key:path}")
def get_place(services: ServicesDep, key: str, response: Response) -> Place:
    """One of them; its version stands in the header `ETag`."""
    place, version = services.places.get(key)
    response.headers["ETag"] = etag(version)
    return place


@router.put("/{key:path}")
def put_place(services: ServicesDep, key: str, fields: PlaceInput, if_match: IfMatch = None) -> Place:
    """Write a territory, new or in place of what is there."""
    return services.places.put(Place(key=key, **fields.model_dump()), version=version_in(if_match))


@router.delete("/{key:path}")
def remove_place(services: ServicesDep, key: str) -> Removed:
    """Take a territory out of the map; 409 where something names it."""
    return Removed(batch=services.places.remove(key))
