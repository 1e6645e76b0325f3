"""SVG, HTML and PDF of one view: complete, escaped, self-contained, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from graphsvc.model.entities import Dataset
from graphsvc.viz.network import Caption, compose
from graphsvc.viz.pyvis_html import render_html
from graphsvc.viz.report import render_pdf
from graphsvc.viz.svg import render_svg
from graphsvc.viz.view import GraphView

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def view(region: Dataset) -> GraphView:
    caption = Caption(
        title="Karte </script><script>alert(1)</script>",
        at=date(2026, 3, 31),
        source="liste.xlsx",
        filters=("Thema: Sprache",),
    )
    return compose(region, caption)


def test_svg_has_title_description_legend_date_and_source(view: GraphView) -> None:
    picture = ElementTree.fromstring(render_svg(view))
    words = "".join(picture.itertext())

    assert picture.findtext(f"{SVG}title") == view.title
    assert view.summary() in (picture.findtext(f"{SVG}desc") or "")
    for expected in ("Stand: 31.03.2026", "Quelle: liste.xlsx", "Filter: Thema: Sprache", "Arbeitskreis (1)"):
        assert expected in words


def test_svg_names_every_point(view: GraphView) -> None:
    points = ElementTree.fromstring(render_svg(view)).findall(f"{SVG}g[@id='points']/{SVG}g")

    assert {point.findtext(f"{SVG}title", "").rpartition(" (")[0] for point in points} == {
        node.label for node in view.nodes
    }


def test_html_is_one_file_without_any_outside_address(view: GraphView) -> None:
    page = render_html(view)
    own = re.sub(r"(?s)<script>.*?</script>", "", page)

    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", own)
    assert "sourceMappingURL" not in page


def test_html_policy_holds_the_hashes_of_exactly_its_scripts_and_styles(view: GraphView) -> None:
    page = render_html(view)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = set(re.findall(r"sha256-([A-Za-z0-9+/=]+)", policy.group(1)))
    blocks = re.findall(r"(?s)<(?:script|style)>(.*?)</(?:script|style)>", page)

    assert {base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks} == allowed
    assert "default-src &#39;none&#39;" in policy.group(1)


def test_html_escapes_names_and_titles(view: GraphView) -> None:
    page = render_html(view)

    assert "<script>alert(1)" not in page
    assert "<b>Brücke" not in page


def test_html_tables_hold_every_point_and_tie(view: GraphView) -> None:
    tables = re.findall(r"(?s)<tbody>(.*?)</tbody>", render_html(view))

    assert [table.count("<tr>") for table in tables] == [len(view.nodes), len(view.edges)]


@pytest.mark.parametrize("render", [render_svg, render_html, render_pdf], ids=["svg", "html", "pdf"])
def test_same_view_gives_the_same_bytes(view: GraphView, render: object) -> None:
    assert callable(render)
    assert render(view) == render(view)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_pdf_is_tagged_and_has_the_language(view: GraphView, paper: str) -> None:
    report = render_pdf(view, paper="a4" if paper == "a4" else "a3")

    assert report.startswith(b"%PDF-")
    assert b"/MarkInfo" in report
    assert b"/Lang" in report


def test_pdf_without_tables_is_one_page(view: GraphView) -> None:
    def pages(pdf: bytes) -> int:
        return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))

    assert pages(render_pdf(view, tables=())) == 1
    assert pages(render_pdf(view)) == 3
