from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphsvc.cli.main import app


def run(*arguments: str | Path) -> list[dict[str, str]]:
    out = Path(arguments[-1])
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))


def test_pairs_of_a_small_file_to_the_byte(tmp_path: Path) -> None:
    source, out = tmp_path / "edges.csv", tmp_path / "pairs.csv"
    source.write_text("actor,structure\nk,B\nk,A\nl,A\nl,B\nm,A\nk,A\nk,C\n")

    run("overlap", "file", source, "--out", out)

    assert out.read_bytes() == (
        b"a,b,size_a,size_b,shared,jaccard,overlap_coefficient,a_in_b,b_in_a\n"
        b"A,B,3,2,2,0.6666666666666666,1.0,0.6666666666666666,1.0\n"
        b"B,C,2,1,1,0.5,1.0,0.5,1.0\n"
        b"A,C,3,1,1,0.3333333333333333,1.0,0.3333333333333333,1.0\n"
    )


def test_a_small_file_loads_nothing_that_takes_its_time(tmp_path: Path) -> None:
    source, out = tmp_path / "edges.csv", tmp_path / "pairs.csv"
    source.write_text("actor,structure\n" + "".join(f"a{n * n % 3001},s{n}\n" * 2 for n in range(3_000)))
    command = ["overlap", "file", str(source), "--min-shared", "1", "--out", str(out)]
    script = f"import sys, graphsvc.cli.main as m; m.app({command}, standalone_mode=False); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert not {"numba", "scipy", "pandas", "networkx", "pydantic", "neo4j"} & set(loaded)
    assert out.read_text().count("\n") > 2


def test_groups_of_a_small_file_and_what_is_left_out(tmp_path: Path) -> None:
    source, out = tmp_path / "edges.csv", tmp_path / "groups.csv"
    source.write_text("actor;group\nk;B\nk;A\nl;A\nl;B\nm;A\n")
    arguments = ["overlap", "groups", "file", str(source), "--min-structures", "1", "--min-actors", "2"]

    result = CliRunner().invoke(app, [*arguments, "--limit", "1", "--out", str(out)])

    assert out.read_text() == "actors,structures,n_actors,n_structures,seats\nk;l,A;B,2,2,4\n"
    assert "1 weitere Gruppe ist nicht aufgeführt" in result.stderr


@pytest.mark.parametrize("option", [["--min-jaccard", "1.5"], ["--min-shared", "0"], ["--top", "0"]])
def test_senseless_bounds_end_with_two(tmp_path: Path, option: list[str]) -> None:
    source = tmp_path / "edges.csv"
    source.write_text("actor,structure\nk,B\n")

    result = CliRunner().invoke(app, ["overlap", "file", str(source), *option, "--out", str(tmp_path / "o.csv")])

    assert result.exit_code == 2
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    ("null_model", "more"),
    [("sdsm", []), ("hypergeometric", []), ("fdsm", ["midp_upper", "midp_lower", "mc_error"])],
)
def test_columns_with_a_null_model(tmp_path: Path, null_model: str, more: list[str]) -> None:
    source = tmp_path / "edges.csv"
    source.write_text("actor,structure\nk,A\nk,B\nl,A\nl,B\nm,C\nk,C\n")

    rows = run("overlap", "file", source, "--null", null_model, "--min-shared", "2", "--out", tmp_path / "pairs.csv")

    assert list(rows[0])[9:] == ["expected", "p_upper", "p_lower", "q", "null_model", *more]
    assert [(row["a"], row["b"], row["null_model"]) for row in rows] == [("A", "B", null_model)]
