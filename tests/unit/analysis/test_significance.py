from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import hypergeom

from graphsvc.analysis import bicm, fdsm
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Thresholds
from graphsvc.analysis.significance import (
    assess,
    assess_all,
    benjamini_hochberg,
    every_pair,
    evidence,
)
from graphsvc.errors import WrongUsage


def region(seed: int, n_structures: int, n_actors: int, n_edges: int) -> Incidence:
    """A table with hubs, as a district has."""
    rng = np.random.default_rng(seed)
    actors = np.minimum(rng.zipf(1.5, n_actors), n_structures // 2).astype(float)
    structures = rng.lognormal(2.3, 0.5, n_structures)
    return Incidence.from_codes(
        rng.choice(n_actors, n_edges, p=actors / actors.sum()),
        rng.choice(n_structures, n_edges, p=structures / structures.sum()),
        actors=[f"a{number:03}" for number in range(n_actors)],
        structures=[f"s{number:03}" for number in range(n_structures)],
    )


def test_sdsm_is_the_exact_poisson_binomial() -> None:
    incidence = region(1, 40, 60, 300)
    pairs = every_pair(incidence)
    found = assess(pairs, "sdsm")
    p = bicm.fit(incidence.sizes, incidence.degrees).matrix(incidence.sizes, incidence.degrees)

    for one in range(0, len(pairs), 7):
        distribution = np.ones(1)
        for trial in p[pairs.a[one]] * p[pairs.b[one]]:
            distribution = np.convolve(distribution, [1 - trial, trial])
        k = pairs.shared[one]
        assert abs(distribution[k:].sum() - found.p_upper[one]) < 1e-12
        assert abs(distribution[: k + 1].sum() - found.p_lower[one]) < 1e-12
        assert abs(distribution @ np.arange(len(distribution)) - found.expected[one]) < 1e-9


def test_small_tails_keep_their_digits() -> None:
    """Two structures of the same 30 among 400 actors: the exact product of trials, by another route, is 1e-27."""
    table = [(f"a{actor}", name) for name in ("A", "B") for actor in range(30)]
    table += [(f"a{actor}", f"s{actor % 37}") for actor in range(400)]
    incidence = Incidence.from_edges(table)
    pairs = all_pairs(incidence, Thresholds(min_jaccard=1))
    p = bicm.fit(incidence.sizes, incidence.degrees).matrix(incidence.sizes, incidence.degrees)
    tail = np.zeros(32)  # P(X = 0 .. 30) and, last, P(X > 30): sums of positive terms only
    tail[0] = 1
    for trial in p[0] * p[1]:
        spill = tail[30] * trial
        tail[1:31] = tail[1:31] * (1 - trial) + tail[:30] * trial
        tail[0] *= 1 - trial
        tail[31] += spill

    found = assess(pairs, "sdsm")

    assert found.p_upper[0] == pytest.approx(tail[30] + tail[31], rel=1e-9)
    assert 0 < found.p_upper[0] < 1e-12


def test_hypergeometric_equals_scipy() -> None:
    pairs = every_pair(region(2, 60, 90, 700))
    n = pairs.incidence.n_actors

    found = assess(pairs, "hypergeometric")

    assert np.abs(found.p_upper - hypergeom.sf(pairs.shared - 1, n, pairs.size_a, pairs.size_b)).max() < 1e-12
    assert np.abs(found.p_lower - hypergeom.cdf(pairs.shared, n, pairs.size_a, pairs.size_b)).max() < 1e-12


def test_fdsm_against_every_table_with_the_same_sums() -> None:
    table = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 1]])
    rows = [[row for row in product((0, 1), repeat=4) if sum(row) == size] for size in table.sum(1)]
    tables = [np.array(rows_of) for rows_of in product(*rows) if (np.sum(rows_of, 0) == table.sum(0)).all()]
    incidence = Incidence.from_edges([(f"a{column}", f"s{row}") for row, column in np.argwhere(table)])
    pairs = every_pair(incidence)

    found = assess(pairs, "fdsm", seed=3, draws=40_000)

    shared = np.array([(one @ one.T)[pairs.a, pairs.b] for one in tables])
    exact = (shared > pairs.shared).mean(0) + (shared == pairs.shared).mean(0) / 2
    assert found.midp_upper is not None and found.mc_error is not None
    assert (np.abs(found.midp_upper - exact) <= 5 * found.mc_error + 1e-4).all()
    assert np.allclose(found.expected, shared.mean(0), atol=0.02)


def test_fdsm_error_is_what_it_says() -> None:
    """A default run against a run of ten times the draws with long walks between them."""
    incidence = region(3, 40, 60, 300)
    pairs = every_pair(incidence)
    usual = assess(pairs, "fdsm", seed=1)
    long_run = assess(pairs, "fdsm", seed=2, draws=100_000)

    assert usual.midp_upper is not None and long_run.midp_upper is not None
    assert usual.mc_error is not None and long_run.mc_error is not None
    error = np.hypot(usual.mc_error, long_run.mc_error)
    z = np.abs(usual.midp_upper - long_run.midp_upper)[error > 0] / error[error > 0]
    assert (z > 2).mean() < 0.09
    assert z.max() < 5.5


