"""How a list comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from graphsvc.model.paging import DEFAULT_LIMIT, GREATEST_LIMIT, GREATEST_OFFSET

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=GREATEST_LIMIT, description="How many entries at most.")]
Offset = Annotated[int, Query(ge=0, le=GREATEST_OFFSET, description="How many entries to leave out at the start.")]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is wanted."""

    limit: int
    offset: int


def paging(limit: Limit = DEFAULT_LIMIT, offset: Offset = 0) -> Paging:
    """The part of a list that the query parameters name."""
    return Paging(limit, offset)


PagingDep = Annotated[Paging, Depends(paging)]


class Page(BaseModel, Generic[Item]):
    """One part of a list; `total` counts the whole list."""

    items: list[Item] = Field(description="The entries of this part.")
    total: int = Field(description="Entries in the whole list.", examples=[1])
    limit: int = Field(description="Most entries in one part.", examples=[DEFAULT_LIMIT])
    offset: int = Field(description="Entries left out at the start.", examples=[0])


def part_of(items: Sequence[Item], part: Paging) -> Page[Item]:
    """The part that is wanted of a list that is there as a whole."""
    chosen = list(items[part.offset : part.offset + part.limit])
    return Page(items=chosen, total=len(items), limit=part.limit, offset=part.offset)
