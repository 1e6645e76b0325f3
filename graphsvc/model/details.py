"""One record with everything around it: what it is tied to, where that stands, which version it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from graphsvc.model.entities import Actor, Agreement, Membership, Origin, Source, Structure

Record = TypeVar("Record", bound=Actor | Structure | Agreement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One edge of a record. `type` is the relationship (`MEMBER_OF`, `PART_OF`, ...); `outgoing` says whether it leads
    from the record to the other one; `id` is there for ties that stand as rows of their own."""

    type: str
    outgoing: bool
    other_kind: str
    other_id: str
    other_name: str
    id: str | None = None
    role: str | None = None
    deputy: bool | None = None
    label: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Detail(Generic[Record]):
    """A record as it was written, its version (what `update` and `delete` want to see again), the ids of the records
    that were merged into it, the ties of all of them, and the files in which all that stands."""

    record: Record
    version: str
    merged: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A membership with the names of both ends; `actor_id` and `structure_id` are the records that stand for them."""

    id: str
    actor_id: str
    actor_name: str
    structure_id: str
    structure_name: str
    role: str | None = None
    deputy: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SeatDetail:
    """A membership as it was written, and its version."""

    record: Membership
    version: str
