"""What others have published about tables that anyone can get: `pytest tests/test_published.py`."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from graphsvc.analysis import bicm
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import all_pairs
from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.significance import NullModel, assess
from graphsvc.analysis.tails import refined_normal_tails
from graphsvc.cli.main import app

SHARED = Path(os.environ.get("GRAPHSVC_SHARED_DATA", "../shared/data"))
SENATE = SHARED / "senate108" / "senate108_edges.csv"
COMMITTEES = SHARED / "congress_committees" / "edges.csv"
REVERE = SHARED / "two_mode" / "PaulRevereAppD.csv"

needs_shared_data = pytest.mark.skipif(not SHARED.exists(), reason=f"no {SHARED}: set GRAPHSVC_SHARED_DATA")


def davis() -> Incidence:
    """Eighteen women at fourteen events (Davis, Gardner and Gardner 1941): women as actors, events as structures."""
    graph = nx.davis_southern_women_graph()
    return Incidence.from_edges([(woman, event) for woman in graph.graph["top"] for event in graph[woman]])


def boston() -> list[tuple[str, str]]:
    """(man, group) of Boston in 1775 (D. Hackett Fischer 1994, appendix D; K. Healy 2013)."""
    groups, *rows = csv.reader(REVERE.read_text(encoding="utf-8").splitlines())
    return [(row[0], group) for row in rows for group, seat in zip(groups, row, strict=True) if seat == "1"]


def shared_of(pairs: Pairs) -> dict[tuple[str, str], int]:
    labels = pairs.incidence.structures
    found = zip(pairs.a.tolist(), pairs.b.tolist(), pairs.shared.tolist(), strict=True)
    return {(labels[a], labels[b]): shared for a, b, shared in found}


def rows_written(out: Path, *arguments: str | Path) -> list[dict[str, str]]:
    """What a command on files writes."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(("null_model", "significant"), [("sdsm", 2), ("fdsm", 11), ("hypergeometric", 13)])
def test_davis_events_above_chance(null_model: NullModel, significant: int) -> None:
    pairs = all_pairs(davis(), Thresholds())

    found = assess(pairs, null_model, seed=1)

    assert len(pairs) == 66
    assert (found.p_upper < 0.05).sum() == significant


def test_davis_clustering_of_robins_and_alexander() -> None:
    """Four times the cycles of four (pairs of women at pairs of events) by the paths of three."""
    incidence = davis()
    shared = all_pairs(incidence, Thresholds()).shared
    cycles = (shared * (shared - 1) // 2).sum()
    paths = ((incidence.sizes[incidence.rows] - 1) * (incidence.degrees[incidence.indices] - 1)).sum()

    assert round(4 * cycles / paths, 3) == 0.468


def test_davis_probabilities_of_the_package_bicm_within_1e_8() -> None:
    published = {"E1": 0.3423289056, "E3": 0.5928135101, "E8": 0.9333824925}  # Evelyn Jefferson, `bicm` 3.4.0
    incidence = davis()

    solved = bicm.fit(incidence.sizes, incidence.degrees).matrix(incidence.sizes, incidence.degrees)

    evelyn = incidence.actors.index("Evelyn Jefferson")
    events = {event: incidence.structures.index(event) for event in published}
    assert all(abs(solved[events[event], evelyn] - value) < 1e-8 for event, value in published.items())


def test_toy_table_of_the_package_bicm() -> None:
    sums = np.array([1, 1, 2])

    solved = bicm.fit(sums, sums).matrix(sums, sums)

    assert solved.round(3).tolist() == [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]


@needs_shared_data
def test_ties_of_senators_by_the_package_backbone() -> None:
    incidence = Incidence.from_table(pl.read_csv(SENATE).rename({"group": "structure"})).transpose()
    pairs = all_pairs(incidence, Thresholds())
    allard, allen = (next(name for name in incidence.structures if who in name) for who in ("Allard", "Allen,"))
    exact = assess(pairs, "sdsm")
    upper, lower = refined_normal_tails(pairs)

    assert shared_of(pairs)[allard, allen] == 41
    assert len(pairs) == 4950
    assert round(100 * (exact.p_upper < 0.05).mean(), 1) == 17.2
    assert round(100 * (upper < 0.05).mean(), 1) == 17.1
    assert round(100 * (1 - ((upper < 0.05) | (lower < 0.05)).mean()), 1) == 52.7


@needs_shared_data
def test_every_subcommittee_of_congress_is_contained_in_its_parent(tmp_path: Path) -> None:
    arguments = ["overlap", "file", COMMITTEES, "--min-overlap-coefficient", "1"]
    rows = rows_written(tmp_path / "pairs.csv", *arguments)

    contained = {row["b"] for row in rows if row["b"][:4] == row["a"] and len(row["b"]) > 4 and row["b_in_a"] == "1.0"}
    structures = {row["group"] for row in csv.DictReader(COMMITTEES.read_text().splitlines())}
    assert len(contained) == len([name for name in structures if len(name) > 4]) == 179


@needs_shared_data
def test_the_one_identical_pair_of_committees(tmp_path: Path) -> None:
    rows = rows_written(tmp_path / "pairs.csv", "overlap", "file", COMMITTEES, "--min-jaccard", "1")

    assert [(row["a"], row["b"]) for row in rows] == [("SSCM", "SSCM34")]


@needs_shared_data
def test_groups_of_boston_share_sixteen(tmp_path: Path) -> None:
    edges = tmp_path / "edges.csv"
    with edges.open("w", newline="") as file:
        csv.writer(file).writerows([("actor", "group"), *boston()])

    rows = rows_written(tmp_path / "pairs.csv", "overlap", "file", edges)

    assert len(boston()) == 319
    assert {(row["a"], row["b"]): row["shared"] for row in rows}["LondonEnemies", "NorthCaucus"] == "16"


@needs_shared_data
def test_paul_revere_stands_between_most_men_of_boston() -> None:
    men = Incidence.from_edges(boston()).transpose()
    between = nx.betweenness_centrality(nx.Graph(list(shared_of(all_pairs(men, Thresholds())))), normalized=False)

    assert men.n_structures == 254
    assert max(between, key=between.__getitem__) == "Revere.Paul"
    assert round(between["Revere.Paul"], 1) == 4371.6
