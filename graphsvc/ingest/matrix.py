"""Matrix sheets: who (rows) sits where (columns), or the reverse; a mark or a role in the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.fields import ACTOR_FIELDS, MENTIONED, STRUCTURE_FIELDS
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.marks import is_deputy, is_no_seat, period_of, role_of
from graphsvc.ingest.organisations import column_of, organisation, tell_without_name
from graphsvc.ingest.persons import is_person
from graphsvc.ingest.records import Read, RowPlace
from graphsvc.ingest.rows import Context, RecordRow, record_rows
from graphsvc.ingest.sheets import is_empty, raw_text
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.text import clean, is_blank, one_line

_DOUBT = re.compile(r"\?")
_BRACKETED = re.compile(r"\(.*\)")


def read_matrix(guess: SheetGuess, context: Context) -> Iterator[tuple[str, Read]]:
    """Actors, structures and memberships of a matrix. `x` is a member, `(x)` a guest, `X?` a member that is listed as
    doubtful, a role is that role; a dash or nothing is no membership."""
    row_table, column_table = ("structures", "actors") if guess.transposed else ("actors", "structures")
    meaning = "structure" if guess.transposed else "actor"
    heads = _heads(guess, context)
    for head in heads.values():
        yield column_table, _head(guess, column_table, head)
    for row in record_rows(guess, context):
        persons, name = context.persons, _name(row, row_table, meaning)
        if not name:
            if context.persons == persons:
                tell_without_name(row)
            continue
        fields = STRUCTURE_FIELDS if guess.transposed else ACTOR_FIELDS
        yield row_table, Read({"name": name, **_kind(row_table, name), **row.read(row_table, fields)}, row.place)
        for at in heads:
            membership = _membership(row, at)
            if membership is None:
                continue
            head = heads[at]
            ends = {"actor": head, "structure": name} if guess.transposed else {"actor": name, "structure": head}
            yield "memberships", Read({**ends, **membership}, row.place)


def _name(row: RecordRow, table: str, meaning: str) -> str | None:
    if table == "actors":
        return organisation(row, meaning, table, "name")
    name = row.text(meaning)
    if name:
        row.note(table, "name", column_of(row, meaning), name)
    return name


def _head(guess: SheetGuess, table: str, name: str) -> Read:
    assert guess.layout is not None, "matrices have a layout"
    place = RowPlace(guess.layout.sheet, guess.header_rows[-1])
    return Read({"name": name, MENTIONED: True, **_kind(table, name)}, place)


def _heads(guess: SheetGuess, context: Context) -> dict[int, str]:
    """What the columns of marks are called; persons are left out and told."""
    assert guess.layout is not None, "matrices have a layout"
    heads = {at: one_line(guess.layout.headers[at - 1]) for at in guess.marks}
    persons = [at for at, head in heads.items() if guess.transposed and is_person(head)]
    if persons:
        context.persons += len(persons)
        place = RowPlace(guess.layout.sheet, guess.header_rows[-1])
        context.findings.note(place.problem("imports.person_in_list", column=f"{persons[0]}", value=None))
    return {at: head for at, head in heads.items() if at not in persons}


def _kind(table: str, name: str) -> dict[str, Any]:
    kind = structure_kind(name) if table == "structures" else None
    return {"kind": kind} if kind else {}


def _membership(row: RecordRow, at: int) -> dict[str, Any] | None:
    """What one cell says: role and deputy of a membership, or None."""
    cell = row.cells.get(at)
    text = clean(raw_text(cell))
    if is_empty(cell) or (text != "?" and (is_blank(text) or is_no_seat(text))):
        return None
    place, findings = row.place, row.context.findings
    bare = _DOUBT.sub("", text).strip(" !*")
    period = period_of(bare)
    deputy = is_deputy(bare)
    role = "mitglied" if period or deputy else role_of(bare.strip("() "))
    if role is None:
        findings.problems.append(place.problem("imports.no_mark", column=row.header(at), value=text))
        row.note("memberships", "role", at, None)
        return None
    if _BRACKETED.fullmatch(text) and role == "mitglied":
        role = "gast"
    if _DOUBT.search(text):
        findings.note(place.problem("imports.doubtful", column=row.header(at), value=text))
    row.note("memberships", "role", at, role)
    ends = {"valid_from": period.first, "valid_to": period.last} if period else {}
    return {"role": role, **({"deputy": True} if deputy else {}), **{name: day for name, day in ends.items() if day}}
