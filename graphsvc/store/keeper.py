"""The process that keeps the embedded engine alive for exactly as long as somebody uses it.

Run as a script with nothing but the standard library (`python -I -S keeper.py FOLDER HEAP JAVA JARS`), so that it costs
little. It holds the lock of the data folder, starts the engine, and counts its users by their open connections: a user
that is killed loses the connection, and when the last one is gone the engine is stopped. So no engine outlives its
users, however they end, and two processes on one folder share one engine.

Conversation over loopback, one line each: the user sends the token, the keeper answers `welcome`; the user sends
`leave`, the keeper answers `shared` where others stay, else `stopped` once the engine is down.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import selectors
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STATE_FILE = "state.json"
LOCK_FILE = "lock"
LOG_FILE = "engine.log"
PASSWORD_FILE = "password"
DATABASE = "graphsvc"
USER = "root"
EXIT_LOCKED = 3
"""Exit code when another keeper holds the folder."""
EXIT_ENGINE_ENDED = 4
"""Exit code when the engine ended by itself: it cannot run here, or it was killed."""

FIRST_USER_WITHIN = 30.0
"""Seconds after which a keeper that nobody greets gives up: its starter was killed."""
STOP_WITHIN = 30.0
"""Seconds that the engine has to close its files before it is killed; its log recovers what is missing."""


def main(folder: Path, heap: str, java: str, jars: str) -> int:
    """Keep the engine of one folder until its last user leaves."""
    with contextlib.ExitStack() as open_things:
        if not open_things.enter_context(exclusive_lock(folder / LOCK_FILE)):
            return EXIT_LOCKED
        end_orphan(folder)
        listener = open_things.enter_context(socket.create_server(("127.0.0.1", 0)))
        state = {**new_state(listener.getsockname()[1]), "folder": identity(folder)}
        engine = start_engine(folder, state, [java, f"-Xmx{heap}", "-cp", jars])
        write_private(folder / STATE_FILE, json.dumps({**state, "engine_pid": engine.pid}))
        leaving = Users(listener, state["token"]).serve(engine)
        ended_by_itself = engine.poll() is not None
        stop_engine(engine, state)
        for file in (STATE_FILE, PASSWORD_FILE):
            (folder / file).unlink(missing_ok=True)
        for connection in leaving:
            answer(connection, "stopped")
        return EXIT_ENGINE_ENDED if ended_by_itself else 0


@contextlib.contextmanager
def exclusive_lock(path: Path) -> Iterator[bool]:
    """Whether this process got the lock; the system frees it however the process ends."""
    with path.open("a+b") as file:
        yield _locked(file)


def _locked(file: Any) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def new_state(keeper_port: int) -> dict[str, Any]:
    """What users need to know of an engine: ports on loopback, a random password and a token for the keeper."""
    bolt_port, http_port = free_ports(2)
    return {
        "keeper_port": keeper_port,
        "token": secrets.token_urlsafe(24),
        "bolt_port": bolt_port,
        "http_port": http_port,
        "user": USER,
        "password": secrets.token_urlsafe(24),
        "database": DATABASE,
    }


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def start_engine(folder: Path, state: dict[str, Any], java: list[str]) -> subprocess.Popen[bytes]:
    """The engine on loopback only. The password travels in a private file, not on the command line, and is new at every
    start, so the user table of the last run goes."""
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    write_private(folder / PASSWORD_FILE, state["password"])
    (folder / "logging.properties").write_text("handlers=java.util.logging.ConsoleHandler\n.level=INFO\n")
    options = {
        "java.util.logging.config.file": folder / "logging.properties",
        "java.awt.headless": "true",
        "arcadedb.server.mode": "production",
        "arcadedb.serverMetrics": "false",
        "arcadedb.server.rootPath": folder,
        "arcadedb.server.databaseDirectory": folder / "databases",
        "arcadedb.server.rootPasswordPath": folder / PASSWORD_FILE,
        "arcadedb.server.defaultDatabases": f"{DATABASE}[{USER}]",
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.bolt.host": "127.0.0.1",
        "arcadedb.bolt.port": state["bolt_port"],
        "arcadedb.server.httpIncomingHost": "127.0.0.1",
        "arcadedb.server.httpIncomingPort": state["http_port"],
    }
    defined = [f"-D{name}={value}" for name, value in options.items()]
    command = [java[0], *defined, "--enable-native-access=ALL-UNNAMED", *java[1:]]
    with (folder / LOG_FILE).open("wb") as log:
        return subprocess.Popen(
            [*command, "com.arcadedb.server.ArcadeDBServer"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_keeper if sys.platform == "linux" else None,
        )


def _die_with_keeper() -> None:
    """Linux: SIGTERM for the engine when its keeper dies. Elsewhere the next start ends what is left (`end_orphan`)."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def stop_engine(engine: subprocess.Popen[bytes], state: dict[str, Any]) -> None:
    """Ask the engine to close its files; kill it when it does not."""
    if engine.poll() is not None:
        return
    if not ask_to_stop(state):
        engine.terminate()
    try:
        engine.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        engine.kill()
        engine.wait()


