"""The map for Kumu: a workbook with the sheets Elements and Connections, and the JSON of a blueprint.

Column names and rules: Kumu's import guide. Ids hold no `_` and no `.` (they break Kumu's selections), several values
are joined with `|`, and with ids given the ends of a connection must be ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from graphsvc.formats.network import Tie, network, ties
from graphsvc.formats.office import xlsx_bytes
from graphsvc.model.entities import Dataset

ELEMENT_COLUMNS = ("ID", "Label", "Type", "Description", "Tags", "Kind", "Territory", "Valid from", "Valid to")
CONNECTION_COLUMNS = ("ID", "From", "To", "Type", "Label", "Direction", "Valid from", "Valid to")

TYPES = {"actor": "Actor", "structure": "Structure", "agreement": "Agreement"}


def workbook(dataset: Dataset) -> bytes:
    """The workbook that Kumu's import takes."""
    return xlsx_bytes(
        {
            "Elements": (ELEMENT_COLUMNS, elements(dataset)),
            "Connections": (CONNECTION_COLUMNS, connections(dataset)),
        }
    )


def blueprint(dataset: Dataset) -> str:
    """The blueprint JSON that Kumu can also link to from elsewhere."""
    content = {
        "elements": [_lower(row, tags=row["Tags"]) for row in elements(dataset)],
        "connections": [_lower(row) for row in connections(dataset)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def elements(dataset: Dataset) -> list[dict[str, Any]]:
    """One row per actor, structure and agreement."""
    return [
        {
            "ID": kumu_id(node),
            "Label": values["name"],
            "Type": TYPES[values["type"]],
            "Description": values.get("purpose") or values.get("subject"),
            "Tags": "|".join(values.get("topic", [])),
            "Kind": values.get("kind"),
            "Territory": "|".join(values.get("territory", [])),
            "Valid from": values.get("valid_from"),
            "Valid to": values.get("valid_to"),
        }
        for node, values in network(dataset).nodes(data=True)
    ]


def connections(dataset: Dataset) -> list[dict[str, Any]]:
    """One row per relationship between two elements."""
    graph = network(dataset)
    known = (tie for tie in sorted(set(ties(dataset))) if tie.source in graph and tie.target in graph)
    return [_connection(number, tie) for number, tie in enumerate(known, 1)]


def kumu_id(identifier: str) -> str:
    """The id without the characters that Kumu's selections trip over; `~` keeps different ids different."""
    return identifier.replace("~", "~~").replace("_", "~u").replace(".", "~d")


def _connection(number: int, tie: Tie) -> dict[str, Any]:
    return {
        "ID": kumu_id(tie.id) or f"connection-{number}",
        "From": kumu_id(tie.source),
        "To": kumu_id(tie.target),
        "Type": tie.kind.lower().replace("_", " "),
        "Label": tie.role or tie.label,
        "Direction": "directed",
        "Valid from": tie.valid_from or None,
        "Valid to": tie.valid_to or None,
    }


def _lower(row: dict[str, Any], tags: str = "") -> dict[str, Any]:
    reserved: Iterable[str] = ("ID", "Label", "Type", "Description", "From", "To", "Direction")
    named = {(name.lower() if name in reserved else name): value for name, value in row.items() if value}
    return named | {"tags": tags.split("|")} if named.pop("Tags", None) else named
