"""`graphsvc demo-region` and `graphsvc evaluate` as they are called."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from graphsvc.cli.main import app


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_demo_region_writes_template_messy_files_and_truth(tmp_path: Path) -> None:
    done = call("demo-region", "--seed", "5", "--size", "0.5", "--out", str(tmp_path / "region"))

    assert done.exit_code == 0, done.output
    assert "Akteuren" in done.output
    assert sorted(path.name for path in (tmp_path / "region").iterdir()) == [
        "defects.json",
        "messy",
        "template",
        "truth.json",
    ]


def test_size_out_of_bounds_is_wrong_usage(tmp_path: Path) -> None:
    assert call("demo-region", "--seed", "1", "--size", "1000", "--out", str(tmp_path)).exit_code == 2


def test_evaluate_import_prints_and_writes(tmp_path: Path) -> None:
    out = tmp_path / "import.json"
    done = call("--lang", "en", "evaluate", "import", "--seed", "31", "--out", str(out))

    assert done.exit_code == 0, done.output
    assert "date_german" in done.output
    report = json.loads(out.read_text(encoding="utf-8"))
    assert list(report) == ["what", "seeds", "at", "results", "mean", "sd"]
    assert {"seed", "planted", "resolved", "wrong", "by_defect"} <= set(report["results"][0])


def test_words_that_are_no_seeds_are_wrong_usage(tmp_path: Path) -> None:
    done = call("evaluate", "structures", "--seed", "eins", "--out", str(tmp_path / "x.json"))

    assert done.exit_code == 2
    assert "100..109" in done.output
    assert not (tmp_path / "x.json").exists()
