"""Four faces, one service layer: every public method of a service has an endpoint and a command, or a reason."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import graphsvc
from graphsvc.services import Services

PACKAGE = Path(graphsvc.__file__).parent
REGISTERS = ("actors", "structures", "agreements")
NOT_SERVICES = ("settings", "graph")

PYTHON_VALUE = "a Python value; what is in it is answered by /api/figures/map and /api/figures/table"
WITHIN = "called by other services, of no use by itself"
FOREGROUND = "a command works in the foreground and ends with its work; jobs live in a running service"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "endpoint": {
        **dict.fromkeys(
            [f"conventions.{name}" for name in ("hours", "hubs", "terms", "understood", "weights")], WITHIN
        ),
        "figures.atlas": PYTHON_VALUE,
        "findings.suspicions": "arrays for questions of one's own in Python",
        "figures.found": PYTHON_VALUE,
        "figures.part": PYTHON_VALUE,
        "figures.view": PYTHON_VALUE,
        "imports.fetch_oparl": "a client could make the server ask addresses inside the office's network",
        "history.deeds": "the choices of the filter on the page of the history",
        "history.names": "names of records that are gone, for the page of the history",
        "jobs.close": "ends the service itself",
        "jobs.start": "takes a function; the endpoints that start jobs name the work",
        "overlap.above_chance": WITHIN,
        "overlap.actors_above_chance": WITHIN,
        "records.find": "POST /api/records/find starts it in the background",
        "records.nearest": "the endpoints ask for many at once: records.nearest_to_each",
        "records.searched": "tells the start page whether there is a list of proposals",
    },
    "command": {
        **dict.fromkeys(
            [f"conventions.{name}" for name in ("hours", "hubs", "terms", "understood", "weights")], WITHIN
        ),
        "coverage.cell": "`coverage matrix --json` holds every cell with its bodies",
        "coverage.doubles": "`coverage matrix` marks cells that several bodies cover",
        "findings.suspicions": "arrays for questions of one's own in Python",
        "exports.formats": "the help of `graphsvc export` names them",
        "figures.data": "what a canvas draws; `figures table` says the same",
        "figures.found": PYTHON_VALUE,
        "figures.part": PYTHON_VALUE,
        "figures.view": PYTHON_VALUE,
        "history.deeds": "the choices of the filter on the page of the history",
        "history.names": "names of records that are gone, for the page of the history",
        "imports.commit_in_background": FOREGROUND,
        "imports.undo_in_background": FOREGROUND,
        "imports.rows": "`--all` of preview",
        "imports.values": "remarks of the preview name their cells; single values are looked at over HTTP",
        "imports.template": "`graphsvc import template` needs no database",
        **dict.fromkeys(["jobs.cancel", "jobs.close", "jobs.get", "jobs.list", "jobs.start"], FOREGROUND),
        "overlap.above_chance": WITHIN,
        "overlap.actors_above_chance": WITHIN,
        "overlap.prepare": FOREGROUND,
        "records.entities_of": WITHIN,
        "records.find_in_background": FOREGROUND,
        "records.nearest": "`records nearest` asks for many at once: records.nearest_to_each",
        "records.searched": "tells the start page whether there is a list of proposals",
        "records.standing": WITHIN,
        "records.pair": "`records list` shows pairs with their parts",
    },
}
"""Methods without an endpoint or a command, and why."""


def methods() -> Iterator[str]:
    """Every public method as `noun.method`."""
    for noun, service in typing.get_type_hints(Services).items():
        if noun not in NOT_SERVICES:
            for name, _ in inspect.getmembers(service, inspect.isfunction):
                if not name.startswith("_"):
                    yield f"{noun}.{name}"


@cache
def called(*folders: str) -> frozenset[str]:
    """Every `noun.method` that the modules of these folders call."""
    texts = [file.read_text(encoding="utf-8") for folder in folders for file in (PACKAGE / folder).rglob("*.py")]
    found = {f"{noun}.{name}" for text in texts for noun, name in re.findall(r"\b(\w+)\.(\w+)\(", text)}
    shared = {
        name for text in texts for name in re.findall(r"(?:register|getattr\(services, noun\.plural\))\.(\w+)\(", text)
    }
    return frozenset(found | {f"{noun}.{name}" for noun in REGISTERS for name in shared})


@pytest.mark.parametrize("method", sorted(methods()))
def test_method_has_an_endpoint_or_a_reason(method: str) -> None:
    assert (method in called("api")) != (method in EXCEPTIONS["endpoint"])


@pytest.mark.parametrize("method", sorted(methods()))
def test_method_has_a_command_or_a_reason(method: str) -> None:
    assert (method in called("cli")) != (method in EXCEPTIONS["command"])


NO_TABLE = {
    "figures.path": "ids along a way",
    "history.deeds": "pairs of words",
    "overlap.above_chance": WITHIN,
    "overlap.actors_above_chance": WITHIN,
    "places.get": "one place and its version",
    "records.nearest_to_each": "a list for each question",
}


def test_every_list_becomes_a_table() -> None:
    hints = typing.get_type_hints(Services)
    bare = []
    for method in methods():
        noun, name = method.split(".")
        function = getattr(hints[noun], name)
        gives_list = str(function.__annotations__["return"]).startswith(("tuple[", "list[", "Sequence["))
        if gives_list and inspect.unwrap(function) is function:
            bare.append(method)

    assert sorted(bare) == sorted(NO_TABLE)


def test_exceptions_are_still_needed() -> None:
    named = {method for part in EXCEPTIONS.values() for method in part}

    assert sorted(named - set(methods())) == []
