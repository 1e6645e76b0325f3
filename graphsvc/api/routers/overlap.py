"""`/api/overlap`: where structures share members."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from graphsvc.analysis.fdsm import Resolution
from graphsvc.analysis.groups import CoreGroup
from graphsvc.analysis.load import ActorLoad, LoadParams, Relief, Span
from graphsvc.analysis.overlap import Thresholds
from graphsvc.analysis.pair import PairOverlap
from graphsvc.analysis.pair_list import PairRow, PairsParams
from graphsvc.analysis.seats import Level, Organs
from graphsvc.analysis.significance import NullModel
from graphsvc.analysis.trend import Changes, PairTrend
from graphsvc.analysis.upset import UpSet
from graphsvc.api.deps import At, ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.api.routers.jobs import JobModel
from graphsvc.model.jobs import Job
from graphsvc.model.paging import GREATEST_COUNT

router = APIRouter(prefix="/api/overlap", tags=["overlap"])

Of = Annotated[str, Query(description="Id or exact name of a structure.", examples=["widunetz"])]
LevelQuery = Annotated[Level, Query(description="Who counts as one member: the record, the merged body, its carrier.")]
OrgansQuery = Annotated[Organs, Query(description="`include`: members of a structure's organs are its members too.")]
HubShare = Annotated[
    float | None,
    Query(gt=0, le=1, description="Actors in this share of all structures count as hubs; left out: as agreed."),
]


class PairsPage(Page[PairRow]):
    """Pairs by Jaccard, and the null model their chance was computed under."""

    null_model: NullModel
    resolution: Resolution | None = Field(description="`fdsm` only: how small mid-p and q of these pairs can become.")


class LoadPage(Page[ActorLoad]):
    """Organisations by hours a year, with the sums over all of them."""

    at: date | None
    seats: int
    hours: Span
    cost: Span
    voluntary_seats: int
    voluntary_share: float
    reliefs: list[Relief]


@router.get("")
def pair(
    services: ServicesDep,
    a: Of,
    b: Of,
    at: At = None,
    level: LevelQuery = "organisation",
    organs: OrgansQuery = "include",
    hub_share: HubShare = None,
    null_model: NullModel | None = None,
) -> PairOverlap:
    """Say everything about the overlap of two structures."""
    return services.overlap.pair(a, b, at=at, level=level, organs=organs, hub_share=hub_share, null_model=null_model)


@router.get("/pairs")
def pairs(
    services: ServicesDep, paging: PagingDep, params: Annotated[PairsParams, Query()], at: At = None
) -> PairsPage:
    """List all pairs of structures that share members, by Jaccard."""
    found = services.overlap.pairs(params, at=at)
    return PairsPage(
        items=found.rows(paging.offset, paging.limit),
        total=len(found),
        limit=paging.limit,
        offset=paging.offset,
        null_model=found.significance.null_model,
        resolution=found.significance.resolution,
    )


@router.post("/prepare", status_code=202, response_model=JobModel)
def prepare(services: ServicesDep, params: Annotated[PairsParams, Query()], at: At = None) -> Job:
    """Compare all structures in the background; watch or cancel it under `/api/jobs/{id}`."""
    return services.overlap.prepare(params, at=at)


@router.get("/groups")
def groups(
    services: ServicesDep,
    paging: PagingDep,
    at: At = None,
    level: LevelQuery = "organisation",
    min_structures: Annotated[int, Query(ge=2, le=GREATEST_COUNT)] = 3,
    min_actors: Annotated[int, Query(ge=2, le=GREATEST_COUNT)] = 3,
) -> Page[CoreGroup]:
    """List actors that meet each other in several structures, by the seats they bind."""
    found = services.overlap.groups(at=at, level=level, min_structures=min_structures, min_actors=min_actors)
    return part_of(found, paging)


@router.get("/upset")
def upset(
    services: ServicesDep,
    structures: Annotated[list[str], Query(description="Ids or exact names of two to ten structures.")],
    at: At = None,
    level: LevelQuery = "organisation",
    organs: OrgansQuery = "include",
) -> UpSet:
    """Say who sits in exactly which of several structures."""
    return services.overlap.upset(structures, at=at, level=level, organs=organs)


@router.get("/trend")
def trend(
    services: ServicesDep,
    a: Of,
    b: Of,
    at: At = None,
    level: LevelQuery = "organisation",
    organs: OrgansQuery = "include",
) -> PairTrend:
    """Follow the overlap of two structures over the years."""
    return services.overlap.trend(a, b, at=at, level=level, organs=organs)


@router.get("/changes")
def changes(
    services: ServicesDep,
    earlier: Annotated[date, Query(description="The day to compare with.", examples=["2019-05-01"])],
    later: Annotated[date | None, Query(description="The later day; left out: today.")] = None,
    level: LevelQuery = "organisation",
    min_shared: Annotated[int, Query(ge=1, le=GREATEST_COUNT)] = 3,
    min_overlap_coefficient: Annotated[float, Query(ge=0, le=1)] = 0.5,
) -> Changes:
    """Say what began and ended between two days, and which overlaps crossed the threshold."""
    bounds = Thresholds(min_shared=min_shared, min_overlap_coefficient=min_overlap_coefficient)
    return services.overlap.changes(earlier, later, level=level, thresholds=bounds)


@router.get("/load")
def load(
    services: ServicesDep,
    paging: PagingDep,
    params: Annotated[LoadParams, Query()],
    at: At = None,
    level: LevelQuery = "organisation",
) -> LoadPage:
    """List organisations by the hours a year that their seats cost, and the merges that would relieve most."""
    found = services.overlap.load(params, at=at, level=level)
    return LoadPage(
        items=list(found.actors[paging.offset : paging.offset + paging.limit]),
        total=len(found.actors),
        limit=paging.limit,
        offset=paging.offset,
        at=found.at,
        seats=found.seats,
        hours=found.hours,
        cost=found.cost,
        voluntary_seats=found.voluntary_seats,
        voluntary_share=found.voluntary_share,
        reliefs=list(found.reliefs),
    )
