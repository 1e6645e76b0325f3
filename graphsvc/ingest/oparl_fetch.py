"""Saving what an OParl server says, page by page: it can be stopped and goes on where it was.

Only the pages that tell of committees and memberships are asked for, and only from the host of the first address.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.oparl import SCHEMA

TIMEOUT = 30.0
"""Seconds for one answer."""
ATTEMPTS = 5
PAUSE = 0.5
"""Seconds before the second attempt, doubled for each further one."""
MOST_PAGES = 20_000
LARGEST_PAGE = 50 * 2**20

_FOLLOWED = {"System": ("body",), "Body": ("organization", "membership"), "Organization": ("membership",)}
"""Properties whose addresses lead to more, by type."""
_DONE = "complete.txt"


def fetch(url: str, folder: Path, *, pause: float = PAUSE, on_page: Callable[[int], None] | None = None) -> Path:
    """Save an OParl server's committees and memberships as JSON files.

    Args:
        url: of the system, a body, or a list.
        folder: where the pages go. Pages that lie there already are not asked for again, unless the last fetch was
        whole. pause: before a second attempt, in seconds.
        on_page: called with the number of pages so far.

    Raises:
        InputRefused: the server does not answer, or answers something else than OParl.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / _DONE).exists():
        for page in (*folder.glob("*.json"), folder / _DONE):
            page.unlink()
    host = urlsplit(url).netloc
    waiting, seen = deque([url]), {url}
    while waiting and len(seen) <= MOST_PAGES:
        content = _page(waiting.popleft(), folder, pause)
        for address in _addresses(content):
            if address not in seen and urlsplit(address).netloc == host:
                seen.add(address)
                waiting.append(address)
        if on_page:
            on_page(len(seen) - len(waiting))
    (folder / _DONE).write_text(url, encoding="utf-8")
    return folder


def _page(url: str, folder: Path, pause: float) -> Any:
    file = folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"
    if file.exists():
        return json.loads(file.read_text(encoding="utf-8"))
    content = _parsed(_answer(url, pause), url)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    new.replace(file)
    return content


def _answer(url: str, pause: float) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise _refused("imports.oparl_address", url)
    request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "graphsvc"})
    for attempt in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                content: bytes = answer.read(LARGEST_PAGE + 1)
                return content
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != 429:
                raise _refused("imports.oparl_refused", url, status=error.code) from error
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError):
            pass
        time.sleep(pause * 2**attempt)
    raise _refused("imports.oparl_silent", url, attempts=ATTEMPTS)


def _parsed(content: bytes, url: str) -> Any:
    try:
        parsed = json.loads(content.decode("utf-8-sig")) if len(content) <= LARGEST_PAGE else None
    except (ValueError, RecursionError) as error:
        raise _refused("imports.oparl_other", url) from error
    if not isinstance(parsed, dict | list):
        raise _refused("imports.oparl_other", url)
    return parsed


def _addresses(content: Any) -> Iterator[str]:
    """Where a page leads: the next page of a list, lists of bodies and organisations, single memberships."""
    if isinstance(content, list):
        for each in content:
            yield from _addresses(each)
        return
    if not isinstance(content, dict):
        return
    links = content.get("links")
    if isinstance(links, dict) and isinstance(links.get("next"), str):
        yield links["next"]
    name = str(content.get("type") or "")
    kind = name.rsplit("/", 1)[-1] if name.startswith(SCHEMA) else ""
    for followed in _FOLLOWED.get(kind, ()):
        found = content.get(followed)
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, str):
                yield each
            else:
                yield from _addresses(each)
    if isinstance(content.get("data"), list):
        yield from _addresses(content["data"])


def _refused(message: str, url: str, **values: object) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=url, values=values)])
