"""The embedded engine: ArcadeDB from the wheel `arcadedb-embedded`, run as a process of its own, reached by Bolt.

The engine belongs to a keeper (`keeper.py`), a small process that starts it and ends it with its last user. This module
finds the keeper of a data folder or starts one, and holds the connection that makes us a user.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graphsvc.errors import EngineUnavailable
from graphsvc.store import keeper

START_WITHIN = 120.0
"""Seconds until an engine must answer: 2 to 3 on an idle machine, 5 to 11 on a busy one, more where files recover."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database answers, and as whom."""

    uri: str
    user: str
    password: str
    database: str


@contextmanager
def embedded_engine(folder: Path, *, heap: str) -> Iterator[Address]:
    """The engine of a data folder, started or shared; stopped with its last user.

    Args:
        folder: where the engine keeps its files; created where missing.
        heap: memory of the engine as Java writes it (`512m`, `1g`).
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    connection, state, started = _join(folder, heap)
    try:
        _wait_for_bolt(state["bolt_port"], connection, folder)
        yield Address(f"bolt://127.0.0.1:{state['bolt_port']}", state["user"], state["password"], state["database"])
    finally:
        shared = _leave(connection) == "shared"
        if started and shared:
            _detached.append(started)
        elif started:
            started.wait(keeper.STOP_WITHIN)


def engine_parts() -> tuple[Path, Path]:
    """The Java runtime and the folder of jars inside the wheel."""
    spec = find_spec("arcadedb_embedded")
    if spec is None or spec.origin is None:
        raise EngineUnavailable("store.engine_not_installed", platform=sys.platform)
    package = Path(spec.origin).parent
    java = package / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    if not java.exists():
        raise EngineUnavailable("store.engine_not_installed", platform=sys.platform)
    return java, package / "jars"


_detached: list[subprocess.Popen[bytes]] = []
"""Keepers we started that other users still need; kept, so that Python does not take them for forgotten children."""


def _join(folder: Path, heap: str) -> tuple[socket.socket, dict[str, Any], subprocess.Popen[bytes] | None]:
    """Greet the keeper of the folder; start one as often as none is there, until the deadline. The keeper is returned
    where it is ours."""
    deadline = time.monotonic() + START_WITHIN
    started: subprocess.Popen[bytes] | None = None
    while time.monotonic() < deadline:
        state = keeper.state_of(folder)
        connection = _greet(state) if state else None
        if state and connection:
            return connection, state, started
        if started is None or started.poll() is not None:
            if started is not None and started.returncode not in (0, keeper.EXIT_LOCKED):
                raise _not_started(folder)
            started = _start_keeper(folder, heap)
        time.sleep(0.05)
    raise _not_started(folder)


def _wait_for_bolt(port: int, keeper_connection: socket.socket, folder: Path) -> None:
    """Until the engine listens; a keeper that hangs up meanwhile has lost its engine."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        hung_up, _, _ = select.select([keeper_connection], [], [], 0.1)
        if hung_up:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            continue
    raise _not_started(folder)


def _not_started(folder: Path) -> EngineUnavailable:
    return EngineUnavailable("store.engine_did_not_start", folder=folder, log=folder / keeper.LOG_FILE)


def _start_keeper(folder: Path, heap: str) -> subprocess.Popen[bytes]:
    """A keeper in a session of its own, so that Ctrl-C in the terminal does not end the engine under its users."""
    java, jars = engine_parts()
    script = [sys.executable, "-I", "-S", keeper.__file__, str(folder), heap, str(java), str(jars / "*")]
    with (folder / "keeper.log").open("ab") as log:
        return subprocess.Popen(script, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_lean(), **_own_session())


def _own_session() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _lean() -> dict[str, str]:
    """The environment without what would change how Java starts."""
    return {name: value for name, value in os.environ.items() if name not in ("JAVA_TOOL_OPTIONS", "CLASSPATH")}


def _greet(state: dict[str, Any]) -> socket.socket | None:
    """A connection to the keeper, or None where it is gone or about to go."""
    try:
        connection = socket.create_connection(("127.0.0.1", state["keeper_port"]), timeout=5)
    except OSError:
        return None
    keeper.answer(connection, state["token"])
    if keeper.received(connection) == "welcome":
        return connection
    connection.close()
    return None


def _leave(connection: socket.socket) -> str:
    """Say good-bye; the answer is `shared`, or `stopped` after the engine's end, or empty where the keeper is gone."""
    with connection:
        connection.settimeout(2 * keeper.STOP_WITHIN)
        keeper.answer(connection, "leave")
        return keeper.received(connection)