def test_same_seed_same_numbers_and_sums_are_kept() -> None:
    incidence = region(4, 30, 50, 200)
    pairs = all_pairs(incidence, Thresholds())

    first, second = (assess(pairs, "fdsm", seed=5, draws=200).p_upper for _ in range(2))
    drawn = fdsm.random_table(incidence, seed=6)

    assert (first == second).all()
    assert (drawn.degrees == incidence.degrees).all()
    assert (drawn.sizes == incidence.sizes).all()
    assert (drawn.indices != incidence.indices).any()


def test_false_positives_on_tables_without_any_structure() -> None:
    """200 tables drawn with the same sums: at nominal 5 % the mid-p calls 3 to 6 % of pairs, the randomised p, which
    proves the sampler itself, 4.8 to 5.2 %."""
    incidence = region(5, 60, 100, 600)
    sampled = fdsm.sample_shared(incidence, seed=1)
    rng = np.random.default_rng(2)
    called_mid, called_randomised = [], []
    for seed in range(200):
        pairs = every_pair(fdsm.random_table(incidence, seed=10_000 + seed))
        tails = sampled.tails(np.arange(len(pairs)), pairs.shared)
        at_observed = 2 * (tails.p_upper - tails.midp_upper)
        randomised = tails.p_upper - rng.random(len(pairs)) * at_observed
        called_mid.append((tails.midp_upper < 0.05).mean())
        called_randomised.append((randomised < 0.05).mean())

    assert 0.03 < np.mean(called_mid) < 0.06
    assert 0.048 < np.mean(called_randomised) < 0.052


def test_q_counts_pairs_that_share_nobody() -> None:
    assert benjamini_hochberg(np.array([0.04, 0.001, 0.03]), n_tests=10).tolist() == pytest.approx(
        [0.4 / 3, 0.01, 0.4 / 3]
    )


def test_smallest_q_that_draws_can_give() -> None:
    """130 structures: 8,385 pairs, of which nine must stand at the smallest mid-p."""
    n_tests, draws = 8_385, 10_000
    resolution = fdsm.Resolution.of(draws, n_tests)
    needed = resolution.pairs_below(0.05)

    def smallest_q(n_smallest: int) -> float:
        p = np.ones(n_tests)
        p[:n_smallest] = 0.5 / (draws + 1)
        return float(benjamini_hochberg(p, n_tests=n_tests).min())

    assert needed == 9
    assert smallest_q(needed) < 0.05 <= smallest_q(needed - 1)
    assert smallest_q(1) == pytest.approx(resolution.smallest_q)


def test_thresholds_do_not_change_significance() -> None:
    incidence = region(6, 30, 50, 200)
    assessment = assess_all(incidence, "sdsm")
    everything, tested = assessment.listed(Thresholds())

    some, tested_some = assessment.listed(Thresholds(min_shared=2, top=2))

    known = dict(zip(zip(everything.a.tolist(), everything.b.tolist(), strict=True), tested.q.tolist(), strict=True))
    found = zip(some.a.tolist(), some.b.tolist(), tested_some.q.tolist(), strict=True)
    assert 0 < len(some) < len(everything)
    assert all(known[a, b] == q for a, b, q in found)


def test_evidence_holds_every_pair_both_ways() -> None:
    incidence = region(7, 20, 40, 120)
    pairs = every_pair(incidence)
    sdsm, drawn = assess(pairs, "sdsm"), assess(pairs, "fdsm", seed=1)

    found = evidence(incidence, seed=1)

    for square, values in ((found.sdsm_p_upper, sdsm.p_upper), (found.fdsm_midp_upper, drawn.midp_upper)):
        assert (square[pairs.a, pairs.b] == values).all()
        assert (square == square.T).all()
    assert (np.diag(found.shared) == incidence.sizes).all()


@pytest.mark.parametrize("null_model", ["sdsm", "fdsm", "hypergeometric"])
@pytest.mark.parametrize("edges", [[], [("a", "s")], [("a", "s"), ("a", "t")]], ids=["empty", "one", "two"])
def test_tables_too_small_to_say_anything(null_model: str, edges: list[tuple[str, str]]) -> None:
    pairs = all_pairs(Incidence.from_edges(edges), Thresholds())

    found = assess(pairs, null_model, draws=16)  # type: ignore[arg-type]

    assert (found.p_upper == 1).all()
    assert len(found.q) == len(pairs)


def test_fdsm_refuses_what_it_cannot_draw() -> None:
    incidence = Incidence.from_edges([("a", f"s{number}") for number in range(fdsm.LARGEST + 1)])

    with pytest.raises(WrongUsage):
        fdsm.sample_shared(incidence)


@pytest.mark.parametrize("null_model", ["sdsm", "fdsm"])
def test_one_pair_says_what_the_list_says_also_where_nobody_is_shared(null_model: str) -> None:
    incidence = region(8, 20, 40, 100)
    pairs = every_pair(incidence)
    listed = assess(pairs, null_model, seed=0)  # type: ignore[arg-type]

    assessment = assess_all(incidence, null_model)  # type: ignore[arg-type]

    assert (pairs.shared == 0).any()
    for place in range(0, len(pairs), 11):
        chance = assessment.chance(incidence.structures[pairs.b[place]], incidence.structures[pairs.a[place]])
        assert chance.p_upper == pytest.approx(listed.p_upper[place], rel=1e-12)
        assert chance.p_lower == pytest.approx(listed.p_lower[place], rel=1e-12)
        assert chance.expected == pytest.approx(listed.expected[place], rel=1e-12)
