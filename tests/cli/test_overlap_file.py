from __future__ import annotations

import csv
import io
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, hypergeom

from graphsvc.cli.main import app


def run(*arguments: str | Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    with Path(arguments[-1]).open(encoding="utf-8", newline="") as out:
        return list(csv.DictReader(out))


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


NASTY = [
    "A, B",
    'say "x"',
    "two\nlines",
    "M\u00fcller",
    "Mu\u0308ller",
    "=1+1",
    "a;b",
    " lead",
    "\U0001f600",
    "\ue000",
    "NA",
]
names = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)
share = st.sampled_from([0.0, 0.1, 0.2, 0.3, 1 / 3, 0.5, 0.6, 1.0])


def pairs_by_sets(edges: list[tuple[str, str]], least: dict[str, float]) -> list[tuple[str | float, ...]]:
    members: dict[str, set[str]] = {}
    for actor, structure in edges:
        members.setdefault(structure, set()).add(actor)
    found = []
    for a, b in combinations(sorted(members), 2):
        one, other = len(members[a]), len(members[b])
        k = len(members[a] & members[b])
        value = {"jaccard": k / (one + other - k), "overlap-coefficient": k / min(one, other)}
        value |= {"containment": k / max(one, other), "shared": k}
        if k and all(value[name] >= bound for name, bound in least.items()):
            found.append((a, b, one, other, k, value["jaccard"], value["overlap-coefficient"], k / one, k / other))
    return sorted(found, key=lambda row: (-row[5], row[:2]))


@settings(max_examples=60)
@given(
    edges=st.lists(st.tuples(names, names), min_size=1, max_size=80),
    separator=st.sampled_from(",;"),
    mark=st.sampled_from(["", "\ufeff"]),
    least=st.fixed_dictionaries(
        {"jaccard": share, "overlap-coefficient": share, "containment": share, "shared": st.integers(1, 3)}
    ),
)
def test_the_file_says_what_sets_say_and_leaves_names_alone(
    edges: list[tuple[str, str]], separator: str, mark: str, least: dict[str, float]
) -> None:
    table = io.StringIO(mark, newline="")
    table.seek(len(mark))
    rows = [("group", "note", "actor"), *((structure, "", actor) for actor, structure in edges)]
    csv.writer(table, delimiter=separator, lineterminator="\n").writerows(rows)
    options = [text for name, bound in least.items() for text in (f"--min-{name}", str(bound))]

    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "edges.csv", Path(folder) / "pairs.csv"
        source.write_text(table.getvalue(), encoding="utf-8", newline="")
        rows_written = run("overlap", "file", source, *options, "--out", out)

    found = [(row["a"], row["b"], *map(float, list(row.values())[2:])) for row in rows_written]
    assert found == pairs_by_sets(edges, least)


def test_q_is_over_all_pairs_also_those_that_share_nobody(tmp_path: Path) -> None:
    source = tmp_path / "edges.csv"
    members = {"A": "abcde", "B": "abcd", "C": "efg", "D": "gh", "E": "ij", "F": "k"}
    source.write_text(
        "actor,structure\n" + "".join(f"{one},{name}\n" for name, all_ in members.items() for one in all_)
    )
    p = {
        (a, b): hypergeom.sf(len(set(members[a]) & set(members[b])) - 1, 11, len(members[a]), len(members[b]))
        for a, b in combinations(members, 2)
    }
    q = dict(zip(p, false_discovery_control(list(p.values())), strict=True))

    found = run("overlap", "file", source, "--null", "hypergeometric", "--out", tmp_path / "pairs.csv")

    assert [(row["a"], row["b"]) for row in found] == [("A", "B"), ("C", "D"), ("A", "C")]
    for row in found:
        assert float(row["p_upper"]) == pytest.approx(p[row["a"], row["b"]], rel=1e-12)
        assert float(row["q"]) == pytest.approx(q[row["a"], row["b"]], rel=1e-12)


def test_a_small_file_loads_nothing_that_takes_its_time(tmp_path: Path) -> None:
    source, out = tmp_path / "edges.csv", tmp_path / "pairs.csv"
    source.write_text("actor,structure\n" + "".join(f"a{n * n % 3001},s{n}\n" * 2 for n in range(3_000)))
    command = ["overlap", "file", str(source), "--min-shared", "1", "--out", str(out)]
    script = f"import sys, graphsvc.cli.main as m; m.app({command}, standalone_mode=False); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert not {"numba", "scipy", "pandas", "networkx", "pydantic", "neo4j"} & set(loaded)
    assert out.read_text().count("\n") > 2


def test_groups_of_a_small_file_load_nothing_that_takes_its_time(tmp_path: Path) -> None:
    source, out = tmp_path / "edges.csv", tmp_path / "groups.csv"
    source.write_text("actor,structure\n" + "".join(f"a{n * n % 31},s{n % 20}\n" for n in range(400)))
    minima = ["--min-structures", "2", "--min-actors", "2"]
    command = ["overlap", "groups", "file", str(source), *minima, "--out", str(out)]
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


def test_a_list_of_memberships_is_read_by_its_german_columns(tmp_path: Path) -> None:
    source = tmp_path / "mitgliedschaften.csv"
    source.write_text("\ufeffakteur;struktur;rolle\nKreis;Beirat;\nKreis;AK;\n", encoding="utf-8")

    [pair] = run("overlap", "file", source, "--out", tmp_path / "pairs.csv")

    assert (pair["a"], pair["b"], pair["shared"]) == ("AK", "Beirat", "1")


@pytest.mark.parametrize(("option", "n_pairs"), [("--top", 1), ("--min-shared", 0)])
def test_bounds_beyond_all_counts_are_bounds_like_others(tmp_path: Path, option: str, n_pairs: int) -> None:
    source = tmp_path / "edges.csv"
    source.write_text("actor,structure\nk,A\nk,B\n")

    assert len(run("overlap", "file", source, option, 10**20, "--out", tmp_path / "pairs.csv")) == n_pairs


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


def test_where_draws_are_too_few_for_a_small_q_it_is_said(tmp_path: Path) -> None:
    source = tmp_path / "edges.csv"
    source.write_text("actor,structure\n" + "".join(f"a{n % 7},s{n // 2}\n" for n in range(160)))
    command = ["overlap", "file", str(source), "--null", "fdsm", "--out", str(tmp_path / "pairs.csv")]

    said = CliRunner().invoke(app, command).stderr

    assert "wenn mindestens 4 Paare" in said  # of 3,160, with 10,000 draws
