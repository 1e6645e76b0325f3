"""Write records: forms to add, change and remove actors, structures and agreements, and to seat actors.

Before something is added, what has a similar name is shown. A record that somebody else changed meanwhile is not
overwritten: both versions are shown and the person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graphsvc.errors import Conflict, Outdated
from graphsvc.matching import UNSURE_FROM
from graphsvc.model.atlas import Noun
from graphsvc.model.entities import Actor, Agreement, Membership, Structure
from graphsvc.model.judgements import Nearest
from graphsvc.services import Services
from graphsvc.web import forms
from graphsvc.web.page import Page, PageDep, own_address
from graphsvc.web.refusals import REFUSALS, reasons, status_of
from graphsvc.web.route import PageRoute

router = APIRouter(route_class=PageRoute)

SEAT = ("back", "actor", "structure", "role", "valid_from", "source", "source_date")
"""Fields of the form that seats an actor."""


class Shelf(StrEnum):
    """The part of an address that says which kind of record it is about."""

    ACTORS = "akteure"
    STRUCTURES = "strukturen"
    AGREEMENTS = "vereinbarungen"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its fields, the service that keeps it, how it is made."""

    noun: Noun
    fields: tuple[forms.Field, ...]
    service: Callable[[Services], Any]
    make: Callable[..., Any]


KINDS: Mapping[Shelf, Kind] = {
    Shelf.ACTORS: Kind("actor", forms.ACTOR, lambda services: services.actors, Actor),
    Shelf.STRUCTURES: Kind("structure", forms.STRUCTURE, lambda services: services.structures, Structure),
    Shelf.AGREEMENTS: Kind("agreement", forms.AGREEMENT, lambda services: services.agreements, Agreement),
}


@router.get("/{shelf}/neu")
def new_record(page: PageDep, shelf: Shelf) -> HTMLResponse:
    """An empty form."""
    kind = KINDS[shelf]
    empty = forms.typed_of(kind.fields, kind.make(id="", **{_name_field(kind): ""}), page.atlas, page.lang)
    return _form(page, shelf, typed=empty)


@router.post("/{shelf}/neu")
def create_record(page: PageDep, shelf: Shelf, form: forms.FormDep) -> Response:
    """Add a record; the first time, show what has a similar name instead."""
    kind = KINDS[shelf]
    answers = forms.read(kind.fields, form, page.atlas)
    if answers.errors:
        return _form(page, shelf, typed=answers.typed, errors=answers.errors, status=422)
    record = kind.make(id="", **answers.values)
    try:
        near = () if form.get("confirmed") else _nearest(page, record)
        if near:
            return _form(page, shelf, typed=answers.typed, near=near)
        made = kind.service(page.services).create(record)
    except REFUSALS as refused:
        return _form(page, shelf, typed=answers.typed, problems=reasons(page, refused), status=status_of(refused))
    return page.redirect(f"/{shelf}/{quote(made.record.id)}", done="created")


@router.get("/{shelf}/{record_id:path}/bearbeiten")
def edit_record(page: PageDep, shelf: Shelf, record_id: str) -> HTMLResponse:
    """The form with what is written now."""
    kind = KINDS[shelf]
    detail = kind.service(page.services).get(record_id)
    typed = forms.typed_of(kind.fields, detail.record, page.atlas, page.lang)
    return _form(page, shelf, typed=typed, record=detail.record, version=detail.version)


@router.post("/{shelf}/{record_id:path}/bearbeiten")
def update_record(page: PageDep, shelf: Shelf, record_id: str, form: forms.FormDep) -> Response:
    """Write a record anew, unless somebody else did so since the form was opened."""
    kind = KINDS[shelf]
    service = kind.service(page.services)
    detail = service.get(record_id)
    now = forms.typed_of(kind.fields, detail.record, page.atlas, page.lang)
    answers = forms.read(kind.fields, form, page.atlas, written=detail.record, shown=now)
    given: dict[str, Any] = {"typed": answers.typed, "record": detail.record}
    if answers.errors:
        return _form(page, shelf, **given, version=str(form.get("version", "")), errors=answers.errors, status=422)
    try:
        service.update(replace(detail.record, **answers.values), version=str(form.get("version", "")))
    except Outdated:
        return _form(page, shelf, **given, version=detail.version, theirs=now, status=409)
    except REFUSALS as refused:
        given |= {"version": str(form.get("version", "")), "problems": reasons(page, refused)}
        return _form(page, shelf, **given, status=status_of(refused))
    return page.redirect(f"/{shelf}/{quote(detail.record.id)}", done="saved")


