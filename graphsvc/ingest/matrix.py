"""Matrix sheets: who (rows) sits where (columns), or the reverse; a mark or a role in the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.fields import ACTOR_FIELDS, MENTIONED, STRUCTURE_FIELDS
from graphsvc.ingest.profile import role_of
from graphsvc.ingest.recognise import SheetGuess
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
    heads = _heads(guess)
    for head in heads.values():
        yield column_table, _head(guess, column_table, head)
    for row in record_rows(guess, context):
        name = row.text(meaning)
        if not name:
            continue
        row.note(row_table, "name", guess.at(meaning)[0], name)
        fields = STRUCTURE_FIELDS if guess.transposed else ACTOR_FIELDS
        yield row_table, Read({"name": name, **_kind(row_table, name), **row.read(row_table, fields)}, row.place)
        for at in guess.marks:
            membership = _membership(row, at)
            if membership is None:
                continue
            head = heads[at]
            ends = {"actor": head, "structure": name} if guess.transposed else {"actor": name, "structure": head}
            yield "memberships", Read({**ends, **membership}, row.place)


def _head(guess: SheetGuess, table: str, name: str) -> Read:
    assert guess.layout is not None, "matrices have a layout"
    place = RowPlace(guess.layout.sheet, guess.header_rows[-1])
    return Read({"name": name, MENTIONED: True, **_kind(table, name)}, place)


def _heads(guess: SheetGuess) -> dict[int, str]:
    assert guess.layout is not None, "matrices have a layout"
    return {at: one_line(guess.layout.headers[at - 1]) for at in guess.marks}


def _kind(table: str, name: str) -> dict[str, Any]:
    kind = structure_kind(name) if table == "structures" else None
    return {"kind": kind} if kind else {}


def _membership(row: RecordRow, at: int) -> dict[str, Any] | None:
    """What one cell says: role and deputy of a membership, or None."""
    cell = row.cells.get(at)
    text = clean(raw_text(cell))
    if is_empty(cell) or (is_blank(text) and text != "?"):
        return None
    place, findings = row.place, row.context.findings
    bare = _DOUBT.sub("", text).strip("() !*")
    role = role_of(bare)
    if role is None:
        findings.problems.append(place.problem("imports.no_mark", column=row.header(at), value=text))
        row.note("memberships", "role", at, None)
        return None
    if _BRACKETED.fullmatch(text) and role == "mitglied":
        role = "gast"
    if _DOUBT.search(text):
        findings.note(place.problem("imports.doubtful", column=row.header(at), value=text))
    row.note("memberships", "role", at, role)
    return {"role": role}
