"""What a picture shows, as data: points, ties, legend, and the line that says as of when and from where.

A view is complete: it already holds positions, marks and words in one language, so every renderer shows the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from graphsvc.language import text

Side = Literal["actor", "structure"]
Dash = Literal["solid", "dashed", "dotted"]
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a point looks: its shape, its fill, and a letter or two that say the same in grey."""

    shape: Literal["circle", "square", "diamond"]
    fill: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewNode:
    """One actor or structure; `group` is the code that colours it, `size` the radius in picture units, `region` the
    name of the circle it lies in where the picture is laid out by groups."""

    id: str
    label: str
    side: Side
    kind: str
    group: str
    mark: Mark
    size: float = 6.0
    degree: int = 0
    region: str = ""
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewEdge:
    """A tie between two points; `kind` says what it is in words, `weight` how strong (shared members, else 1)."""

    source: str
    target: str
    kind: str
    weight: float = 1.0
    dash: Dash = "solid"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The circle of a group, with its name and how many points of it are shown."""

    label: str
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend: a mark, what it means, and how many points carry it."""

    mark: Mark
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class LegendTie:
    """A kind of line in the picture and how many there are."""

    dash: Dash
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """A picture before it is drawn."""

    title: str
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    legend: tuple[LegendEntry, ...] = ()
    ties: tuple[LegendTie, ...] = ()
    regions: tuple[Region, ...] = ()
    at: date | None = None
    source: str = ""
    filters: tuple[str, ...] = ()
    size_note: str = ""
    lang: str = "de"
    box: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", _box(self.nodes, self.regions))

    def placed(self, positions: Mapping[str, Position]) -> GraphView:
        """The same view with its points at these positions; points not named stay."""
        moved = tuple(
            replace(node, x=positions[node.id][0], y=positions[node.id][1]) if node.id in positions else node
            for node in self.nodes
        )
        return replace(self, nodes=moved)

    def imprint(self) -> tuple[str, ...]:
        """The lines below a picture: date of the data, filters, source."""
        stand = text("viz.as_of", self.lang, at=self.at) if self.at else text("viz.as_of_ever", self.lang)
        filters = text("viz.filters", self.lang, filters="; ".join(self.filters)) if self.filters else ""
        source = text("viz.source", self.lang, source=self.source) if self.source else ""
        return tuple(line for line in (stand, filters, source) if line)

    def summary(self) -> str:
        """What the picture shows in words: counts, the best connected, the ones without a tie."""
        if not self.nodes:
            return text("viz.summary_empty", self.lang)
        sides = Counter(node.side for node in self.nodes)
        parts = [
            text("viz.summary_counts", self.lang, what=self._counted(sides)),
            *(self._busiest(side) for side in ("structure", "actor") if sides[side]),
            self._largest_regions(),
        ]
        alone = sum(1 for node in self.nodes if node.degree == 0)
        if alone:
            parts.append(text("viz.summary_alone", self.lang, count=alone))
        return " ".join(part for part in parts if part)

    def _counted(self, sides: Counter[Side]) -> str:
        counts = {"actors": sides["actor"], "structures": sides["structure"], "ties": len(self.edges)}
        *first, last = [text(f"viz.shown_{name}", self.lang, count=count) for name, count in counts.items()]
        return text("viz.all_of_them", self.lang, first=", ".join(first), last=last)

    def _largest_regions(self) -> str:
        if not self.regions:
            return ""
        largest = ", ".join(f"{region.label} ({region.count})" for region in self.regions[:3])
        return text("viz.summary_regions", self.lang, count=len(self.regions), names=largest)

    def _busiest(self, side: str) -> str:
        tied = [node for node in self.nodes if node.side == side and node.degree]
        if not tied:
            return ""
        best = sorted(tied, key=lambda node: (-node.degree, node.label))[:3]
        names = ", ".join(f"{node.label} ({node.degree})" for node in best)
        return text(f"viz.summary_busiest_{side}", self.lang, names=names)


def _box(nodes: tuple[ViewNode, ...], regions: tuple[Region, ...]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom around all points and circles; a unit box around nothing."""
    round_things = [(node.x, node.y, node.size) for node in nodes]
    round_things += [(region.x, region.y, region.radius) for region in regions]
    if not round_things:
        return (-1.0, -1.0, 1.0, 1.0)
    return (
        min(x - radius for x, _, radius in round_things),
        min(y - radius for _, y, radius in round_things),
        max(x + radius for x, _, radius in round_things),
        max(y + radius for _, y, radius in round_things),
    )
