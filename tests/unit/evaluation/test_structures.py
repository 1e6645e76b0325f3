"""Measures of rankings of structures, and that the baselines say what they should."""

from __future__ import annotations

from itertools import combinations

import pytest

from graphsvc.demoregion import Region, generate
from graphsvc.evaluation.baselines import BASELINES, member_jaccard, name_similarity
from graphsvc.evaluation.companions import companion_recall
from graphsvc.evaluation.structures import HARD_NEGATIVES, HITS, evaluate, measures, true_classes


@pytest.fixture(scope="module")
def region() -> Region:
    return generate(13, 0.5)


def test_the_truth_itself_is_a_perfect_ranking(region: Region) -> None:
    perfect = {pair: 1.0 if klass in HITS else -1.0 for pair, klass in true_classes(region).items()}

    result = measures(region, perfect)

    assert result["pr_auc"] == 1
    assert result["recall_at_20"] == 1


def test_hard_negatives_on_top_are_leakage(region: Region) -> None:
    worst = {pair: float(klass in HARD_NEGATIVES) for pair, klass in true_classes(region).items()}

    result = measures(region, worst)

    assert result["leakage_top_20"] == 20
    assert result["p_at_20"] == 0


def test_no_ranking_is_as_good_as_chance(region: Region) -> None:
    n = len(region.dataset.structures)
    hits = sum(klass in HITS for klass in true_classes(region).values())

    assert measures(region, {})["pr_auc"] < 5 * hits / (n * (n - 1) / 2)


def test_member_jaccard_agrees_with_sets(region: Region) -> None:
    members: dict[str, set[str]] = {}
    for row in region.dataset.memberships:
        members.setdefault(row.structure, set()).add(row.actor)
    scores = member_jaccard(region.dataset)

    for a, b in combinations(sorted(members), 2):
        expected = len(members[a] & members[b]) / len(members[a] | members[b])
        assert scores.get((a, b), 0.0) == pytest.approx(expected)


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_scores_pairs_once_in_order_of_ids(region: Region, name: str) -> None:
    scores = BASELINES[name](region.dataset)

    assert scores
    assert all(a < b for a, b in scores)


def test_name_similarity_finds_a_written_out_name(region: Region) -> None:
    scores, named = name_similarity(region.dataset), {s.id: s.name for s in region.dataset.structures}
    doubles = [pair for pair, klass in true_classes(region).items() if klass == "K0"]

    abbreviated = [pair for pair in doubles if any(named[end].startswith("AK ") for end in pair)]
    assert all(scores[pair] > 0.8 for pair in abbreviated)


def test_findings_of_one_region_beat_every_baseline(tmp_path_factory: pytest.TempPathFactory) -> None:
    result = evaluate([14], shared_data=tmp_path_factory.mktemp("none"))

    entry = result.results[0]
    assert {"pr_auc", "p_at_10", "p_at_20", "recall_at_20", "leakage_top_20", "confusion"} <= set(entry)
    assert all(entry["pr_auc"] > values["pr_auc"] for values in entry["baselines"].values())
    assert set(entry["confusion"]) >= {"K1", "K2", "K3", "K4", "none"}
    assert result.mean["pr_auc"] == entry["pr_auc"]


def test_what_is_planted_beside_duplicates_is_found(region: Region) -> None:
    assert companion_recall(region) == {"recall_bridges": 1.0, "recall_gaps": 1.0, "recall_deadlines": 1.0}
