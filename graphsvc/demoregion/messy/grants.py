"""File 5, `Foerderprojekte.xlsx`: amounts as text, dates as serial numbers, subtotals; projects, programmes, papers."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.school_agreements import school_agreements
from graphsvc.demoregion.messy.spelling import BEGINS, ENDS, Pen, euros, person
from graphsvc.demoregion.messy.workbook import to_xlsx
from graphsvc.model.entities import Structure
from graphsvc.vocabulary import scheme

FILE = "Foerderprojekte.xlsx"
HEADERS = (
    "Nr.",
    "Projekt",
    "Art",
    "Träger",
    "Koordination",
    "Programm",
    "Funktion",
    "Thema",
    "Zielgruppe",
    "Bildungsphase",
    "Gebiet",
    "Beginn",
    "Ende",
    "Betrag",
    "Bindung",
    "Kurzbeschreibung",
    "Nachfolger von",
    "weitere Beteiligte",
    "Bearbeiter",
    "Stand",
)
AGREEMENT_HEADERS = (
    "Titel der Vereinbarung",
    "Vertragsart",
    "Gegenstand",
    "Abschluss",
    "Beginn",
    "Ende",
    "Verlängerung",
    "Kündigungsfrist",
    "Thema",
)


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The workbook: projects by programme with subtotals, programmes, agreements and who signed them."""
    return to_xlsx(
        [
            _projects(content, ledger, pen),
            _programmes(content, ledger),
            _agreements(content, ledger, pen),
            _parties(content, ledger),
        ]
    )


def _projects(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Projekte", ledger)
    grid.title("Förderprojekte und Angebote, alle Beträge in Euro", "")
    grid.header(HEADERS)
    offers = sorted(content.offers, key=lambda offer: (offer.funding or "ohne Programm", offer.name))
    number = 0
    for programme, funded in groupby(offers, key=lambda offer: offer.funding or "ohne Programm"):
        total = 0
        for offer in funded:
            number += 1
            amount = 500 * pen.rng.randint(10, 240)
            total += amount
            _project(grid, content, offer, number, amount, pen)
        row = grid.add({"Projekt": f"Summe {programme}", "Betrag": euros(total).raw})
        grid.bold.add(row)
        grid.note(row, None, f"Summe {programme}", "subtotal_row", {"row": "left_out"})
    return grid


def _project(grid: Grid, content: Content, offer: Structure, number: int, amount: int, pen: Pen) -> None:
    carrier = next((r.from_id for r in content.dataset.relations if r.kind == "CARRIES" and r.to_id == offer.id), None)
    grid.add(
        {
            "Nr.": number,
            "Projekt": pen.name(offer.name),
            "Art": scheme("structure_kinds").label(offer.kind or ""),
            "Träger": content.name(carrier),
            "Koordination": content.name(offer.coordinator),
            "Programm": offer.funding,
            "Funktion": pen.codes("functions", offer.function, "function", unknown=False),
            "Thema": pen.codes("topics", offer.topic, "topic"),
            "Zielgruppe": pen.codes("target_groups", offer.target_group, "target_group"),
            "Bildungsphase": "; ".join(scheme("education_stages").label(code) for code in offer.education_stage)
            or None,
            "Gebiet": content.places(offer.territory),
            "Beginn": BEGINS["serial"](offer.valid_from, "valid_from") if offer.valid_from else None,
            "Ende": _end(offer.valid_to, pen),
            "Betrag": euros(amount),
            "Bindung": scheme("bindings").label(offer.binding) if offer.binding else None,
            "Kurzbeschreibung": offer.purpose,
            "Nachfolger von": content.name(offer.successor_of),
            "weitere Beteiligte": pen.members(content.members(offer.id)),
            "Bearbeiter": person(pen.rng) if pen.rng.random() < 0.1 else None,
            "Stand": offer.as_recorded,
        }
    )


def _end(end: date | None, pen: Pen) -> Spelled:
    spelled: Spelled = ENDS["serial"](end, "valid_to") if end else pen.end(None)
    return spelled


def _programmes(content: Content, ledger: Ledger) -> Grid:
    grid = Grid(FILE, "Programme", ledger)
    grid.header(["Name", "Art", "Funktion", "Thema", "Zielgruppe", "Gebiet", "Beginn", "Koordination", "Ziel"])
    for programme in content.programmes:
        grid.add(
            {
                "Name": programme.name,
                "Art": "Programm",
                "Funktion": "fördern" if programme.function else None,
                "Thema": "; ".join(scheme("topics").label(code) for code in programme.topic),
                "Zielgruppe": "; ".join(scheme("target_groups").label(code) for code in programme.target_group),
                "Gebiet": content.places(programme.territory),
                "Beginn": programme.valid_from,
                "Koordination": content.name(programme.coordinator),
                "Ziel": programme.purpose,
            }
        )
    return grid


def _agreements(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Verträge", ledger)
    grid.title("Vereinbarungen und Bescheide")
    grid.header(AGREEMENT_HEADERS)
    bulk = {agreement.id for agreement in school_agreements(content)}
    for agreement in content.agreements:
        if agreement.id not in bulk:
            grid.add(
                {
                    "Titel der Vereinbarung": agreement.title,
                    "Vertragsart": scheme("agreement_kinds").label(agreement.kind or "").split("/")[0],
                    "Gegenstand": agreement.subject,
                    "Abschluss": pen.day(agreement.concluded, "concluded"),
                    "Beginn": pen.day(agreement.valid_from, "valid_from"),
                    "Ende": pen.end(agreement.valid_to),
                    "Verlängerung": agreement.renewal,
                    "Kündigungsfrist": agreement.notice_period,
                    "Thema": "; ".join(scheme("topics").label(code) for code in agreement.topic) or None,
                }
            )
    return grid


def _parties(content: Content, ledger: Ledger) -> Grid:
    """Who signed what, in the form of the template."""
    grid = Grid(FILE, "Vertragsparteien", ledger)
    grid.header(["vereinbarung", "akteur", "rolle"])
    bulk = {agreement.id for agreement in school_agreements(content)}
    for party in content.dataset.parties:
        if party.agreement not in bulk and party.agreement in content.names:
            role = scheme("roles").label(party.role or "")
            grid.add(
                {"vereinbarung": content.names[party.agreement], "akteur": content.names[party.actor], "rolle": role}
            )
    return grid
