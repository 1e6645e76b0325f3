"""How offices write dates, several values in a cell, numbers, names, and nothing at all.

Every function gives what stands in the cell, the kind of defect, and what is meant. Styles take turns, so that every
kind comes up about equally often.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, cycle
from typing import Any

from graphsvc.demoregion.doubles import without_umlauts
from graphsvc.demoregion.messy.ledger import Spelled
from graphsvc.vocabulary import SchemeName, scheme

SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheet dates (the leap day of 1900 that never was included)."""

NOTHING = ("k.A.", "–", "N.N.", "n.n.", "---")
SEPARATORS = {
    "several_by_semicolon": "; ",
    "several_by_line_break": "\n",
    "several_by_slash": " / ",
    "several_by_plus": " + ",
    "several_by_ampersand": " & ",
    "several_by_und": " und ",
    "several_by_comma": ", ",
}
ONE_DESPITE_UND = {
    "pflege": "Alter und Pflege",
    "arbeit": "Arbeit und Wirtschaft",
    "eltern_familien": "Eltern und Familien",
}
"""Labels that look like two and are one."""

SYNONYMS = {
    "ganztag": "OGS",
    "uebergang_schule_beruf": "KAoA",
    "daz": "Deutsch als Zweitsprache",
    "sprachmittlung": "Laiensprachmittlung",
    "pflege": "Altenhilfe",
    "versorgung": "Medizinische Versorgung",
    "quartier": "Stadtteilarbeit",
    "politische_partizipation": "Politische Teilhabe",
    "antirassismus": "Rassismusprävention",
    "konzept_monitoring": "Integrationsmonitoring",
    "ehrenamt": "Freiwilligenarbeit",
    "begegnung": "Begegnungsarbeit",
    "vernetzung": "Netzwerkarbeit",
    "gefluechtete": "Flüchtlinge",
    "einwanderungsgeschichte": "Menschen mit Migrationshintergrund",
    "schulkinder": "Schülerinnen und Schüler",
    "senioren": "Seniorinnen und Senioren",
    "lehrkraefte": "Lehrerinnen und Lehrer",
    "ehrenamtliche": "Freiwillige",
    "fachkraefte_kita": "Erzieherinnen und Erzieher",
    "unternehmen": "Betriebe",
    "mo": "Migrantenselbstorganisationen",
}
"""Other words for a code, as lists have them."""

UNKNOWN = ("Klimaanpassung", "Tierwohl", "Fairer Handel", "Radverkehr", "Städtepartnerschaft")
"""Words that no vocabulary has: they are to be kept as text and listed."""


