"""Results that hold until the graph is written to again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Result = TypeVar("Result")


class RevisionCache:
    """Keeps the last results under (revision of the graph, key); two askers of one key compute it once."""

    def __init__(self, revision: Callable[[], int], *, size: int = 64) -> None:
        self._revision = revision
        self._size = size
        self._results: OrderedDict[tuple[int, Hashable], Any] = OrderedDict()
        self._locks: dict[tuple[int, Hashable], threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result under this key at the current revision, computed if it is not there."""
        place = (self._revision(), key)
        with self._guard:
            lock = self._locks.setdefault(place, threading.Lock())
        with lock:
            if place not in self._results:
                self._keep(place, compute())
            return cast(Result, self._results[place])

    def _keep(self, place: tuple[int, Hashable], result: Any) -> None:
        with self._guard:
            self._results[place] = result
            while len(self._results) > self._size:
                oldest, _ = self._results.popitem(last=False)
                self._locks.pop(oldest, None)
