"""File 1, `Akteursliste_KI_final_v3(2).xlsx`: title rows, merged headers, Alt+Enter, colours, one sheet a town."""

from __future__ import annotations

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.spelling import Pen, person
from graphsvc.demoregion.messy.workbook import to_xlsx
from graphsvc.demoregion.template import template_rows
from graphsvc.model.entities import Actor, Dataset, Place
from graphsvc.vocabulary import scheme

FILE = "Akteursliste_KI_final_v3(2).xlsx"
GROUPS = {"Organisation": 5, "Anschrift": 3, "Kontakt": 4, "Arbeit": 3, "": 2}
HEADERS = (
    "Name der Organisation",
    "Kurzname",
    "Art",
    "Rechtsform",
    "Träger",
    "Straße",
    "PLZ",
    "Ort",
    "E-Mail",
    "Telefon",
    "Homepage",
    "Ansprechpartner/in",
    "Handlungsfelder",
    "Zielgruppen",
    "ehrenamtlich",
    "Registernummer",
    "Frühere Namen",
)
MEANINGS = {"PLZ": "postcode", "Ort": "city", "E-Mail": "email", "Telefon": "phone", "Handlungsfelder": "topic"}
"""What some columns below merged cells hold."""

COLOURS = ("FFF2CC", "D9EAD3", "CFE2F3", "F4CCCC", "EAD1DC", "FCE5CD")
HIDDEN_EVERY = 40
"""One actor in so many stands in a hidden row."""


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The workbook: actors of the whole district, one sheet a town, and the territories with their people."""
    colours: dict[str, str] = {}
    district = content.district.place
    grids = [_sheet(content, ledger, pen, district, "Kreisweit", colours)]
    for town in content.district.towns:
        if town is not content.town:
            grids.append(_sheet(content, ledger, pen, town, town.name, colours))
            grids[-1].note(None, None, town.name, "sheet_per_town", {"territory": [town.key]})
    return to_xlsx([*grids, *_plain_sheets(content, ledger)])


def _sheet(content: Content, ledger: Ledger, pen: Pen, place: Place, name: str, colours: dict[str, str]) -> Grid:
    grid = Grid(FILE, name, ledger)
    grid.title(
        f"Akteursliste Integration – {place.name}", "Stand: siehe Fußzeile, bitte nur in dieser Datei ändern!", ""
    )
    top = grid.next_row
    grid.header(HEADERS, GROUPS)
    for header, meaning in MEANINGS.items():
        grid.note(top + 1, header, header, "merged_header", {"meaning": meaning})
    actors = [actor for actor in content.actors if actor.territory == (place.key,)]
    for number, actor in enumerate(actors, start=1):
        row = _actor_row(grid, content, pen, actor)
        _paint(grid, content, actor, row, colours)
        if number % HIDDEN_EVERY == 0 or (number == 3 and place is not content.district.place):
            grid.hidden_rows.add(row)
            grid.note(row, HEADERS[0], grid.rows[row - 1][0], "hidden_row", {"name": actor.name})
    grid.hide_column("Kurzname")
    _note_hidden_column(grid, actors, top + 2)
    return grid


def _actor_row(grid: Grid, content: Content, pen: Pen, actor: Actor) -> int:
    topics = pen.codes("topics", actor.topic, "topic") if actor.topic else None
    targets = pen.codes("target_groups", actor.target_group, "target_group") if actor.target_group else None
    return grid.add(
        {
            "Name der Organisation": pen.name(actor.name),
            "Kurzname": actor.short_name,
            "Art": _kind(actor),
            "Rechtsform": scheme("legal_forms").label(actor.legal_form) if actor.legal_form else None,
            "Träger": content.name(actor.part_of),
            "Straße": actor.street or (pen.nothing("street") if pen.rng.random() < 0.3 else None),
            "PLZ": _postcode(actor, pen),
            "Ort": actor.city,
            "E-Mail": actor.email,
            "Telefon": actor.phone,
            "Homepage": actor.web,
            "Ansprechpartner/in": person(pen.rng) if pen.rng.random() < 0.08 else None,
            "Handlungsfelder": topics,
            "Zielgruppen": targets,
            "ehrenamtlich": {True: "ja", False: "nein", None: None}[actor.voluntary],
            "Registernummer": actor.register_number,
            "Frühere Namen": "; ".join(actor.alias) or None,
        }
    )


def _kind(actor: Actor) -> str | None:
    """The kind in a word: the part of its label before any bracket or slash."""
    if actor.kind is None:
        return None
    label = scheme("actor_kinds").label(actor.kind)
    return label.split(" (")[0] if scheme("actor_kinds").find(label.split(" (")[0]) == actor.kind else label


def _postcode(actor: Actor, pen: Pen) -> Spelled | str | None:
    """A postcode, at times as a number that has lost its zero."""
    if actor.postcode is None:
        return None
    if pen.rng.random() < 0.2:
        return Spelled(int(actor.postcode), "postcode_without_zero", {"postcode": actor.postcode})
    return actor.postcode


def _paint(grid: Grid, content: Content, actor: Actor, row: int, colours: dict[str, str]) -> None:
    """A colour for each carrier, as somebody once agreed on."""
    carrier = content.name(actor.part_of)
    if carrier is None:
        return
    fill = colours.setdefault(carrier, COLOURS[len(colours) % len(COLOURS)])
    grid.fills[row] = fill
    if len(colours) <= len(COLOURS):
        grid.note(row, HEADERS[0], fill, "colour", {"name": actor.name})


def _note_hidden_column(grid: Grid, actors: list[Actor], first: int) -> None:
    for offset, actor in enumerate(actors):
        if actor.short_name:
            grid.note(first + offset, "Kurzname", actor.short_name, "hidden_column", {"short_name": actor.short_name})


def _plain_sheets(content: Content, ledger: Ledger) -> list[Grid]:
    """The territories and the need figures: clean, in the form of the template, which the office once got."""
    keys = {place.key for place in (content.district.place, *content.district.towns, *content.district.quarters)}
    above = {"musterland", "05998"}
    part = Dataset(
        places=tuple(place for place in content.dataset.places if place.key in keys | above),
        needs=tuple(need for need in content.dataset.needs if need.territory in keys),
    )
    grids = []
    for sheet in ("gebiete", "bedarf"):
        grid = Grid(FILE, sheet.capitalize(), ledger)
        grid.rows = [list(row) for row in template_rows(part, sheet)]
        grids.append(grid)
    return grids
