"""Take something away: the current picture as a file, or the whole map in the format of another program."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.services.figures import FigureParams
from graphsvc.web.map import query_of
from graphsvc.web.page import PageDep, PageRoute

router = APIRouter(prefix="/export", route_class=PageRoute)
Params = Annotated[FigureParams, Query()]

PICTURES = (("map.pdf", "paper=a3"), ("map.pdf", "paper=a4"), ("map.svg", ""), ("map.html", ""))
TABLES = (
    ("table.xlsx", "what=entries"),
    ("table.csv", "what=entries"),
    ("table.xlsx", "what=ties"),
    ("table.csv", "what=ties"),
)


@router.get("")
def show_exports(page: PageDep, params: Params) -> HTMLResponse:
    """The picture as it will look, and every file one can take."""
    query = query_of(params)
    return page.render(
        "exports/exports.html",
        params=params,
        view=page.services.figures.view(params.leaving(), lang=page.lang),
        query=query,
        pictures=[(name, more, f"/api/figures/{name}?{more}{'&' if more else ''}{query}") for name, more in PICTURES],
        tables=[(name, more, f"/api/figures/{name}?{more}&{query}") for name, more in TABLES],
    )
