"""Gaps and double cover: one matrix, its cells, what ends soon, and who holds the map together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.analysis.coverage import Cell, Coverage, CoverageParams
from graphsvc.vocabulary import scheme
from graphsvc.web.listing import LIMIT
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/luecken", route_class=PageRoute)
DAYS = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class Grid:
    """One topic: target groups down, territories across."""

    topic: str
    groups: list[str]
    territories: list[str]
    cells: dict[tuple[str, str], Cell]


@router.get("")
def show_gaps(page: PageDep, params: Annotated[CoverageParams, Query()], offset: int = 0) -> HTMLResponse:
    """What is missing where, greatest need first, and the matrix of one topic."""
    gaps = page.services.coverage.gaps(params, limit=LIMIT, offset=offset)
    topic = params.topic or (gaps.items[0].topic if gaps.items else next(iter(scheme("topics"))).code)
    matrix = page.services.coverage.matrix(params.model_copy(update={"topic": topic, "depth": "all"}))
    return page.render(
        "coverage/gaps.html",
        params=params,
        gaps=gaps,
        matrix=matrix,
        grid=_grid(matrix, topic),
        totals=page.services.coverage.matrix(params).totals,
        unknown=matrix.unknown,
    )


@router.get("/doppelt")
def show_doubles(page: PageDep, params: Annotated[CoverageParams, Query()], offset: int = 0) -> HTMLResponse:
    """Where three and more bodies are at work."""
    doubles = page.services.coverage.doubles(params, limit=LIMIT, offset=offset)
    matrix = page.services.coverage.matrix(params)
    return page.render("coverage/doubles.html", doubles=doubles, matrix=matrix, atlas=page.atlas)


@router.get("/zelle")
def show_cell(page: PageDep, topic: str, target_group: str, territory: str, stage: str | None = None) -> HTMLResponse:
    """Who covers one cell."""
    cell = page.services.coverage.cell(topic, target_group, territory, stage=stage)
    return page.render("coverage/cell.html", cell=cell, atlas=page.atlas)


@router.get("/bruecken")
def show_bridges(page: PageDep) -> HTMLResponse:
    """Actors who alone hold parts together, who sit alone in many bodies, and bodies that nobody connects."""
    coverage = page.services.coverage
    return page.render(
        "coverage/bridges.html",
        bridges=coverage.bridges(),
        delegates=coverage.single_delegates(),
        links=coverage.missing_links(),
        atlas=page.atlas,
    )


@router.get("/fristen")
def show_deadlines(page: PageDep, days: int = DAYS[0]) -> HTMLResponse:
    """What ends soon, and what has been quiet for long."""
    deadlines = page.services.coverage.deadlines(days=days)
    return page.render("coverage/deadlines.html", deadlines=deadlines, days=days, choices=DAYS)


def _grid(matrix: Coverage, topic: str) -> Grid:
    cells = {(cell.target_group, cell.territory): cell for cell in matrix.cells if cell.topic == topic}
    groups = list(dict.fromkeys(group for group, _ in cells))
    return Grid(topic, groups, list(matrix.territories), cells)
