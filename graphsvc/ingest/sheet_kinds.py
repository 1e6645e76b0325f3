"""What the rows of a table are, judged by what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphsvc.ingest.guesses import ColumnGuess, Reason, SheetKind
from graphsvc.ingest.layout import Layout
from graphsvc.ingest.profile import profile
from graphsvc.ingest.sheets import is_empty, raw_text
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.text import one_line
from graphsvc.ingest.years import is_year, year_in

STRUCTURE_SIGNS = frozenset(
    {"function", "coordinator", "chair", "meetings_per_year", "hours", "last_meeting", "successor_of", "members_total"}
    | {"members_complete", "members", "level", "binding", "legal_basis", "education_stage", "purpose"}
)
"""Columns that only lists of bodies have."""
ACTOR_SIGNS = frozenset(
    {"legal_form", "street", "address", "postcode", "city", "web", "email", "phone", "register_number", "voluntary"}
    | {"carrier", "bodies", "key", "person", "postcode_city", "fax"}
)
"""Columns that only lists of organisations have."""
NAMING: Mapping[SheetKind, str] = {"actors": "actor", "structures": "structure"}
"""By kind of sheet: the meaning of the column that names its rows."""
_BODIES = frozenset({"project", "structure", "agreement"})
_SAID_BY_KIND = 6
"""What a column of kinds counts beside the names (4) and each telling column (1)."""
_AS_ACTOR = {"partner": "actor"}
"""What names an organisation, whatever it is beside others."""


def kind_of(layout: Layout, columns: Sequence[ColumnGuess]) -> tuple[SheetKind, Reason]:
    """What the rows are, and why."""
    found = {_AS_ACTOR.get(column.meaning, column.meaning) for column in columns if column.meaning}
    if {"recipient", "funder"} <= found or (_is_of_grants(found) and not found & _BODIES):
        return "grants", ("reason_grants", {})
    if _are_amounts_by_year(columns) and found & {"actor", "name", "carrier"} and not found & _BODIES:
        return "grants", ("reason_grants_by_year", {})
    if "project" in found:
        return "structures", ("reason_projects", {})
    if {"actor", "structure"} <= found:
        return "memberships", ("reason_both", {})
    if "structure" in found:
        return "structures", ("reason_names_structures", {})
    if "offer" in found and not found & {"actor", "name", "recipient"}:
        return "structures", ("reason_offers", {})
    if ("agreement" in found and _reads_like_titles(layout, columns)) or found & {"agreement_kind", "notice_period"}:
        return "agreements", ("reason_agreements", {})
    if found & {"program", "concluded"} and found & {"actor", "carrier", "name"}:
        return "agreements", ("reason_agreements", {})
    if {"funding", "period"} <= found and found & {"actor", "name"} and _names_programmes(layout, columns):
        return "agreements", ("reason_agreements", {})
    if "actor" in found or "name" in found:
        return _actors_or_structures(layout, columns, found)
    if "carrier" in found:
        return "actors", ("reason_names_actors", {})
    return "ignored", ("reason_no_names", {})


def _is_of_grants(found: set[str]) -> bool:
    return (
        ("amount" in found and "funder" in found)
        or ("recipient" in found and not found & {"actor", "name"})
        or ({"amount", "recipient"} <= found)
    )


def _are_amounts_by_year(columns: Sequence[ColumnGuess]) -> bool:
    """Whether amounts stand in a column a year, or under a bare year."""
    dated = [column.header for column in columns if column.meaning == "amount" and year_in(column.header)]
    return len(dated) > 1 or any(map(is_year, dated))


def _names_programmes(layout: Layout, columns: Sequence[ColumnGuess]) -> bool:
    """Whether the column of funding names programmes that come with an agreement for every partner."""
    at = next(column.at for column in columns if column.meaning == "funding")
    return profile(layout.column(at)).get("programme", 0) >= 0.6


def _reads_like_titles(layout: Layout, columns: Sequence[ColumnGuess]) -> bool:
    """A column "Kooperationsvereinbarung" may hold titles, or only ja, nein and dates."""
    at = next(column.at for column in columns if column.meaning == "agreement")
    shares = profile(layout.column(at))
    return shares.get("yes_no", 0) + shares.get("date", 0) + shares.get("mark", 0) < 0.5


def _actors_or_structures(layout: Layout, columns: Sequence[ColumnGuess], found: set[str]) -> tuple[SheetKind, Reason]:
    if "actor" in found and "name" not in found and not found & {"members", "meetings_per_year"}:
        return "actors", ("reason_names_actors", {})
    at = next(column.at for column in columns if column.meaning in ("name", "actor", "partner"))
    names = [one_line(raw_text(cell)) for cell in layout.column(at) if not is_empty(cell)]
    share = sum(map(looks_like_structure, names)) / len(names) if names else 0.0
    of_bodies, of_actors = _kinds(layout, columns)
    for_structures = len(found & STRUCTURE_SIGNS) + 4 * share + _SAID_BY_KIND * of_bodies
    for_actors = len(found & ACTOR_SIGNS) + 4 * (1 - share) * (0.5 if share else 1) + _SAID_BY_KIND * of_actors
    if for_structures > for_actors:
        return "structures", ("reason_like_structures", {"share": round(100 * share)})
    return "actors", ("reason_like_actors", {"share": round(100 * (1 - share))})


def _kinds(layout: Layout, columns: Sequence[ColumnGuess]) -> tuple[float, float]:
    """Shares of a column of kinds that name kinds of bodies alone, and of organisations alone."""
    at = next((column.at for column in columns if column.meaning == "kind"), None)
    shares = profile(layout.column(at)) if at else {}
    bodies, actors = shares.get("structure_kind", 0.0), shares.get("actor_kind", 0.0)
    return max(0.0, bodies - actors), max(0.0, actors - bodies)


def for_kind(columns: tuple[ColumnGuess, ...], kind: SheetKind) -> tuple[ColumnGuess, ...]:
    """General headers ("Name", "Funktion") mean what the kind of sheet makes of them."""
    renamed = _RENAMED.get(kind, {})
    taken = {column.meaning for column in columns}
    found: list[ColumnGuess] = []
    for column in columns:
        free = (better for better in renamed.get(column.meaning or "", ()) if better not in taken)
        better = next(free, None)
        found.append(replace(column, meaning=better) if better else column)
        taken.add(better)
    return tuple(found)


_RENAMED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "actors": {"partner": ("actor",), "name": ("actor",), "coordinator": ("person",), "carrier": ("actor",)},
    "structures": {
        "partner": ("members",),
        "name": ("structure",),
        "actor": ("coordinator",),
        "offer": ("structure",),
    },
    "agreements": {"partner": ("actor",), "name": ("actor",)},
    "memberships": {"partner": ("actor",), "function": ("role",)},
    "grants": {
        "partner": ("recipient",),
        "actor": ("recipient", "funder"),
        "name": ("recipient", "funder"),
        "carrier": ("recipient",),
    },
}
