"""File 6, `Gemeinde Ostheim.ods`: other column names in another order, umlauts in two characters, several in a cell."""

from __future__ import annotations

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.spelling import Pen, decomposed
from graphsvc.demoregion.messy.workbook import to_ods
from graphsvc.model.entities import Structure
from graphsvc.vocabulary import scheme

FILE = "Gemeinde Ostheim.ods"


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The sheet of what there is in town, and of who meets."""
    return to_ods([_places(content, ledger, pen), _meetings(content, ledger, pen)])


def _places(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Einrichtungen", ledger)
    grid.header(
        [
            "PLZ",
            "Stadt",
            "Einrichtung",
            "Straße, Nr.",
            "Sparte",
            "Schwerpunkte",
            "Adressaten",
            "Mail",
            "Tel.",
            "gehört zu",
        ]
    )
    for actor in content.actors:
        if actor.territory == (content.town.key,):
            grid.add(
                {
                    "PLZ": actor.postcode,
                    "Stadt": actor.city,
                    "Einrichtung": decomposed(actor.name),
                    "Straße, Nr.": actor.street,
                    "Sparte": scheme("actor_kinds").label(actor.kind).split(" (")[0] if actor.kind else None,
                    "Schwerpunkte": pen.codes("topics", actor.topic, "topic") if actor.topic else None,
                    "Adressaten": pen.codes("target_groups", actor.target_group, "target_group")
                    if actor.target_group
                    else None,
                    "Mail": actor.email,
                    "Tel.": actor.phone,
                    "gehört zu": _decomposed(content.name(actor.part_of), "part_of"),
                }
            )
    return grid


def _meetings(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Runden", ledger)
    grid.title(f"Wer trifft sich in {content.town.name}?")
    grid.header(
        [
            "seit wann",
            "Name der Runde",
            "Form",
            "Auftrag",
            "Themen",
            "für wen",
            "Gemeinde",
            "lädt ein",
            "wie oft im Jahr",
            "wer macht mit",
            "Beschreibung",
            "Stand",
        ]
    )
    for body in content.local_bodies:
        grid.add(_meeting(content, body, pen))
    return grid


def _meeting(content: Content, body: Structure, pen: Pen) -> dict[str, object]:
    return {
        "seit wann": pen.begin(body.valid_from),
        "Name der Runde": decomposed(body.name),
        "Form": scheme("structure_kinds").label(body.kind or ""),
        "Auftrag": pen.codes("functions", body.function, "function", unknown=False),
        "Themen": pen.codes("topics", body.topic, "topic"),
        "für wen": pen.codes("target_groups", body.target_group, "target_group"),
        "Gemeinde": content.town.name,
        "lädt ein": _decomposed(content.name(body.coordinator), "coordinator"),
        "wie oft im Jahr": pen.number(body.meetings_per_year, "meetings_per_year"),
        "wer macht mit": pen.members(content.members(body.id)),
        "Beschreibung": _decomposed(body.purpose, "purpose"),
        "Stand": body.as_recorded,
    }


def _decomposed(text: str | None, field: str) -> Spelled | None:
    return decomposed(text, field) if text else None
