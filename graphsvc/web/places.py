"""Territories: the list, and the form of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graphsvc.errors import Outdated
from graphsvc.model.entities import Place
from graphsvc.vocabulary import territories
from graphsvc.web.page import Page, PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/einstellungen/gebiete", route_class=PageRoute)


@router.get("")
def list_places(page: PageDep) -> HTMLResponse:
    """All territories of the map, and the form for another one."""
    return page.render("settings/places.html", places=page.services.places.list(), official=territories())


@router.get("/neu")
def new_place(page: PageDep) -> HTMLResponse:
    """An empty form."""
    return _form(page, Place(key="", name=""), version="")


@router.get("/{key:path}")
def edit_place(page: PageDep, key: str) -> HTMLResponse:
    """The form with what is written now."""
    place, version = page.services.places.get(key)
    return _form(page, place, version=version)


@router.post("", response_model=None)
def save_place(
    page: PageDep,
    key: Annotated[str, Form()],
    name: Annotated[str, Form()],
    part_of: Annotated[str, Form()] = "",
    population: Annotated[str, Form()] = "",
    version: Annotated[str, Form()] = "",
) -> Response:
    """Write a territory, unless somebody else did so since the form was opened."""
    people = int(population.replace(".", "").replace(",", "")) if population.strip().isdecimal() else None
    place = Place(key=key.strip(), name=name.strip(), part_of=part_of or None, population=people)
    try:
        page.services.places.put(place, version=version or None)
    except Outdated:
        theirs, now = page.services.places.get(place.key)
        return _form(page, place, version=now, theirs=theirs, status=409)
    return page.redirect("/einstellungen/gebiete", done="saved")


@router.post("/{key:path}/entfernen", response_model=None)
def remove_place(page: PageDep, key: str) -> Response:
    """Take a territory out of the map; the history undoes it."""
    page.services.places.remove(key)
    return page.redirect("/einstellungen/gebiete", done="removed")


def _form(page: Page, place: Place, *, version: str, theirs: Place | None = None, status: int = 200) -> HTMLResponse:
    return page.render(
        "settings/place.html",
        status=status,
        place=place,
        version=version,
        theirs=theirs,
        wider=sorted(
            ((each.key, each.name) for each in page.services.places.list() if each.key != place.key), key=lambda e: e[1]
        ),
        is_official=place.key in territories(),
    )
