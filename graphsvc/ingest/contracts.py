"""Rows that tell of agreements and grants: who with whom, over what period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graphsvc.ingest.dates import read_span
from graphsvc.ingest.fields import AGREEMENT_FIELDS
from graphsvc.ingest.money import Money
from graphsvc.ingest.organisations import (
    Found,
    actor_read,
    carrier_of,
    column_of,
    mention,
    organisation,
    read_of,
)
from graphsvc.ingest.records import Read
from graphsvc.ingest.rows import RecordRow
from graphsvc.ingest.several import parted
from graphsvc.ingest.sheets import raw_text
from graphsvc.ingest.values import yes_no
from graphsvc.ingest.years import year_in
from graphsvc.language import day

_ROLES = {"recipient": "zuwendungsempfaenger", "funder": "foerdergeber"}


def agreements(row: RecordRow, section: Mapping[str, Any]) -> Found:
    """A cooperation agreement a row: its title, or one made from the programme and who takes part."""
    partners = _partners(row)
    partner = None if partners else actor_read(row, "actor", section)
    if partners:
        yield from (("actors", mention(row, each)) for each in partners)
    elif partner is not None:
        carriers = list(carrier_of(row, partner))
        yield "actors", partner
        yield from carriers
    elif row.text("carrier"):
        yield "actors", mention(row, row.text("carrier"))
    program = row.text("program") or row.text("funding")
    named = row.text("agreement") if _is_title(row.text("agreement")) else ""
    who = str(partner.values["name"]) if partner else row.text("carrier")
    partners = partners or ([who] if who else [])
    if not (named or partners):
        return
    values = {"kind": "kooperationsvertrag", **row.read("agreements", AGREEMENT_FIELDS), **row.interval("agreements")}
    title = values["title"] = named or _made_title(
        program or str(values.get("subject", ""))[:80],
        ", ".join(partners),
        values.get("valid_from") or values.get("concluded"),
    )
    if program:
        row.note("agreements", "subject", (row.guess.at("program") or row.guess.at("funding"))[0], program)
        values.setdefault("subject", program)
    if granted := amounts_in(row):
        values["subject"] = " ".join(filter(None, (values.get("subject"), f"({granted[0][1]})")))
    agreement = read_of(row, values)
    yield "agreements", agreement
    ends = {"agreement": agreement, **({"actor": partner} if partner else {})}
    for each in partners:
        yield "parties", read_of(row, {"agreement": title, "actor": each, "role": "kooperationspartner"}, **ends)
    for meaning in ("recipient", "funder"):
        if other := organisation(row, meaning, "parties", "actor"):
            yield "actors", mention(row, other)
            yield "parties", _party(row, agreement, other, _ROLES[meaning])


def _partners(row: RecordRow) -> list[str]:
    """Several partners of one agreement, where their cell separates them by `;`, line breaks or strokes."""
    if not row.text("actor"):
        return []
    written = raw_text(row.cells[column_of(row, "actor")])
    separated = re.search(r"[;\n]", written) or len(parted(written)) > 1
    return row.names("actor", "parties", "actor") if separated else []


def _made_title(program: str, who: str, since: date | None) -> str:
    """A title that tells the agreements of one partner apart by programme and beginning."""
    parts = ("Kooperationsvereinbarung", program, who, f"ab {day(since)}" if since else "")
    return " – ".join(part for part in parts if part)


def _is_title(text: str) -> bool:
    return bool(text) and yes_no(text) is None and read_span(text) is None


def grants(row: RecordRow, _: Mapping[str, Any]) -> Found:
    """A grant a row, or one a year where amounts stand in a column a year: an agreement between an authority and a
    recipient, over a period."""
    recipient = organisation(row, "recipient", "parties", "actor")
    funder = organisation(row, "funder", "parties", "actor")
    granted = amounts_in(row)
    yield from (("actors", mention(row, name)) for name in (recipient, funder) if name)
    if not recipient and not (funder and granted):
        return
    parties = [(_ROLES[meaning], name) for meaning, name in (("recipient", recipient), ("funder", funder)) if name]
    for year, money in _years(row, granted):
        agreement = _grant(row, recipient or "", year, money)
        yield "agreements", agreement
        yield from (("parties", _party(row, agreement, name, role)) for role, name in parties)


def _years(row: RecordRow, granted: Sequence[tuple[int | None, Money]]) -> Iterable[tuple[int | None, Money | None]]:
    """The sums of single years; one sum without a year where the row has but one, or says over what period."""
    columns = row.guess.at("amount")
    if len(columns) > 1 or (columns and not row.guess.meanings() & {"period", "from", "to"}):
        by_year = [(year, money) for year, money in granted if year]
        if by_year or any(year_in(row.header(at)) for at in columns):
            return by_year
    return [(None, money) for _, money in granted[:1]] or [(None, None)]


def _grant(row: RecordRow, recipient: str, year: int | None, money: Money | None) -> Read:
    """One grant: of the year where its amount stands under one, else of the period that the row states."""
    purpose = row.text("purpose") or row.text("project")
    names = ("Zuwendung", row.text("number"), recipient, purpose[:80], str(year or ""))
    subject = " ".join(part for part in (purpose, f"({money})" if money else "") if part)
    period = {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)} if year else row.interval("agreements")
    title = " – ".join(part for part in names if part)
    return read_of(row, {"title": title, "kind": "zuwendung", **({"subject": subject} if subject else {}), **period})


def _party(row: RecordRow, agreement: Read, actor: str, role: str) -> Read:
    values = {"agreement": agreement.values["title"], "actor": actor, "role": role}
    return read_of(row, values, agreement=agreement)


def amounts_in(row: RecordRow) -> list[tuple[int | None, Money]]:
    """The sums that a row grants, each with the year of its column; a year without money is none."""
    columns = sorted(row.guess.at("amount"))
    found = ((year_in(row.header(at)), money) for at in columns if (money := row.money(at)) is not None)
    return [(year, money) for year, money in found if money.value or year is None]
