"""Learning from judgements: moved by what was judged, adopted only where it helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graphsvc.analysis.calibration import (
    MIN_JUDGEMENTS,
    Judged,
    average_precision,
    calibrate,
    learn,
    mixed,
    weighed,
)
from graphsvc.analysis.structures import Suspicions, suspect
from graphsvc.demoregion import generate


@pytest.fixture(scope="module")
def found() -> Suspicions:
    return suspect(generate(seed=5, size=0.4).dataset, draws=20)


def judged(found: Suspicions, count: int, *, dimension: str | None = None) -> list[Judged]:
    """The first pairs that no rule decides, the upper third of them judged duplicates as the table has it; or those
    that differ in one dimension."""
    open_pairs = [pair for pair in np.argsort(-found.weight).tolist() if not found.relations.ruled[pair]]
    if dimension is None:
        return [Judged(pair, place < count / 3) for place, pair in enumerate(open_pairs[:count])]
    values = found.evidence.values[dimension]
    other, same = ([pair for pair in open_pairs if (values[pair] == 0) == differs] for differs in (True, False))
    return [*(Judged(pair, True) for pair in other[: count // 3]), *(Judged(pair, False) for pair in same[:count])]


def test_shares_move_towards_what_was_judged_and_stay_shares(found: Suspicions) -> None:
    values = found.evidence.values["level"]
    other = np.flatnonzero(values == 0)[:20]

    learned = learn(found, [Judged(int(pair), True) for pair in other])

    before, after = (table.dimensions["level"].m for table in (found.weights, learned))
    assert after == pytest.approx(((20 * before[0] + 20) / 40, 20 * before[1] / 40), abs=1e-4)
    for dimension in learned.dimensions.values():
        assert sum(dimension.m) == pytest.approx(sum(found.weights.dimensions["topic"].m), abs=1e-3)


def test_few_judgements_are_never_adopted(found: Suspicions) -> None:
    few, one_sided = (
        calibrate(found, judged(found, MIN_JUDGEMENTS - 1)),
        calibrate(found, [replace(each, is_duplicate=place < 7) for place, each in enumerate(judged(found, 60))]),
    )

    assert (few.verdict, one_sided.verdict) == ("few_judgements", "few_positives")
    assert few.after == few.before
    assert not few.adoptable
    assert "40 Urteile" in few.text["de"]


def test_judgements_that_agree_with_the_table_propose_no_change(found: Suspicions) -> None:
    result = calibrate(found, judged(found, 60))

    assert result.before == 1.0
    assert result.verdict == "no_gain"


def test_judgements_that_contradict_one_dimension_propose_to_weigh_it_less(found: Suspicions) -> None:
    result = calibrate(found, judged(found, 60, dimension="level"))

    assert result.adoptable
    assert result.after - result.before > result.spread > 0
    level = next(each for each in result.moved if each.dimension == "level")
    assert level.after[0] > level.before[0]
    assert result == calibrate(found, judged(found, 60, dimension="level"))


def test_the_weight_under_the_same_table_is_the_weight(found: Suspicions) -> None:
    for pair in found.order[:40].tolist():
        assert found.weight_under(found.weights, pair) == pytest.approx(float(found.weight[pair]))


def test_average_precision() -> None:
    pairs = [Judged(0, True), Judged(1, False), Judged(2, True)]

    assert average_precision([3.0, 2.0, 1.0], pairs) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([], []) == 0.0


def test_a_judgement_counts_for_the_pairs_of_its_band_that_nobody_judged(found: Suspicions) -> None:
    clear = [pair for pair in found.order.tolist() if found.band(pair) == "clear"]
    below = [pair for pair in found.order.tolist() if found.band(pair) == ""][:1]

    counts = [each.count for each in weighed(found, [Judged(pair, True) for pair in (*clear, *below)])]

    assert len(set(counts[:-1])) == 1
    assert counts[-1] > counts[0]
    assert sum(counts) == pytest.approx(len(counts))


def test_every_fifth_pair_to_judge_is_drawn_at_random() -> None:
    pairs = list(range(100))

    order = mixed(pairs)

    assert sorted(order) == pairs
    assert order == mixed(pairs)
    assert order[:4] == pairs[:4]
    assert sum(pair > 20 for pair in order[:20]) >= 2
