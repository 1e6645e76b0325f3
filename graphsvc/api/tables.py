"""Every list of the API as a spreadsheet: `Accept: text/csv` turns a page of items into office CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphsvc.formats.office import csv_bytes

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
                content = _rewritten(start, bytes(body))
                await send(start)
                await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, collect)


def flat(item: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of an item as cells: parts of an object as `object.part`, several values joined by `;`."""
    for name, value in item.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield prefix + name, ";".join(each if isinstance(each, str) else _compact(each) for each in value)
        else:
            yield prefix + name, value


def _wants_csv(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/api/"):
        return False
    accepted = Headers(scope=scope).get("accept", "").lower()
    return accepted.split(",")[0].split(";")[0].strip() == "text/csv"


def _rewritten(start: Message, body: bytes) -> bytes:
    """The body as CSV where it is a page, else as it is; the headers in `start` follow."""
    headers = MutableHeaders(scope=start)
    if start["status"] != 200 or headers.get("content-type") != "application/json":
        return body
    page = json.loads(body)
    if not (isinstance(page, dict) and isinstance(page.get("items"), list)):
        return body
    rows = [dict(flat(item)) for item in page["items"]]
    content = csv_bytes(rows, list(dict.fromkeys(name for row in rows for name in row)))
    headers["content-type"] = MEDIA_TYPE
    headers["content-length"] = str(len(content))
    headers["x-total-count"] = str(page.get("total", len(rows)))
    return content


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
