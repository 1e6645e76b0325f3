"""The start page: what there is, what is open, what ends soon, what is out of date; and where each question leads."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from graphsvc.model.validity import holds_at
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(route_class=PageRoute)

SHOWN = 6
QUESTIONS = (
    ("who_works", "/akteure"),
    ("founding", "/gruendungs-check"),
    ("where_overlap", "/ueberschneidungen/paar"),
    ("how_many_bodies", "/ueberschneidungen/sitzungslast"),
    ("what_ends", "/vereinbarungen?ends=year"),
    ("who_is_missing", "/strukturen"),
    ("what_if", "/szenarien"),
    ("map_for_paper", "/export"),
    ("what_changed", "/verlauf/vergleich"),
    ("who_wrote", "/verlauf"),
)
"""The questions coordinators ask, and the page that answers each."""


@router.get("/")
def show_start(page: PageDep) -> HTMLResponse:
    """What a coordinator sees first in the morning."""
    atlas, records = page.atlas, page.services.records
    current = {
        name: [each for each in getattr(atlas.dataset, name) if holds_at(each, page.at)]
        for name in ("actors", "structures", "agreements")
    }
    stale = [structure for structure in current["structures"] if page.is_stale(structure.as_recorded)]
    return page.render(
        "start/start.html",
        atlas=atlas,
        current=current,
        proposals=records.list(limit=1).total if records.searched() else None,
        deadlines=page.services.coverage.deadlines(),
        stale=len(stale),
        imports=page.services.imports.list()[:SHOWN],
        shown=SHOWN,
        questions=QUESTIONS,
    )


@router.get("/start/pruefhinweise")
def first_findings(page: PageDep) -> HTMLResponse:
    """The clearest findings; they take seconds when the map is new, so the start page asks for them afterwards."""
    return page.render("start/findings.html", findings=page.services.findings.list(limit=SHOWN))


@router.get("/barrierefreiheit")
def show_accessibility(page: PageDep) -> HTMLResponse:
    """What is done for accessibility, and what its limits are."""
    return page.render("start/accessibility.html")
