"""Forms for what the office agreed on: hours and cost, hubs, weights. Each with its change log, each change revertible.

A sheet says how a value becomes the words of a form and comes back out of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from graphsvc.analysis.load import LoadParams
from graphsvc.errors import InputRefused, NotFound, Outdated, Problem
from graphsvc.model.atlas import Atlas
from graphsvc.model.conventions import Convention, ConventionName
from graphsvc.web import forms
from graphsvc.web.page import Page, PageDep, own_address
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/einstellungen", route_class=PageRoute)

Typed = Mapping[str, str]
PER_CENT = ("share", "prior")
"""Shares that the forms show as per cent."""
MOST_SEATED = 20
"""Actors that the form of the hub rule offers by itself."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form: how a value is typed, and how what was typed is read."""

    name: ConventionName
    typed: Callable[[Page, Mapping[str, Any]], dict[str, str]]
    read: Callable[[Page, FormData], dict[str, Any]]
    needs_confirmation: bool = False


def _hours_typed(page: Page, value: Mapping[str, Any]) -> dict[str, str]:
    return {name: forms.exact(value[name], page.lang) for name in LoadParams.model_fields}


def _hours_read(_: Page, form: FormData) -> dict[str, Any]:
    return {name: _number(form, name) for name in LoadParams.model_fields}


def _hubs_typed(page: Page, value: Mapping[str, Any]) -> dict[str, str]:
    names = "; ".join(page.atlas.name(key) for key in value["always"])
    return {"share": forms.exact(100 * value["share"], page.lang), "always": names}


def _hubs_read(page: Page, form: FormData) -> dict[str, Any]:
    typed = [part.strip() for part in str(form.get("always", "")).split(";") if part.strip()]
    named = [_actor(page.atlas, name) for name in [*typed, *map(str, form.getlist("hub"))]]
    return {"share": _number(form, "share") / 100, "always": list(dict.fromkeys(named))}


def _weights_typed(page: Page, value: Mapping[str, Any]) -> dict[str, str]:
    typed = {"prior": forms.exact(100 * value["prior"], page.lang)}
    typed |= {f"band_{name}": forms.exact(bits, page.lang) for name, bits in value["bands"].items()}
    for name, each in value["dimensions"].items():
        typed |= {f"{name}_{part}": _row(each[part], page.lang) for part in ("thresholds", "m")}
        typed[f"{name}_trust"] = forms.exact(each["trust"], page.lang)
    return typed


def _weights_read(page: Page, form: FormData) -> dict[str, Any]:
    default = page.services.conventions.get("weights").default
    return {
        "prior": _number(form, "prior") / 100,
        "bands": {name: _number(form, f"band_{name}") for name in default["bands"]},
        "dimensions": {
            name: {
                "thresholds": _numbers(form, f"{name}_thresholds"),
                "m": _numbers(form, f"{name}_m"),
                "trust": _number(form, f"{name}_trust"),
            }
            for name in default["dimensions"]
        },
    }


SHEETS: Mapping[str, Sheet] = {
    "stunden": Sheet("hours", _hours_typed, _hours_read),
    "ueberall-vertretene": Sheet("hubs", _hubs_typed, _hubs_read),
    "gewichte": Sheet("weights", _weights_typed, _weights_read, needs_confirmation=True),
}
"""The forms by the last part of their address."""

ADDRESS: Mapping[ConventionName, str] = {
    "terms": "/einstellungen/vokabular",
    **{sheet.name: f"/einstellungen/festlegungen/{address}" for address, sheet in SHEETS.items()},
}
"""Where each of them is changed."""


@router.get("/festlegungen/{address}")
def show_sheet(page: PageDep, address: str) -> HTMLResponse:
    """The form with what counts now, and the change log."""
    sheet = _sheet(address)
    agreed = page.services.conventions.get(sheet.name)
    return _rendered(page, sheet, agreed, typed=sheet.typed(page, agreed.value))


