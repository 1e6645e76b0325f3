"""History: who wrote what when, how to take it back, and what began and ended between two days."""

from __future__ import annotations

from datetime import MINYEAR, date
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator
from starlette.responses import Response

from graphsvc.services.dates import as_written
from graphsvc.web.listing import LIMIT
from graphsvc.web.page import Page, PageDep, own_address
from graphsvc.web.route import PageRoute

Day = Annotated[date | Literal[""], BeforeValidator(as_written)]
router = APIRouter(prefix="/verlauf", route_class=PageRoute)


@router.get("")
def show_history(
    page: PageDep, key: str = "", user: str = "", what: str = "", batch: str = "", q: str = "", offset: int = 0
) -> HTMLResponse:
    """Changes, newest first, of a record, a person, a kind of deed or a batch, or that name what is looked for."""
    given = {"key": _record(page, key), "user": user or None, "what": what or None, "batch": batch or None}
    changes = page.services.history.list(**given, q=q or None, limit=LIMIT, offset=offset)
    deeds = page.services.history.deeds()
    return page.render(
        "history/history.html",
        changes=changes,
        users=[(by, by) for by in sorted({by for by, _ in deeds})],
        deeds=sorted(((each, page.told.deed(each)) for each in {done for _, done in deeds}), key=lambda each: each[1]),
        entries=sorted({page.atlas.name(each) for each in _records(page)}),
        chosen={"key": key, "user": user, "what": what, "batch": batch, "q": q},
    )


@router.get("/vergleich")
def compare_days(page: PageDep, start: Day = "", end: Day = "") -> HTMLResponse:
    """What began and ended between two days; without days, in the last year."""
    last = end if isinstance(end, date) else page.at
    first = start if isinstance(start, date) else _year_before(last)
    swapped = first > last
    first, last = sorted((first, last))
    agreements = page.atlas.dataset.agreements
    return page.render(
        "history/comparison.html",
        swapped=swapped,
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
    year = max(day.year - 1, MINYEAR)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _records(page: Page) -> list[str]:
    return [*page.atlas.actors, *page.atlas.structures, *page.atlas.agreements]


def _record(page: Page, typed: str) -> str | None:
    """The id of the record that was typed by its id or its name; what the map does not know may be gone by now."""
    return next((key for key in _records(page) if page.atlas.name(key) == typed), typed or None)
