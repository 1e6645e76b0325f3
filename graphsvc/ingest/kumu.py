"""Kumu maps: workbooks with elements and connections, and JSON blueprints or project files.

Names and rules are those of Kumu's import guide: several values joined with `|`, sheets ending in "(ignore)" skipped,
with ids the ends of a connection are ids, else labels. Elements that are persons are left out and listed; a connection
that loses an end with them, or whose end is not there, is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.ingest import dates
from graphsvc.ingest.columns import TEMPLATE
from graphsvc.ingest.records import Findings, Read, RowPlace
from graphsvc.ingest.sheets import Sheet, Tables, is_empty, raw_text
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.template import Reading, Rows, build_reading
from graphsvc.ingest.text import one_line
from graphsvc.model.identifiers import stable_id
from graphsvc.vocabulary import SchemeName, fold, scheme

_PERSONS = frozenset({"person", "persons", "people", "individual", "mensch", "privatperson", "persoenlichkeit"})
_TABLES = {"actor": "actors", "structure": "structures", "agreement": "agreements"}
_KINDS: Mapping[str, SchemeName] = {
    "actors": "actor_kinds",
    "structures": "structure_kinds",
    "agreements": "agreement_kinds",
}
_ENDS = {"member of": ("memberships", "actor", "structure"), "party to": ("parties", "actor", "agreement")}
"""Connection types of our own export that are more than ties."""


def is_kumu(tables: Tables) -> bool:
    """Whether the sheets are a Kumu map: one with labels, one with from and to."""
    return _sheet(tables, "label") is not None and _sheet(tables, "from", "to") is not None


@dataclass(frozen=True, slots=True)
class KumuReading:
    """A map as a reading, how many elements and connections it has, and how many of the elements are persons."""

    reading: Reading
    elements: int
    connections: int
    persons: int


def read_kumu(tables: Tables) -> KumuReading:
    """Read a map whose sheets `is_kumu` knows."""
    findings = Findings(problems=list(tables.problems))
    rows: Rows = {table.name: [] for table in TEMPLATE}
    elements, connections = _sheet(tables, "label"), _sheet(tables, "from", "to")
    assert elements is not None and connections is not None, "is_kumu was asked first"
    known, persons = _read_elements(elements, rows, findings)
    _read_connections(connections, known, persons, rows, findings)
    reading = build_reading(rows, findings, source_id=tables.source_id)
    return KumuReading(reading, len(_records(elements)), len(_records(connections)), sum(persons.values()))


def _sheet(tables: Tables, *headers: str) -> Sheet | None:
    for sheet in tables.sheets:
        found = set(_columns(sheet))
        if set(headers) <= found and not sheet.name.lower().rstrip().endswith("(ignore)"):
            return sheet
    return None


def _columns(sheet: Sheet) -> dict[str, int]:
    return (
        {fold(raw_text(cell)): at for at, cell in enumerate(sheet.rows[0]) if not is_empty(cell)} if sheet.rows else {}
    )


def _records(sheet: Sheet) -> list[tuple[RowPlace, dict[str, str]]]:
    columns = _columns(sheet)
    found = []
    for number, row in enumerate(sheet.rows[1:], start=2):
        texts = {
            name: one_line(raw_text(row[at])) for name, at in columns.items() if at < len(row) and not is_empty(row[at])
        }
        if texts:
            found.append((RowPlace(sheet, number), texts))
    return found


def _read_elements(sheet: Sheet, rows: Rows, findings: Findings) -> tuple[dict[str, tuple[str, str]], Counter[str]]:
    """Elements by their id and their label -> table and id; persons by the same names."""
    known: dict[str, tuple[str, str]] = {}
    persons: Counter[str] = Counter()
    records = _records(sheet)
    labels = Counter(_name(texts) for _, texts in records)
    for place, texts in records:
        label = texts.get("label", "")
        names = [name for name in (texts.get("id"), label) if name]
        if not label:
            findings.problems.append(
                place.problem("imports.required_empty", column="Label", value=None, column_name="Label")
            )
        elif fold(texts.get("type", "")) in _PERSONS:
            findings.note(place.problem("imports.person_left_out", column="Label", value=label))
            persons.update(names[:1])
            persons.update(dict.fromkeys(names[1:], 0))
        else:
            table, read = _element(place, texts, is_unique=labels[_name(texts)] == 1)
            rows[table].append(read)
            for name in names:
                known.setdefault(name, (table, read.values["id"]))
    return known, persons


def _name(texts: Mapping[str, str]) -> tuple[str, str]:
    return fold(texts.get("type", "")), fold(texts.get("label", ""))


def _element(place: RowPlace, texts: Mapping[str, str], *, is_unique: bool) -> tuple[str, Read]:
    kind, label = texts.get("type", ""), texts["label"]
    table = _TABLES.get(kind.lower()) or ("structures" if scheme("structure_kinds").find(kind) else "actors")
    own = texts.get("kind") or ("" if kind.lower() in _TABLES else kind)
    name = "title" if table == "agreements" else "name"
    apart = () if is_unique else (texts.get("id"),)
    values: dict[str, Any] = {
        "id": texts["id"]
        if kind.lower() in _TABLES and "id" in texts
        else stable_id(table[0], own or None, label, *apart),
        name: label,
        "kind": _code(table, own) or (structure_kind(label) if table == "structures" else None),
        "web": texts.get("website") if table == "actors" else None,
        "purpose": texts.get("description") if table == "structures" else None,
        "subject": texts.get("description") if table == "agreements" else None,
        "topic": _topics(texts.get("tags", "")),
        "territory": _parts(texts.get("territory", "")) if table != "agreements" else None,
        **_interval(texts),
    }
    return table, Read({field: value for field, value in values.items() if value}, place)


def _code(table: str, kind: str) -> str | None:
    return (scheme(_KINDS[table]).find(kind) or kind) if kind else None


def _topics(tags: str) -> tuple[str, ...]:
    found = (scheme("topics").find(tag) for tag in _parts(tags))
    return tuple(dict.fromkeys(code for code in found if code))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _interval(texts: Mapping[str, str]) -> dict[str, Any]:
    begin, end = dates.read_span(texts.get("valid from")), dates.read_span(texts.get("valid to"))
    return {"valid_from": begin.first if begin else None, "valid_to": end.last if end else None}


def _read_connections(
    sheet: Sheet, known: Mapping[str, tuple[str, str]], persons: Counter[str], rows: Rows, findings: Findings
) -> None:
    for place, texts in _records(sheet):
        for target in _parts(texts.get("to", "")) or ("",):
            source = texts.get("from", "")
            lost = [name for name in (source, target) if name not in known]
            if lost:
                message = "imports.tie_lost_person" if lost[0] in persons else "imports.tie_lost_end"
                told = place.problem(message, column="From" if lost[0] == source else "To", value=lost[0])
                (findings.note if lost[0] in persons else findings.problems.append)(told)
            else:
                table, read = _tie(place, texts, known[source], known[target])
                rows[table].append(read)


def _tie(
    place: RowPlace, texts: Mapping[str, str], source: tuple[str, str], target: tuple[str, str]
) -> tuple[str, Read]:
    kind, label = texts.get("type", ""), texts.get("label", "")
    interval = {name: day for name, day in _interval(texts).items() if day}
    if kind.lower() in _ENDS and (source[0], target[0]) == (
        "actors",
        {"structure": "structures"}.get(_ENDS[kind.lower()][2], "agreements"),
    ):
        table, first, second = _ENDS[kind.lower()]
        dated = interval if table == "memberships" else {}
        values = {first: source[1], second: target[1], **({"role": label} if label else {}), **dated}
        return table, Read(values, place)
    said = kind or label
    values = {"from_id": source[1], "to_id": target[1], **({"kind": said} if said else {}), **interval}
    return "relations", Read(values, place)
