"""History: what was written, by whom and when, and how to take it back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.model import history, paging
from graphsvc.model.entities import Source

router = APIRouter(prefix="/api/history", tags=["history"])

Text = Annotated[str | None, Query()]


class ChangeModel(BaseModel):
    """What happened to one fact. A new one has no `before`, a removed one no `after`; of a changed one both hold the
    fields that changed."""

    id: str = Field(examples=["000000007-0000001"])
    revision: int = Field(description="Counts the writings of the whole map.", examples=[7])
    at: str = Field(description="The moment, UTC.", examples=["2026-01-31T09:00:00+00:00"])
    user: str = Field(examples=["lokal"])
    what: str = Field(description="import, create, edit, delete, merge, unmerge, undo, ...", examples=["edit"])
    batch: str | None = Field(description="What was written together.", examples=["removal-widunetz-7"])
    kind: str = Field(examples=["Actor"])
    key: str = Field(examples=["ki-herford"])
    before: dict[str, Any] | None = Field(examples=[{"city": "Herfort"}])
    after: dict[str, Any] | None = Field(examples=[{"city": "Herford"}])


class KeptModel(BaseModel):
    """What an undo left as it is, and why."""

    kind: str = Field(examples=["Actor"])
    key: str = Field(examples=["ki-herford"])
    reason: str = Field(examples=["changed_later"])
    fields: list[str] = Field(examples=[["city"]])


class UndoneModel(BaseModel):
    """What an undo did."""

    batch: str = Field(description="Under which it can be undone itself.", examples=["undo-removal-widunetz-7-8"])
    facts: int = Field(description="Facts that were put back.", examples=[4])
    kept: list[KeptModel]


class Changes(BaseModel):
    """Which changes to take back."""

    changes: list[str] = Field(min_length=1, description="Ids of changes.", examples=[["000000007-0000001"]])


@router.get("", response_model=Page[ChangeModel])
def list_changes(
    services: ServicesDep,
    part: PagingDep,
    key: Text = None,
    batch: Text = None,
    user: Text = None,
    what: Text = None,
    q: Text = None,
) -> paging.Page[history.Change]:
    """Changes, newest first: of a record, of what was written together, of a person, of a kind of deed; `q`: that say
    this text or concern a record whose name holds it."""
    given = {"key": key, "batch": batch, "user": user, "what": what, "q": q}
    return services.history.list(**given, limit=part.limit, offset=part.offset)


@router.get("/sources")
def list_sources(services: ServicesDep, part: PagingDep) -> Page[Source]:
    """The files and documents that facts were read from: what `source_id` of a fact means."""
    return part_of(services.history.sources(), part)


@router.post("/undo", response_model=UndoneModel)
def undo(services: ServicesDep, wanted: Changes) -> history.Undone:
    """Take back single changes."""
    return services.history.undo(wanted.changes)


@router.post("/batches/{batch}/undo", response_model=UndoneModel)
def undo_batch(services: ServicesDep, batch: Annotated[str, Path(examples=["removal-widunetz-7"])]) -> history.Undone:
    """Take back everything that was written together, also after later edits: what those touched is kept and told."""
    return services.history.undo_batch(batch)
