"""Compiled work: whether it is at hand, and in threads, results in the order of the tasks, whatever finishes first."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Result = TypeVar("Result")

Progress = Callable[[float], None]
"""Told the share done, 0 to 1; raises `errors.Cancelled` to stop the computation."""


def silent(_share: float) -> None:
    """The progress of who does not ask."""


def is_compiled() -> bool:
    """Whether this process has paid for compiled code already."""
    return "graphsvc.compiled" in sys.modules


def n_threads() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    function: Callable[..., Result], tasks: Sequence[tuple[int, ...]], progress: Progress = silent
) -> Iterator[Result]:
    """`function(*task)` for every task, a few of them at a time; the function must release the interpreter lock."""
    threads = n_threads()
    waiting: deque[Future[Result]] = deque()
    coming = iter(tasks)
    with ThreadPoolExecutor(threads) as pool:
        for done in range(1, len(tasks) + 1):
            waiting.extend(pool.submit(function, *task) for task in islice(coming, 2 * threads + 1 - len(waiting)))
            yield waiting.popleft().result()
            progress(done / len(tasks))
