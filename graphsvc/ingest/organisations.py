"""The organisations that a row of a list names, with how they are reached; persons stay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.ingest.contacts import address_in, names_somebody, reached_by, without_address
from graphsvc.ingest.fields import ACTOR_FIELDS, MENTIONED
from graphsvc.ingest.persons import without_persons
from graphsvc.ingest.records import Read
from graphsvc.ingest.rows import RecordRow
from graphsvc.ingest.several import may_be_several
from graphsvc.ingest.sheets import raw_text
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold

Found = Iterator[tuple[str, Read]]
"""Table and record."""

_NO_ORGANISATIONS = frozenset(
    {"staatlich", "staedtisch", "kommunal", "privat", "oeffentlich", "kirchlich", "konfessionell", "gemeinnuetzig"}
    | {"frei", "freier traeger", "freie traeger", "oeffentlicher traeger", "privater traeger", "kommunaler traeger"}
    | {"kirchlicher traeger", "freigemeinnuetzig", "selbst", "eigener traeger", "verschiedene", "diverse"}
)
"""What stands in columns of carriers and names none (folded)."""


_NAMED_BY = frozenset({"actor", "name", "structure", "project", "recipient", "carrier", "agreement", "partner"})
"""Meanings of the columns that say what a row is about."""


def actor_read(row: RecordRow, meaning: str, section: Mapping[str, Any]) -> Read | None:
    """The organisation that a row names; None where the cell is empty or names a person."""
    persons = row.context.persons
    named = _name_and_address(row, meaning)
    if named is None:
        return None
    name, address = named
    values = {"name": name, **row.read("actors", ACTOR_FIELDS), **(_address(row) or address)}
    _join_parts(row, values)
    _keep_contacts(row, values, is_of_person=row.context.persons > persons)
    for field_name, value in section.items():
        if value:
            values.setdefault(field_name, (value,) if field_name in ("territory", "topic") else value)
    return read_of(row, values)


def _name_and_address(row: RecordRow, meaning: str) -> tuple[str, dict[str, str]] | None:
    """The name with what further columns of names say, and the address where it stands in the same cell."""
    written = organisation(row, meaning, "actors", "name")
    if written is None:
        return None
    at = column_of(row, meaning)
    name, address = without_address(raw_text(row.cells.get(at))) if row.text(meaning) == written else (written, {})
    more = (one_line(raw_text(row.cells.get(further))) for further in row.guess.at("name_more"))
    if address:
        row.note_all("actors", at, {"name": name, **address})
    return " ".join([name, *filter(None, more)]), address


def _address(row: RecordRow) -> dict[str, str]:
    """Street, postcode and town where one cell holds them all."""
    for meaning in ("postcode_city", "address", "street"):
        for at in row.guess.at(meaning):
            if found := address_in(raw_text(row.cells.get(at))):
                return row.note_all("actors", at, found)
    return {}


def _join_parts(row: RecordRow, values: dict[str, Any]) -> None:
    """Put the number to its street and the code before its telephone number."""
    number, code = row.text("house_number"), row.text("phone_code")
    if number and values.get("street") and not values["street"].endswith(number):
        values["street"] = f"{values['street']} {number}"
    if code and values.get("phone") and not values["phone"].startswith(("0", "+")):
        values["phone"] = f"{code} {values['phone']}"


def _keep_contacts(row: RecordRow, values: dict[str, Any], *, is_of_person: bool) -> None:
    """Take over how the organisation is reached from where persons stand, unless its own cell names one
    (`is_of_person`); leave out addresses that name a person."""
    if "@" in values.get("web", ""):
        values.setdefault("email", values.pop("web"))
    persons = {at: text for at in row.guess.at("person") if (text := one_line(raw_text(row.cells.get(at))))}
    if "email" in values and names_somebody(values["email"], persons.values()):
        at = next(iter(row.guess.at("email")), next(iter(persons)))
        row.context.findings.note(row.place.problem("imports.personal_email", column=row.header(at), value=None))
        del values["email"]
        row.forget("email")
    for at, text in () if is_of_person else persons.items():
        found = {name: part for name, part in reached_by(text).items() if name not in values}
        values.update(row.note_all("actors", at, found))


def organisation(row: RecordRow, meaning: str, table: str, field: str) -> str | None:
    """The organisation in a cell, persons named beside it left out; None where nothing else is there."""
    text = row.text(meaning)
    if not text:
        return None
    named = without_persons(text)
    at = column_of(row, meaning)
    if fold(text) in _NO_ORGANISATIONS:
        row.context.findings.note(row.place.problem("imports.no_organisation", column=row.header(at), value=text))
        row.note(table, field, at, None)
        return None
    if named == text:
        if may_be_several(text):
            row.context.findings.note(row.place.problem("imports.maybe_several", column=row.header(at), value=text))
        row.note(table, field, at, text)
        return text
    row.context.persons += 1
    told = "imports.person_in_list" if named is None else "imports.person_beside"
    row.context.findings.note(row.place.problem(told, column=row.header(at), value=None))
    row.note(table, field, at, named)
    return named


def column_of(row: RecordRow, meaning: str) -> int:
    """The column that fills a meaning in this row."""
    return next(at for at in row.guess.at(meaning) if row.cells.get(at) is not None)


def carrier_of(row: RecordRow, actor: Read) -> Found:
    """The organisation that an actor belongs to, which becomes its `part_of`."""
    for meaning in ("carrier", "part_of"):
        carrier = organisation(row, meaning, "actors", "part_of")
        if carrier and fold(carrier) != fold(actor.values["name"]):
            actor.values["part_of"] = carrier
            yield "actors", mention(row, carrier)
            return


def mention(row: RecordRow, name: str) -> Read:
    """An organisation of which a row says no more than its name."""
    return read_of(row, {"name": name, MENTIONED: True})


def mention_structure(row: RecordRow, name: str) -> Read:
    """The same for a body, with the kind that its name states."""
    kind = structure_kind(name)
    return read_of(row, {"name": name, MENTIONED: True, **({"kind": kind} if kind else {})})


def read_of(row: RecordRow, values: dict[str, Any], **ends: Read) -> Read:
    """A record of this row; `ends` are those of its references that the same row describes."""
    return Read(values, row.place, ends or None)


def tell_without_name(row: RecordRow) -> None:
    """A row of which nothing was taken is told: what it holds, and where the name is looked for."""
    named = next((column for column in row.guess.columns if column.meaning in _NAMED_BY), None)
    said = next((text for cell in row.cells.values() if (text := one_line(raw_text(cell)))), None)
    if said and named:
        column = named.header or f"{named.at}"
        told = row.place.problem("imports.row_without_name", column=column, value=said, column_name=column)
        row.context.findings.problems.append(told)
