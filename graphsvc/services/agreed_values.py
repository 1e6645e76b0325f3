"""The values an office agreed on, as they stand in the graph: their models, their check, reading and writing one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from graphsvc.analysis.load import LoadParams
from graphsvc.analysis.pair import HubParams
from graphsvc.analysis.weights import WeightTable, expert_weights
from graphsvc.errors import InputRefused, Problem
from graphsvc.language import catalogue
from graphsvc.model.conventions import Convention, ConventionName
from graphsvc.store.graph import Writing, as_json
from graphsvc.store.records import Reader
from graphsvc.vocabulary import LocalTerm

KIND = "Convention"
"""Label of the nodes that hold what was agreed on, and kind of their changes."""
LIMITS: Mapping[str | None, str] = {
    "ge": "conventions.at_least",
    "gt": "conventions.more_than",
    "le": "conventions.at_most",
    "lt": "conventions.less_than",
}
"""Kinds of limits of a number -> what is said where it is beyond."""


class TermList(BaseModel):
    """The words of the office for entries of the vocabularies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[LocalTerm, ...] = ()


SHAPES: Mapping[ConventionName, tuple[type[BaseModel], Callable[[], BaseModel]]] = {
    "hours": (LoadParams, LoadParams),
    "hubs": (HubParams, HubParams),
    "terms": (TermList, TermList),
    "weights": (WeightTable, lambda: WeightTable.of(expert_weights())),
}
"""For each name the model of its value, and what makes the default."""


def checked(name: str, value: Mapping[str, Any]) -> BaseModel:
    """The value as its model; InputRefused with the fields that cannot be used."""
    shape = SHAPES[cast(ConventionName, name)][0]
    unknown = [field for field in value if field not in shape.model_fields]
    if unknown:
        raise InputRefused([Problem("fields.unknown", column=field) for field in unknown])
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise InputRefused([_problem(each) for each in error.errors()]) from error


def _problem(found: Mapping[str, Any]) -> Problem:
    context = found.get("ctx", {})
    reason, limit = str(context.get("error", "")), next((each for each in LIMITS if each in context), None)
    known = (
        f"conventions.{reason}" if reason in catalogue("conventions") else LIMITS.get(limit, "conventions.bad_value")
    )
    values = {"limit": context[limit]} if limit else {}
    shown = found["input"] if isinstance(found["input"], str | int | float) else None
    place = " / ".join(map(str, found["loc"]))
    return Problem(known, column=place or None, value=None if shown is None else str(shown), values=values)


def all_agreed(reader: Reader) -> tuple[Convention, ...]:
    """Every value with its default and version, in the order of `SHAPES`."""
    rows = {row["id"]: row for row in reader.read("conventions.all")}
    return tuple(_convention(name, rows.get(name)) for name in SHAPES)


def agreed(reader: Reader, name: ConventionName) -> Convention:
    """One value with its default and version."""
    return _convention(name, _row(reader, name))


def read_agreed(reader: Reader, name: ConventionName) -> BaseModel:
    """What counts now, as its model."""
    return checked(name, agreed(reader, name).value)


def write_agreed(tx: Writing, name: ConventionName, value: BaseModel | None, user: str) -> None:
    """Write the value, or take it away, and record what stood there; the same value again changes nothing."""
    row = _row(tx, name)
    before = json.loads(row["value"]) if row else None
    after = value.model_dump(mode="json") if value else None
    if before == after:
        return
    if after is None:
        tx.write("conventions.remove", id=name)
    else:
        written = {"value": as_json(after), "user": user, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        tx.write("conventions.put", rows=[{"id": name, "properties": written}])
    tx.change(KIND, name, before=before, after=after)


def _row(reader: Reader, name: ConventionName) -> Mapping[str, Any] | None:
    return next((row for row in reader.read("conventions.all") if row["id"] == name), None)


def _convention(name: ConventionName, row: Mapping[str, Any] | None) -> Convention:
    default = SHAPES[name][1]().model_dump(mode="json")
    value = json.loads(row["value"]) if row else default
    version = hashlib.sha256((as_json(value) or "").encode()).hexdigest()[:16]
    user, at = (row["user"], row["at"]) if row else (None, None)
    return Convention(name, value, default, version, user, at)
