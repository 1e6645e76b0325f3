"""File 7, `kim_lenkungsgruppe_protokoll.docx`: an attendance list; persons must shrink to organisation and function."""

from __future__ import annotations

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.document import to_docx
from graphsvc.demoregion.messy.ledger import Ledger
from graphsvc.demoregion.messy.spelling import SURNAMES, Pen
from graphsvc.vocabulary import scheme

FILE = "kim_lenkungsgruppe_protokoll.docx"
SHEET = "kim_lenkungsgruppe_protokoll"
AGENDA = ("Tagesordnung:", "TOP 1 Begrüßung", "TOP 2 Bericht aus den Bausteinen", "TOP 3 Verschiedenes")


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The minutes of one meeting."""
    body = content.meeting
    met = body.last_meeting or content.structures[body.id].as_recorded
    head = ["Protokoll", body.name, f"Sitzung vom {met:%d.%m.%Y}" if met else "Sitzung", "", "Anwesend:"]
    lines = list(head)
    for seat in content.seats[body.id]:
        organisation = content.names[seat.actor]
        lines.append(_attendee(organisation, seat.role or "mitglied", pen))
        _note(ledger, len(lines), lines[-1], organisation)
    return to_docx([*lines, "", *AGENDA])


def _attendee(organisation: str, role: str, pen: Pen) -> str:
    person = f"{pen.rng.choice(['Frau', 'Herr'])} {pen.rng.choice(SURNAMES)}"
    function = "" if role == "mitglied" else f", {scheme('roles').label(role)}"
    return pen.rng.choice([f"{person}, {organisation}{function}", f"{person} ({organisation}){function}"])


def _note(ledger: Ledger, row: int, line: str, organisation: str) -> None:
    expectations = {"attendee": {"actor": organisation}, "person_in_minutes": {"person": "left_out"}}
    for kind, expected in expectations.items():
        ledger.note(FILE, SHEET, row, None, line, kind, expected)
