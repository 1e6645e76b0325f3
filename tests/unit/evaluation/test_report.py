"""The report's shape, and how seeds are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphsvc.errors import WrongUsage
from graphsvc.evaluation.report import read_seeds, report


@pytest.mark.parametrize(
    ("text", "seeds"), [("100..103", [100, 101, 102, 103]), ("7", [7]), ("1,2,5..6", [1, 2, 5, 6])]
)
def test_seeds_as_written(text: str, seeds: list[int]) -> None:
    assert read_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "5..", "..5", "9..2", "-1"])
def test_other_words_are_no_seeds(text: str) -> None:
    with pytest.raises(WrongUsage):
        read_seeds(text)


def test_mean_and_spread_over_regions_only(tmp_path: Path) -> None:
    results = [
        {"seed": 1, "pr_auc": 0.5, "confusion": {}},
        {"seed": 2, "pr_auc": 0.7, "confusion": {}},
        {"data": "list", "pr_auc": float("nan")},
    ]

    report("records", [1, 2], ["2026-03-01", "2026-03-02"], results).write(tmp_path / "r.json")
    written = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))

    assert list(written) == ["what", "seeds", "at", "results", "mean", "sd"]
    assert written["mean"] == {"pr_auc": pytest.approx(0.6)}
    assert written["sd"]["pr_auc"] == pytest.approx(0.1414, abs=1e-4)
    assert written["results"][2] == {"data": "list", "pr_auc": None}
