"""The import template: a workbook, a folder or a zip of CSV files in the published columns, read as a Dataset.

Nothing that is wrong in one place stops the rest: a value that cannot be read costs the value, a row without its name
or one of its ends costs the row, and each is told with sheet, row, column, value and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from graphsvc.errors import Problem
from graphsvc.ingest.checks import check
from graphsvc.ingest.columns import TEMPLATE, table_for
from graphsvc.ingest.identities import PREFIXES, give_ids, keep_distinct, keep_first
from graphsvc.ingest.linking import Linker
from graphsvc.ingest.records import Findings, Read, header_row, read_table
from graphsvc.ingest.sheets import Sheet, Tables, is_empty, raw_text
from graphsvc.ingest.tables import read_tables
from graphsvc.ingest.text import one_line
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Need, Party, Place, Relation, Structure
from graphsvc.vocabulary import scheme, territories

Fact = TypeVar("Fact")
_TIES = ("memberships", "parties", "relations")
Rows = dict[str, list[Read]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `problems` cost a value or a row; `notes` are remarks (unknown values kept as text, unknown
    columns, ...); `made_ids` are ids that were made from kind and name."""

    dataset: Dataset
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    made_ids: frozenset[str] = frozenset()


def read_template(path: Path, *, known: Dataset | None = None) -> Reading:
    """Read a workbook, folder or zip in the import template.

    `known` is what references may also mean (the graph). Without it, a file that has no sheet of actors (or of
    structures) at all may still name them: they are taken up with their name alone.
    Raises InputRefused where the file cannot be opened.
    """
    return read_template_tables(read_tables(path), known=known)


def read_template_tables(tables: Tables, *, known: Dataset | None = None) -> Reading:
    """The same for sheets already in memory."""
    findings = Findings(problems=list(tables.problems))
    for note in tables.notes:
        findings.note(note)
    return build_reading(_rows(tables, findings), findings, source_id=tables.source_id, known=known)


def build_reading(rows: Rows, findings: Findings, *, source_id: str, known: Dataset | None = None) -> Reading:
    """From rows as read to a dataset: ids, references, checks."""
    made = frozenset(id_ for name in PREFIXES for id_ in give_ids(name, rows[name]))
    for name, key in (*((name, "id") for name in PREFIXES), ("places", "key")):
        rows[name] = keep_first(rows[name], key, findings)
    linker = Linker(rows, known, findings)
    for table in TEMPLATE:
        rows[table.name] = [read for read in rows[table.name] if linker.link(table, read)]
    check(rows, findings)
    for name in _TIES:
        rows[name] = keep_distinct(rows[name], findings)
    return Reading(_dataset(rows, linker.implied, source_id), tuple(findings.problems), findings.notes, made)


TEMPLATE_SHARE = 0.8
"""Share of a sheet's headers that must be the template's for the sheet to be read as one of the template."""


def is_template_sheet(sheet: Sheet) -> bool:
    """Whether a sheet has a name of the template, all its required columns, and hardly any other."""
    table = table_for(sheet.name)
    at = header_row(table, sheet) if table else None
    if table is None or at is None:
        return False
    names = [one_line(raw_text(cell)) for cell in sheet.rows[at] if not is_empty(cell)]
    columns = {table.column(name) for name in names}
    known = sum(table.column(name) is not None for name in names)
    return known >= TEMPLATE_SHARE * len(names) and all(each in columns for each in table.columns if each.required)


def _rows(tables: Tables, findings: Findings) -> Rows:
    rows: Rows = {table.name: [] for table in TEMPLATE}
    for sheet in tables.sheets:
        table = table_for(sheet.name)
        if table is not None:
            rows[table.name] += read_table(table, sheet, findings)
            continue
        message = "imports.unknown_sheet"
        findings.note(Problem(message, f"{message}_advice", file=sheet.file, sheet=sheet.name, value=sheet.name))
    return rows


def _dataset(rows: Rows, implied: Mapping[str, Mapping[str, str]], source_id: str) -> Dataset:
    def build(name: str, make: Callable[..., Fact]) -> tuple[Fact, ...]:
        return tuple(make(**read.values, origin=read.place.origin(source_id)) for read in rows[name])

    return Dataset(
        actors=build("actors", Actor) + tuple(Actor(id=id_, name=name) for id_, name in implied["actors"].items()),
        structures=build("structures", Structure)
        + tuple(Structure(id=id_, name=name) for id_, name in implied["structures"].items()),
        memberships=build("memberships", Membership),
        agreements=build("agreements", Agreement),
        parties=build("parties", Party),
        relations=build("relations", _relation),
        places=build("places", _place),
        needs=build("needs", Need),
    )


def _relation(*, kind: str | None = None, **values: Any) -> Relation:
    """A tie; a kind that the vocabulary does not know is the label of a free one."""
    code = scheme("relation_kinds").find(kind) if kind else None
    return Relation(kind=code or "CONNECTED_TO", label=None if code else kind, **values)


def _place(*, key: str, name: str | None = None, part_of: str | None = None, **values: Any) -> Place:
    """A territory; what the sheet leaves out of an official one is filled in."""
    official = territories().get(key)
    name = name or (official.name if official else key)
    return Place(key=key, name=name, part_of=part_of or (official.part_of if official else None), **values)
