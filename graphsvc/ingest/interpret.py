"""From recognised sheets to records of the template's tables: actors, structures, memberships, agreements, ties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from graphsvc.ingest.dates import read_span
from graphsvc.ingest.fields import (
    ACTOR_FIELDS,
    AGREEMENT_FIELDS,
    MEMBERSHIP_FIELDS,
    MENTIONED,
    STRUCTURE_FIELDS,
    Fields,
)
from graphsvc.ingest.matrix import read_matrix
from graphsvc.ingest.persons import without_persons
from graphsvc.ingest.recognise import SheetGuess
from graphsvc.ingest.records import Read
from graphsvc.ingest.rows import Context, RecordRow, record_rows
from graphsvc.ingest.sheets import raw_text
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.values import amount, yes_no
from graphsvc.language import day
from graphsvc.vocabulary import fold, scheme

Found = Iterator[tuple[str, Read]]
"""Table and record."""


def interpret(guess: SheetGuess, context: Context) -> Found:
    """Every record that one sheet holds."""
    if guess.kind == "matrix":
        yield from read_matrix(guess, context)
    elif guess.kind in _BY_KIND:
        read = _BY_KIND[guess.kind]
        section: dict[str, Any] = {}
        for row in record_rows(guess, context):
            section = _section(guess, row, section)
            yield from read(row, section)


def _section(guess: SheetGuess, row: RecordRow, last: dict[str, Any]) -> dict[str, Any]:
    """What the nearest section row above says of its rows: a territory or a kind of organisation."""
    layout = guess.layout
    if layout is None or not layout.sections:
        return {"territory": guess.territory} if guess.territory else {}
    above = [number for number in layout.sections if number < row.number]
    if not above:
        return last
    text = layout.sections[max(above)]
    found = {"territory": guess.territory} if guess.territory else {}
    territory = row.context.find_territory(text)
    if territory is not None:
        found["territory"] = territory
    elif (kind := scheme("actor_kinds").find(text)) is not None:
        found["kind"] = kind
    elif (topic := scheme("topics").find(text)) is not None:
        found["topic"] = topic
    return found


# organisations -------------------------------------------------------------------------------------------------------


def _actors(row: RecordRow, section: Mapping[str, Any]) -> Found:
    actor = _actor(row, "actor", section)
    if actor is None:
        return
    actor.values.update(row.interval("actors"))
    yield "actors", actor
    yield from _carrier(row, actor)
    for body in row.names("bodies", "memberships", "structure"):
        yield "structures", _mention_structure(row, body)
        yield "memberships", _read(row, {"actor": actor.values["name"], "structure": body})


def _actor(row: RecordRow, meaning: str, section: Mapping[str, Any], fields: Fields = ACTOR_FIELDS) -> Read | None:
    """The organisation that a row names; None where the cell is empty or names a person."""
    name = _organisation(row, meaning, "actors", "name")
    if name is None:
        return None
    values = {"name": name, **row.read("actors", fields), **row.place_of_address()}
    if "@" in values.get("web", ""):
        values.setdefault("email", values.pop("web"))
    for field_name, value in section.items():
        if value:
            values.setdefault(field_name, (value,) if field_name in ("territory", "topic") else value)
    return _read(row, values)


def _organisation(row: RecordRow, meaning: str, table: str, field: str) -> str | None:
    """The organisation in a cell, persons named beside it left out; None where nothing else is there."""
    text = row.text(meaning)
    if not text:
        return None
    organisation = without_persons(text)
    at = _column(row, meaning)
    if organisation == text:
        row.note(table, field, at, text)
        return text
    row.context.persons += 1
    told = "imports.person_in_list" if organisation is None else "imports.person_beside"
    row.context.findings.note(row.place.problem(told, column=row.header(at), value=None))
    row.note(table, field, at, organisation)
    return organisation


def _column(row: RecordRow, meaning: str) -> int:
    return next(at for at in row.guess.at(meaning) if row.cells.get(at) is not None)


def _carrier(row: RecordRow, actor: Read) -> Found:
    for meaning in ("carrier", "part_of"):
        carrier = _organisation(row, meaning, "actors", "part_of")
        if carrier and fold(carrier) != fold(actor.values["name"]):
            actor.values["part_of"] = carrier
            yield "actors", _mention(row, carrier)
            return


# bodies --------------------------------------------------------------------------------------------------------------


def _structures(row: RecordRow, section: Mapping[str, Any]) -> Found:
    structure = _structure(row, section)
    if structure is None:
        return
    yield "structures", structure
    name = structure.values["name"]
    yield from _pointers(row, structure)
    for member in row.names("members", "memberships", "actor"):
        yield "actors", _mention(row, member)
        yield "memberships", _read(row, {"actor": member, "structure": name})
    for meaning, kind in (("carrier", "CARRIES"), ("recipient", "CARRIES"), ("funder", "FUNDS")):
        organisation = _organisation(row, meaning, "relations", "from_id")
        if organisation:
            yield "actors", _mention(row, organisation)
            yield "relations", _read(row, {"from_id": organisation, "to_id": name, "kind": kind})


def _structure(row: RecordRow, section: Mapping[str, Any]) -> Read | None:
    meaning = "project" if row.guess.at("project") else "structure"
    name = row.text(meaning)
    if not name:
        return None
    row.note("structures", "name", _column(row, meaning), name)
    values = {"name": name, **row.read("structures", STRUCTURE_FIELDS), **row.interval("structures")}
    if section.get("territory"):
        values.setdefault("territory", (section["territory"],))
    values.setdefault("kind", "projekt" if meaning == "project" else structure_kind(name))
    recorded = row.guess.layout.recorded() if row.guess.layout else None
    values.setdefault("as_recorded", recorded)
    _with_amount(row, values)
    return _read(row, {field: value for field, value in values.items() if value is not None})


def _with_amount(row: RecordRow, values: dict[str, Any]) -> None:
    """The sum granted is told beside the programme: "KIM (57.000,00 €)"."""
    granted = _amount(row)
    if granted is not None:
        values["funding"] = f"{values['funding']} ({granted})" if values.get("funding") else granted


def _amount(row: RecordRow) -> str | None:
    for at in row.guess.at("amount"):
        found = amount(row.cells.get(at))
        if found is not None:
            row.note("structures", "amount", at, found)
            return f"{found:,.2f} €".translate(str.maketrans(",.", ".,"))
    return None


def _pointers(row: RecordRow, structure: Read) -> Found:
    for meaning in ("coordinator", "chair"):
        organisation = _organisation(row, meaning, "structures", meaning)
        if organisation:
            structure.values[meaning] = organisation
            yield "actors", _mention(row, organisation)
    for meaning in ("part_of", "successor_of"):
        body = row.text(meaning)
        if body and fold(body) != fold(structure.values["name"]):
            row.note("structures", meaning, _column(row, meaning), body)
            structure.values[meaning] = body
            yield "structures", _mention_structure(row, body)


# one row, both -------------------------------------------------------------------------------------------------------


def _memberships(row: RecordRow, section: Mapping[str, Any]) -> Found:
    actor = _actor(row, "actor", section)
    if actor is None:
        return
    yield "actors", actor
    yield from _carrier(row, actor)
    for body in row.names("structure", "memberships", "structure"):
        yield "structures", _mention_structure(row, body)
        values = {"actor": actor.values["name"], "structure": body, **row.interval("memberships")}
        yield "memberships", _read(row, {**values, **row.read("memberships", MEMBERSHIP_FIELDS)})


# agreements ----------------------------------------------------------------------------------------------------------


def _agreements(row: RecordRow, section: Mapping[str, Any]) -> Found:
    """A cooperation agreement a row: its title, or one made from the programme and who takes part."""
    partners = _partners(row)
    partner = None if partners else _actor(row, "actor", section)
    if partners:
        yield from (("actors", _mention(row, each)) for each in partners)
    elif partner is not None:
        yield "actors", partner
        yield from _carrier(row, partner)
    elif row.text("carrier"):
        yield "actors", _mention(row, row.text("carrier"))
    program = row.text("program") or row.text("funding")
    named = row.text("agreement") if _is_title(row.text("agreement")) else ""
    who = partner.values["name"] if partner else row.text("carrier")
    partners = partners or ([str(who)] if who else [])
    if not (named or partners):
        return
    values = {"kind": "kooperationsvertrag", **row.read("agreements", AGREEMENT_FIELDS), **row.interval("agreements")}
    title = values["title"] = named or _made_title(
        program, ", ".join(partners), values.get("valid_from") or values.get("concluded")
    )
    if program:
        row.note("agreements", "subject", (row.guess.at("program") or row.guess.at("funding"))[0], program)
        values.setdefault("subject", program)
    yield "agreements", _read(row, values)
    for each in partners:
        yield "parties", _read(row, {"agreement": title, "actor": each, "role": "kooperationspartner"})
    for meaning in ("recipient", "funder"):
        organisation = _organisation(row, meaning, "parties", "actor")
        if organisation:
            yield "actors", _mention(row, organisation)
            yield "parties", _read(row, {"agreement": title, "actor": organisation, "role": _ROLES[meaning]})


def _partners(row: RecordRow) -> list[str]:
    """Several partners of one agreement, where their cell separates them by `;` or line breaks."""
    if not row.text("actor"):
        return []
    separated = re.search(r"[;\n]", raw_text(row.cells[_column(row, "actor")]))
    return row.names("actor", "parties", "actor") if separated else []


def _made_title(program: str, who: str, since: date | None) -> str:
    """A title that tells the agreements of one partner apart by programme and beginning."""
    parts = ("Kooperationsvereinbarung", program, who, f"ab {day(since)}" if since else "")
    return " – ".join(part for part in parts if part)


def _is_title(text: str) -> bool:
    return bool(text) and yes_no(text) is None and read_span(text) is None


_ROLES = {"recipient": "zuwendungsempfaenger", "funder": "foerdergeber"}


def _grants(row: RecordRow, _: Mapping[str, Any]) -> Found:
    """A grant a row: an agreement between an authority and a recipient, over a period."""
    recipient = _organisation(row, "recipient", "parties", "actor")
    funder = _organisation(row, "funder", "parties", "actor")
    granted = _amount(row)
    yield from (("actors", _mention(row, name)) for name in (recipient, funder) if name)
    if not (recipient and funder) and granted is None:
        return
    purpose = row.text("purpose") or row.text("project")
    file_number = row.text("number")
    title = " – ".join(part for part in ("Zuwendung", file_number, recipient or "", purpose[:80]) if part)
    subject = " ".join(part for part in (purpose, f"({granted})" if granted else "") if part)
    values = {"title": title, "kind": "zuwendung", "subject": subject, **row.interval("agreements")}
    yield "agreements", _read(row, {field: value for field, value in values.items() if value})
    for meaning, organisation in (("recipient", recipient), ("funder", funder)):
        if organisation:
            yield "parties", _read(row, {"agreement": title, "actor": organisation, "role": _ROLES[meaning]})


# ---------------------------------------------------------------------------------------------------------------------


def _mention(row: RecordRow, name: str) -> Read:
    """An organisation of which a row says no more than its name."""
    return _read(row, {"name": name, MENTIONED: True})


def _mention_structure(row: RecordRow, name: str) -> Read:
    kind = structure_kind(name)
    return _read(row, {"name": name, MENTIONED: True, **({"kind": kind} if kind else {})})


def _read(row: RecordRow, values: dict[str, Any]) -> Read:
    return Read(values, row.place)


_BY_KIND: Mapping[str, Callable[[RecordRow, Mapping[str, Any]], Found]] = {
    "actors": _actors,
    "structures": _structures,
    "memberships": _memberships,
    "agreements": _agreements,
    "grants": _grants,
}
