"""What the endpoints of actors, structures, memberships and agreements share: filters, versions, removal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Header, Path, Query, Response
from pydantic import BaseModel, Field

from graphsvc.model.details import Detail, SeatDetail
from graphsvc.services.filters import ListFilter

Filters = Annotated[ListFilter, Query()]
Key = Annotated[str, Path(description="Id or exact name.", examples=["widunetz"])]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The `ETag` of the version you changed; 412 where another one is stored."),
]
Check = Annotated[
    bool, Query(description="Write only what the map does not hold; where it may, 409 tells the nearest records.")
]
Cascade = Annotated[bool, Query(description="Remove what hangs on it too.")]


class Removed(BaseModel):
    """A removal and how to take it back."""

    batch: str = Field(
        description="`POST /api/history/batches/{batch}/undo` brings it back.", examples=["removal-widunetz-7"]
    )


def tagged(response: Response, detail: Detail[Any] | SeatDetail) -> dict[str, Any]:
    """A record with everything around it as one object; its version stands in the header `ETag`."""
    response.headers["ETag"] = etag(detail.version)
    return flat(detail)


def etag(version: str) -> str:
    """A version as the header `ETag` has it."""
    return f'"{version}"'


def flat(detail: Detail[Any] | SeatDetail) -> dict[str, Any]:
    """A record and what stands around it as one object."""
    around = asdict(detail)
    record: dict[str, Any] = around.pop("record")
    return record | around


def version_in(if_match: str | None) -> str | None:
    """The version out of an `If-Match`; `*` and an absent header stand for any."""
    bare = (if_match or "*").strip().removeprefix("W/").strip('"')
    return None if bare == "*" else bare
