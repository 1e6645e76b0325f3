"""Every list of the API as a spreadsheet: `Accept: text/csv` turns a page of items into office CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphsvc.formats.office import csv_bytes

Json = dict[str, Any]

MEDIA_TYPE = "text/csv; charset=utf-8"


class ListsAsCsv:
    """ASGI layer: where a client prefers CSV and the answer is a page, its items come back as rows. The number of
    entries in the whole list stands in the header `X-Total-Count`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite the answer where CSV was asked for."""
        if not _wants_csv(scope):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                content = _rewritten(start, bytes(body), scope.get("route"))
                await send(start)
                await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, collect)


def flat(item: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of an item as cells: parts of an object as `object.part`, several values joined by `;`, and of several
    objects each part in a column of its own, in the same order."""
    for name, value in item.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            yield from _side_by_side([dict(flat(each)) for each in value], f"{prefix}{name}.")
        elif isinstance(value, list):
            yield prefix + name, ";".join(each if isinstance(each, str) else _compact(each) for each in value)
        else:
            yield prefix + name, value


def columns_of(model: Any) -> list[str]:
    """The columns of a list whose items are of this kind, as `flat` names them; free mappings have none of their own,
    their columns are found in the rows."""
    schema = TypeAdapter(model).json_schema(mode="serialization")
    return list(dict.fromkeys(_columns(schema, schema.get("$defs", {}), ())))


def _side_by_side(rows: list[dict[str, Any]], prefix: str) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(name for row in rows for name in row):
        cells = (row.get(name) for row in rows)
        yield prefix + name, ";".join("" if cell is None else str(cell) for cell in cells)


def _columns(schema: Json, known: Json, passed: tuple[str, ...], prefix: str = "") -> Iterator[str]:
    """Columns below a part of a schema; what contains itself is one column."""
    shape = schema
    while not {"properties", "items"} & shape.keys():
        inner = shape.get("$ref") or next((each.get("$ref", each) for each in shape.get("anyOf", ())), None)
        if inner is None or inner in passed:
            break
        passed, shape = ((*passed, inner), known[inner.split("/")[-1]]) if isinstance(inner, str) else (passed, inner)
    if "properties" in shape:
        for name, part in shape["properties"].items():
            yield from _columns(part, known, passed, f"{prefix}.{name}" if prefix else name)
    elif isinstance(shape.get("items"), dict):
        yield from _columns(shape["items"], known, passed, prefix)
    elif shape.get("type") != "object":
        yield prefix


def _wants_csv(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/api/"):
        return False
    accepted = Headers(scope=scope).get("accept", "").lower()
    return accepted.split(",")[0].split(";")[0].strip() == "text/csv"


def _rewritten(start: Message, body: bytes, route: Any) -> bytes:
    """The body as CSV where it is a page, else as it is; the headers in `start` follow."""
    headers = MutableHeaders(scope=start)
    if start["status"] != 200 or headers.get("content-type") != "application/json":
        return body
    page = json.loads(body)
    if not (isinstance(page, dict) and isinstance(page.get("items"), list)):
        return body
    rows = [dict(flat(item)) for item in page["items"]]
    content = csv_bytes(rows, _without_empty_wholes([*_known_columns(route), *(name for row in rows for name in row)]))
    headers["content-type"] = MEDIA_TYPE
    headers["content-length"] = str(len(content))
    headers["x-total-count"] = str(page.get("total", len(rows)))
    return content


def _without_empty_wholes(names: Sequence[str]) -> list[str]:
    """Each column once; `origin` is none where its parts (`origin.source_row`) are."""
    wholes = {name[:at] for name in names for at, sign in enumerate(name) if sign == "."}
    return [name for name in dict.fromkeys(names) if name not in wholes]


def _known_columns(route: Any) -> list[str]:
    """What the kind of the items says; nothing where the endpoint does not name it."""
    fields = getattr(getattr(route, "response_model", None), "model_fields", {})
    return _columns_of_items(fields["items"].annotation) if "items" in fields else []


@cache
def _columns_of_items(annotation: Any) -> list[str]:
    [kind] = get_args(annotation)
    return columns_of(kind)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
