"""Structures: the list with its filters, and the page of one structure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from graphsvc.model.entities import Membership
from graphsvc.model.validity import holds_at
from graphsvc.services.figures import FigureParams
from graphsvc.web.listing import listing
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/strukturen", route_class=PageRoute)
Params = Annotated[FigureParams, Query()]


@router.get("")
def list_structures(page: PageDep, params: Params, sort: str = "name", offset: int = 0) -> HTMLResponse:
    """All structures that the filters find."""
    atlas = page.atlas
    found = page.services.figures.found(params)
    structures = [structure for structure in atlas.dataset.structures if structure.id in found]
    members = {structure.id: len(atlas.members(structure.id, page.at)) for structure in structures}
    columns = {
        "name": lambda structure: structure.name,
        "kind": lambda structure: page.words.label("structure_kinds", structure.kind) or None,
        "topic": lambda structure: page.words.labels("topics", structure.topic) or None,
        "territory": lambda structure: page.places(structure.territory) or None,
        "members": lambda structure: members[structure.id],
        "as_recorded": lambda structure: structure.as_recorded,
    }
    return page.render(
        "structures/list.html",
        params=params,
        atlas=atlas,
        members=members,
        structures=listing(structures, columns, sort=sort, offset=offset),
    )


@router.get("/{structure_id:path}")
def show_structure(page: PageDep, structure_id: str) -> Response:
    """One structure: facts, members over time, parts, agreements, relations; merged: what stands for it."""
    standing = page.services.records.standing(structure_id)
    if standing != structure_id:
        return page.redirect(f"/strukturen/{quote(standing)}")
    atlas = page.atlas
    structure = page.entry(atlas.structures, structure_id)
    members = atlas.memberships_of_structure.get(structure.id, ())
    return page.render(
        "structures/structure.html",
        structure=structure,
        atlas=atlas,
        members=page.current_first(members),
        changes=page.changes(structure.id),
        missing=page.services.coverage.missing(structure.id),
        per_year=_members_per_year(page.at.year, structure.valid_from, members),
    )


def _members_per_year(this_year: int, start: date | None, members: Sequence[Membership]) -> list[tuple[int, int]]:
    """How many members there were at the end of each of the last years, where any membership is dated."""
    dated = [fact.valid_from.year for fact in members if fact.valid_from]
    if not dated:
        return []
    first = max(start.year if start else min(dated), this_year - 9)
    return [(year, sum(holds_at(fact, date(year, 12, 31)) for fact in members)) for year in range(first, this_year)]
