"""Pages that describe the interface, without any request elsewhere: Swagger UI and a plain list for every reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined

from graphsvc import __version__
from graphsvc.api.deps import LangDep
from graphsvc.api.errors import STATUS_CODES
from graphsvc.language import LANGUAGES, text

DESCRIPTION = """Everything the pages show and the command line does.

Dates are ISO dates, `at` names the day an answer is about (`all` = ever). Lists come as pages of `items`, `total`,
`limit`, `offset`, and as a spreadsheet with `Accept: text/csv`. Records carry an `ETag`; send it back as `If-Match` to
be told when somebody else was faster. Failures are `application/problem+json` in German and English.
"""

METHODS = ("get", "post", "put", "patch", "delete")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One line of the plain list."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]


def install(app: FastAPI) -> None:
    """Add the documentation pages and their assets to the application."""
    app.mount("/static/docs", StaticFiles(directory=Path(__file__).parent / "static"))
    app.include_router(router)


def endpoints(schema: dict[str, Any]) -> dict[str, list[Endpoint]]:
    """Every endpoint of an OpenAPI document by its tag, in the order of the document."""
    groups: dict[str, list[Endpoint]] = {}
    for tag, endpoint in _walk(schema):
        groups.setdefault(tag, []).append(endpoint)
    return groups


@router.get("/docs")
def interactive(lang: LangDep) -> HTMLResponse:
    """Swagger UI out of the package."""
    return _page("swagger.html", lang)


@router.get("/docs/list")
def plain_list(request: Request, lang: LangDep) -> HTMLResponse:
    """Every endpoint and every kind of problem as plain text."""
    app: FastAPI = request.app
    statuses = sorted({status.value for status in STATUS_CODES.values()})
    return _page("list.html", lang, groups=endpoints(app.openapi()), statuses=statuses)


def _walk(schema: dict[str, Any]) -> Iterator[tuple[str, Endpoint]]:
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                yield (
                    operation.get("tags", [""])[0],
                    Endpoint(
                        method=method.upper(),
                        path=path,
                        summary=operation.get("summary", ""),
                        description=operation.get("description", ""),
                        parameters=operation.get("parameters", []),
                    ),
                )


def _page(template: str, lang: str, **values: Any) -> HTMLResponse:
    def words(key: str, **filled: Any) -> str:
        return text(key, lang, **filled)

    page = _templates().get_template(template)
    return HTMLResponse(page.render(lang=lang, text=words, languages=LANGUAGES, version=__version__, **values))


@cache
def _templates() -> Environment:
    loader = PackageLoader("graphsvc.api", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
