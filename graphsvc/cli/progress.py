"""A moving bar on the terminal for every step that takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

PATIENCE = 2.0
"""Seconds that a step may take before it shows itself."""
WIDTH = 24
BLOCK = 6


class Progress:
    """The state of one step; `done` is the finished part (0..1) where the step knows it."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.done: float | None = None
        self._started = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """How many of how many are done."""
        self.done = done / total if total else None

    def line(self) -> str:
        """The bar as text: filled as far as known, else a block that wanders."""
        seconds = time.monotonic() - self._started
        if self.done is None:
            start = int(seconds * 4) % (WIDTH - BLOCK)
            bar = " " * start + "#" * BLOCK + " " * (WIDTH - BLOCK - start)
        else:
            filled = round(min(max(self.done, 0.0), 1.0) * WIDTH)
            bar = "#" * filled + " " * (WIDTH - filled)
        return f"{self.label} [{bar}] {seconds:.0f} s"


@contextmanager
def step(label: str) -> Iterator[Progress]:
    """Show a bar on stderr while the block runs. Where nobody watches (no terminal) the label stands there once."""
    progress = Progress(label)
    if not sys.stderr.isatty():
        click.echo(f"{label} ...", err=True)
        yield progress
        return
    finished = threading.Event()
    painter = threading.Thread(target=_paint, args=(progress, finished), daemon=True)
    painter.start()
    try:
        yield progress
    finally:
        finished.set()
        painter.join()


def _paint(progress: Progress, finished: threading.Event) -> None:
    if finished.wait(PATIENCE):
        return
    while not finished.wait(0.2):
        click.echo("\r" + progress.line(), nl=False, err=True)
    click.echo("\r" + " " * len(progress.line()) + "\r", nl=False, err=True)
