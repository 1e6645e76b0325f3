"""Take something away: the current picture as a file, or the whole map in the format of another program."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.services.figures import FigureParams
from graphsvc.web.map import query_of
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/export", route_class=PageRoute)
Params = Annotated[FigureParams, Query()]

PICTURES = {
    "file_map_pdf_a3": "map.pdf?paper=a3&tables=false",
    "file_map_pdf_a4": "map.pdf?paper=a4&tables=false",
    "file_map_pdf_a3_tables": "map.pdf?paper=a3",
    "file_map_pdf_a4_tables": "map.pdf?paper=a4",
    "file_map_svg": "map.svg?",
    "file_map_html": "map.html?",
}
"""What the page calls a file -> the beginning of its address below `/api/figures`; the filters follow."""
TABLES = {
    f"file_table_{kind}_{what}": f"table.{kind}?what={what}" for what in ("entries", "ties") for kind in ("xlsx", "csv")
}
"""The same for the tables of the picture."""


@router.get("")
def show_exports(page: PageDep, params: Params) -> HTMLResponse:
    """The picture as it will look, and every file one can take."""
    query = query_of(params)
    return page.render(
        "exports/exports.html",
        params=params,
        view=page.services.figures.view(params.leaving(), lang=page.lang),
        query=query,
        pictures={key: f"/api/figures/{file}&{query}" for key, file in PICTURES.items()},
        tables={key: f"/api/figures/{file}&{query}" for key, file in TABLES.items()},
    )
