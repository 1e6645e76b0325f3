"""A view as PDF for a committee paper: the picture with its legend, then the same as tables; made without a browser.

typst sets the pages. Its document is a fixed text; names and tables reach it as data only, so no value can be taken for
markup. Only the typefaces inside typst are used, so the bytes are the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Literal

import typst

from graphsvc.language import text
from graphsvc.viz.svg import render_svg
from graphsvc.viz.view import GraphView

Paper = Literal["a4", "a3"]
LABELS: dict[Paper, int] = {"a4": 40, "a3": 60}
"""Names that stay readable on a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report: every row as long as the heading."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def render_pdf(view: GraphView, *, paper: Paper = "a3", tables: Sequence[Table] | None = None) -> bytes:
    """The report as PDF with tags and alternative text; without `tables`, those of the view itself."""
    words = {key: text(f"viz.{key}", view.lang) for key in ("page", "drawn_by")}
    data = {
        "title": view.title,
        "lang": view.lang,
        "paper": paper,
        "summary": view.summary(),
        "imprint": list(view.imprint()),
        "words": words,
        "tables": [
            {"title": table.title, "columns": list(table.columns), "rows": [list(map(str, row)) for row in table.rows]}
            for table in (tables if tables is not None else view_tables(view))
        ],
    }
    made = datetime.combine(view.at, datetime.min.time(), UTC) if view.at else datetime(2000, 1, 1, tzinfo=UTC)
    page: bytes = typst.compile(
        _document(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data), "picture": render_svg(view, label_limit=LABELS[paper])},
        timestamp=int(made.timestamp()),
    )
    return page


def view_tables(view: GraphView) -> list[Table]:
    """The equal tables of a picture: its points and its ties."""
    names = {node.id: node.label for node in view.nodes}

    def say(key: str) -> str:
        return text(f"viz.{key}", view.lang)

    by_region = ("region",) if view.regions else ()
    entries: list[tuple[str | int, ...]] = [
        (node.label, say(f"side_{node.side}"), node.kind, *(node.region for _ in by_region), node.degree)
        for node in sorted(view.nodes, key=lambda node: (node.label, node.id))
    ]
    ties = [(names[edge.source], _tie_words(edge.kind, edge.note), names[edge.target]) for edge in view.edges]
    return [
        Table(
            say("table_entries"),
            [say(f"column_{name}") for name in ("name", "side", "kind", *by_region, "degree")],
            entries,
        ),
        Table(say("table_ties"), [say(f"column_{name}") for name in ("from", "tie", "to")], ties),
    ]


def _tie_words(kind: str, note: str) -> str:
    return f"{kind} ({note})" if note else kind


@cache
def _document() -> bytes:
    return resources.files("graphsvc.viz").joinpath("templates", "report.typ").read_bytes()
