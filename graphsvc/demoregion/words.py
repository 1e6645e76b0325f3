"""The word lists beside this module, read once, and draws that hit given shares exactly."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, TypeVar

Drawn = TypeVar("Drawn")

UMLAUTS = str.maketrans(dict(zip("äöüßÄÖÜ", ["ae", "oe", "ue", "ss", "Ae", "Oe", "Ue"], strict=True)))
"""Umlauts as keyboards without them write them."""


@cache
def table(name: str) -> dict[str, Any]:
    """One of the word lists: `names`, `words`, `plants` or `headline`."""
    source = resources.files(__name__.rpartition(".")[0]) / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def dice(seed: int, *purpose: object) -> random.Random:
    """A source of chance of its own for each purpose, so that a change in one step leaves the others as they were."""
    return random.Random("|".join(map(str, (seed, *purpose))))


def deck(shares: Mapping[Drawn, float], count: int, rng: random.Random) -> list[Drawn]:
    """`count` values in random order that hit the shares exactly (largest remainder)."""
    total = sum(shares.values())
    exact = {value: share * count / total for value, share in shares.items()}
    cards = [value for value, wanted in exact.items() for _ in range(int(wanted))]
    by_remainder = sorted(exact, key=lambda value: int(exact[value]) - exact[value])
    cards += by_remainder[: count - len(cards)]
    rng.shuffle(cards)
    return cards


def weighted_sample(weights: Mapping[Drawn, float], count: int, rng: random.Random) -> list[Drawn]:
    """`count` different values, the heavier the likelier (exponential clocks; Efraimidis and Spirakis 2006)."""
    clocks = {value: rng.expovariate(1.0) / weight for value, weight in weights.items() if weight > 0}
    return sorted(clocks, key=clocks.__getitem__)[:count]


def scaled(count: int, factor: float) -> int:
    """A count of the recipe at another size; what exists at all stays at least one."""
    return max(1, round(count * factor)) if count else 0


def shuffled(values: Sequence[Drawn], rng: random.Random) -> list[Drawn]:
    """The values in random order."""
    return rng.sample(values, len(values))