def identity(folder: Path) -> list[int]:
    """What tells a folder from its copies, also after it was renamed: device and inode."""
    found = folder.stat()
    return [found.st_dev, found.st_ino]


def state_of(folder: Path) -> dict[str, Any] | None:
    """What the state file says of the engine of this folder. One that came along with a copied folder says nothing: it
    tells of the engine of the original."""
    try:
        state: dict[str, Any] = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if state.get("folder") == identity(folder) else None


def end_orphan(folder: Path) -> None:
    """Stop an engine whose keeper was killed: it still answers to the password of the folder's state file."""
    state = state_of(folder)
    deadline = time.monotonic() + STOP_WITHIN
    while state and ask_to_stop(state) and time.monotonic() < deadline:
        time.sleep(0.1)
    (folder / STATE_FILE).unlink(missing_ok=True)


def ask_to_stop(state: dict[str, Any]) -> bool:
    """Whether an engine with this password was there and took the request; works alike on every system."""
    credentials = base64.b64encode(f"{state['user']}:{state['password']}".encode()).decode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{state['http_port']}/api/v1/server",
        data=b'{"command": "shutdown"}',
        headers={"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=5):
            return True
    except (OSError, urllib.error.URLError):
        return False


class Users:
    """The open connections of those who use the engine."""

    def __init__(self, listener: socket.socket, token: str) -> None:
        self._token = token
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._greeted: dict[socket.socket, bool] = {}
        self._leaving: list[socket.socket] = []

    def serve(self, engine: subprocess.Popen[bytes]) -> list[socket.socket]:
        """Answer until the last user left or the engine ended; returns the connections that wait for the end."""
        give_up_at = time.monotonic() + FIRST_USER_WITHIN
        had_user = False
        while engine.poll() is None:
            for key, _ in self._selector.select(timeout=0.5):
                self._handle(key.fileobj)
            had_user = had_user or any(self._greeted.values())
            if not any(self._greeted.values()) and (had_user or time.monotonic() > give_up_at):
                break
        return self._leaving

    def _handle(self, ready: Any) -> None:
        if ready not in self._greeted:
            connection, _ = ready.accept()
            self._greeted[connection] = False
            self._selector.register(connection, selectors.EVENT_READ)
            return
        line = received(ready)
        if line == self._token and not self._greeted[ready]:
            self._greeted[ready] = True
            answer(ready, "welcome")
        else:
            self._farewell(ready, politely=line == "leave" and self._greeted[ready])

    def _farewell(self, connection: socket.socket, *, politely: bool) -> None:
        self._selector.unregister(connection)
        del self._greeted[connection]
        if politely and not any(self._greeted.values()):
            self._leaving.append(connection)
            return
        if politely:
            answer(connection, "shared")
        connection.close()


def received(connection: socket.socket) -> str:
    """The next line; empty when the other side is gone."""
    try:
        return connection.recv(1024).decode(errors="replace").strip()
    except OSError:
        return ""


def answer(connection: socket.socket, word: str) -> None:
    """Send one line to somebody who may be gone."""
    with contextlib.suppress(OSError):
        connection.sendall(f"{word}\n".encode())


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:5]))
