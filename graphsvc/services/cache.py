"""Results kept for as long as nothing was written: everything is cached under (revision, parameters)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from graphsvc.model.entities import Dataset
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset, on_day

Result = TypeVar("Result")

KEPT_RESULTS = 64
"""Results that are kept at once; the one unused for longest goes first."""


class RevisionCache:
    """Remembers results until the graph changes. Safe for threads; each result is computed by one of them while the
    others wait for it."""

    def __init__(self, revision: Callable[[], int], *, kept: int = KEPT_RESULTS) -> None:
        self._revision = revision
        self._kept = kept
        self._results: OrderedDict[tuple[int, Hashable], Any] = OrderedDict()
        self._at_work: dict[tuple[int, Hashable], threading.Lock] = {}
        self._lock = threading.Lock()

    def present(self) -> Present:
        """The results of the present revision: one look at the graph for several questions that belong together."""
        return Present(self._revision(), self)

    def get(self, parameters: Hashable, compute: Callable[[], Result]) -> Result:
        """The result for these parameters (the name of the question and what it depends on), computed where it is not
        known for the present revision. An error is not remembered."""
        return self.present().get(parameters, compute)

    def known_or(self, revision: int, parameters: Hashable, compute: Callable[[], Result]) -> Result:
        """The result for these parameters at a revision, computed where it is not known."""
        key = (revision, parameters)
        with self._lock:
            at_work = self._at_work.setdefault(key, threading.Lock())
        with at_work:
            with self._lock:
                if key in self._results:
                    self._results.move_to_end(key)
                    known: Result = self._results[key]
                    return known
            result = compute()
            self._keep(key, result)
            return result

    def carry_over(self, parameters: Hashable, revision: int) -> None:
        """Let the result of the revision before this one hold for it too, where it is known."""
        before = (revision - 1, parameters)
        with self._lock:
            known, result = before in self._results, self._results.get(before)
        if known:
            self._keep((revision, parameters), result)

    def _keep(self, key: tuple[int, Hashable], result: Any) -> None:
        """Remember a result. Those of revisions before the last are forgotten, and those unused for longest."""
        with self._lock:
            self._results[key] = result
            outdated = [each for each in self._results if each[0] < key[0] - 1]
            for each in outdated or list(self._results)[: -self._kept]:
                del self._results[each]
                self._at_work.pop(each, None)


@dataclass(frozen=True, slots=True)
class Present:
    """What is remembered of one revision."""

    revision: int
    _cache: RevisionCache

    def get(self, parameters: Hashable, compute: Callable[[], Result]) -> Result:
        """As `RevisionCache.get`, of this revision."""
        return self._cache.known_or(self.revision, parameters, compute)


class Maps:
    """The whole map as the graph holds it now, read once per revision."""

    def __init__(self, graph: Graph, cache: RevisionCache) -> None:
        self._graph = graph
        self._cache = cache

    def dataset(self, at: date | None = None) -> Dataset:
        """The map of a day, or of every day (None), merged records as one (see `load_dataset`)."""
        whole = self._cache.get("dataset", lambda: load_dataset(self._graph))
        return whole if at is None else self._cache.get(("dataset", at), lambda: on_day(whole, at))

    def unchanged(self, revision: int) -> None:
        """A writing made this revision and left the map as it was (a decision, a draft): it need not be read anew."""
        self._cache.carry_over("dataset", revision)
