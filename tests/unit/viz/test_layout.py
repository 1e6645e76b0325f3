"""Positions depend on ids and ties only."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from graphsvc.viz.layout import EXACT_LIMIT, layout

RING = [(f"n{at}", f"n{(at + 1) % 12}") for at in range(12)]
NODES = [f"n{at}" for at in range(12)] + ["alone"]


def test_same_data_in_any_order_gives_the_same_picture() -> None:
    turned = [(b, a) for a, b in reversed(RING)]

    assert layout(NODES, RING) == layout(reversed(NODES), turned)


def test_a_point_that_was_moved_stays_where_it_was_put() -> None:
    placed = layout(NODES, RING, fixed={"n3": (500.0, -200.0)})

    assert placed["n3"] == (500.0, -200.0)


def test_no_two_points_lie_on_each_other() -> None:
    placed = layout(NODES, RING, gap=26.0)

    assert min(dist(a, b) for a, b in combinations(placed.values(), 2)) > 20.0


def test_points_without_ties_stand_below_the_others() -> None:
    placed = layout(NODES, RING)

    assert placed["alone"][1] > max(y for node, (_, y) in placed.items() if node != "alone")


def test_tied_points_are_nearer_than_strangers() -> None:
    placed = layout(NODES, RING)

    tied = [dist(placed[a], placed[b]) for a, b in RING]
    opposite = [dist(placed[f"n{at}"], placed[f"n{at + 6}"]) for at in range(6)]
    assert max(tied) < min(opposite)


def test_large_maps_use_the_grid_and_stay_deterministic() -> None:
    nodes = [f"n{at}" for at in range(EXACT_LIMIT + 50)]
    ties = [(nodes[at], nodes[at // 3]) for at in range(1, len(nodes))]

    assert layout(nodes, ties) == layout(nodes[::-1], ties[::-1])


@pytest.mark.parametrize("nodes", [[], ["one"], ["one", "two"]], ids=["none", "one", "two without a tie"])
def test_tiny_maps_have_a_place_for_every_point(nodes: list[str]) -> None:
    assert set(layout(nodes, [])) == set(nodes)
