"""History: who wrote what when, how to take it back, and what began and ended between two days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graphsvc.web.listing import LIMIT
from graphsvc.web.page import PageDep, PageRoute, own_address

router = APIRouter(prefix="/verlauf", route_class=PageRoute)


@router.get("")
def show_history(
    page: PageDep, key: str = "", user: str = "", what: str = "", batch: str = "", offset: int = 0
) -> HTMLResponse:
    """Changes, newest first, of a record, a person, a kind of deed or a batch."""
    given = {"key": key or None, "user": user or None, "what": what or None, "batch": batch or None}
    changes = page.services.history.list(**given, limit=LIMIT, offset=offset)
    return page.render("history/history.html", changes=changes, key=key, user=user, what=what, batch=batch)


@router.get("/vergleich")
def compare_days(page: PageDep, start: date | str = "", end: date | str = "") -> HTMLResponse:
    """What began and ended between two days; without days, in the last year."""
    last = end if isinstance(end, date) else page.at
    first = start if isinstance(start, date) else _year_before(last)
    agreements = page.atlas.dataset.agreements
    return page.render(
        "history/comparison.html",
        changes=page.services.overlap.changes(first, last),
        agreements_began=[each for each in agreements if each.valid_from and first < each.valid_from <= last],
        agreements_ended=[each for each in agreements if each.valid_to and first <= each.valid_to < last],
        atlas=page.atlas,
    )


@router.post("/ruecknahme", response_model=None)
def undo(
    page: PageDep,
    back: Annotated[str, Form()],
    change: Annotated[str, Form()] = "",
    batch: Annotated[str, Form()] = "",
) -> Response:
    """Take back one change, or all that was written together; what later changes touched stays and is told."""
    undone = page.services.history.undo_batch(batch) if batch else page.services.history.undo([change])
    if not undone.kept:
        return page.redirect(own_address(back), done="undone")
    return page.render("history/undone.html", undone=undone, back=own_address(back))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
