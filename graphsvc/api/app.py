"""The HTTP application: pages, API, documentation and health, over one set of services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from graphsvc import __version__, web
from graphsvc.api import docs, errors
from graphsvc.api.cors import ReconcileFromAnywhere
from graphsvc.api.head import HeadAsGet
from graphsvc.api.openapi import DescribedApi
from graphsvc.api.security import SecurityHeaders
from graphsvc.api.tables import ListsAsCsv
from graphsvc.bootstrap import open_services
from graphsvc.config import Settings
from graphsvc.services import Services

ROUTERS = (
    "health",
    "actors",
    "structures",
    "memberships",
    "agreements",
    "overlap",
    "records",
    "match",
    "reconcile",
    "findings",
    "coverage",
    "scenarios",
    "imports",
    "exports",
    "figures",
    "views",
    "conventions",
    "places",
    "history",
    "jobs",
)
"""Modules of `graphsvc.api.routers` in the order of the documentation."""


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """The application. Its services open when it starts and close when it ends; services that are already open can be
    handed in, and stay open."""
    app = DescribedApi(
        title="graphsvc",
        version=__version__,
        summary="Who works with whom, what is organised twice, where networks overlap, where nobody is at work.",
        description=docs.DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = services.settings if services else settings or Settings.read()
    app.state.services = services
    app.add_middleware(ListsAsCsv)
    app.add_middleware(ReconcileFromAnywhere)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    errors.install(app)
    docs.install(app)
    for name in ROUTERS:
        app.include_router(import_module(f"graphsvc.api.routers.{name}").router)
    web.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    if app.state.services is not None:
        yield
        return
    opened = open_services(app.state.settings)
    app.state.services = await run_in_threadpool(opened.__enter__)
    try:
        yield
    finally:
        await run_in_threadpool(opened.__exit__, None, None, None)
        app.state.services = None
