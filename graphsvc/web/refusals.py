"""What is told where something cannot be done: on the form it was typed into, or on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from graphsvc.errors import (
    Conflict,
    DatabaseUnreachable,
    EngineUnavailable,
    GraphsvcError,
    InputRefused,
    NotFound,
    Problem,
    WrongUsage,
)
from graphsvc.web.page import Page, own_address

STATUS: Mapping[type[GraphsvcError], int] = {
    NotFound: 404,
    WrongUsage: 422,
    InputRefused: 422,
    Conflict: 409,
    DatabaseUnreachable: 503,
    EngineUnavailable: 503,
}

REFUSALS = (InputRefused, WrongUsage, NotFound, Conflict)
"""What a wrong entry in a form leads to; the page of the form tells it."""


def status_of(error: GraphsvcError) -> int:
    """The status of an answer that tells of an error."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def reasons(page: Page, error: GraphsvcError) -> list[str]:
    """What is wrong, line by line, for the page of the form it was typed into."""
    if isinstance(error, InputRefused):
        return [_in_words(page, problem).line(page.lang) for problem in error.problems]
    return [error.text(page.lang)]


def _in_words(page: Page, problem: Problem) -> Problem:
    """A problem with the field as the form calls it."""
    return replace(problem, column=page.told.field(problem.column)) if problem.column and not problem.row else problem


def error_page(request: Request, error: GraphsvcError) -> HTMLResponse:
    """The page for an error, with its list of reasons where it has one."""
    page = Page(request)
    problems = reasons(page, error) if isinstance(error, InputRefused) else ()
    return _error(page, status_of(error), error.text(page.lang).split("\n")[0], problems)


def invalid_page(request: Request, error: RequestValidationError) -> HTMLResponse:
    """The page for an address or form with a value that cannot be used; names the fields."""
    page = Page(request)
    names = ", ".join(dict.fromkeys(str(each["loc"][:2][-1]) for each in error.errors()))
    return _error(page, 422, page.t("invalid_value", names=names))


def not_found_page(request: Request) -> HTMLResponse:
    """The page for an address that leads nowhere."""
    return message_page(request, 404, "no_such_page")


def message_page(request: Request, status: int, key: str) -> HTMLResponse:
    """A page that says one thing, by its key in the catalogue."""
    page = Page(request)
    return _error(page, status, page.t(key))


def _error(page: Page, status: int, message: str, problems: Iterable[str] = ()) -> HTMLResponse:
    return page.render("error.html", status=status, message=message, problems=problems, form=_sent_from(page.request))


def _sent_from(request: Request) -> str:
    """The page of the explorer whose form or link led here; empty where there is none or it is this very address."""
    came = urlsplit(request.headers.get("referer", ""))
    address = f"{came.path}?{came.query}" if came.query else came.path
    here = request.url.path if request.method != "GET" else f"{request.url.path}?{request.url.query}"
    return own_address(address) if came.netloc == request.url.netloc and address != here.rstrip("?") else ""
