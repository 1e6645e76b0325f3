"""File 3, `Netzwerkpartner.csv`: cp1252, semicolons, ditto marks, umlauts written out; who sits where, row by row."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import cycle

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.spelling import Pen, ditto, person, written_out
from graphsvc.demoregion.messy.workbook import to_text
from graphsvc.vocabulary import scheme

FILE = "Netzwerkpartner.csv"
HEADERS = ("Gremium", "Organisation", "Rolle", "dabei seit", "Stellvertretung", "Ansprechpartner")
DITTO_MARKS = ("dito", "s.o.", '"', "„", "dto.")
DITTO = 0.5
"""Share of rows with a ditto mark for the body."""

WRITTEN_OUT = (True, False, False)
"""Names with umlauts in turn: one writes them out, two do not."""


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The text in the old Windows encoding."""
    grid = Grid(FILE, "Netzwerkpartner", ledger)
    grid.header(HEADERS)
    marks, turns = cycle(DITTO_MARKS), cycle(WRITTEN_OUT)
    for body in content.partner_bodies:
        for position, seat in enumerate(content.seats[body.id]):
            actor = unicodedata.normalize("NFC", content.names[seat.actor])
            is_same = position > 0 and pen.rng.random() < DITTO
            grid.add(
                {
                    "Gremium": ditto(body.name, "structure", marks) if is_same else body.name,
                    "Organisation": _organisation(actor, turns),
                    "Rolle": scheme("roles").label(seat.role or "mitglied").split(" (")[0],
                    "dabei seit": pen.begin(seat.valid_from) if seat.valid_from or position == 1 else None,
                    "Stellvertretung": "ja" if seat.deputy else None,
                    "Ansprechpartner": person(pen.rng) if pen.rng.random() < 0.2 else None,
                }
            )
    return to_text(grid, encoding="cp1252")


def _organisation(name: str, turns: Iterator[bool]) -> Spelled:
    """A name with its umlauts in the old encoding, or written out."""
    if name.isascii():
        return Spelled(name)
    return written_out(name, "actor") if next(turns) else Spelled(name, "encoding_cp1252", {"actor": name})
