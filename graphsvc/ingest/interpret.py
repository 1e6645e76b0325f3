"""From recognised sheets to records of the template's tables: actors, structures, memberships, agreements, ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphsvc.ingest.contracts import agreements, amounts_in, grants
from graphsvc.ingest.fields import MEMBERSHIP_FIELDS, STRUCTURE_FIELDS
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.marks import with_role
from graphsvc.ingest.matrix import read_matrix
from graphsvc.ingest.organisations import (
    Found,
    actor_read,
    carrier_of,
    column_of,
    mention,
    mention_structure,
    organisation,
    read_of,
    tell_without_name,
)
from graphsvc.ingest.records import Read
from graphsvc.ingest.rows import Context, RecordRow, record_rows
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.vocabulary import fold, scheme


def interpret(guess: SheetGuess, context: Context) -> Found:
    """Every record that one sheet holds."""
    if guess.kind == "matrix":
        yield from read_matrix(guess, context)
    elif guess.kind in _BY_KIND:
        read = _BY_KIND[guess.kind]
        section: dict[str, Any] = {}
        for row in record_rows(guess, context):
            section = _section(guess, row, section)
            persons, found = context.persons, list(read(row, section))
            if not found and context.persons == persons:
                tell_without_name(row)
            yield from found


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
    actor = actor_read(row, "actor" if row.text("actor") else "carrier", section)
    if actor is None:
        return
    actor.values.update(row.interval("actors"))
    carriers = list(carrier_of(row, actor))
    yield "actors", actor
    yield from carriers
    for body in row.names("bodies", "memberships", "structure"):
        yield "structures", mention_structure(row, body)
        yield "memberships", read_of(row, {"actor": actor.values["name"], "structure": body}, actor=actor)


# bodies --------------------------------------------------------------------------------------------------------------


def _structures(row: RecordRow, section: Mapping[str, Any]) -> Found:
    structure = _structure(row, section)
    if structure is None:
        return
    pointed_at = list(_pointers(row, structure))
    yield "structures", structure
    yield from pointed_at
    name = structure.values["name"]
    for written in row.names("members", "memberships", "actor"):
        member, role = with_role(written)
        yield "actors", mention(row, member)
        seat = {"actor": member, "structure": name, **({"role": role} if role else {})}
        yield "memberships", read_of(row, seat, structure=structure)
    for meaning, kind in (("carrier", "CARRIES"), ("recipient", "CARRIES"), ("funder", "FUNDS")):
        if named := organisation(row, meaning, "relations", "from_id"):
            yield "actors", mention(row, named)
            yield "relations", read_of(row, {"from_id": named, "to_id": name, "kind": kind}, to_id=structure)


def _structure(row: RecordRow, section: Mapping[str, Any]) -> Read | None:
    meaning = "project" if row.guess.at("project") else "structure"
    name = row.text(meaning)
    if not name:
        return None
    row.note("structures", "name", column_of(row, meaning), name)
    values = {"name": name, **row.read("structures", STRUCTURE_FIELDS), **row.interval("structures")}
    if section.get("territory"):
        values.setdefault("territory", (section["territory"],))
    values.setdefault("kind", "projekt" if meaning == "project" else structure_kind(name))
    recorded = row.guess.layout.recorded() if row.guess.layout else None
    values.setdefault("as_recorded", recorded)
    _with_amount(row, values)
    return read_of(row, {field: value for field, value in values.items() if value is not None})


def _with_amount(row: RecordRow, values: dict[str, Any]) -> None:
    """The sums granted stand beside the programme: "KIM (57.000,00 €)", or by year: "KIM (2022: 3.000,00 €, ...)"."""
    granted = amounts_in(row)
    by_year = [f"{year}: {money}" for year, money in granted if year and len(row.guess.at("amount")) > 1]
    told = ", ".join(by_year) or next((str(money) for _, money in granted), "")
    if told:
        values["funding"] = f"{values['funding']} ({told})" if values.get("funding") else told


def _pointers(row: RecordRow, structure: Read) -> Found:
    for meaning in ("coordinator", "chair"):
        if named := organisation(row, meaning, "structures", meaning):
            structure.values[meaning] = named
            yield "actors", mention(row, named)
    for meaning in ("part_of", "successor_of"):
        body = row.text(meaning)
        if body and fold(body) != fold(structure.values["name"]):
            row.note("structures", meaning, column_of(row, meaning), body)
            structure.values[meaning] = body
            yield "structures", mention_structure(row, body)


# one row, both -------------------------------------------------------------------------------------------------------


def _memberships(row: RecordRow, section: Mapping[str, Any]) -> Found:
    actor = actor_read(row, "actor", section)
    if actor is None:
        return
    carriers = list(carrier_of(row, actor))
    yield "actors", actor
    yield from carriers
    for body in row.names("structure", "memberships", "structure"):
        yield "structures", mention_structure(row, body)
        values = {"actor": actor.values["name"], "structure": body, **row.interval("memberships")}
        yield "memberships", read_of(row, {**values, **row.read("memberships", MEMBERSHIP_FIELDS)}, actor=actor)


_BY_KIND: Mapping[str, Callable[[RecordRow, Mapping[str, Any]], Found]] = {
    "actors": _actors,
    "structures": _structures,
    "memberships": _memberships,
    "agreements": agreements,
    "grants": grants,
}
