"""File 2, `Gremienuebersicht 2023.xlsx`: who sits where as a matrix with a two-row header, and the bodies."""

from __future__ import annotations

from itertools import groupby

from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.grid import Grid
from graphsvc.demoregion.messy.ledger import Ledger, Spelled
from graphsvc.demoregion.messy.spelling import Pen
from graphsvc.demoregion.messy.workbook import to_xlsx
from graphsvc.model.entities import Membership, Structure
from graphsvc.vocabulary import scheme

FILE = "Gremienuebersicht 2023.xlsx"
MARKS = {"gast": "(x)", "vorsitz": "Vorsitz", "geschaeftsfuehrung": "GF", "mitglied": "x"}
DOUBTFUL = 0.04
"""Share of members whose mark has a question mark."""

PLAIN_NOTED = 20
"""Of plain crosses one in so many is noted as a defect: they are no trap, only the sheet's form is."""

BODY_HEADERS = (
    "Gremium",
    "Art",
    "Aufgabe",
    "Ebene",
    "Handlungsfeld",
    "Zielgruppe",
    "Bildungsphase",
    "Gebiet",
    "besteht seit",
    "bis",
    "Geschäftsführung",
    "Vorsitz",
    "Grundlage der Zusammenarbeit",
    "Rechtsgrundlage",
    "Förderprogramm",
    "Sitzungen/Jahr",
    "Dauer (h)",
    "letzte Sitzung",
    "übergeordnetes Gremium",
    "hervorgegangen aus",
    "frühere Namen",
    "Mitglieder vollständig",
    "Anzahl Mitglieder",
    "Ziel",
    "Stand",
)


def write(content: Content, ledger: Ledger, pen: Pen) -> bytes:
    """The workbook: matrix, list of bodies, and what delimits them from each other."""
    return to_xlsx([_matrix(content, ledger, pen), _bodies(content, ledger, pen), _relations(content, ledger)])


def _matrix(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Wer sitzt wo", ledger)
    grid.title("Gremienübersicht 2023", "x = Mitglied, (x) = Gast, X? = bitte klären")
    bodies = sorted(content.matrix_bodies, key=lambda body: (body.kind or "", body.name))
    label = scheme("structure_kinds").label
    groups = {"": 1} | {label(kind or ""): len(list(of_kind)) for kind, of_kind in groupby(bodies, lambda b: b.kind)}
    top = grid.next_row
    grid.header(["Organisation", *(body.name for body in bodies)], groups)
    for body in bodies:
        grid.note(top + 1, body.name, body.name, "two_row_header", {"body": body.name})
    seats = {(row.actor, row.structure): row for body in bodies for row in content.seats[body.id]}
    for actor in content.dataset.actors:
        if any((actor.id, body.id) in seats for body in bodies):
            marks = {body.name: _mark(seats.get((actor.id, body.id)), pen) for body in bodies}
            grid.add({"Organisation": actor.name, **marks})
    return grid


def _mark(row: Membership | None, pen: Pen) -> Spelled | str | None:
    """What stands in a cell of the matrix."""
    if row is None:
        return Spelled("–", "matrix_dash", {"role": None}) if pen.rng.random() < 0.002 else None
    role = row.role or "mitglied"
    if role == "mitglied" and pen.rng.random() < DOUBTFUL:
        return Spelled("X?", "matrix_doubtful", {"role": "mitglied"})
    if role == "mitglied":
        cross = pen.rng.choice(["x", "x", "x", "X"])
        noted = pen.rng.randrange(PLAIN_NOTED) == 0
        return Spelled(cross, "matrix_mark", {"role": "mitglied"}) if noted else cross
    return Spelled(MARKS[role], "matrix_guest" if role == "gast" else "matrix_role", {"role": role})


def _bodies(content: Content, ledger: Ledger, pen: Pen) -> Grid:
    grid = Grid(FILE, "Gremien", ledger)
    grid.title("Gremien und Netzwerke im Kreis", "")
    grid.header(BODY_HEADERS)
    for body in content.bodies:
        grid.add(body_row(content, body, pen))
    return grid


def body_row(content: Content, body: Structure, pen: Pen) -> dict[str, Spelled | object]:
    """A body as the overview lists it."""
    return {
        "Gremium": pen.name(body.name),
        "Art": scheme("structure_kinds").label(body.kind or ""),
        "Aufgabe": pen.codes("functions", body.function, "function", unknown=False),
        "Ebene": body.level,
        "Handlungsfeld": pen.codes("topics", body.topic, "topic"),
        "Zielgruppe": pen.codes("target_groups", body.target_group, "target_group"),
        "Bildungsphase": "; ".join(scheme("education_stages").label(code) for code in body.education_stage) or None,
        "Gebiet": content.places(body.territory),
        "besteht seit": pen.begin(body.valid_from),
        "bis": pen.end(body.valid_to),
        "Geschäftsführung": content.name(body.coordinator),
        "Vorsitz": content.name(body.chair),
        "Grundlage der Zusammenarbeit": scheme("bindings").label(body.binding) if body.binding else None,
        "Rechtsgrundlage": body.legal_basis,
        "Förderprogramm": body.funding,
        "Sitzungen/Jahr": pen.number(body.meetings_per_year, "meetings_per_year"),
        "Dauer (h)": pen.number(body.hours, "hours"),
        "letzte Sitzung": body.last_meeting,
        "übergeordnetes Gremium": content.name(body.part_of),
        "hervorgegangen aus": content.name(body.successor_of),
        "frühere Namen": "; ".join(body.alias) or None,
        "Mitglieder vollständig": {True: "ja", False: "nein", None: None}[body.members_complete],
        "Anzahl Mitglieder": body.members_total,
        "Ziel": body.purpose,
        "Stand": body.as_recorded,
    }


def _relations(content: Content, ledger: Ledger) -> Grid:
    """Who has agreed in writing to keep apart, in the form of the template."""
    grid = Grid(FILE, "Beziehungen", ledger)
    grid.header(["von", "nach", "art", "gueltig_von"])
    for relation in content.dataset.relations:
        ends = content.name(relation.from_id), content.name(relation.to_id)
        if relation.kind == "DELIMITED_FROM" and all(ends):
            label = scheme("relation_kinds").label(relation.kind)
            grid.add({"von": ends[0], "nach": ends[1], "art": label, "gueltig_von": relation.valid_from})
    return grid
