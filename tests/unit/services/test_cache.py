"""Results are kept until the revision changes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from graphsvc.services.cache import RevisionCache


def test_a_result_is_computed_once_per_revision() -> None:
    revision = [1]
    computed: list[int] = []
    cache = RevisionCache(lambda: revision[0])

    def compute() -> int:
        computed.append(revision[0])
        return revision[0]

    results = [cache.get("pairs", compute), cache.get("pairs", compute)]
    revision[0] = 2
    results.append(cache.get("pairs", compute))

    assert results == [1, 1, 2]
    assert computed == [1, 2]


def test_the_result_unused_for_longest_goes_first() -> None:
    cache = RevisionCache(lambda: 1, kept=2)
    computed: list[str] = []
    for name in ("a", "b", "a", "c", "a", "b"):
        cache.get(name, lambda name=name: computed.append(name))  # type: ignore[misc]

    assert computed == ["a", "b", "c", "b"]


def test_threads_that_ask_the_same_wait_for_one_computation() -> None:
    cache = RevisionCache(lambda: 1)
    at_once = threading.Barrier(4)
    computed: list[int] = []

    def compute() -> int:
        computed.append(1)
        time.sleep(0.05)
        return 7

    def ask(_: int) -> int:
        at_once.wait()
        return cache.get("pairs", compute)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [7, 7, 7, 7]
    assert computed == [1]


def test_a_result_is_carried_over_a_writing_that_left_it_as_it_was() -> None:
    revision = [1]
    cache = RevisionCache(lambda: revision[0])
    cache.get("map", lambda: "of one")

    revision[0] = 2
    cache.carry_over("map", 2)
    assert cache.get("map", lambda: "of two") == "of one"

    revision[0] = 4
    cache.carry_over("map", 4)
    assert cache.get("map", lambda: "of four") == "of four"
