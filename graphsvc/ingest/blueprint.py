"""Kumu's JSON: blueprints and project files as the two sheets that a Kumu workbook has."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.sheets import Row, Sheet, Value

ELEMENTS, CONNECTIONS = "Elements", "Connections"


def sheets_of_blueprint(content: bytes, *, file: str) -> tuple[Sheet, ...] | None:
    """A blueprint or project file as the two sheets of a workbook; None where the JSON is another."""
    try:
        root = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputRefused([Problem("imports.json_broken", "imports.json_broken_advice", file=file)]) from error
    if not isinstance(root, dict) or not all(isinstance(root.get(part), list) for part in ("elements", "connections")):
        return None
    return (
        _table(ELEMENTS, root["elements"], ("id", "label", "type"), file),
        _table(CONNECTIONS, root["connections"], ("from", "to", "type", "label"), file),
    )


def _table(name: str, items: Sequence[Any], first: Sequence[str], file: str) -> Sheet:
    flat = [_flat(item) for item in items if isinstance(item, dict)]
    columns = [*first, *sorted({key for item in flat for key in item} - set(first))]
    rows: list[Row] = [tuple(columns), *(tuple(item.get(column) for column in columns) for item in flat)]
    return Sheet(name, tuple(rows), file)


def _flat(item: Mapping[str, Any]) -> dict[str, Value]:
    """One element or connection as a row: `attributes` beside the rest, names as in workbooks."""
    merged = {**{key: value for key, value in item.items() if key != "attributes"}, **(item.get("attributes") or {})}
    named = {_RENAMED.get(str(key).lower(), str(key).lower()): _plain(value) for key, value in merged.items()}
    return {key: value for key, value in named.items() if value is not None}


_RENAMED = {"_id": "id", "element type": "type", "connection type": "type"}


def _plain(value: Any) -> Value:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return value if isinstance(value, str | int | float | bool) else None
