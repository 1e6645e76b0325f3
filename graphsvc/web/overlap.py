"""Overlaps: all pairs, two structures in full, the matrix, several at once, core groups, and what meetings cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from graphsvc.analysis.load import LoadParams
from graphsvc.analysis.pair_list import PairRow, PairsParams
from graphsvc.analysis.seats import Level, Organs
from graphsvc.errors import GraphsvcError
from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Structure
from graphsvc.model.paging import GREATEST_COUNT
from graphsvc.web import forms
from graphsvc.web.listing import LIMIT, listing
from graphsvc.web.page import Page, PageDep
from graphsvc.web.refusals import REFUSALS, reasons, status_of
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/ueberschneidungen", route_class=PageRoute)

ABOVE_CHANCE = 0.05
"""Largest q (share of false alarms among what is listed) that "above chance" stands for."""
MATRIX_SIZES = (15, 25, 40)
GROUPS_A_PAGE = 15
MOST_CHOSEN = 6
"""Structures that can be compared at once and still be read."""


@router.get("")
def list_pairs(
    page: PageDep,
    params: Annotated[PairsParams, Query()],
    chance: str = "above",
    sort: str = "-jaccard",
    offset: int = 0,
) -> HTMLResponse:
    """All pairs of structures that share members, above chance only unless all are asked for."""
    wanted = params if chance == "all" else params.model_copy(update={"max_q": ABOVE_CHANCE})
    rows = page.services.overlap.pairs(wanted).rows()
    columns = {
        "jaccard": lambda row: row.jaccard,
        "pair": lambda row: (row.name_a, row.name_b),
        "shared": lambda row: row.shared,
        "expected": lambda row: row.expected,
        "overlap_coefficient": lambda row: row.overlap_coefficient,
        "q": lambda row: row.q,
    }
    return page.render(
        "overlap/pairs.html",
        params=params,
        chance=chance,
        rows=listing(rows, columns, sort=sort, offset=offset, limit=LIMIT),
        atlas=page.atlas,
    )


@router.get("/paar")
def show_pair(
    page: PageDep,
    a: str = "",
    b: str = "",
    at: date | str = "",
    level: Level = "organisation",
    organs: Organs = "include",
) -> HTMLResponse:
    """Two structures in full; with one or none named, the form to choose them."""
    if not (a and b):
        return _choose_pair(page, a, b)
    day = at if isinstance(at, date) else None
    try:
        pair = page.services.overlap.pair(a.strip(), b.strip(), at=day, level=level, organs=organs)
    except REFUSALS as refused:
        return _choose_pair(page, a, b, refused)
    trend = page.services.overlap.trend(pair.a, pair.b, at=day, level=level, organs=organs)
    return page.render("overlap/pair.html", pair=pair, trend=trend, atlas=page.atlas, level=level, organs=organs)


def _choose_pair(page: Page, a: str, b: str, refused: GraphsvcError | None = None) -> HTMLResponse:
    """The form to choose two structures, with why the two that were named cannot be compared."""
    return page.render(
        "overlap/choose.html",
        status=status_of(refused) if refused else 200,
        problems=reasons(page, refused) if refused else (),
        a=page.atlas.name(a) if a else "",
        b=page.atlas.name(b) if b else "",
        atlas=page.atlas,
    )


@dataclass(frozen=True, slots=True)
class Matrix:
    """The structures that overlap most, and what each two of them share."""

    names: list[tuple[str, str]]
    cells: dict[tuple[str, str], PairRow]


@router.get("/matrix")
def show_matrix(page: PageDep, size: int = MATRIX_SIZES[0], chance: str = "above") -> HTMLResponse:
    """The structures that overlap most as a heat map that is a table."""
    bound = 1.0 if chance == "all" else ABOVE_CHANCE
    rows = page.services.overlap.pairs(PairsParams(max_q=bound)).rows()
    return page.render(
        "overlap/matrix.html", matrix=matrix_of(rows, size), size=size, sizes=MATRIX_SIZES, chance=chance
    )


@router.get("/mehrere")
def show_upset(page: PageDep, s: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
    """Who sits in exactly which of several structures."""
    typed = [each.strip() for each in s or [] if each.strip()][:MOST_CHOSEN]
    named = {each: _structure_named(page.atlas, each) for each in typed}
    known = list(dict.fromkeys(structure for structure in named.values() if structure))
    present = [structure for structure in known if page.holds(structure)]
    found = page.services.overlap.upset([each.id for each in present]) if len(present) > 1 else None
    return page.render(
        "overlap/upset.html",
        upset=found,
        chosen=typed,
        absent=[structure for structure in known if not page.holds(structure)],
        unknown=[each for each, structure in named.items() if structure is None],
        most=MOST_CHOSEN,
        atlas=page.atlas,
    )


@router.get("/kerngruppen")
def show_groups(page: PageDep, min_structures: int = 3, min_actors: int = 3, offset: int = 0) -> HTMLResponse:
    """Actors that meet each other again and again."""
    groups = page.services.overlap.groups(
        min_structures=min(max(min_structures, 2), GREATEST_COUNT), min_actors=min(max(min_actors, 2), GREATEST_COUNT)
    )
    return page.render(
        "overlap/groups.html",
        groups=groups[offset : offset + GROUPS_A_PAGE],
        total=len(groups),
        offset=offset,
        limit=GROUPS_A_PAGE,
        min_structures=min_structures,
        min_actors=min_actors,
    )


@router.get("/sitzungslast")
def show_load(
    page: PageDep,
    params: Annotated[LoadParams, Query()],
    level: Level = "organisation",
    sort: str = "-hours",
    offset: int = 0,
) -> HTMLResponse:
    """Seats, meetings and hours a year, and which merges would relieve most."""
    load = page.services.overlap.load(params, level=level)
    columns = {
        "hours": lambda each: each.hours.high,
        "name": lambda each: each.actor.name,
        "seats": lambda each: each.seats,
        "meetings": lambda each: each.meetings.high,
    }
    return page.render(
        "overlap/load.html",
        load=load,
        actors=listing(load.actors, columns, sort=sort, offset=offset),
        params=page.services.conventions.hours().model_copy(update=params.model_dump(exclude_unset=True)),
        level=level,
        fields=list(LoadParams.model_fields),
    )


def _structure_named(atlas: Atlas, typed: str) -> Structure | None:
    """The structure that an id or an exact name means."""
    try:
        return atlas.structures[forms.named(typed, atlas.structures)]
    except ValueError:
        return None


def matrix_of(rows: list[PairRow], size: int) -> Matrix:
    """The `size` structures with most shared members in all; similar ones beside each other."""
    weight: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in rows:
        names |= {row.a: row.name_a, row.b: row.name_b}
        weight.update({row.a: row.shared, row.b: row.shared})
    chosen = sorted(weight, key=lambda key: (-weight[key], key))[: max(size, 2)]
    cells = {pair: row for row in rows for pair in ((row.a, row.b), (row.b, row.a)) if {*pair} <= {*chosen}}
    return Matrix([(key, names[key]) for key in _seriated(chosen, cells)], cells)


def _seriated(keys: list[str], cells: dict[tuple[str, str], PairRow]) -> list[str]:
    """An order in which each structure is followed by the one it overlaps most with among those left."""
    order, left = keys[:1], keys[1:]
    while left:
        last = order[-1]
        best = max(left, key=lambda key: (cells[last, key].jaccard if (last, key) in cells else 0.0, -left.index(key)))
        left.remove(best)
        order.append(best)
    return order
