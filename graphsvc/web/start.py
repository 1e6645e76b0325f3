"""The start page: what there is, what is open, what ends soon, what is out of date; and the search that jumps."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from graphsvc.web.page import PageDep, PageRoute

router = APIRouter(route_class=PageRoute)


@router.get("/")
def show_start(page: PageDep) -> HTMLResponse:
    """What a coordinator sees first in the morning."""
    return page.render("start/start.html", atlas=page.atlas)


@router.get("/barrierefreiheit")
def show_accessibility(page: PageDep) -> HTMLResponse:
    """What is done for accessibility, and what its limits are."""
    return page.render("start/accessibility.html")
