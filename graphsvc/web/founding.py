"""Check before founding: describe a planned body, see the nearest existing ones. Nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.analysis.founding import Planned
from graphsvc.web.page import PageDep, PageRoute

router = APIRouter(prefix="/gruendungs-check", route_class=PageRoute)


@router.get("")
def check(page: PageDep, planned: Annotated[Planned, Query()]) -> HTMLResponse:
    """The form, and below it what is there already."""
    asked = planned != Planned()
    return page.render(
        "founding/check.html",
        planned=planned,
        asked=asked,
        neighbours=page.services.findings.check(planned) if asked else (),
        atlas=page.atlas,
    )
