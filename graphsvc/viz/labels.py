"""Which names fit into a picture without lying on each other: the best connected first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphsvc.viz.view import ViewNode

Transform = Callable[[float, float], tuple[float, float]]
LETTER = 0.54
"""Mean width of a letter in a sans-serif face, in font sizes."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name at its place: the middle of its base line."""

    node: ViewNode
    text: str
    x: float
    y: float


def shortened(text: str, limit: int = 34) -> str:
    """A name cut at a word where it is longer than `limit` letters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rpartition(" ")[0] if " " in cut[limit // 2 :] else cut).rstrip(" -–,") + "…"


def fitting(
    nodes: Sequence[ViewNode],
    transform: Transform,
    *,
    font: float,
    scale: float,
    room: tuple[float, float],
    limit: int = 60,
) -> list[Label]:
    """Labels below their points, at most `limit`, none overlapping another, none over the left or right end of the
    `room`; structures first, then by number of ties, then by name."""
    kept: list[Label] = []
    boxes: list[tuple[float, float, float, float]] = []
    for node in sorted(nodes, key=lambda node: (-(node.side == "structure"), -node.degree, node.label, node.id)):
        x, y = transform(node.x, node.y)
        name = shortened(node.label)
        width = len(name) * font * LETTER
        middle = min(max(x, room[0] + width / 2), room[1] - width / 2)
        label = Label(node, name, round(middle, 1), round(y + node.size * scale + font, 1))
        box = (label.x - width / 2, label.y - font, label.x + width / 2, label.y + font * 0.3)
        if not any(_overlap(box, other) for other in boxes):
            kept.append(label)
            boxes.append(box)
        if len(kept) == limit:
            break
    return kept


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
