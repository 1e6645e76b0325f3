"""A real Chromium on pages of a running application, everything but this machine blocked."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def served(app: FastAPI, *, lifespan: bool = True) -> Iterator[str]:
    """The address of the application while it runs on a free port, in a thread."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", lifespan="on" if lifespan else "off")
    server = uvicorn.Server(config)
    started = threading.Event()
    startup = server.startup

    async def announced(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = announced  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    assert started.wait(120), "the application did not start"
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Without one the test is skipped; with CI set it fails."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        outcome = pytest.fail if os.environ.get("CI") else pytest.skip
        outcome("no Chromium on the PATH (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and everything that went wrong on it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Go to a page and wait until it has loaded."""
        self.page.goto(url, wait_until="load")

    def settle(self) -> None:
        """Wait until a new size of the window has been drawn: it tells its width before its content follows."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def violations(self, *, parts_only: bool = False) -> dict[str, str]:
        """Rules of WCAG 2.2 A and AA that axe finds broken, with the first place; `parts_only` for what is shown inside
        another page and has no title and language of its own."""
        found = (
            Axe().run(self.page, options={"runOnly": AXE_TAGS, "resultTypes": ["violations"]}).response["violations"]
        )
        whole = ("document-title", "html-has-lang") if parts_only else ()
        found = [rule for rule in found if rule["id"] not in whole]
        return {rule["id"]: f"{len(rule['nodes'])} x, first {rule['nodes'][0]['html'][:160]}" for rule in found}


@contextmanager
def visiting(browser: Browser, *, width: int = 1280, lang: str = "de-DE") -> Iterator[Visit]:
    """A page of its own context that records requests elsewhere, failed requests and script errors."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=lang, reduced_motion="reduce")
    visit = Visit(context.new_page())

    def gate(route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob", "file") or parts.hostname == "127.0.0.1":
            route.continue_()
        else:
            visit.wrong.append(f"request elsewhere: {request.url}")
            route.abort()

    visit.page.route("**/*", gate)
    visit.page.on("console", lambda line: visit.wrong.append(f"console: {line.text}") if line.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.wrong.append(f"script: {error}"))
    visit.page.on(
        "response", lambda answer: visit.wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    try:
        yield visit
    finally:
        context.close()
