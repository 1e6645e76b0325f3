"""Agreements: the list with what ends soon, and the page of one agreement."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from graphsvc.model.entities import Agreement
from graphsvc.model.validity import days_from, holds_at
from graphsvc.vocabulary import fold
from graphsvc.web.listing import listing
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/vereinbarungen", route_class=PageRoute)

ENDINGS = ("", "year", "90", "open", "ended", "all")
"""Choices of the filter "ends": in force today, of these this year, within 90 days, never; already ended; every one."""


@router.get("")
def list_agreements(
    page: PageDep, q: str = "", kind: str = "", ends: str = "", sort: str = "valid_to", offset: int = 0
) -> HTMLResponse:
    """All agreements that the filters find, what ends first on top."""
    atlas = page.atlas
    found = [
        agreement
        for agreement in atlas.dataset.agreements
        if _named(agreement, q) and (not kind or agreement.kind == kind) and _is_asked_for(agreement, ends, page.at)
    ]
    columns = {
        "valid_to": lambda agreement: agreement.valid_to,
        "title": lambda agreement: agreement.title,
        "kind": lambda agreement: page.words.label("agreement_kinds", agreement.kind) or None,
        "concluded": lambda agreement: agreement.concluded or agreement.valid_from,
    }
    return page.render(
        "agreements/list.html",
        q=q,
        kind=kind,
        ends=ends,
        endings=ENDINGS,
        atlas=atlas,
        agreements=listing(found, columns, sort=sort, offset=offset),
    )


@router.get("/{agreement_id:path}")
def show_agreement(page: PageDep, agreement_id: str) -> HTMLResponse:
    """One agreement: facts, parties, the structures it establishes."""
    atlas = page.atlas
    agreement = page.entry(atlas.agreements, agreement_id)
    return page.render(
        "agreements/agreement.html", agreement=agreement, atlas=atlas, changes=page.changes(agreement.id)
    )


def _named(agreement: Agreement, q: str) -> bool:
    wanted = fold(q)
    return any(wanted in fold(words) for words in (agreement.title, agreement.subject or ""))


def _is_asked_for(agreement: Agreement, choice: str, at: date) -> bool:
    end = agreement.valid_to
    if choice in ("all", "ended"):
        return choice == "all" or (end is not None and end < at)
    if choice == "open":
        return end is None and holds_at(agreement, at)
    latest = {"year": date(at.year, 12, 31), "90": days_from(at, 90)}
    in_time = choice not in latest or (end is not None and end <= latest[choice])
    return in_time and holds_at(agreement, at)
