"""Check before founding: describe a planned body, see the nearest existing ones. Nothing is stored."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.analysis.founding import Neighbour, Planned
from graphsvc.errors import WrongUsage
from graphsvc.web.page import PageDep
from graphsvc.web.refusals import reasons
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/gruendungs-check", route_class=PageRoute)


@router.get("")
def check(page: PageDep, planned: Annotated[Planned, Query()]) -> HTMLResponse:
    """The form, and below it what is there already."""
    planned = planned.model_copy(update={"members": _each(planned.members)})
    asked = bool(page.request.query_params.keys() & Planned.model_fields.keys())
    neighbours: tuple[Neighbour, ...] = ()
    problems: list[str] = []
    try:
        neighbours = page.services.findings.check(planned) if asked else ()
    except WrongUsage as refused:
        problems = reasons(page, refused)
    return page.render(
        "founding/check.html",
        status=422 if problems else 200,
        planned=planned,
        asked=asked and not problems,
        neighbours=neighbours,
        problems=problems,
        atlas=page.atlas,
    )


def _each(lines: list[str]) -> list[str]:
    """The members out of a field of several, one a line or parted by semicolons."""
    return [name.strip() for line in lines for name in re.split(r"[;\n]", line) if name.strip()]
