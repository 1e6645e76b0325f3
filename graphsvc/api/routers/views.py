"""Saved views of the map: a name, a note, the filters, the points that were moved by hand."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.services.views import SavedView

router = APIRouter(prefix="/api/views", tags=["views"])


class ViewInput(BaseModel):
    """A view to save; one of the same name is replaced."""

    name: str = Field(examples=["Sprachförderung im Nordkreis"])
    note: str = Field(default="", examples=["Für den Ausschuss am 12.05."])
    query: str = Field(default="", description="What stands behind `?` on the map.", examples=["topic=sprache"])
    positions: dict[str, tuple[float, float]] = Field(default={}, description="Places of moved points, by id.")


class ViewModel(ViewInput):
    """A saved view."""

    id: str = Field(examples=["b-sprachfoerderung-im-nordkreis-1f0e2d3c"])
    saved_by: str = Field(examples=["lokal"])
    saved_at: str = Field(description="The moment, UTC.", examples=["2026-01-31T09:00:00+00:00"])


@router.get("", response_model=Page[ViewModel])
def list_views(services: ServicesDep, part: PagingDep) -> Page[SavedView]:
    """All saved views, newest first."""
    return part_of(services.views.list(), part)


@router.post("", status_code=201, response_model=ViewModel)
def save_view(services: ServicesDep, view: ViewInput) -> SavedView:
    """Save a view; one of the same name is replaced."""
    return services.views.save(view.name, note=view.note, query=view.query, positions=view.positions)


@router.get("/{view}", response_model=ViewModel)
def get_view(services: ServicesDep, view: str) -> SavedView:
    """One saved view."""
    return services.views.get(view)


@router.delete("/{view}", status_code=204)
def remove_view(services: ServicesDep, view: str) -> None:
    """Remove a saved view."""
    services.views.remove(view)
