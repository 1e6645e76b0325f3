"""Cross-origin answers for the reconciliation service alone: its specification demands them."""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/reconcile"


class ReconcileFromAnywhere:
    """ASGI layer: below `PREFIX` any origin may ask, without credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(app, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the headers of an open service where it is one."""
        opened = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        await (self._open if opened else self._app)(scope, receive, send)
