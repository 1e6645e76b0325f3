"""Ids that tell nothing: drawn in random order, so that what was planted together does not stand together."""

from __future__ import annotations

import random
from collections.abc import Iterator

CAPACITY = 900
"""Ids of one kind in one district: more than the largest district needs."""


class Numbers:
    """A supply of ids `A01-017` of one kind in one district, and of register numbers."""

    def __init__(self, prefix: str, district: int, rng: random.Random) -> None:
        self._ids = self._shuffled(f"{prefix}{district + 1:02d}", rng)
        self._register = rng.randrange(1_000, 5_000)

    @staticmethod
    def _shuffled(prefix: str, rng: random.Random) -> Iterator[str]:
        return (f"{prefix}-{number:03d}" for number in rng.sample(range(1, CAPACITY + 1), CAPACITY))

    def next(self) -> str:
        """A new id."""
        return next(self._ids)

    def register(self) -> int:
        """A new register number."""
        self._register += 7
        return self._register
