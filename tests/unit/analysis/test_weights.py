"""Weights of evidence: what a level of likeness says against how common it is in the region."""

from __future__ import annotations

import numpy as np
import pytest

from graphsvc.analysis.weights import Dimension, chance_shares

VALUES = np.array([0.1] * 90 + [0.6] + [0.9] * 9)
"""Nearly all pairs on the lowest of three levels, hardly one on the middle one."""


def test_a_level_that_is_rare_by_chance_does_not_outweigh_a_higher_one() -> None:
    dimension = Dimension((0.5, 0.8), (0.1, 0.3, 0.6), step=True)

    u = chance_shares(VALUES, dimension)
    low, middle, high = dimension.bits(VALUES, u)[[0, 90, 91]]

    assert low < 0 < middle == high == pytest.approx(np.log2(0.9 / (u[1] + u[2])))


def test_both_ends_may_speak_for_a_duplicate_where_the_table_says_so() -> None:
    dimension = Dimension((0.5, 0.8), (0.1, 0.3, 0.6), step=True, rising=False)

    bits = dimension.bits(VALUES, chance_shares(VALUES, dimension))

    assert bits[90] > bits[91]


def test_what_is_not_known_weighs_nothing() -> None:
    assert Dimension((0.5,), (0.2, 0.8)).bits(np.array([np.nan, 0.2]), np.array([0.5, 0.5]))[0] == 0


def test_few_pairs_lean_on_a_typical_region_and_many_do_not() -> None:
    dimension = Dimension((0.5,), (0.2, 0.8), u=(0.9, 0.1))

    assert chance_shares(np.array([1.0]), dimension)[1] == pytest.approx(0.1, abs=0.01)
    assert chance_shares(np.ones(100_000), dimension)[1] > 0.99
