"""Rows that contradict themselves or each other: an end before the start, circles of parts."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from graphsvc.ingest.columns import ACTORS, AGREEMENTS, MEMBERSHIPS, PLACES, RELATIONS, STRUCTURES, Column, Table
from graphsvc.ingest.records import Findings, Read

_DATED = (ACTORS, STRUCTURES, MEMBERSHIPS, AGREEMENTS, RELATIONS)
_TREES = (
    (ACTORS, "part_of", "id"),
    (STRUCTURES, "part_of", "id"),
    (STRUCTURES, "successor_of", "id"),
    (PLACES, "part_of", "key"),
)


def check(rows: Mapping[str, list[Read]], findings: Findings) -> None:
    """Take out of the rows what cannot be true, and tell it."""
    for table in _DATED:
        for read in rows[table.name]:
            _check_interval(_column(table, "valid_to"), read, findings)
    for table, pointer, key in _TREES:
        _cut_circles(_column(table, pointer), {read.values[key]: read for read in rows[table.name]}, findings)


def _column(table: Table, field: str) -> Column:
    return next(column for column in table.columns if column.field == field)


def _check_interval(column: Column, read: Read, findings: Findings) -> None:
    begin, end = read.values.get("valid_from"), read.values.get("valid_to")
    if begin and end and end < begin:
        del read.values["valid_from"], read.values["valid_to"]
        told = read.place.problem(
            "imports.end_before_start", column=column, value=end.isoformat(), start=begin, end=end
        )
        findings.problems.append(told)


def _cut_circles(column: Column, rows: Mapping[str, Read], findings: Findings) -> None:
    """Every row of a circle loses its reference, so that the order of rows does not matter."""
    pointers = {id_: above for id_, read in rows.items() if (above := read.values.get(column.field)) in rows}
    for circle in nx.simple_cycles(nx.DiGraph(pointers.items())):
        places = ", ".join(str(rows[id_].place.row) for id_ in sorted(circle, key=lambda id_: rows[id_].place.row))
        for id_ in circle:
            value = rows[id_].values.pop(column.field)
            findings.problems.append(rows[id_].place.problem("imports.cycle", column=column, value=value, rows=places))
