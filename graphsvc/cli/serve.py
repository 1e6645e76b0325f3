"""`graphsvc serve`: the explorer and the API on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Command
from graphsvc.errors import WrongUsage

if TYPE_CHECKING:
    from fastapi import FastAPI

PORT = 8000
PORTS_TRIED = 50


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port; left out: {PORT} or the next free one.")
@pass_session
def serve(session: Session, host: str, port: int | None) -> None:
    """Serve the explorer and the API until Ctrl-C."""
    from graphsvc.api.app import create_app

    with listen(host, port) as listener, session.open() as services:
        app = create_app(services=services)
        run(app, listener, lambda address: session.say("cli.serving", address=address))


def listen(host: str, port: int | None = None) -> socket.socket:
    """A listening socket: on the port asked for, else on `PORT` or the next free one.

    Raises:
        WrongUsage: the port is taken, or none is free.
    """
    for candidate in [port] if port is not None else range(PORT, PORT + PORTS_TRIED):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()
        except OSError:
            listener.close()
            continue
        return listener
    raise WrongUsage("cli.port_taken", port=str(port or PORT), host=host)


def run(app: FastAPI, listener: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or a stop signal; `announce` gets the address once it answers."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                announce(_address(listener))

    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
