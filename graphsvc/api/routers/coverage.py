"""`/api/coverage`: gaps and double cover, bridges, deadlines, missing links, and who is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from graphsvc.analysis.companions import Bridge, Deadline, Missing, MissingLink, SingleDelegate
from graphsvc.analysis.coverage import Cell, CoverageParams, Gap, State
from graphsvc.api.deps import At, LangDep, ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.model import paging

router = APIRouter(prefix="/api/coverage", tags=["coverage"])

Params = Annotated[CoverageParams, Query()]


class MatrixPage(Page[Cell]):
    """Cells of the matrix, with the day (null: ever), the number of cells in each state and the names of the
    territories. `unknown` are words of topics and target groups that no vocabulary knows: they are no cells."""

    at: date | None
    totals: dict[State, int]
    territories: dict[str, str]
    unknown: tuple[str, ...]


@router.get("")
def matrix(services: ServicesDep, params: Params, page: PagingDep, at: At = None) -> MatrixPage:
    """List the cells topic x target group x territory with the bodies that cover them."""
    found = services.coverage.matrix(params, at=at)
    return MatrixPage(
        items=list(found.cells[page.offset : page.offset + page.limit]),
        total=len(found.cells),
        limit=page.limit,
        offset=page.offset,
        at=found.at,
        totals=dict(found.totals),
        territories=dict(found.territories),
        unknown=found.unknown,
    )


@router.get("/gaps", response_model=Page[Gap])
def gaps(services: ServicesDep, page: PagingDep, at: At = None) -> paging.Page[Gap]:
    """List what is done in some territories and not in others, greatest need first."""
    return services.coverage.gaps(at=at, limit=page.limit, offset=page.offset)


@router.get("/doubles", response_model=Page[Cell])
def doubles(services: ServicesDep, page: PagingDep, at: At = None) -> paging.Page[Cell]:
    """List cells with three and more bodies, most first."""
    return services.coverage.doubles(at=at, limit=page.limit, offset=page.offset)


@router.get("/cell")
def cell(
    services: ServicesDep, topic: str, target_group: str, territory: str, stage: str | None = None, at: At = None
) -> Cell:
    """Name the bodies that cover one cell, and those that might."""
    return services.coverage.cell(topic, target_group, territory, stage=stage, at=at)


@router.get("/bridges")
def bridges(services: ServicesDep, page: PagingDep, at: At = None) -> Page[Bridge]:
    """List actors whose leaving would cut bodies off from all others."""
    return part_of(services.coverage.bridges(at=at), page)


@router.get("/single-delegates")
def single_delegates(services: ServicesDep, page: PagingDep, at: At = None) -> Page[SingleDelegate]:
    """List actors who sit in many bodies and have no deputy there."""
    return part_of(services.coverage.single_delegates(at=at), page)


@router.get("/missing-links")
def missing_links(services: ServicesDep, page: PagingDep, at: At = None) -> Page[MissingLink]:
    """List pairs of bodies of one field between which nobody mediates."""
    return part_of(services.coverage.missing_links(at=at), page)


@router.get("/deadlines")
def deadlines(
    services: ServicesDep, page: PagingDep, at: At = None, days: Annotated[int, Query(ge=1, le=3650)] = 90
) -> Page[Deadline]:
    """List what ends within so many days, and bodies that have not met for 18 months."""
    return part_of(services.coverage.deadlines(at=at, days=days), page)


@router.get("/calendar.ics", response_class=Response)
def calendar(
    services: ServicesDep, lang: LangDep, at: At = None, days: Annotated[int, Query(ge=1, le=3650)] = 365
) -> Response:
    """Export the days on which agreements and bodies end for a calendar."""
    content = services.coverage.calendar(at=at, days=days, lang=lang)
    return Response(content, media_type="text/calendar; charset=utf-8")


@router.get("/missing")
def missing(services: ServicesDep, structure: str, page: PagingDep, at: At = None) -> Page[Missing]:
    """Name who might belong into a body (by id or exact name) and is not there, each with the reason."""
    return part_of(services.coverage.missing(structure, at=at), page)
