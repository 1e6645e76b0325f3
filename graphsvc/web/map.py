"""The map: the picture of the current filters and, beside it, the same as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from graphsvc.errors import NotFound, WrongUsage
from graphsvc.model.entities import Actor, Structure
from graphsvc.services.figures import FigureParams
from graphsvc.viz.selection import neighbours
from graphsvc.viz.sources import sources_in
from graphsvc.viz.view import GraphView, ViewEdge
from graphsvc.vocabulary import scheme
from graphsvc.web.listing import Listing, listing
from graphsvc.web.page import Page, PageDep
from graphsvc.web.refusals import reasons, status_of
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/karte", route_class=PageRoute)
Params = Annotated[FigureParams, Query()]

LARGEST = (12_000, 40_000)
"""Points and ties up to which the picture is drawn; measured in `docs/explorer.md`."""
NODE_COLUMNS = {
    "name": lambda node: node.label,
    "side": lambda node: node.side,
    "kind": lambda node: node.kind,
    "region": lambda node: node.region or None,
    "degree": lambda node: node.degree,
}


@router.get("")
def show_map(
    page: PageDep, params: Params, sort: str = "-degree", offset: int = 0, table: str = "entries", view: str = ""
) -> HTMLResponse:
    """The map with its filters, legend, summary and table; without the way to an entry that is not there."""
    drawn, refused = params, None
    try:
        picture = page.services.figures.view(drawn, lang=page.lang)
    except NotFound as unknown:
        drawn, refused = params.model_copy(update={"focus": "", "path_to": ""}), unknown
        picture = page.services.figures.view(drawn, lang=page.lang)
    saved = page.services.views.list()
    return page.render(
        "map/map.html",
        status=status_of(refused) if refused else 200,
        problems=reasons(page, refused) if refused else (),
        params=params,
        view=picture,
        saved=saved,
        opened=next((each for each in saved if each.id == view), None),
        nodes={node.id: node for node in picture.nodes},
        too_large=len(picture.nodes) > LARGEST[0] or len(picture.edges) > LARGEST[1],
        broad_topics=[
            (each.code, page.words.label("topics", each.code)) for each in scheme("topics") if not each.broader
        ],
        query=query_of(drawn),
        months=_months(page),
        table=table,
        entries=listing(picture.nodes, NODE_COLUMNS, sort=sort, offset=offset),
        ties=_ties(picture, sort, offset),
        atlas=page.atlas,
        sources=sources_in(page.atlas.dataset, page.files),
    )


@router.get("/ansichten/{view_id}", response_model=None)
def open_view(page: PageDep, view_id: str, ok: str = "") -> RedirectResponse:
    """Go to the map as it was saved."""
    view = page.services.views.get(view_id)
    return page.redirect(f"/karte?{view.query}".rstrip("?"), done=ok, view=view.id)


@router.post("/ansichten", response_model=None)
def save_view(
    page: PageDep,
    name: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
    positions: Annotated[str, Form()] = "{}",
    seen: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Save the map as it is shown, with its moved points, under a name. Only the view that was opened (`seen`: when it
    was saved) is replaced; beside another one of this name the new one gets a number."""
    given = name.strip()
    others = {view.name for view in page.services.views.list() if view.saved_at != seen}
    free = next(each for each in _numbered(given) if each not in others)
    view = page.services.views.save(free, note=note, query=query, positions=_placed(positions))
    return page.redirect(f"/karte/ansichten/{view.id}", done="" if free == given else "view_numbered")


@router.post("/ansichten/{view_id}/entfernen", response_model=None)
def remove_view(page: PageDep, view_id: str) -> RedirectResponse:
    """Remove a saved view; the map itself stays as it is."""
    page.services.views.remove(view_id)
    return page.redirect("/karte", done="view_removed")


@router.get("/eintrag")
def show_entry(page: PageDep, id: str) -> HTMLResponse:  # noqa: A002  # the address says `id`, as everywhere
    """What the panel beside the map says about one point: facts and neighbours."""
    atlas = page.atlas
    points: Mapping[str, Actor | Structure] = {**atlas.actors, **atlas.structures}
    entry = page.entry(points, page.services.records.standing(id))
    near = sorted(neighbours(atlas.dataset).get(entry.id, ()), key=atlas.name)
    return page.render("map/entry.html", entry=entry, noun=atlas.noun(entry.id), near=near, atlas=atlas)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({number})" for number in count(2))


def query_of(params: FigureParams) -> str:
    """The parameters that make this picture, for the addresses of its data and its files."""
    given = params.model_dump(mode="json", exclude_defaults=True)
    return urlencode({key: value for key, value in given.items() if value not in (None, "")})


def _months(page: Page) -> tuple[int, int]:
    """The first and the last month of the time slider, counted from year 0: from the earliest beginning to two years
    ahead."""
    facts = page.atlas.dataset
    starts = [structure.valid_from for structure in facts.structures if structure.valid_from]
    starts += [membership.valid_from for membership in facts.memberships if membership.valid_from]
    first = min(starts, default=page.at)
    return first.year * 12 + first.month - 1, (page.at.year + 2) * 12 + page.at.month - 1


def _ties(view: GraphView, sort: str, offset: int) -> Listing[ViewEdge]:
    names = {node.id: node.label for node in view.nodes}
    columns = {
        "from": lambda edge: names[edge.source],
        "tie": lambda edge: edge.kind,
        "to": lambda edge: names[edge.target],
        "weight": lambda edge: edge.weight,
    }
    return listing(view.edges, columns, sort=sort, offset=offset)


def _placed(positions: str) -> dict[str, tuple[float, float]]:
    """Moved points as the page sends them."""
    try:
        return {str(key): (float(x), float(y)) for key, (x, y) in json.loads(positions or "{}").items()}
    except (ValueError, TypeError, AttributeError) as broken:
        raise WrongUsage("pages.broken_positions") from broken
