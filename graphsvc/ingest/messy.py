"""Lists as offices keep them, read as a Dataset: recognise every sheet, interpret its rows, join what is the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from graphsvc.errors import Problem
from graphsvc.ingest.arrangement import tables_in
from graphsvc.ingest.attendance import body_read, find_meeting, membership, read_attendance
from graphsvc.ingest.columns import TEMPLATE, table_for
from graphsvc.ingest.consolidate import consolidate, spelled
from graphsvc.ingest.fields import MENTIONED
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.identities import PREFIXES
from graphsvc.ingest.interpret import interpret
from graphsvc.ingest.left_out import left_out
from graphsvc.ingest.mapping import Mappings
from graphsvc.ingest.places import TerritoryFinder, own_places
from graphsvc.ingest.recognise import recognise
from graphsvc.ingest.records import Findings, Read, RowPlace, read_table
from graphsvc.ingest.rows import Context, ValueRead
from graphsvc.ingest.sheets import Sheet, Tables, is_empty
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.template import Reading, Rows, build_reading, is_template_sheet
from graphsvc.model.entities import Dataset, Place


@dataclass(frozen=True, slots=True)
class MessyReading:
    """A reading of lists that are not in the template: besides the dataset, what each sheet was taken for, every value
    with the cell that it comes from, and how many persons were left out."""

    reading: Reading
    guesses: tuple[SheetGuess, ...]
    values: tuple[ValueRead, ...]
    persons: int


def read_messy(tables: Tables, *, known: Dataset | None = None, mappings: Mappings | None = None) -> MessyReading:
    """Read lists of any form. `known` is the graph, whose names are looked up; `mappings` are corrections of
    guesses."""
    known, findings = known or Dataset(), Findings(problems=list(tables.problems))
    for note in tables.notes:
        findings.note(note)
    strict = [sheet for sheet in tables.sheets if is_template_sheet(sheet)]
    others = [sheet for sheet in tables.sheets if sheet not in strict]
    parts = [part for sheet in map(_as_text, others) for part in ([sheet] if sheet.is_text else tables_in(sheet))]
    guesses = [_guess(part, mappings) for part in parts]
    rows = _template_rows(strict, findings)
    found = own_places(guesses)
    places = [*_listed_places(rows), *found, *known.places]
    finder = TerritoryFinder(places)
    siblings = Counter(guess.file for guess in guesses)
    guesses = [
        replace(guess, territory=guess.territory or finder.of_sheet(guess, siblings[guess.file])) for guess in guesses
    ]
    context = Context(findings, _known_names(guesses, known), finder.find)
    for guess in sorted(guesses, key=_most_telling_first):
        _read_sheet(guess, tables, context, rows)
    listed = {read.values["key"] for read in rows["places"]} | {place.key for place in known.places}
    rows["places"] += [
        Read({"key": place.key, "name": place.name}, RowPlace(tables.sheets[0], 1))
        for place in found
        if place.key not in listed
    ]
    made = consolidate(rows, known, findings)
    reading = build_reading(rows, findings, source_id=tables.source_id, known=known)
    reading = replace(reading, made_ids=reading.made_ids | made)
    return MessyReading(reading, tuple(guesses), tuple(context.values), context.persons)


def _as_text(sheet: Sheet) -> Sheet:
    """A sheet of one column without a header of its own is a list of lines."""
    is_narrow = all(is_empty(cell) for row in sheet.rows for cell in row[1:])
    return replace(sheet, is_text=True) if is_narrow and find_meeting(sheet) else sheet


def _listed_places(rows: Rows) -> list[Place]:
    return [
        Place(key=read.values["key"], name=read.values.get("name") or read.values["key"]) for read in rows["places"]
    ]


def _guess(sheet: Sheet, mappings: Mappings | None) -> SheetGuess:
    guess = recognise(sheet)
    return mappings.applied(guess, sheet) if mappings else guess


def _most_telling_first(guess: SheetGuess) -> tuple[int, str, str]:
    """Lists of actors and structures describe; matrices, memberships and minutes mostly name."""
    order = ("actors", "structures", "agreements", "memberships", "matrix", "attendance", "grants", "names", "ignored")
    return order.index(guess.kind), guess.file, guess.sheet


def _template_rows(sheets: Iterable[Sheet], findings: Findings) -> Rows:
    rows: Rows = {table.name: [] for table in TEMPLATE}
    for sheet in sheets:
        table = table_for(sheet.name)
        if table is not None:
            rows[table.name] += read_table(table, sheet, findings)
    return rows


def _names_several(cell: str) -> bool:
    """Whether a cell lists several bodies ("AK Sprache, Runder Tisch Asyl"): no comma-parted name is that of a body in
    every part."""
    pieces = [piece for piece in re.split(r"[;\n,/]", cell) if piece.strip()]
    return len(pieces) > 1 and all(map(looks_like_structure, pieces))


def _read_sheet(guess: SheetGuess, tables: Tables, context: Context, rows: Rows) -> None:
    for note in left_out(guess):
        context.findings.note(note)
    if guess.layout is not None and not guess.header_rows and guess.kind not in ("names", "ignored"):
        context.findings.note(RowPlace(guess.layout.sheet, 1).problem("imports.no_header", column=None, value=None))
    if guess.kind == "attendance":
        sheet = next(each for each in tables.sheets if (each.file, each.name) == (guess.file, guess.sheet))
        found = read_attendance(sheet, context)
    elif guess.kind == "names":
        found = _unclear(guess, context)
    else:
        found = _with_meeting(interpret(guess, context), guess, tables)
    for table, read in found:
        if read.ends:
            read.ends = {name: end.same or end for name, end in read.ends.items()}
        if table in PREFIXES and (first := context.first_said(table, read)) is not read:
            read.same = first
        else:
            rows[table].append(read)


def _unclear(guess: SheetGuess, context: Context) -> Iterator[tuple[str, Read]]:
    """Nothing is taken of a list whose names do not tell what they are; people are asked."""
    assert guess.layout is not None, "lists of names have a layout"
    context.findings.problems.append(
        Problem(
            "imports.names_of_what",
            "imports.names_of_what_advice",
            guess.file,
            guess.sheet,
            values={"count": len(guess.layout.data_rows)},
        )
    )
    return iter(())


def _with_meeting(found: Iterator[tuple[str, Read]], guess: SheetGuess, tables: Tables) -> Iterator[tuple[str, Read]]:
    """A table of organisations inside minutes is the list of those who sit in the body that met."""
    texts = (sheet for sheet in tables.sheets if sheet.is_text and sheet.file == guess.file)
    lines = next((sheet for sheet in texts if sheet.name != guess.sheet), None)
    meeting = find_meeting(lines) if lines and guess.kind == "actors" else None
    for table, read in found:
        yield table, read
        if meeting and table == "actors" and not read.values.get(MENTIONED):
            yield "structures", body_read(meeting, read.place)
            yield "memberships", Read(membership(read.values["name"], meeting.body, None), read.place)


def _known_names(guesses: Iterable[SheetGuess], known: Dataset) -> Callable[[str], bool]:
    names = {spelled(name) for actor in known.actors for name in (actor.name, *actor.alias)}
    names |= {spelled(name) for structure in known.structures for name in (structure.name, *structure.alias)}
    for guess in guesses:
        if guess.layout is None:
            continue
        for meaning in ("actor", "structure", "project", "carrier"):
            for at in guess.at(meaning):
                cells = (cell for cell in guess.layout.column(at) if isinstance(cell, str))
                names.update(spelled(cell) for cell in cells if not _names_several(cell))
        names.update(spelled(guess.layout.headers[at - 1]) for at in guess.marks)
    names.discard("")
    return lambda name: spelled(name) in names
