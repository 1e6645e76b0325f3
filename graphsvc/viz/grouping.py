"""A layout by groups: every group a circle of its own, the largest first, the best tied in the middle of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from graphsvc.viz.view import Position

STEP = 38.0
"""Room for a point: the distance from the middle grows with the root of the rank, so that points lie evenly."""
RIM = 34.0
"""Between the outermost point of a group and its circle."""
GAP = 90.0
"""Between two circles, with room for the name of the lower one."""
NAME = 330.0
"""Room for the name of a group whose circle is narrower."""
GOLDEN = pi * (3 - sqrt(5))
"""The angle between one point and the next, as seeds of a sunflower lie (Vogel 1979)."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Where a group lies."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """Points in the circles of their groups."""

    positions: Mapping[str, Position]
    circles: Mapping[str, Circle]
    group_of: Mapping[str, str]


def arrange(groups: Mapping[str, Sequence[str]]) -> Grouping:
    """Lay groups out in rows, largest first.

    Args:
        groups: from the code of each group to its points, in the order in which they lie from the middle outwards.
    """
    ordered = sorted(groups, key=lambda code: (-len(groups[code]), code))
    circles = _in_rows({code: STEP * sqrt(len(groups[code])) + RIM for code in ordered})
    positions = {
        point: (round(circles[code].x + x, 2), round(circles[code].y + y, 2))
        for code in ordered
        for point, (x, y) in zip(groups[code], map(_seed, range(len(groups[code]))), strict=True)
    }
    return Grouping(positions, circles, {point: code for code in ordered for point in groups[code]})


def _seed(rank: int) -> Position:
    distance = STEP * sqrt(rank + 0.5)
    return distance * cos(rank * GOLDEN), distance * sin(rank * GOLDEN)


def _in_rows(radii: Mapping[str, float]) -> dict[str, Circle]:
    """Circles beside each other, a new row where the picture would become wider than a page in landscape."""
    room = {code: max(2 * radius, NAME) for code, radius in radii.items()}
    width = sqrt(1.6 * sum((room[code] + GAP) * (2 * radius + GAP) for code, radius in radii.items()))
    circles: dict[str, Circle] = {}
    left, top, height = 0.0, 0.0, 0.0
    for code, radius in radii.items():
        if left and left + room[code] > width:
            left, top, height = 0.0, top + height + GAP, 0.0
        height = max(height, 2 * radius)
        circles[code] = Circle(round(left + room[code] / 2, 2), round(top + radius, 2), round(radius, 2))
        left += room[code] + GAP
    return circles
