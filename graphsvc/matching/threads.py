"""Compiled loops on all cores: they let go of the interpreter, so threads are enough."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

__all__ = ["in_threads"]


def in_threads(work: Callable[[int, int], None], n: int, *, least: int, most: int | None = None) -> None:
    """Call `work(start, end)` for pieces of range(n) of at least `least` and at most `most`, which write to places of
    their own."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = max(least, -(-n // (4 * cores)))
    size = size if most is None else min(size, most)
    starts = range(0, n, size)
    if len(starts) < 2:
        if n:
            work(0, n)
        return
    with ThreadPoolExecutor(cores) as pool:
        for done in [pool.submit(work, start, min(start + size, n)) for start in starts]:
            done.result()
