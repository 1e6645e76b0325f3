"""What a piece of work costs: time, processor time, and memory above the start."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

BETWEEN_LOOKS = 0.02  # seconds


@dataclass
class Cost:
    """Seconds of the clock and of all processors, and the highest memory above the start."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of the block; known after it."""
    process, cost, finished = psutil.Process(), Cost(), threading.Event()
    start = process.memory_info().rss

    def watch() -> None:
        while not finished.wait(BETWEEN_LOOKS):
            cost.peak_mb = max(cost.peak_mb, (process.memory_info().rss - start) / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield cost
    finally:
        cost.seconds, cost.cpu = time.perf_counter() - wall, time.process_time() - cpu
        finished.set()
        watcher.join()
