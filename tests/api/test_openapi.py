"""The description of the interface: problems and examples at every endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from graphsvc.api.app import create_app

SCHEMA = create_app().openapi()
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]


def bodies() -> Iterator[Any]:
    """Every request body that is JSON, with its example."""
    for name, operation in OPERATIONS:
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            yield pytest.param(content["application/json"], id=name)


@pytest.mark.parametrize("body", list(bodies()))
def test_what_to_send_has_an_example_that_fits(body: dict[str, Any]) -> None:
    assert body["example"] not in (None, {}, [], [None])
    jsonschema.validate(body["example"], {**body["schema"], "components": SCHEMA["components"]})


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_problems_are_told(name: str, operation: dict[str, Any]) -> None:
    method, path = name.split()
    told = operation["responses"]

    assert ("404" in told) == ("{" in path)
    assert ("412" in told) == any(each["name"] == "If-Match" for each in operation.get("parameters", ()))
    assert ("409" in told) == (method != "GET" and path.startswith("/api/"))
    assert all("application/problem+json" in told[code]["content"] for code in told if code.startswith("4"))
