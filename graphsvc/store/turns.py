"""Taking turns: writers of one embedded engine wait for each other, in threads and in processes.

The engine lets writers collide at commit instead; a Neo4j makes them wait by itself, at the node that counts revisions.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from graphsvc.errors import Conflict
from graphsvc.store.keeper import exclusive_lock

PATIENCE = 600.0
"""Seconds that a writer waits for the others: a large import takes minutes."""


class Turns:
    """Whose turn it is to write; `file` is the lock that processes share, where they share an engine."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._threads = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it.

        Raises:
            Conflict: another process writes for too long.
        """
        with self._threads, ExitStack() as held:
            if self._file is not None:
                held.enter_context(_waited_for(self._file))
            yield


@contextmanager
def _waited_for(file: Path) -> Iterator[None]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with exclusive_lock(file) as is_ours:
            if is_ours:
                yield
                return
        time.sleep(0.02)
    raise Conflict("store.written_meanwhile", query=file.name)
