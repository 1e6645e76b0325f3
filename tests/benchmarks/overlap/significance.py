"""Benchmark of the null models: `python tests/benchmarks/overlap/significance.py [--size M] [--tables 200]`.

Prints the time of the BiCM fit and of every tail at the given size, hypergeometric tails beside scipy on the same
distinct triples, FDSM draws for 130 structures x 220 actors, and, with `--tables`, the share of false positives on
random tables with the same sums.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from scipy.stats import hypergeom, poisson

from graphsvc.analysis import bicm, fdsm
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.significance import assess, every_pair

sys.path.insert(0, str(Path(__file__).parent))

from generator import SIZES, generate
from measure import measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="M")
    parser.add_argument("--tables", type=int, default=0, help="Random tables for the share of false positives.")
    options = parser.parse_args()
    warm_up()
    at_size(options.size)
    drawn()
    if options.tables:
        false_positives(options.tables)


@contextmanager
def timed(what: str) -> Iterator[None]:
    with measured() as cost:
        yield
    print(f"{what:58} {cost.seconds:8.3f} s {cost.cpu:8.3f} CPU s {cost.peak_mb:6.0f} MB", flush=True)


def warm_up() -> None:
    pairs = every_pair(region(0, 20, 30, 80))
    for null_model in ("sdsm", "hypergeometric", "fdsm"):
        assess(pairs, null_model, draws=8)  # type: ignore[arg-type]


def at_size(name: str) -> None:
    incidence = generate(name)
    pairs = all_pairs(incidence, Thresholds())
    print(f"{name}: {incidence.n_structures:,} structures, {len(pairs):,} pairs that share somebody")
    with timed("BiCM by degree classes"):
        model = bicm.fit(incidence.sizes, incidence.degrees)
    with timed("SDSM, Poisson tails"):
        poisson_tails(model, pairs)
    with timed("SDSM, exact Poisson-binomial tails, both, and q"):
        assess(pairs, "sdsm")
    with timed("hypergeometric tails, both, and q"):
        assess(pairs, "hypergeometric")
    beside_scipy(pairs)


def poisson_tails(model: bicm.Bicm, pairs: Pairs) -> np.ndarray:
    """P(X >= k) with only the expected counts of the SDSM, one matrix product for all pairs of classes."""
    expected = (model.probability * model.n_columns) @ model.probability.T
    rows = model.row_class(pairs.incidence.sizes)
    return np.asarray(poisson.sf(pairs.shared - 1, expected[rows[pairs.a], rows[pairs.b]]))


def beside_scipy(pairs: Pairs) -> None:
    sizes = np.column_stack([pairs.size_a, pairs.size_b, pairs.shared])
    distinct = pairs.take(np.unique(sizes, axis=0, return_index=True)[1])
    n = pairs.incidence.n_actors
    with timed(f"scipy hypergeom.sf on {len(distinct):,} distinct triples"):
        theirs = hypergeom.sf(distinct.shared - 1, n, distinct.size_a, distinct.size_b)
    with timed("ours on the same, both tails and q"):
        ours = assess(distinct, "hypergeometric").p_upper
    print(f"largest difference {np.abs(theirs - ours).max():.1e}")


def drawn() -> None:
    incidence = region(1, 130, 220, 1_500)
    with timed("FDSM, 130 x 220, 10,000 draws"):
        fdsm.sample_shared(incidence, draws=10_000)


def false_positives(n_tables: int) -> None:
    incidence = region(2, 130, 220, 1_500)
    sampled, rng = fdsm.sample_shared(incidence, seed=1), np.random.default_rng(3)
    mid, randomised = [], []
    for seed in range(n_tables):
        pairs = every_pair(fdsm.random_table(incidence, seed=1_000 + seed))
        tails = sampled.tails(np.arange(len(pairs)), pairs.shared)
        at_observed = 2 * (tails.p_upper - tails.midp_upper)
        mid.append((tails.midp_upper < 0.05).mean())
        randomised.append((tails.p_upper - rng.random(len(pairs)) * at_observed < 0.05).mean())
    print(f"{n_tables} random tables, nominal 5 %: mid-p {np.mean(mid):.2%}, randomised p {np.mean(randomised):.2%}")


def region(seed: int, n_structures: int, n_actors: int, n_edges: int) -> Incidence:
    """A table as a district has: log-normal sizes, a few hubs."""
    rng = np.random.default_rng(seed)
    actors = np.minimum(rng.zipf(1.5, n_actors), n_structures // 2).astype(float)
    structures = rng.lognormal(2.3, 0.5, n_structures)
    return Incidence.from_codes(
        rng.choice(n_actors, n_edges, p=actors / actors.sum()),
        rng.choice(n_structures, n_edges, p=structures / structures.sum()),
        actors=[f"a{number:03}" for number in range(n_actors)],
        structures=[f"s{number:03}" for number in range(n_structures)],
    )


if __name__ == "__main__":
    main()
