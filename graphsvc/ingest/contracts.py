"""Rows that tell of agreements and grants: who with whom, over what period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from graphsvc.ingest.dates import read_span
from graphsvc.ingest.fields import AGREEMENT_FIELDS
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
from graphsvc.ingest.sheets import raw_text
from graphsvc.ingest.values import amount, yes_no
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
    """Several partners of one agreement, where their cell separates them by `;` or line breaks."""
    if not row.text("actor"):
        return []
    separated = re.search(r"[;\n]", raw_text(row.cells[column_of(row, "actor")]))
    return row.names("actor", "parties", "actor") if separated else []


def _made_title(program: str, who: str, since: date | None) -> str:
    """A title that tells the agreements of one partner apart by programme and beginning."""
    parts = ("Kooperationsvereinbarung", program, who, f"ab {day(since)}" if since else "")
    return " – ".join(part for part in parts if part)


def _is_title(text: str) -> bool:
    return bool(text) and yes_no(text) is None and read_span(text) is None


def grants(row: RecordRow, _: Mapping[str, Any]) -> Found:
    """A grant a row: an agreement between an authority and a recipient, over a period."""
    recipient = organisation(row, "recipient", "parties", "actor")
    funder = organisation(row, "funder", "parties", "actor")
    granted = amount_in(row)
    yield from (("actors", mention(row, name)) for name in (recipient, funder) if name)
    purpose = row.text("purpose") or row.text("project")
    if not recipient and (not funder or granted is None):
        return
    file_number = row.text("number")
    title = " – ".join(part for part in ("Zuwendung", file_number, recipient or "", purpose[:80]) if part)
    subject = " ".join(part for part in (purpose, f"({granted})" if granted else "") if part)
    values = {"title": title, "kind": "zuwendung", "subject": subject, **row.interval("agreements")}
    agreement = read_of(row, {field: value for field, value in values.items() if value})
    yield "agreements", agreement
    for meaning, named in (("recipient", recipient), ("funder", funder)):
        if named:
            yield "parties", _party(row, agreement, named, _ROLES[meaning])


def _party(row: RecordRow, agreement: Read, actor: str, role: str) -> Read:
    values = {"agreement": agreement.values["title"], "actor": actor, "role": role}
    return read_of(row, values, agreement=agreement)


def amount_in(row: RecordRow) -> str | None:
    """The sum that a row grants, as text in euros."""
    for at in row.guess.at("amount"):
        found = amount(row.cells.get(at))
        if found is not None:
            row.note("structures", "amount", at, found)
            return f"{found:,.2f} €".translate(str.maketrans(",.", ".,"))
    return None
