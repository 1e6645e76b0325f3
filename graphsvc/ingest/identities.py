"""Ids of rows: their own, or made from kind and name; each id once."""

from __future__ import annotations

from collections import Counter

from graphsvc.ingest.records import Findings, Read
from graphsvc.model.identifiers import stable_id
from graphsvc.vocabulary import fold

PREFIXES = {"actors": "a", "structures": "s", "agreements": "v"}
"""First letters of made ids, by table."""
NAMES = {"actors": "name", "structures": "name", "agreements": "title"}
"""The field that names a thing, by table."""


def give_ids(table: str, reads: list[Read]) -> set[str]:
    """Give every row without an id one from its kind and name; where several such rows agree in both, the territory
    tells them apart. Returns the ids made."""
    anonymous = [read for read in reads if "id" not in read.values]
    twins = Counter(_kind_and_name(table, read) for read in anonymous)
    for read in anonymous:
        kind_and_name = _kind_and_name(table, read)
        more = read.values.get("territory", ()) if twins[kind_and_name] > 1 else ()
        read.values["id"] = stable_id(PREFIXES[table], *kind_and_name, *sorted(map(fold, more)))
    return {read.values["id"] for read in anonymous}


def keep_first(reads: list[Read], key: str, findings: Findings) -> list[Read]:
    """The first row of each id; an equal second one is a remark, a different one a problem."""
    first: dict[str, Read] = {}
    for read in reads:
        same = first.setdefault(read.values[key], read)
        if same is not read:
            _tell_twice(same, read, key, findings)
    return list(first.values())


def keep_distinct(reads: list[Read], findings: Findings) -> list[Read]:
    """Each tie once; a row that says it again is a remark."""
    first: dict[frozenset[tuple[str, object]], Read] = {}
    for read in reads:
        same = first.setdefault(frozenset(read.values.items()), read)
        if same is not read:
            first_place = same.place.seen_from(read.place)
            findings.note(read.place.problem("imports.row_twice", column=None, value=None, first=first_place))
    return list(first.values())


def _tell_twice(first: Read, second: Read, key: str, findings: Findings) -> None:
    is_equal = first.values == second.values
    message = "imports.row_twice" if is_equal else "imports.id_twice"
    first_place = first.place.seen_from(second.place)
    problem = second.place.problem(message, column=key, value=second.values[key], first=first_place)
    (findings.note if is_equal else findings.problems.append)(problem)


def _kind_and_name(table: str, read: Read) -> tuple[str | None, str]:
    kind = read.values.get("kind")
    return kind and fold(kind), fold(read.values[NAMES[table]])
