"""Pictures of the map as files and as data, and the tables that say the same."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from graphsvc.api.deps import At, LangDep, ServicesDep
from graphsvc.services.figures import FigureParams, TableOf
from graphsvc.viz.report import Paper

router = APIRouter(prefix="/api/figures", tags=["figures"])
Params = Annotated[FigureParams, Query()]
End = Annotated[str, Query(description="Id or exact name.", examples=["widunetz"])]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/map")
def map_data(services: ServicesDep, lang: LangDep, params: Params) -> dict[str, Any]:
    """The picture as data: points with position and mark, ties as pairs of places in the list of points."""
    return services.figures.data(params, lang=lang)


@router.get("/map.svg")
def map_svg(services: ServicesDep, lang: LangDep, params: Params) -> Response:
    """The picture with title, legend, date and source as SVG."""
    return _file(services.figures.svg(params, lang=lang), "image/svg+xml", "karte.svg")


@router.get("/map.html")
def map_html(services: ServicesDep, lang: LangDep, params: Params) -> Response:
    """The picture as one interactive HTML file that works offline."""
    return _file(services.figures.html(params, lang=lang), "text/html; charset=utf-8", "karte.html")


@router.get("/map.pdf")
def map_pdf(services: ServicesDep, lang: LangDep, params: Params, paper: Paper = "a3", tables: bool = True) -> Response:
    """The picture as a tagged PDF in landscape, with its tables on the pages behind it; `tables=false`: one page."""
    content = services.figures.pdf(params, paper=paper, tables=tables, lang=lang)
    return _file(content, "application/pdf", f"karte-{paper}.pdf")


@router.get("/path")
def path(services: ServicesDep, start: End, end: End, at: At = None) -> tuple[str, ...]:
    """Ids of a shortest chain of ties between two actors or structures, ends included; empty where there is none."""
    return services.figures.path(start, end, at=at)


@router.get("/table.{extension}")
def table(
    services: ServicesDep, lang: LangDep, params: Params, extension: Literal["csv", "xlsx"], what: TableOf = "entries"
) -> Response:
    """The table beside the picture for a spreadsheet: what a cell could do as a formula is neutralised."""
    content = services.figures.table(params, what=what, file_format=extension, lang=lang)
    return _file(content, XLSX if extension == "xlsx" else "text/csv; charset=utf-8", f"{what}.{extension}")


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
