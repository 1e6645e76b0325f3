"""The description of the interface, completed: what can go wrong at each endpoint, and an example of what to send."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from graphsvc.api.errors import MEDIA_TYPE, Problem
from graphsvc.language import text

Json = dict[str, Any]

_SCHEMAS = "#/components/schemas/"
_WRITING = ("post", "put", "patch", "delete")
_PLAIN: Json = {"string": "Text", "integer": 1, "number": 1.0, "boolean": True}


class DescribedApi(FastAPI):
    """An application whose OpenAPI document tells problems and examples."""

    def openapi(self) -> Json:
        """The document; made once."""
        is_new = self.openapi_schema is None
        schema = super().openapi()
        if is_new:
            _complete(schema)
        return schema


def _complete(schema: Json) -> None:
    known: Json = schema["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}", mode="serialization")
    known |= problem.pop("$defs") | {"Problem": problem}
    for replaced in ("HTTPValidationError", "ValidationError"):
        known.pop(replaced, None)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            operation["responses"] |= {
                str(status.value): _told(status) for status in _problems(path, method, operation)
            }
            for media_type in operation.get("requestBody", {}).get("content", {}).values():
                media_type.setdefault("example", example_of(media_type["schema"], known))


def _problems(path: str, method: str, operation: Json) -> Iterator[HTTPStatus]:
    """What an endpoint may answer when something is wrong."""
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if names or "requestBody" in operation:
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if "{" in path:
        yield HTTPStatus.NOT_FOUND
    if method in _WRITING and path.startswith("/api/"):
        yield HTTPStatus.CONFLICT
    if "If-Match" in names:
        yield HTTPStatus.PRECONDITION_FAILED


def _told(status: HTTPStatus) -> Json:
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}
    return {"description": text(f"api.status_{status.value}", "en"), "content": content}


def example_of(schema: Json, known: Json) -> Any:
    """What could stand here: the example that the schema gives, else one put together from its parts; None where only
    nothing can."""
    if "$ref" in schema:
        return example_of(known[schema["$ref"].removeprefix(_SCHEMAS)], known)
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    for name in ("example", "const", "default"):
        if name in schema:
            return schema[name]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return example_of(schema[several][0], known)
    if "properties" in schema:
        return _example_of_object(schema, known)
    if schema.get("type") == "array":
        return [example_of(schema.get("items", {}), known)]
    return "2026-12-31" if schema.get("format") == "date" else _PLAIN.get(schema.get("type", ""))


def _example_of_object(schema: Json, known: Json) -> Json:
    """What must be there and what has an example of its own."""
    parts = {name: part for name, part in schema["properties"].items() if _is_shown(name, part, schema)}
    filled = {name: example_of(part, known) for name, part in parts.items()}
    return {name: value for name, value in filled.items() if value is not None}


def _is_shown(name: str, part: Json, whole: Json) -> bool:
    return name in whole.get("required", ()) or bool(part.get("examples"))
