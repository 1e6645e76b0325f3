"""How a request for a page is answered: from where it may come, as a file where one is asked for, errors as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graphsvc.errors import GraphsvcError
from graphsvc.web.page import Page
from graphsvc.web.refusals import error_page, invalid_page, message_page
from graphsvc.web.table_files import MEDIA_TYPES, table_file

logger = logging.getLogger(__name__)


class PageRoute(APIRoute):
    """A route for people: empty fields of a form ask for nothing, and errors become pages that say where to go on."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The page function, with errors that graphsvc raised on purpose turned into a page."""
        answer_page = super().get_route_handler()

        async def answer(request: Request) -> Response:
            _drop_empty(request)
            if _from_elsewhere(request):
                return message_page(request, 403, "sent_from_elsewhere")
            try:
                if request.query_params.get("save") in MEDIA_TYPES:
                    return await table_file(request, answer_page, Page(request).lang)
                return await answer_page(request)
            except GraphsvcError as error:
                return error_page(request, error)
            except RequestValidationError as error:
                return invalid_page(request, error)
            except HTTPException:
                raise
            except Exception:  # the outermost edge: whatever it was, a person gets a page and the log the cause
                logger.exception("page failed path=%s", request.url.path)
                return message_page(request, 500, "unexpected")

        return answer


def _drop_empty(request: Request) -> None:
    """Take empty fields out of the address: a form sends them, and they ask for nothing."""
    pairs = parse_qsl(request.scope["query_string"].decode("latin-1"))
    request.scope["query_string"] = urlencode(pairs).encode("latin-1")


def _from_elsewhere(request: Request) -> bool:
    """Whether a form was sent from a page of another site (cross-site request forgery)."""
    if request.method in ("GET", "HEAD"):
        return False
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != request.url.netloc)
