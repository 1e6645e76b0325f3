"""From an error to what a client gets: `application/problem+json` (RFC 9457), in the client's language and in both."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python
from starlette.exceptions import HTTPException

from graphsvc import errors
from graphsvc.api.deps import language
from graphsvc.errors import (
    Cancelled,
    Conflict,
    DatabaseUnreachable,
    EngineUnavailable,
    GraphsvcError,
    InputRefused,
    NotFound,
    Outdated,
    StoreError,
    WrongUsage,
)
from graphsvc.language import LANGUAGES, text
from graphsvc.model.refusals import problems_of

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS_CODES: dict[type[GraphsvcError], HTTPStatus] = {
    InputRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    WrongUsage: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    Outdated: HTTPStatus.PRECONDITION_FAILED,
    Conflict: HTTPStatus.CONFLICT,
    Cancelled: HTTPStatus.CONFLICT,
    DatabaseUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    EngineUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Reason(BaseModel):
    """One thing that is wrong with an input; `message` and `place` in the language that was asked for."""

    message: str = Field(examples=["Hier wird ein Tag erwartet, zum Beispiel 2026-12-31."])
    texts: dict[str, str] = Field(description="The message in every language.")
    place: str = Field(description="Where, as a reader would look it up.", examples=["Feld „valid_from“"])
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = Field(description="The column of a table, else the field.", examples=["valid_from"])
    value: str | None = Field(description="What was given.", examples=["gestern"])


class Problem(BaseModel):
    """What went wrong, as RFC 9457 writes it; `title` and `detail` in the language that was asked for."""

    type: str = Field(examples=["/docs/list#problem-not-found"])
    title: str = Field(examples=["Nicht gefunden"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Es gibt keinen Akteur „a-99“."])
    texts: dict[str, str] = Field(description="The detail in every language.", default_factory=dict)
    errors: list[Reason] = Field(description="Each single reason with its place.", default_factory=list)
    values: dict[str, Any] = Field(
        description="What the message was filled with, such as counts.", default_factory=dict
    )
    yours: Any = Field(description="With 412: the version you changed.", default=None)
    theirs: Any = Field(description="With 412: the version that is stored.", default=None)


def status_of(error: GraphsvcError) -> HTTPStatus:
    """The HTTP status of an error; 500 for every class that has none of its own."""
    codes = (code for kind, code in STATUS_CODES.items() if isinstance(error, kind))
    return next(codes, HTTPStatus.INTERNAL_SERVER_ERROR)


def problem_of(error: GraphsvcError, lang: str) -> Problem:
    """The problem document of an error that graphsvc raised on purpose."""
    status = status_of(error)
    return Problem(
        **_head(status, lang),
        detail=error.text(lang),
        texts={each: error.text(each) for each in LANGUAGES},
        errors=_reasons(error, lang),
        values=to_jsonable_python(error.values, fallback=str),
        **_versions(error),
    )


def install(app: FastAPI) -> None:
    """Let the application answer every failure with a problem document."""
    app.add_exception_handler(GraphsvcError, _on_graphsvc_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_bug)


def answer(problem: Problem) -> JSONResponse:
    """The problem as a response; parts that say nothing are left out."""
    content = problem.model_dump(exclude_defaults=True)
    return JSONResponse(content, status_code=problem.status, media_type=MEDIA_TYPE)


def _on_graphsvc_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GraphsvcError)
    problem = problem_of(error, language(request))
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("request failed path=%s error=%s", request.url.path, error, exc_info=error)
    return answer(problem)


def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    inside = ({**each, "loc": each["loc"][1:]} for each in error.errors())  # what comes first is "query" or "body"
    reasons = [_reason(problem, language(request)) for problem in problems_of(inside)]
    return _general(request, HTTPStatus.UNPROCESSABLE_ENTITY, "api.invalid_request", reasons=reasons)


def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    response = _general(request, HTTPStatus(error.status_code), "api.refused", path=request.url.path)
    response.headers.update(error.headers or {})
    return response


def _on_bug(request: Request, error: Exception) -> JSONResponse:
    logger.error("request failed path=%s", request.url.path, exc_info=error)
    return _general(request, HTTPStatus.INTERNAL_SERVER_ERROR, "api.unexpected")


def _general(
    request: Request, status: HTTPStatus, key: str, *, reasons: Sequence[Reason] = (), **values: Any
) -> JSONResponse:
    texts = {str(each): text(key, each, title=_title(status, each), **values) for each in LANGUAGES}
    lang = language(request)
    return answer(Problem(**_head(status, lang), detail=texts[lang], texts=texts, errors=list(reasons)))


def _head(status: HTTPStatus, lang: str) -> dict[str, Any]:
    return {"type": f"/docs/list#problem-{status.value}", "title": _title(status, lang), "status": status.value}


def _title(status: HTTPStatus, lang: str) -> str:
    known = {code.value for code in STATUS_CODES.values()} | {404, 405, 413, 415}
    return text(f"api.status_{status.value if status.value in known else 500}", lang)


def _reasons(error: GraphsvcError, lang: str) -> list[Reason]:
    return [_reason(problem, lang) for problem in error.problems] if isinstance(error, InputRefused) else []


def _reason(problem: errors.Problem, lang: str) -> Reason:
    return Reason(
        message=problem.text(lang),
        texts={each: problem.text(each) for each in LANGUAGES},
        place=problem.place(lang),
        **{part: getattr(problem, part) for part in ("file", "sheet", "row", "column", "value")},
    )


def _versions(error: GraphsvcError) -> dict[str, Any]:
    if not isinstance(error, Outdated):
        return {}
    return {"yours": to_jsonable_python(error.yours), "theirs": to_jsonable_python(error.theirs)}
