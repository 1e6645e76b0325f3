"""Addresses that lead nowhere get a page, not a problem document, when a browser asks."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from graphsvc.web.page import Page, PageDep
from graphsvc.web.refusals import not_found_page
from graphsvc.web.route import PageRoute

router = APIRouter(route_class=PageRoute)


@router.get("/{path:path}")
def no_such_page(page: PageDep, path: str) -> HTMLResponse:
    """404 as a page for browsers; clients of the API get their problem document."""
    if path.startswith("api/") or not _wants_html(page):
        raise HTTPException(404)
    return not_found_page(page.request)


def _wants_html(page: Page) -> bool:
    return "text/html" in page.request.headers.get("accept", "")
