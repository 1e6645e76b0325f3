"""Pictures and their tables from one set of parameters, without an engine."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from graphsvc.config import Settings
from graphsvc.errors import NotFound
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.services.figures import FigureParams, FiguresService
from graphsvc.viz.report import render_pdf

REGION = Dataset(
    actors=(
        Actor(id="a-1", name="=Verein", source="liste.xlsx"),
        Actor(id="a-2", name="Amt"),
        Actor(id="a-3", name="Büro"),
    ),
    structures=(
        Structure(id="s-1", name="AK Sprache", topic=("sprache",)),
        Structure(id="s-2", name="AK Arbeit", topic=("arbeit",)),
    ),
    memberships=(
        Membership(actor="a-1", structure="s-1"),
        Membership(actor="a-2", structure="s-1"),
        Membership(actor="a-2", structure="s-2", valid_from=date(2025, 1, 1)),
        Membership(actor="a-3", structure="s-2"),
        Membership(actor="a-1", structure="s-2"),
    ),
)


@pytest.fixture
def figures() -> FiguresService:
    return FiguresService(
        Settings(today=date(2026, 1, 31)),
        load=lambda: REGION,
        revision=lambda: 1,
        significant_pairs={"structures": lambda _: [("s-1", "s-2")], "actors": lambda _: [("a-1", "a-2")]},
    )


def test_picture_and_table_show_the_same(figures: FiguresService) -> None:
    params = FigureParams(topic="sprache")
    view = figures.view(params)

    rows = list(csv.reader(StringIO(figures.table(params).decode("utf-8-sig")), delimiter=";"))

    assert sorted(row[0] for row in rows[1:]) == sorted(["AK Sprache", "Amt", "'=Verein"])
    assert len(view.nodes) == 3


def test_workbook_holds_the_ties_and_no_formula(figures: FiguresService) -> None:
    book = load_workbook(BytesIO(figures.table(what="ties", file_format="xlsx")))
    cells = [cell.value for row in book.active.iter_rows(min_row=2) for cell in row]

    assert "'=Verein" in cells
    assert not any(str(cell).startswith("=") for cell in cells)


def test_points_keep_their_place_whatever_is_filtered(figures: FiguresService) -> None:
    whole = {node.id: (node.x, node.y) for node in figures.view().nodes}
    part = figures.view(FigureParams(topic="sprache")).nodes

    assert all(whole[node.id] == (node.x, node.y) for node in part)


def test_a_day_before_a_membership_hides_its_tie(figures: FiguresService) -> None:
    ties = {(edge.source, edge.target) for edge in figures.view(FigureParams(at=date(2024, 1, 1))).edges}

    assert ("a-2", "s-2") not in ties
    assert ("a-2", "s-1") in ties


def test_focus_takes_a_name_and_shows_what_is_near(figures: FiguresService) -> None:
    view = figures.view(FigureParams(focus="ak sprache"))

    assert {node.id for node in view.nodes} == {"s-1", "a-1", "a-2"}


def test_a_path_shows_only_its_points(figures: FiguresService) -> None:
    view = figures.view(FigureParams(focus="s-1", path_to="Büro"))

    assert {node.id for node in view.nodes} == {"s-1", "a-1", "s-2", "a-3"}


def test_an_unknown_focus_is_told(figures: FiguresService) -> None:
    with pytest.raises(NotFound, match="Nirgendwo"):
        figures.view(FigureParams(focus="Nirgendwo"))


def test_between_structures_only_ties_above_chance_are_drawn(figures: FiguresService) -> None:
    edges = figures.view(FigureParams(mode="structures")).edges

    assert [(edge.source, edge.target, edge.weight) for edge in edges] == [("s-1", "s-2", 2.0)]


def test_between_actors_too_unless_all_ties_are_asked_for(figures: FiguresService) -> None:
    drawn, every = (figures.view(FigureParams(mode="actors", ties=ties)).edges for ties in ("significant", "all"))

    assert [(edge.source, edge.target) for edge in drawn] == [("a-1", "a-2")]
    assert len(every) == 3


def test_the_caption_says_filters_date_and_source(figures: FiguresService) -> None:
    view = figures.view(FigureParams(topic="sprache"), lang="de")

    assert view.imprint() == ("Stand: 31.01.2026", "Filter: Thema: Sprache", "Quelle: liste.xlsx")


def test_data_for_the_canvas_names_ties_by_place(figures: FiguresService) -> None:
    data = figures.data()

    ends = {(data["nodes"][source]["id"], data["nodes"][target]["id"]) for source, target, *_ in data["edges"]}
    assert ("a-1", "s-1") in ends


@pytest.fixture
def staffed() -> FiguresService:
    """The same region, where the head of the office has a seat."""
    head = Actor(id="a-4", name="Leitung des Amtes", kind="funktion", source="personal.xlsx")
    region = replace(
        REGION,
        actors=(*REGION.actors, head),
        memberships=(*REGION.memberships, Membership(actor="a-4", structure="s-1")),
    )
    return FiguresService(Settings(today=date(2026, 1, 31)), load=lambda: region, revision=lambda: 1)


def test_people_in_functions_are_seen_on_the_screen_and_leave_in_no_file(staffed: FiguresService) -> None:
    shown, asked = FigureParams(), FigureParams(functions=True)

    assert "a-4" in {node["id"] for node in staffed.data(shown)["nodes"]}
    for write in (staffed.svg, staffed.html, lambda params: staffed.table(params).decode("utf-8-sig")):
        assert "Leitung des Amtes" in write(asked)
        assert "Leitung des Amtes" not in write(shown)
        assert "personal.xlsx" not in write(shown)
    left = render_pdf(staffed.view(FigureParams(functions=False)))
    assert staffed.pdf(shown) == left != staffed.pdf(asked)


def test_a_file_about_a_person_in_a_function_is_refused(staffed: FiguresService) -> None:
    assert staffed.view(FigureParams(focus="Leitung des Amtes")).nodes
    with pytest.raises(NotFound):
        staffed.svg(FigureParams(focus="Leitung des Amtes"))


def test_a_file_says_how_many_people_it_leaves_out() -> None:
    person = Actor(id="a-p", name="Sprecherin", kind="funktion")
    figures = FiguresService(
        Settings(today=date(2026, 1, 31)), load=lambda: Dataset(actors=(person,)), revision=lambda: 1
    )

    assert "ohne eine Person in Funktion" in " ".join(figures.view(FigureParams().leaving(), lang="de").imprint())
    assert "Person" not in " ".join(figures.view(FigureParams(), lang="de").imprint())