@router.post("/festlegungen/{address}", response_model=None)
def save_sheet(page: PageDep, address: str, form: forms.FormDep) -> Response:
    """Write the value, unless somebody else did so since the form was opened."""
    sheet = _sheet(address)
    typed = {name: str(value) for name, value in form.items()}
    agreed = page.services.conventions.get(sheet.name)
    if sheet.needs_confirmation and not form.get("confirmed"):
        problem = Problem("pages.confirmation_missing")
        return _rendered(page, sheet, agreed, typed=typed, problems=(problem,), status=422)
    try:
        page.services.conventions.put(sheet.name, sheet.read(page, form), version=typed.get("version"))
    except InputRefused as refused:
        return _rendered(page, sheet, agreed, typed=typed, problems=_named(page, refused.problems), status=422)
    except Outdated:
        theirs = sheet.typed(page, agreed.value)
        return _rendered(page, sheet, agreed, typed=typed, theirs=theirs, status=409)
    return page.redirect(ADDRESS[sheet.name], done="agreed")


@router.post("/festlegungen/{address}/auslieferung", response_model=None)
def reset_sheet(page: PageDep, address: str, version: Annotated[str, Form()]) -> Response:
    """Go back to what ships with the program."""
    sheet = _sheet(address)
    page.services.conventions.reset(sheet.name, version=version)
    return page.redirect(ADDRESS[sheet.name], done="agreed")


@router.post("/gewichte/lernen", response_model=None)
def adopt_learned(page: PageDep, proposal: Annotated[str, Form()], confirmed: Annotated[bool, Form()]) -> Response:
    """Weigh by what the decisions teach, as it was shown and confirmed."""
    if not confirmed:
        raise InputRefused([Problem("pages.confirmation_missing")])
    page.services.findings.adopt_calibration(proposal)
    return page.redirect(ADDRESS["weights"], done="learned")


@router.post("/ruecknahme", response_model=None)
def restore(
    page: PageDep, name: Annotated[str, Form()], change: Annotated[str, Form()], back: Annotated[str, Form()] = ""
) -> Response:
    """Put back what counted before a change."""
    agreed = page.services.conventions.restore(name, change)
    return page.redirect(own_address(back) if back else ADDRESS[agreed.name], done="undone")


def _rendered(
    page: Page,
    sheet: Sheet,
    agreed: Convention,
    *,
    typed: Typed,
    problems: tuple[Problem, ...] = (),
    theirs: Typed | None = None,
    status: int = 200,
) -> HTMLResponse:
    return page.render(
        f"settings/{sheet.name}.html",
        status=status,
        sheet=sheet,
        agreed=agreed,
        typed=typed,
        shipped=sheet.typed(page, agreed.default),
        problems=problems,
        theirs=theirs,
        differing=[name for name in theirs or () if (theirs or {})[name] != typed.get(name)],
        changes=page.services.conventions.changes(sheet.name),
        address=ADDRESS[sheet.name],
        seated=list(_most_seated(page)) if sheet.name == "hubs" else [],
        learned=page.services.findings.calibration() if sheet.name == "weights" else None,
    )


def _named(page: Page, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems, each with its field and its limit as the form has them."""
    return tuple(
        replace(
            each,
            column=page.told.field(each.column) if each.column else None,
            values={name: 100 * limit if each.column in PER_CENT else limit for name, limit in each.values.items()},
        )
        for each in problems
    )


def _sheet(address: str) -> Sheet:
    if address not in SHEETS:
        raise NotFound("pages.no_such_page")
    return SHEETS[address]


def _most_seated(page: Page) -> Iterator[tuple[str, str, int, float]]:
    """Actors that sit in most structures: id, name, seats, share of all structures that have members."""
    atlas = page.atlas
    whole = sum(bool(atlas.members(structure.id, page.at)) for structure in atlas.dataset.structures)
    actors = sorted(page.services.overlap.load().actors, key=lambda each: (-each.seats, each.actor.name))
    for each in actors[:MOST_SEATED]:
        yield each.actor.id, each.actor.name, each.seats, each.seats / whole


def _row(values: Any, lang: str) -> str:
    return "; ".join(forms.exact(value, lang) for value in values)


def _actor(atlas: Atlas, name: str) -> str:
    try:
        return forms.named(name, atlas.actors)
    except ValueError as wrong:
        raise InputRefused([Problem(f"pages.{wrong}", value=name)]) from None


def _number(form: FormData, name: str) -> float:
    return _parsed(str(form.get(name, "")), name)


def _numbers(form: FormData, name: str) -> list[float]:
    return [_parsed(part, name) for part in str(form.get(name, "")).split(";") if part.strip()]


def _parsed(typed: str, name: str) -> float:
    try:
        return forms.number(typed.strip())
    except ValueError as wrong:
        raise InputRefused([Problem(f"pages.{wrong}", column=name, value=typed)]) from None
