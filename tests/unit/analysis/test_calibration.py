"""Learning from judgements: moved by what was judged, adopted only where it helps."""

from __future__ import annotations

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
    with_shares,
)
from graphsvc.analysis.structures import Suspicions, suspect
from graphsvc.demoregion import Region, generate


@pytest.fixture(scope="module")
def region() -> Region:
    return generate(seed=5, size=0.4)


@pytest.fixture(scope="module")
def found(region: Region) -> Suspicions:
    return suspect(region.dataset, draws=20)


def judged(found: Suspicions, region: Region, count: int) -> list[Judged]:
    """The first pairs in the order of suspicion, judged by what is planted."""
    hits = {frozenset((pair.a, pair.b)) for pair in region.truth.pairs if pair.klass in ("K1", "K2")}
    return [Judged(int(pair), frozenset(found.ids(pair)) in hits) for pair in found.order[:count].tolist()]


def test_shares_move_towards_what_was_judged_and_stay_shares(found: Suspicions) -> None:
    values = found.evidence.values["level"]
    other = np.flatnonzero(values == 0)[:20]

    learned = learn(found, [Judged(int(pair), True) for pair in other])

    before, after = (table.dimensions["level"].m for table in (found.weights, learned))
    assert after == pytest.approx(((20 * before[0] + 20) / 40, 20 * before[1] / 40))
    for dimension in learned.dimensions.values():
        assert sum(dimension.m) == pytest.approx(sum(found.weights.dimensions["topic"].m), abs=1e-9)


def test_few_judgements_are_never_adopted(found: Suspicions, region: Region) -> None:
    result = calibrate(found, judged(found, region, MIN_JUDGEMENTS - 1))

    assert not result.adoptable
    assert result.after == result.before


def test_adoption_needs_a_gain_when_each_structure_is_left_out(found: Suspicions, region: Region) -> None:
    result = calibrate(found, judged(found, region, 60))

    assert result.adoptable == (result.positives >= 8 and result.after > result.before)
    table = with_shares(found.weights, result.m)
    assert table.dimensions["topic"].m == result.m["topic"]


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
