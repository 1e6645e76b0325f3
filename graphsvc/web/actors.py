"""Actors: the list with its filters, and the page of one actor."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Actor
from graphsvc.services.figures import FigureParams
from graphsvc.web.listing import listing
from graphsvc.web.page import Page, PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/akteure", route_class=PageRoute)
Params = Annotated[FigureParams, Query()]


@router.get("")
def list_actors(page: PageDep, params: Params, sort: str = "name", offset: int = 0) -> HTMLResponse:
    """All actors that the filters find, by themselves or through a structure they sit in."""
    atlas = page.atlas
    found = page.services.figures.found(params)
    actors = [actor for actor in atlas.dataset.actors if actor.id in found]
    seats = {actor.id: len(atlas.seats(actor.id, page.at)) for actor in actors}
    columns = {
        "name": lambda actor: actor.name,
        "kind": lambda actor: page.words.label("actor_kinds", actor.kind) or None,
        "territory": lambda actor: page.places(actor.territory) or None,
        "seats": lambda actor: seats[actor.id],
    }
    return page.render(
        "actors/list.html",
        params=params,
        atlas=atlas,
        seats=seats,
        reasons=_reasons(page, params, atlas, actors),
        actors=listing(actors, columns, sort=sort, offset=offset),
    )


@router.get("/{actor_id:path}")
def show_actor(page: PageDep, actor_id: str) -> Response:
    """One actor: facts, seats, agreements, relations; a merged one leads to what stands for it."""
    standing = page.services.records.standing(actor_id)
    if standing != actor_id:
        return page.redirect(f"/akteure/{quote(standing)}")
    atlas = page.atlas
    actor = page.entry(atlas.actors, actor_id)
    seats = page.current_first(atlas.memberships_of_actor.get(actor.id, ()))
    return page.render(
        "actors/actor.html",
        actor=actor,
        atlas=atlas,
        held=atlas.seats(actor.id, page.at),
        seats=sorted(seats, key=lambda seat: not atlas.holds(seat, page.at)),
        changes=page.changes(actor.id),
    )


def _reasons(page: Page, params: FigureParams, atlas: Atlas, actors: list[Actor]) -> dict[str, list[str]]:
    """Actor -> the found structures it sits in, where a field was asked for: why it is on the list."""
    if not any((params.topic, params.target_group, params.function, params.territory)):
        return {}
    structures = page.services.figures.found(params.model_copy(update={"q": "", "kind": "", "source": ""}))
    return {
        actor.id: [fact.structure for fact in atlas.seats(actor.id, page.at) if fact.structure in structures]
        for actor in actors
    }