@router.post("/{shelf}/{record_id:path}/entfernen")
def remove_record(
    page: PageDep,
    shelf: Shelf,
    record_id: str,
    version: Annotated[str, Form()],
    cascade: Annotated[bool, Form()] = False,
) -> Response:
    """Remove a record; the history undoes it."""
    KINDS[shelf].service(page.services).delete(record_id, version=version, cascade=cascade)
    return page.redirect(f"/{shelf}", done="removed")


@router.post("/mitgliedschaften", response_model=None)
def add_membership(page: PageDep, form: forms.FormDep) -> Response:
    """Seat an actor in a structure; both by id or exact name. What cannot be used is told above the same form."""
    typed = {name: str(form.get(name, "")).strip() for name in SEAT}
    try:
        page.services.memberships.create(_seat(page, typed))
    except REFUSALS as refused:
        return _seat_form(page, typed, reasons(page, refused), status_of(refused))
    except ValueError as wrong:
        return _seat_form(page, typed, [page.t(str(wrong))], 422)
    return page.redirect(own_address(typed["back"]), done="saved")


def _seat(page: Page, typed: Mapping[str, str]) -> Membership:
    return Membership(
        actor=page.services.actors.find(typed["actor"]),
        structure=page.services.structures.find(typed["structure"]),
        role=typed["role"] or None,
        valid_from=forms.day_of(typed["valid_from"]),
        source=forms.source_of(typed["source"], typed["source_date"]),
    )


def _seat_form(page: Page, typed: Mapping[str, str], problems: list[str], status: int) -> HTMLResponse:
    shown = {name: page.atlas.name(typed[name]) for name in ("actor", "structure")}
    return page.render(
        "records/seat.html", status=status, typed={**typed, **shown}, problems=problems, atlas=page.atlas
    )


@router.post("/mitgliedschaften/{membership_id}/beenden")
def end_membership(
    page: PageDep, membership_id: str, back: Annotated[str, Form()], valid_to: Annotated[date, Form()]
) -> Response:
    """Let a membership end on a day; it stays in the history of the structure."""
    seat = page.services.memberships.get(membership_id)
    if seat.record.valid_to:
        raise Conflict("pages.ended_meanwhile", at=page.words.day(seat.record.valid_to))
    page.services.memberships.update(replace(seat.record, valid_to=valid_to), version=seat.version)
    return page.redirect(own_address(back), done="saved")


def _nearest(page: Page, record: Actor | Structure | Agreement) -> tuple[Nearest, ...]:
    """What is there already and may be the same."""
    if isinstance(record, Agreement):
        return ()
    return page.services.records.nearest(record, least=UNSURE_FROM)


def _form(page: Page, shelf: Shelf, *, typed: Mapping[str, Any], status: int = 200, **given: Any) -> HTMLResponse:
    kind = KINDS[shelf]
    shown: dict[str, Any] = {"record": None, "errors": {}, "theirs": None, "near": (), "problems": (), **given}
    theirs = shown["theirs"]
    return page.render(
        "records/form.html",
        status=status,
        shelf=shelf.value,
        noun=kind.noun,
        fields=kind.fields,
        typed=typed,
        atlas=page.atlas,
        offered={field.name: _offered(page, field, typed[field.name]) for field in kind.fields},
        record_version=shown.pop("version", ""),
        differing=[
            each for each in kind.fields if theirs and not forms.same(each, theirs[each.name], typed[each.name])
        ],
        **shown,
    )


def _offered(page: Page, field: forms.Field, typed: str | tuple[str, ...]) -> list[tuple[str, str]]:
    """Codes and labels to choose from; what the record has in words of its own is among them, marked as such."""
    if field.control == "places":
        known = forms.places(page.atlas)
    else:
        known = page.words.options(field.vocabulary) if field.vocabulary else []
    own = forms.own_words(known, typed) if known else []
    return [*known, *((word, page.t("own_word", word=word)) for word in own)]


def _name_field(kind: Kind) -> str:
    return "title" if kind.noun == "agreement" else "name"
