"""Any table of edges answered twice: `python tests/benchmarks/overlap/independent.py EDGES.csv`.

`graphsvc overlap file` beside tools that share nothing with it: pairs from a product of sparse matrices, hypergeometric
tails and q from scipy, SDSM tails by convolving the probabilities of the `bicm` package trial by trial, FDSM mid-p from
plain curveball trades of Python sets, closed groups from intersecting all sets. For tables of some hundred structures.
"""

from __future__ import annotations

import argparse
import random
import warnings
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from click.testing import CliRunner
from scipy.sparse import csr_matrix
from scipy.stats import false_discovery_control, hypergeom

from graphsvc.cli.main import app

Sets = dict[str, frozenset[str]]
CHECKED = 1_500  # pairs whose SDSM tail is convolved
TRADES = 4  # per structure, between draws


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edges", type=Path)
    parser.add_argument("--draws", type=int, default=0, help="Random tables for the FDSM; 0: not compared.")
    parser.add_argument("--groups", action="store_true", help="Also all closed groups.")
    options = parser.parse_args()
    sets = read(options.edges)
    table = np.array([[actor in members for actor in union(sets)] for members in sets.values()], dtype=np.int64)
    print(f"{table.shape[0]} structures, {table.shape[1]} actors, {table.sum()} memberships")
    compare_pairs(options.edges, table, list(sets))
    compare_hypergeometric(options.edges, table, list(sets))
    compare_sdsm(options.edges, table, list(sets))
    if options.draws:
        compare_fdsm(options.edges, sets, options.draws)
    if options.groups:
        compare_groups(options.edges, sets)


def read(edges: Path) -> Sets:
    table = pl.read_csv(edges, infer_schema=False).unique()
    members = {str(name): frozenset(part["actor"]) for (name,), part in table.group_by("structure")}
    return dict(sorted(members.items()))


def union(sets: Sets) -> list[str]:
    return sorted(frozenset().union(*sets.values()))


def asked(edges: Path, *options: str, command: tuple[str, ...] = ("file",)) -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.csv"
        words = ["overlap", *command, str(edges), *options, "--out", str(out)]
        CliRunner().invoke(app, words, catch_exceptions=False)
        return pl.read_csv(out)


def compare_pairs(edges: Path, table: np.ndarray, names: list[str]) -> None:
    x = csr_matrix(table)
    product, size = (x @ x.T).tocoo(), table.sum(1)
    for option, bound, divisor in (
        ("--min-shared", 1, None),
        ("--min-jaccard", 1 / 3, lambda a, b, k: size[a] + size[b] - k),
        ("--min-overlap-coefficient", 0.8, lambda a, b, _: np.minimum(size[a], size[b])),
        ("--min-containment", 0.5, lambda a, b, _: np.maximum(size[a], size[b])),
    ):
        a, b, k = (values[product.row < product.col] for values in (product.row, product.col, product.data))
        keep = (k if divisor is None else k / divisor(a, b, k)) >= bound
        theirs = sorted(
            (names[i], names[j], int(shared)) for i, j, shared in zip(a[keep], b[keep], k[keep], strict=True)
        )
        ours = asked(edges, option, repr(bound)).select(pl.col("a", "b").cast(pl.String), "shared").rows()
        print(f"{option} {bound:.2f}: {len(ours):,} pairs, {'equal' if sorted(ours) == theirs else 'DIFFERENT'}")


def compare_hypergeometric(edges: Path, table: np.ndarray, names: list[str]) -> None:
    ours = asked(edges, "--null", "hypergeometric")
    _, _, k, size_a, size_b = observed(ours, names)
    everybody = table.shape[1]
    upper, lower = hypergeom.sf(k - 1, everybody, size_a, size_b), hypergeom.cdf(k, everybody, size_a, size_b)
    n_pairs = len(names) * (len(names) - 1) // 2
    q = false_discovery_control(np.concatenate([upper, np.ones(n_pairs - len(k))]))[: len(k)]
    differences("hypergeometric beside scipy", ours, p_upper=upper, p_lower=lower, q=q)


