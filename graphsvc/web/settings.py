"""Settings: the words and numbers that every answer rests on, and what in the data they do not know."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, get_args

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graphsvc.model.atlas import Atlas
from graphsvc.model.conventions import CODED_FIELDS
from graphsvc.vocabulary import SchemeName, fold, scheme
from graphsvc.web.conventions import ADDRESS, SHEETS
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/einstellungen", route_class=PageRoute)


@router.get("")
def show_settings(page: PageDep) -> HTMLResponse:
    """What the answers rest on, and where each part is changed."""
    agreed = {each.name: each for each in page.services.conventions.list()}
    sheets = {
        address: (agreed[sheet.name], sheet.typed(page, agreed[sheet.name].value)) for address, sheet in SHEETS.items()
    }
    with page.services.conventions.understood():
        unknown = {name: found for name in CODED_FIELDS if (found := _unknown(page.atlas, name))}
    return page.render(
        "settings/settings.html",
        sheets=sheets,
        terms=page.services.conventions.terms(),
        places=page.services.places.list(),
        unknown=unknown,
        names=list(CODED_FIELDS),
    )


@router.get("/vokabular")
def show_vocabulary(page: PageDep, name: str = "topics") -> HTMLResponse:
    """The words of one vocabulary, those of the office among them, and what in the data it does not know."""
    chosen: SchemeName = next((each for each in get_args(SchemeName) if each == name), "topics")
    with page.services.conventions.understood():
        vocabulary, unknown = scheme(chosen), _unknown(page.atlas, chosen)
    return page.render(
        "settings/vocabulary.html",
        name=chosen,
        names=list(CODED_FIELDS),
        vocabulary=vocabulary,
        used=_used(page.atlas, chosen),
        unknown=unknown,
        changes=page.services.conventions.changes("terms")[:10],
        address=ADDRESS["terms"],
    )


@router.post("/vokabular/woerter", response_model=None)
def add_term(
    page: PageDep, name: Annotated[str, Form()], word: Annotated[str, Form()], meaning: Annotated[str, Form()]
) -> Response:
    """Let a word of the office stand for an entry; the records that have it get the entry."""
    page.services.conventions.add_term(name, word, meaning)
    return page.redirect(ADDRESS["terms"], done="term_added", name=name)


@router.post("/vokabular/woerter/entfernen", response_model=None)
def remove_term(page: PageDep, name: Annotated[str, Form()], word: Annotated[str, Form()]) -> Response:
    """Forget a word of the office."""
    page.services.conventions.remove_term(name, word)
    return page.redirect(ADDRESS["terms"], done="term_removed", name=name)


def _used(atlas: Atlas, name: SchemeName) -> Counter[str]:
    """How often each word of a vocabulary, or in its place, stands in the map."""
    used: Counter[str] = Counter()
    for table, field in CODED_FIELDS.get(name, ()):
        for record in getattr(atlas.dataset, table):
            value = getattr(record, field)
            used.update((value,) if isinstance(value, str) else value or ())
    return used


def _unknown(atlas: Atlas, name: SchemeName) -> list[tuple[str, int]]:
    """Words of the data that the vocabulary does not know, most frequent first; they were kept as they are."""
    known = scheme(name)
    found = [(word, count) for word, count in _used(atlas, name).items() if word not in known]
    return sorted(found, key=lambda entry: (-entry[1], fold(entry[0])))
