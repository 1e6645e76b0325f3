"""File 4, `Rucksack_Griffbereit_KiTas.csv`: UTF-8 with a byte order mark, seven-digit keys, school years."""

from __future__ import annotations

from datetime import date
from itertools import cycle

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.spelling import Pen, person, short_key
from graphsvc.demoregion.messy.workbook import to_text
from graphsvc.model.entities import Agreement

FILE = "Rucksack_Griffbereit_KiTas.csv"
HEADERS = ("Einrichtung", "AGS", "Programm", "Zeitraum", "KV vom", "Ansprechperson")


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The text with a byte order mark."""
    grid = Grid(FILE, "Rucksack_Griffbereit_KiTas", ledger)
    grid.header(HEADERS)
    actors = {actor.id: actor for actor in content.actors}
    partners = {
        party.agreement: party.actor for party in content.dataset.parties if party.role == "kooperationspartner"
    }
    styles = cycle([_school_year, _from_to, _school_year_bare])
    for agreement in school_agreements(content):
        house = actors[partners[agreement.id]]
        grid.add(
            {
                "Einrichtung": _house(house.name),
                "AGS": short_key(house.territory[0]),
                "Programm": agreement.subject,
                "Zeitraum": next(styles)(agreement),
                "KV vom": pen.day(agreement.concluded, "concluded"),
                "Ansprechperson": person(pen.rng) if pen.rng.random() < 0.1 else None,
            }
        )
    return to_text(grid, encoding="utf-8", mark=b"\xef\xbb\xbf")


def school_agreements(content: Content) -> list[Agreement]:
    """The bulk agreements with day care centres and schools."""
    return [agreement for agreement in content.agreements if ", SJ " in agreement.title]


def _house(name: str) -> Spelled:
    """The first column, whose header the byte order mark touches, with umlauts in UTF-8."""
    return Spelled(name) if name.isascii() else Spelled(name, "utf8_with_mark", {"name": name})


def _interval(agreement: Agreement) -> dict[str, str | None]:
    ends = (agreement.valid_from, agreement.valid_to)
    return dict(zip(("valid_from", "valid_to"), (day.isoformat() if day else None for day in ends), strict=True))


def _year(begin: date) -> str:
    return f"{begin.year}/{(begin.year + 1) % 100:02d}"


def _school_year(agreement: Agreement) -> Spelled:
    """ "SJ 2023/24", or "ab SJ 2023/24" without an end."""
    begin, end = agreement.valid_from, agreement.valid_to
    if begin is None:
        return Spelled(None)
    if end is None:
        return Spelled(f"ab SJ {_year(begin)}", "date_school_year", _interval(agreement))
    if end.year == begin.year + 1:
        return Spelled(f"SJ {_year(begin)}", "school_year", _interval(agreement))
    return _from_to(agreement)


def _school_year_bare(agreement: Agreement) -> Spelled:
    begin, end = agreement.valid_from, agreement.valid_to
    if begin is None or end is None or end.year != begin.year + 1:
        return _school_year(agreement)
    return Spelled(f"Schuljahr {begin.year}/{begin.year + 1}", "school_year", _interval(agreement))


def _from_to(agreement: Agreement) -> Spelled:
    begin, end = agreement.valid_from, agreement.valid_to
    if begin is None or end is None:
        return _school_year(agreement)
    raw = f"{begin:%d.%m.%Y} – {end:%d.%m.%Y}"
    return Spelled(raw, "interval_in_one_cell", _interval(agreement))
