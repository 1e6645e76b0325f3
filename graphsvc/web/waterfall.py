"""Contributions as bars that begin where the last one ended: how a weight comes together, drawn and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 400.0
"""Width of the drawing in its own units."""
SHORTEST = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One contribution: what it is, its bits, and where its bar lies."""

    text: str
    bits: float
    stance: str
    x: float
    width: float


def waterfall(parts: Sequence[tuple[str, float, str]]) -> list[Bar]:
    """Bars for (text, bits, stance), the weightiest first; what is not known comes last and has no bar."""
    ordered = sorted(parts, key=lambda part: (part[2] == "unknown", -abs(part[1])))
    steps: list[tuple[float, float]] = []
    level = 0.0
    for _, bits, _ in ordered:
        steps.append((min(level, level + bits), max(level, level + bits)))
        level += bits
    low, high = min([0.0, *(start for start, _ in steps)]), max([0.0, *(end for _, end in steps)])
    scale = WIDTH / (high - low) if high > low else 0.0
    return [
        Bar(text, bits, stance, round((start - low) * scale, 1), round(max((end - start) * scale, SHORTEST), 1))
        for (text, bits, stance), (start, end) in zip(ordered, steps, strict=True)
    ]
