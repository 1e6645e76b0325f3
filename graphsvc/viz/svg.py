"""A view as SVG: one self-contained picture with title, legend, date and source, for a paper or a slide.

Only presentation attributes are used, so the picture may stand inside a page with a strict content policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from graphsvc.language import text
from graphsvc.viz.labels import Label, Transform, fitting, shortened
from graphsvc.viz.style import OUTLINE, TIE, ink
from graphsvc.viz.view import GraphView, LegendEntry, LegendTie, ViewNode

WIDTH, HEIGHT = 1600, 1131
"""The shape of A3 and A4 in landscape."""
MARGIN, HEAD, FOOT, LEGEND = 40, 96, 64, 330
"""Room around the picture, above it for the title, below it for the source line, at its right for the legend."""
FONT = 15.0
DASHES = {"solid": "none", "dashed": "7 5", "dotted": "2 4"}

ENVIRONMENT = Environment(
    loader=PackageLoader("graphsvc.viz"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the legend at its height; a heading where it has neither mark nor tie."""

    y: int
    text: str
    entry: LegendEntry | None = None
    tie: LegendTie | None = None


def render_svg(view: GraphView, *, label_limit: int = 60) -> str:
    """The picture as text; the same view gives the same bytes."""
    transform, scale = _fit(view)
    places = {node.id: transform(node.x, node.y) for node in view.nodes}
    return ENVIRONMENT.get_template("picture.svg").render(
        view=view,
        width=WIDTH,
        height=HEIGHT,
        margin=MARGIN,
        regions=[(*transform(region.x, region.y), round(region.radius * scale, 1), region) for region in view.regions],
        points=[_point(node, places, scale) for node in view.nodes],
        ties=[(*places[edge.source], *places[edge.target], edge) for edge in view.edges],
        heaviest=max((edge.weight for edge in view.edges), default=1.0),
        labels=_labels(view, transform, scale, label_limit),
        legend=list(_legend_lines(view)),
        legend_x=WIDTH - LEGEND,
        title=shortened(view.title, 90),
        imprint=" · ".join([*view.imprint(), text("viz.drawn_by", view.lang)]),
        dashes=DASHES,
        outline=OUTLINE,
        tie_colour=TIE,
        ink=ink,
        font=FONT,
    )


def _fit(view: GraphView) -> tuple[Transform, float]:
    """Map the view's box into the picture's room, never magnified more than threefold."""
    left, top, right, bottom = view.box
    room_x, room_y = WIDTH - LEGEND - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN
    scale = min(room_x / max(right - left, 1e-9), room_y / max(bottom - top, 1e-9), 3.0)
    shift_x = MARGIN + (room_x - (right - left) * scale) / 2 - left * scale
    shift_y = HEAD + (room_y - (bottom - top) * scale) / 2 - top * scale
    return lambda x, y: (round(x * scale + shift_x, 1), round(y * scale + shift_y, 1)), scale


def _point(
    node: ViewNode, places: dict[str, tuple[float, float]], scale: float
) -> tuple[ViewNode, float, float, float]:
    x, y = places[node.id]
    return node, x, y, round(max(node.size * scale, 3.0), 1)


def _labels(view: GraphView, transform: Transform, scale: float, limit: int) -> list[Label]:
    room = (MARGIN / 2, float(WIDTH - LEGEND - MARGIN / 2))
    return fitting(view.nodes, transform, font=FONT, scale=max(scale, 0.3), room=room, limit=limit)


def _legend_lines(view: GraphView) -> Iterator[Line]:
    """Structures, actors, ties, each under its heading, then what size stands for."""
    y = HEAD + 14
    for side, heading in (("square", "viz.structures"), ("circle", "viz.actors")):
        entries = [entry for entry in view.legend if entry.mark.shape == side]
        if entries:
            yield Line(y, text(heading, view.lang))
            yield from (Line(y + 26 * at, _counted(entry), entry=entry) for at, entry in enumerate(entries, 1))
            y += 26 * len(entries) + 44
    if view.ties:
        yield Line(y, text("viz.legend_ties", view.lang))
        yield from (Line(y + 26 * at, _counted(tie), tie=tie) for at, tie in enumerate(view.ties, 1))
        y += 26 * len(view.ties) + 44
    yield Line(y, view.size_note)


def _counted(line: LegendEntry | LegendTie) -> str:
    return f"{shortened(line.label, 36)} ({line.count})"