def compare_sdsm(edges: Path, table: np.ndarray, names: list[str]) -> None:
    try:
        from bicm import BipartiteGraph
    except ImportError:
        print("SDSM: not compared, for the package `bicm` is not installed")
        return
    with warnings.catch_warnings(action="ignore"):
        graph = BipartiteGraph()
        graph.set_biadjacency_matrix(table)
        graph.solve_tool(print_error=False)
        probability = graph.get_bicm_matrix()
    print(f"bicm: largest error of a sum {np.abs(probability.sum(1) - table.sum(1)).max():.1e}")
    ours = asked(edges, "--null", "sdsm")
    ours = ours.sample(min(CHECKED, len(ours)), seed=1)
    a, b, k, _, _ = observed(ours, names)
    tails = [exact_tails(probability[i] * probability[j], shared) for i, j, shared in zip(a, b, k, strict=True)]
    expected, upper, lower = np.array(tails).T
    differences("SDSM beside bicm and convolution", ours, expected=expected, p_upper=upper, p_lower=lower)


def exact_tails(trials: np.ndarray, shared: int) -> tuple[float, float, float]:
    distribution = np.ones(1)
    for p in trials[trials > 0]:
        distribution = np.convolve(distribution, [1 - p, p])
    return trials.sum(), distribution[shared:].sum(), distribution[: shared + 1].sum()


def compare_fdsm(edges: Path, sets: Sets, draws: int) -> None:
    ours, actors = asked(edges, "--null", "fdsm"), union(sets)
    a, b, k, _, _ = observed(ours, list(sets))
    rows, chance, above = [set(members) for members in sets.values()], random.Random(9), np.zeros(len(k))
    for draw in range(-50, draws):  # the first fifty are forgotten
        curveball(rows, chance, TRADES * len(rows))
        if draw >= 0:
            table = np.array([[actor in row for actor in actors] for row in rows], dtype=np.float32)
            shared = (table @ table.T)[a, b]
            above += (shared > k) + (shared == k) / 2
    midp = above / draws
    error = np.hypot(ours["mc_error"].to_numpy(), np.sqrt(np.maximum(midp * (1 - midp), 0.25 / draws) / draws))
    z = np.abs(ours["midp_upper"].to_numpy() - midp) / error
    print(f"FDSM beside curveball, {draws:,} draws: largest difference of mid-p {z.max():.1f} standard errors")


def curveball(rows: list[set[str]], chance: random.Random, trades: int) -> None:
    for _ in range(trades):
        one, other = chance.sample(range(len(rows)), 2)
        both, dealt = rows[one] & rows[other], sorted(rows[one] ^ rows[other])
        chance.shuffle(dealt)
        cut = len(rows[one]) - len(both)
        rows[one], rows[other] = both | set(dealt[:cut]), both | set(dealt[cut:])


def compare_groups(edges: Path, sets: Sets) -> None:
    closed = set(sets.values())
    front = closed
    while front:
        front = {one & other for one in front for other in sets.values()} - closed
        closed = closed | front
    theirs = sorted(";".join(sorted(actors)) for actors in closed if actors)
    ours = asked(edges, "--min-structures", "1", "--min-actors", "1", command=("groups", "file"))
    seats = ours["seats"].to_list()
    ordered = all(before >= after for before, after in pairwise(seats))
    equal = sorted(ours["actors"].cast(pl.String).to_list()) == theirs and ordered
    print(f"{len(ours):,} closed groups, {'equal' if equal else 'DIFFERENT'}")


def observed(ours: pl.DataFrame, names: list[str]) -> tuple[np.ndarray, ...]:
    place = {name: code for code, name in enumerate(names)}
    ends = (np.array([place[name] for name in ours[side].cast(pl.String)], dtype=np.int64) for side in ("a", "b"))
    return (*ends, *(ours[name].to_numpy() for name in ("shared", "size_a", "size_b")))


def differences(what: str, ours: pl.DataFrame, **theirs: np.ndarray) -> None:
    largest = {name: np.abs(ours[name].to_numpy() - values).max(initial=0.0) for name, values in theirs.items()}
    told = ", ".join(f"{name} {value:.1e}" for name, value in largest.items())
    print(f"{what}, {len(ours):,} pairs: largest difference of {told}")


if __name__ == "__main__":
    main()
