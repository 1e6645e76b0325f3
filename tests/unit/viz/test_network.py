"""From a map to a view."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from graphsvc.model.entities import Dataset
from graphsvc.viz.network import Caption, Look, compose, group_map, layout_map
from graphsvc.viz.pyvis_html import render_html
from graphsvc.viz.report import view_tables
from graphsvc.viz.selection import restricted
from graphsvc.viz.svg import render_svg
from graphsvc.viz.view import GraphView


def view(region: Dataset, look: Look | None = None, lang: str = "de") -> GraphView:
    return compose(region, Caption(title="Musterkreis", lang=lang), look)


def test_every_tie_is_drawn_once_with_its_word(region: Dataset) -> None:
    drawn = {(edge.source, edge.target, edge.kind) for edge in view(region).edges}

    assert ("s-ak", "s-netzwerk", "Teil von") in drawn or ("s-ak", "s-netzwerk", "teil von") in drawn
    assert ("a-verein", "s-ak", "ist Mitglied") in drawn
    assert len(drawn) == len(view(region).edges) == 8


def test_legend_counts_every_point_once(region: Dataset) -> None:
    assert sum(entry.count for entry in view(region).legend) == len(view(region).nodes) == 6


def test_letters_tell_groups_of_one_side_apart_without_colour(region: Dataset) -> None:
    codes = [entry.mark.code for entry in view(region).legend if entry.mark.shape == "circle"]

    assert len(set(codes)) == len(codes)


def test_one_sided_pictures_count_what_is_shared(region: Dataset) -> None:
    edges = {(edge.source, edge.target): edge.weight for edge in view(region, Look(mode="actors")).edges}

    assert edges[("a-caritas", "a-kreis")] == 2.0


def test_one_sided_pictures_can_be_kept_to_given_ties(region: Dataset) -> None:
    drawn = compose(region, Caption(title="x"), Look(mode="actors"), pairs=[("a-kreis", "a-caritas")])

    assert [(edge.source, edge.target) for edge in drawn.edges] == [("a-caritas", "a-kreis")]


def test_colour_by_topic_uses_the_upper_level(region: Dataset) -> None:
    groups = {node.id: node.group for node in view(region, Look(colour_by="topic")).nodes}

    assert groups["s-ak"] == groups["s-netzwerk"] == "sprache"


def test_positions_of_the_whole_map_are_kept_by_a_part_of_it(region: Dataset) -> None:
    whole = layout_map(region)

    part = compose(region, Caption(title="x"), positions=whole)

    assert all((node.x, node.y) == whole[node.id] for node in part.nodes)


def test_summary_says_the_picture_in_words(region: Dataset) -> None:
    assert "4 Akteure, 2 Strukturen und 8 Verbindungen" in view(region).summary()
    assert "4 actors, 2 structures and 8 ties" in view(region, lang="en").summary()


def test_groups_are_circles_that_hold_their_points_and_do_not_touch(region: Dataset) -> None:
    grouped = view(region, Look(group_by="topic"))

    regions = {each.label: each for each in grouped.regions}
    assert sum(each.count for each in grouped.regions) == len(grouped.nodes)
    for node in grouped.nodes:
        circle = regions[node.region]
        assert hypot(node.x - circle.x, node.y - circle.y) < circle.radius
    for one, other in combinations(grouped.regions, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius


def test_circles_stay_where_they_are_when_filters_hide_points(region: Dataset) -> None:
    whole = view(region, Look(group_by="topic"))
    part = compose(
        restricted(region, ["s-ak", "a-verein"]),
        Caption(title="x"),
        Look(group_by="topic"),
        grouping=group_map(region, "both", "topic"),
    )

    places = {node.id: (node.x, node.y) for node in whole.nodes}
    assert {node.id: (node.x, node.y) for node in part.nodes} == {key: places[key] for key in ("s-ak", "a-verein")}
    assert {each.label for each in part.regions} <= {each.label for each in whole.regions}


def test_every_form_of_the_picture_names_the_groups(region: Dataset) -> None:
    grouped = view(region, Look(group_by="territory"))
    name = grouped.regions[0].label

    assert name in render_svg(grouped)
    assert name in render_html(grouped)
    assert name in grouped.summary()
    assert any(name in row for row in view_tables(grouped)[0].rows)


def test_roles_are_said_in_words_and_plain_membership_needs_none(region: Dataset) -> None:
    notes = {edge.note for edge in view(region).edges}

    assert not notes & {"mitglied", "vorsitz", "gast"}
