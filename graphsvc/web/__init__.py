"""Pages of the explorer: server-rendered, German first, usable without script and by keyboard alone."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["install"]

STATIC = Path(__file__).parent / "static"
PAGES = (
    "start",
    "search",
    "map",
    "scenarios",
    "settings",
    "conventions",
    "places",
    "edit",
    "actors",
    "structures",
    "agreements",
    "overlap",
    "review",
    "founding",
    "coverage",
    "imports",
    "jobs",
    "history",
    "exports",
    "fallback",
)
"""Modules of this package that have a `router`. The first route that fits answers: forms (`edit`), which take any
address that ends like one, come after pages with forms of their own and before those of single records; `fallback`
takes what is left."""


def install(app: FastAPI) -> None:
    """Add the pages and their assets (`/static`) to the application."""
    from fastapi.staticfiles import StaticFiles

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for name in PAGES:
        app.include_router(import_module(f"graphsvc.web.{name}").router, include_in_schema=False)
