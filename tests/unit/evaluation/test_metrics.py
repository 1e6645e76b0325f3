"""Measures against known cases and against brute force over all orders of ties."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.evaluation.metrics import (
    UNLISTED,
    confusion,
    decide,
    hits_in_top,
    leakage,
    mean_and_spread,
    pr_auc,
    precision_at,
    recall_at,
    ties_top,
)


def plain_average_precision(hits: list[bool]) -> float:
    precisions = [sum(hits[: place + 1]) / (place + 1) for place in range(len(hits)) if hits[place]]
    return sum(precisions) / sum(hits)


def test_average_precision_of_a_known_ranking() -> None:
    hits = [True, False, True, False, False]

    assert pr_auc([5, 4, 3, 2, 1], hits) == pytest.approx((1 + 2 / 3) / 2)


def test_perfect_and_worst_ranking() -> None:
    assert pr_auc([4, 3, 2, 1], [True, True, False, False]) == 1
    assert pr_auc([4, 3, 2, 1], [False, False, False, True]) == 0.25


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6))
def test_ties_give_the_mean_over_all_their_orders(pairs: list[tuple[int, bool]]) -> None:
    scores, hits = [score for score, _ in pairs], [hit for _, hit in pairs]
    orders = [order for order in permutations(range(len(pairs))) if _is_sorted([scores[index] for index in order])]

    if any(hits):
        means = [plain_average_precision([hits[index] for index in order]) for order in orders]
        assert pr_auc(scores, hits) == pytest.approx(sum(means) / len(means))
    for k in range(1, len(pairs) + 1):
        tops = [sum(hits[index] for index in order[:k]) for order in orders]
        assert hits_in_top(scores, hits, k) == pytest.approx(sum(tops) / len(tops))


def _is_sorted(scores: list[int]) -> bool:
    return all(a >= b for a, b in pairwise(scores))


def test_precision_and_recall_at_k() -> None:
    scores, hits = [9.0, 8.0, 7.0, 6.0], [True, False, True, True]

    assert precision_at(scores, hits, 2) == 0.5
    assert recall_at(scores, hits, 2) == pytest.approx(1 / 3)
    assert precision_at(scores, hits, 10) == 0.75


def test_no_hit_to_find_is_not_a_number() -> None:
    assert isnan(pr_auc([1.0], [False]))
    assert isnan(recall_at([1.0], [False], 5))


def test_leakage_counts_hard_negatives_in_the_top() -> None:
    assert leakage([3.0, 2.0, 1.0], [False, True, True], 2) == 1


def test_ties_top_counts_scores_that_occur_twice() -> None:
    assert ties_top([5.0, 5.0, 4.0, 3.0, UNLISTED, UNLISTED]) == 0.5
    assert ties_top([5.0, 4.0, 4.0], k=2) == 0


def test_decision_measures() -> None:
    decision = decide(called={1, 2, 3}, true={2, 3, 4, 5})

    assert (decision.precision, decision.recall) == (pytest.approx(2 / 3), 0.5)
    assert decision.f1 == pytest.approx(4 / 7)
    assert decide([], []).f1 == 1


def test_confusion_counts_by_true_and_found_class() -> None:
    table = confusion({"ab": "K1", "cd": "K2"}, {"ab": "K1", "ef": "K6"})

    assert table == {"K1": {"K1": 1}, "K2": {"none": 1}, "none": {"K6": 1}}


def test_mean_and_spread_leave_out_what_is_not_known() -> None:
    assert mean_and_spread([1.0, 3.0, float("nan")]) == (2.0, pytest.approx(2**0.5))
    assert mean_and_spread([1.0]) == (1.0, 0.0)
