"""`graphsvc structures file` as other programs call it."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphsvc.cli.main import app
from graphsvc.demoregion import generate

HEADER = ["a", "b", "class", "band", "weight", "recommendation", "for", "against", "unknown"]
BELOW = {"K0", "K3", "K4", "K5", "K7", "K8"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    generate(seed=3, size=0.4).write(folder)
    return folder / "template"


def findings(folder: Path, out: Path, *options: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, ["structures", "file", str(folder), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_file_has_the_columns_and_the_order_of_the_contract(template: Path, tmp_path: Path) -> None:
    rows = findings(template, tmp_path / "f.csv")

    assert rows
    assert list(rows[0]) == HEADER
    weights = [float(row["weight"]) for row in rows]
    assert weights == sorted(weights, reverse=True)
    assert all(row["a"] < row["b"] for row in rows)
    suspected = [n for n, row in enumerate(rows) if row["class"] in {"K1", "K2"}]
    ruled_out = [n for n, row in enumerate(rows) if row["class"] in BELOW]
    assert max(suspected) < min(ruled_out)
    assert all(row["class"] or float(row["weight"]) > 0 for row in rows)


def test_every_finding_has_a_counterargument_or_says_none(template: Path, tmp_path: Path) -> None:
    german = findings(template, tmp_path / "de.csv")
    english = findings(template, tmp_path / "en.csv", "--lang", "en")

    assert all(row["against"] for row in german)
    assert len(german) == len(english)
    assert {row["against"] for row in english} & {"none"} or all(row["against"] != "keine" for row in english)
    assert [row["weight"] for row in german] == [row["weight"] for row in english]


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_ids_and_the_order_of_rows_do_not_matter(template: Path, tmp_path: Path, seed: int) -> None:
    renamed = shuffled(template, tmp_path / "shuffled", seed=seed)

    before = findings(template, tmp_path / "a.csv")
    after = findings(tmp_path / "shuffled", tmp_path / "b.csv")

    back = {new: old for old, new in renamed.items()}
    assert [row["weight"] for row in before] == [row["weight"] for row in after]
    kept = [name for name in HEADER if name not in ("a", "b")]
    assert {frozenset((row["a"], row["b"])): [row[name] for name in kept] for row in before} == {
        frozenset((back[row["a"]], back[row["b"]])): [row[name] for name in kept] for row in after
    }


def test_the_same_folder_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    generate(seed=777, size=0.4).write(tmp_path)
    written = []
    for hashing in ("1", "2"):
        out = tmp_path / f"{hashing}.csv"
        command = [
            sys.executable,
            "-m",
            "graphsvc",
            "structures",
            "file",
            str(tmp_path / "template"),
            "--out",
            str(out),
        ]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": hashing})
        written.append(out.read_bytes())

    assert written[0] == written[1]


def test_what_cannot_count_is_told_by_the_names_of_the_file(tmp_path: Path) -> None:
    rows = (
        "id,name,topic,territory",
        "a,AK Sport,Sport,Nirgendwo",
        "b,AK Bienen,Bienenzucht,",
        "b,AK Bienen,Bienenzucht,",
    )
    (tmp_path / "structures.csv").write_text("\n".join(rows), encoding="utf-8")

    told = CliRunner().invoke(app, ["--lang", "en", "structures", "file", str(tmp_path), "--out", str(tmp_path / "f")])

    lines = told.stderr.splitlines()
    assert told.exit_code == 0
    assert any("territory" in line and "Nirgendwo" in line for line in lines)
    assert any("topic" in line and "Bienenzucht" in line for line in lines)
    assert any("row 4" in line and "twice" in line for line in lines)
    assert not any("gebiet" in line for line in lines)


def shuffled(template: Path, out: Path, *, seed: int) -> dict[str, str]:
    """Write the template with new ids of actors and structures and rows in another order; returns old id -> new id."""
    rng = random.Random(seed)
    out.mkdir()
    tables = {}
    for path in sorted(template.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            tables[path.name] = (list(reader.fieldnames or []), list(reader))
    old = [row["id"] for name in ("akteure.csv", "strukturen.csv") for row in tables[name][1]]
    fresh = [f"x{number:05d}" for number in range(len(old))]
    rng.shuffle(fresh)
    renamed = dict(zip(old, fresh, strict=True))
    for name, (columns, rows) in tables.items():
        rng.shuffle(rows)
        with (out / name).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns)
            writer.writeheader()
            writer.writerows({key: _renamed(value, renamed) for key, value in row.items()} for row in rows)
    return renamed


def _renamed(cell: str, renamed: dict[str, str]) -> str:
    return ";".join(renamed.get(part, part) for part in cell.split(";"))


def test_input_without_structures_says_so(tmp_path: Path) -> None:
    source = tmp_path / "akteure.csv"
    source.write_text("id;name\na;AWO\n", encoding="utf-8")
    command = ["structures", "file", str(source), "--out", str(tmp_path / "f.csv"), "--at", "31.12.2024"]

    result = CliRunner().invoke(app, command)

    assert result.exit_code == 0
    assert "enthält keine Strukturen" in result.stderr


def test_a_folder_without_any_date_does_not_name_one(tmp_path: Path) -> None:
    (tmp_path / "strukturen.csv").write_text("name;thema\nAK Sprache;Sprache\nRunde;Sprache\n", encoding="utf-8")
    arguments = ["structures", "file", str(tmp_path), "--out", str(tmp_path / "out.csv")]

    assert "2000" not in CliRunner().invoke(app, arguments).stdout.replace(str(tmp_path), "")