class Pen:
    """Writes cells in turns of styles."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._begins = cycle(["plain", "german", "short_year", "month", "year", "since_year", "school_year", "serial"])
        self._ends = cycle(["german", "short_year", "serial", "german", "month"])
        self._open = cycle(["laufend", "unbefristet", ""])
        self._unknown_begin = chain(["01.01.1900"] * 3, cycle([*NOTHING, "01.01.1900"]))
        self._nothing = cycle(NOTHING)
        self._separators = cycle(SEPARATORS)
        self._names = cycle(["", "", "soft_hyphen", "", "no_break_space", ""])
        self._strange = cycle(UNKNOWN)
        self._lists = cycle(["\n", "; ", ", "])
        self._count = 0

    def begin(self, day: date | None, field: str = "valid_from") -> Spelled:
        """A begin in one of eight spellings; an unknown one as a mark or the first day of 1900."""
        if day is None:
            raw = next(self._unknown_begin)
            return Spelled(raw, "date_1900" if raw.endswith("1900") else "says_nothing", {field: None})
        spelled: Spelled = BEGINS[next(self._begins)](day, field)
        return spelled

    def end(self, day: date | None, field: str = "valid_to") -> Spelled:
        """An end, or that there is none."""
        if day is None:
            raw = next(self._open)
            return Spelled(raw or None, {"": None}.get(raw, "open_end"), {field: None})
        style = next(self._ends)
        is_last_day = (day.replace(day=28).month != day.month) or day.day >= 28
        spelled: Spelled = ENDS["german" if style == "month" and not is_last_day else style](day, field)
        return spelled

    def day(self, day: date | None, field: str) -> Spelled:
        """A single day in German."""
        return _german(day, field) if day else Spelled(None)

    def number(self, value: float | None, field: str) -> Spelled:
        """A number with a decimal comma, or a mark for nothing."""
        if value is None:
            return Spelled(next(self._nothing), "says_nothing", {field: None})
        if float(value).is_integer():
            return Spelled(int(value))
        return Spelled(f"{value:g}".replace(".", ","), "decimal_comma", {field: value})

    def codes(self, name: SchemeName, codes: Sequence[str], field: str, *, unknown: bool = True) -> Spelled:
        """Vocabulary values: joined in turns of separators, with synonyms, and now and then an unknown word."""
        if not codes:
            return Spelled(next(self._nothing), "says_nothing", {field: []})
        self._count += 1
        labels = scheme(name)
        if len(codes) == 1:
            return self._one_code(labels.label(codes[0]), codes[0], field)
        if unknown and self._count % 9 == 0:
            strange = next(self._strange)
            together = "; ".join([*(labels.label(code) for code in codes), strange])
            return Spelled(together, "unknown_value", {field: [*codes, strange]})
        if ONE_DESPITE_UND.keys() & set(codes) and self._count % 2:
            together = "; ".join(ONE_DESPITE_UND.get(code, labels.label(code)) for code in codes)
            return Spelled(together, "one_despite_und", {field: list(codes)})
        kind = next(self._separators)
        written = [labels.label(code) for code in codes]
        if kind == "several_by_line_break" and self._count % 2:
            return Spelled("\n".join(f"• {label}" for label in written), "several_by_bullets", {field: list(codes)})
        return Spelled(SEPARATORS[kind].join(written), kind, {field: list(codes)})

    def _one_code(self, label: str, code: str, field: str) -> Spelled:
        if code in ONE_DESPITE_UND and self._count % 2:
            return Spelled(ONE_DESPITE_UND[code], "one_despite_und", {field: [code]})
        if code in SYNONYMS and self._count % 3 == 0:
            return Spelled(SYNONYMS[code], "synonym", {field: [code]})
        return Spelled(label)

    def name(self, name: str, field: str = "name") -> Spelled:
        """A name, at times with a soft hyphen or a no-break space in it."""
        style = next(self._names)
        if style == "soft_hyphen":
            word = max(name.split(), key=len)
            return Spelled(name.replace(word, f"{word[:4]}\u00ad{word[4:]}"), "soft_hyphen", {field: name})
        if style == "no_break_space" and " " in name:
            return Spelled(name.replace(" ", "\u00a0"), "no_break_space", {field: name})
        return Spelled(name)

    def members(self, names: Sequence[str]) -> Spelled | None:
        """All members in one cell."""
        if not names:
            return None
        return Spelled(next(self._lists).join(names), "members_in_one_cell", {"actor": list(names)})

    def nothing(self, field: str) -> Spelled:
        """One of the marks for "no entry"."""
        return Spelled(next(self._nothing), "says_nothing", {field: None})


def decomposed(name: str, field: str = "name") -> Spelled:
    """A name as a Mac writes it: umlauts in two characters."""
    raw = unicodedata.normalize("NFD", name)
    return (
        Spelled(raw, "decomposed_umlauts", {field: unicodedata.normalize("NFC", name)})
        if raw != name
        else Spelled(name)
    )


def written_out(name: str, field: str) -> Spelled:
    """A name with ae, oe, ue for umlauts."""
    raw = without_umlauts(name)
    return Spelled(raw, "umlauts_written_out", {field: name}) if raw != name else Spelled(name)


def short_key(key: str) -> Spelled:
    """A municipality key that has lost its zero."""
    return Spelled(key.removeprefix("0"), "key_without_zero", {"territory": [key]})


def person(rng: random.Random) -> Spelled:
    """A person's name where a function was wanted: it must not get into the map."""
    raw = f"{rng.choice(SURNAMES)}, {rng.choice(['Frau', 'Herr'])}"
    return Spelled(raw, "person_name", {"person": "left_out"})


SURNAMES = ("Müller", "Schneider", "Yildirim", "Hoffmann", "Kowalski", "Becker", "Öztürk", "Wagner", "Haddad", "Krüger")


def euros(amount: int) -> Spelled:
    """An amount as text."""
    raw = f"{amount:,.2f} €".translate(str.maketrans(",.", ".,"))
    return Spelled(raw, "amount_as_text", {"amount": float(amount)})


def ditto(value: str, field: str, marks: Iterator[str]) -> Spelled:
    """A mark for "as above"."""
    return Spelled(next(marks), "ditto", {field: value})


def _german(day: date, field: str) -> Spelled:
    return Spelled(day.strftime("%d.%m.%Y"), "date_german", {field: day.isoformat()})


def _short_year(day: date, field: str) -> Spelled:
    return Spelled(day.strftime("%d.%m.%y"), "date_short_year", {field: day.isoformat()})


def _serial(day: date, field: str) -> Spelled:
    return Spelled((day - SERIAL_ZERO).days, "date_serial", {field: day.isoformat()})


def _begin_of_month(day: date, field: str) -> Spelled:
    return Spelled(day.strftime("%m/%Y"), "date_month", {field: day.replace(day=1).isoformat()})


def _end_of_month(day: date, field: str) -> Spelled:
    return Spelled(day.strftime("%m/%Y"), "date_month", {field: day.isoformat()})


def _year(day: date, field: str) -> Spelled:
    return Spelled(str(day.year), "date_year", {field: f"{day.year}-01-01"})


def _since_year(day: date, field: str) -> Spelled:
    return Spelled(f"seit {day.year}", "date_since", {field: f"{day.year}-01-01"})


def _school_year(day: date, field: str) -> Spelled:
    first = day.year if day.month >= 8 else day.year - 1
    return Spelled(f"ab SJ {first}/{(first + 1) % 100:02d}", "date_school_year", {field: f"{first}-08-01"})


def _plain(day: date, _: str) -> Spelled:
    return Spelled(day)


BEGINS: dict[str, Any] = {
    "plain": _plain,
    "german": _german,
    "short_year": _short_year,
    "month": _begin_of_month,
    "year": _year,
    "since_year": _since_year,
    "school_year": _school_year,
    "serial": _serial,
}
ENDS: dict[str, Any] = {"german": _german, "short_year": _short_year, "serial": _serial, "month": _end_of_month}
