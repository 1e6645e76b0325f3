"""The search field of every page: jumps where one entry is meant, lists where several could be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from graphsvc.model.atlas import Atlas, Noun
from graphsvc.viz.selection import names_of
from graphsvc.vocabulary import SchemeName, fold, scheme
from graphsvc.web.changes import ADDRESSES
from graphsvc.web.page import PageDep
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/suche", route_class=PageRoute)
SHOWN = 100
FIELDS: Mapping[SchemeName, str] = {"topics": "topic", "target_groups": "target_group", "functions": "function"}
"""Vocabularies whose entries lead to the lists, and the filter of the lists."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One found entry; `rank` is 0 for a whole name, 1 for a beginning, 2 for a part."""

    noun: Noun
    id: str
    name: str
    rank: int


@router.get("", response_model=None)
def search(page: PageDep, q: str = "") -> Response:
    """Straight to the entry where the words name exactly one, else the list of hits."""
    found = hits(page.atlas, q)
    exact = [hit for hit in found if hit.rank == 0]
    only = exact if len(exact) == 1 else found
    meant = list(_meant(page, q))
    if len(only) == 1 and not meant:
        return RedirectResponse(f"{ADDRESSES[only[0].noun]}/{quote(only[0].id)}", status_code=303)
    return _listed(page, q, found, meant)


def hits(atlas: Atlas, q: str) -> list[Hit]:
    """Everything with the words in a name, short name, alias or title; whole names first, then by name."""
    wanted = fold(q)
    if not wanted:
        return []
    named: list[tuple[Noun, str, tuple[str, ...]]] = [
        *(("structure", entry.id, names_of(entry)) for entry in atlas.dataset.structures),
        *(("actor", entry.id, names_of(entry)) for entry in atlas.dataset.actors),
        *(("agreement", entry.id, (entry.title,)) for entry in atlas.dataset.agreements),
    ]
    found = [Hit(noun, key, names[0], rank) for noun, key, names in named if (rank := _rank(names, wanted)) is not None]
    return sorted(found, key=lambda hit: (hit.rank, fold(hit.name), hit.id))


def _meant(page: PageDep, q: str) -> Iterator[tuple[SchemeName, str, str]]:
    """Entries of the vocabularies that the words name, also in the words of the office: vocabulary, code, filter."""
    with page.services.conventions.understood():
        for name, parameter in FIELDS.items():
            code = scheme(name).find(q) if q.strip() else None
            if code is not None:
                yield name, code, parameter


def _rank(names: tuple[str, ...], wanted: str) -> int | None:
    folded = [fold(name) for name in names]
    if wanted in folded:
        return 0
    if any(name.startswith(wanted) for name in folded):
        return 1
    return 2 if any(wanted in name for name in folded) else None


def _listed(page: PageDep, q: str, found: list[Hit], meant: list[tuple[SchemeName, str, str]]) -> HTMLResponse:
    return page.render("start/search.html", q=q, hits=found[:SHOWN], total=len(found), meant=meant, addresses=ADDRESSES)
