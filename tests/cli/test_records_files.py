"""`graphsvc records match|link|rank|compare` on files: columns and meaning as in the contract."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphsvc.cli.main import app

HEADER = ["id_a", "id_b", "weight", "probability", "decision", "explanation"]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def actors(folder: Path) -> Path:
    return table(
        folder / "actors.csv",
        "id,name",
        "1,AWO Kreisverband Herford e.V.",
        "2,Arbeiterwohlfahrt KV Herford e. V.",
        "3,Caritasverband Herford e.V.",
        "4,Caritasverband Bünde e.V.",
        "5,Kreissportbund Herford",
        "6,AWO Kreisverband Herford",
    )


def test_match_finds_the_same_body_and_leaves_the_neighbour_alone(tmp_path: Path) -> None:
    run("records", "match", actors(tmp_path), "--out", tmp_path / "pairs.csv")

    found = rows(tmp_path / "pairs.csv")

    assert list(found[0]) == HEADER
    same = {(row["id_a"], row["id_b"]) for row in found if row["decision"] == "same"}
    assert same == {("1", "2"), ("1", "6"), ("2", "6")}


def test_a_link_of_lists_with_the_same_ids_says_which_id_is_of_which_list(tmp_path: Path) -> None:
    first = table(tmp_path / "a.csv", "id,name", "1,AWO Herford", "2,Jobcenter Herford")
    second = table(tmp_path / "b.csv", "id,name", "1,Jobcenter Herford", "2,AWO Herford", "3,Kreis Lippe")

    said = run("records", "link", first, second, "--out", tmp_path / "pairs.csv")

    assert {(row["id_a"], row["id_b"]) for row in rows(tmp_path / "pairs.csv")} == {("1", "2"), ("2", "1")}
    assert "b.csv" in said


def test_columns_of_the_template_are_read_and_others_are_told(tmp_path: Path) -> None:
    listed = ("1;AWO Herford;05221 1;x", "2;Caritas Herford;05221 1;x", "3;Diakonie Herford;05223 2;y")
    german = table(tmp_path / "german.csv", "id;name;telefon;website", *listed)
    english = table(tmp_path / "english.csv", "id;name;phone;website", *listed)

    said = [run("records", "match", file, "--out", f"{file}.out", "--all-above", "-99") for file in (german, english)]

    assert Path(f"{german}.out").read_text() == Path(f"{english}.out").read_text()
    assert "Telefon" in Path(f"{german}.out").read_text()
    assert ["german.csv" in said[0], "website" in said[0], "website" in said[1]] == [True] * 3


def test_weight_and_probability_are_one_number(tmp_path: Path) -> None:
    run("records", "match", actors(tmp_path), "--out", tmp_path / "pairs.csv", "--all-above", "-100")

    for row in rows(tmp_path / "pairs.csv"):
        assert abs(float(row["probability"]) - 1 / (1 + 2 ** -float(row["weight"]))) < 1e-12
        assert row["id_a"] < row["id_b"]


def test_match_gives_the_same_bytes_again_and_explains_in_both_languages(tmp_path: Path) -> None:
    for name, lang in (("a", "de"), ("b", "de"), ("c", "en")):
        run("records", "match", actors(tmp_path), "--out", tmp_path / name, "--lang", lang)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert "gemeinsame Wörter" in (tmp_path / "a").read_text(encoding="utf-8")
    assert "common words" in (tmp_path / "c").read_text(encoding="utf-8")


def test_link_pairs_only_across_the_files(tmp_path: Path) -> None:
    other = table(tmp_path / "b.csv", "id;name", "x;AWO KV Herford", "y;Kreis-Sportbund Herford e.V.")

    run("records", "link", actors(tmp_path), other, "--out", tmp_path / "pairs.csv")

    same = {(row["id_a"], row["id_b"]) for row in rows(tmp_path / "pairs.csv") if row["decision"] == "same"}
    assert same == {("1", "x"), ("2", "x"), ("6", "x"), ("5", "y")}


def test_rank_gives_k_answers_without_ties_and_the_best_first(tmp_path: Path) -> None:
    queries = table(tmp_path / "q.csv", "id,name", "q,Arbeiterwohlfahrt Herford", "z,Zzz")

    run("records", "rank", queries, actors(tmp_path), "--k", "4", "--out", tmp_path / "ranks.csv")

    found = rows(tmp_path / "ranks.csv")
    assert list(found[0]) == ["query_id", "rank", "catalogue_id", "weight", "probability"]
    assert [(row["query_id"], row["rank"]) for row in found] == [(q, str(rank)) for q in "qz" for rank in (1, 2, 3, 4)]
    assert {row["catalogue_id"] for row in found[:3]} == {"1", "2", "6"}


def test_rank_gives_the_whole_of_a_small_catalogue(tmp_path: Path) -> None:
    queries = table(tmp_path / "q.csv", "id,name", "q,Caritas")

    run("records", "rank", queries, actors(tmp_path), "--k", "10", "--out", tmp_path / "ranks.csv")

    assert len(rows(tmp_path / "ranks.csv")) == 6


def test_compare_keeps_every_row_and_column_in_order(tmp_path: Path) -> None:
    pairs = table(
        tmp_path / "pairs.csv",
        "note,name1,name2,city1,city2",
        "b,Jugendring Herford e.V.,Jugendring Herford,Herford,Herford",
        "a,Jugendring Herford e.V.,Schützenverein Lübbecke,,",
    )

    run("records", "compare", pairs, "--out", tmp_path / "scored.csv")

    found = rows(tmp_path / "scored.csv")
    assert list(found[0]) == ["note", "name1", "name2", "city1", "city2", "weight", "probability", "decision"]
    assert [(row["note"], row["decision"]) for row in found] == [("b", "same"), ("a", "different")]


def test_a_repeated_id_is_refused_with_its_rows(tmp_path: Path) -> None:
    source = table(tmp_path / "twice.csv", "id,name", "7,Eins", "8,Drei", "7,Zwei")

    result = CliRunner().invoke(app, ["records", "match", str(source), "--out", str(tmp_path / "o.csv")])

    assert result.exit_code == 3
    assert "Zeile 4, Spalte „id“: „7“ steht schon in Zeile 2." in result.output
    assert not (tmp_path / "o.csv").exists()


def test_rows_without_a_name_are_told_and_not_one_body(tmp_path: Path) -> None:
    source = table(tmp_path / "nameless.csv", "id,name,street", "1,,Weg 1", "2,,Weg 1", "3,Verein,Weg 2")

    output = run("records", "match", source, "--out", tmp_path / "o.csv")

    assert "2 Zeilen haben keinen Namen" in output and "1, 2" in output
    assert all(row["decision"] == "unsure" for row in rows(tmp_path / "o.csv"))


@pytest.mark.parametrize("out_first", [True, False])
def test_no_command_overwrites_the_file_that_it_reads(tmp_path: Path, out_first: bool) -> None:
    source = actors(tmp_path)
    before = source.read_bytes()
    given = ["--out", str(source)]
    words = [*given, str(source)] if out_first else [str(source), *given]

    result = CliRunner().invoke(app, ["records", "match", *words])

    assert (result.exit_code, source.read_bytes()) == (2, before)
    assert str(source) in result.output


def test_the_order_of_rows_makes_no_difference(tmp_path: Path) -> None:
    listed = actors(tmp_path)
    head, *lines = listed.read_text(encoding="utf-8").splitlines()
    turned = table(tmp_path / "turned.csv", head, *reversed(lines))

    for source in (listed, turned):
        run("records", "match", source, "--out", source.with_suffix(".pairs"), "--all-above", -20)

    assert listed.with_suffix(".pairs").read_bytes() == turned.with_suffix(".pairs").read_bytes()


def test_blocking_says_what_is_compared_and_what_slips_through(tmp_path: Path) -> None:
    lines = actors(tmp_path).read_text(encoding="utf-8").splitlines()
    bodies = ["body", "a", "a", "b", "c", "", "a"]
    known = table(tmp_path / "known.csv", *(f"{line},{body}" for line, body in zip(lines, bodies, strict=True)))

    report = json.loads(run("--json", "records", "blocking", known, "--truth", "body"))

    assert (report["records"], report["true_pairs"], report["recall"]) == (6, 3, 1.0)
    assert report["candidates"] == round(report["per_record"] * 6) < 15
    assert max(net["pairs"] for net in report["nets"]) <= report["candidates"]


def test_compare_refuses_columns_that_it_writes_itself(tmp_path: Path) -> None:
    pairs = table(tmp_path / "pairs.csv", "name1,name2,weight", "Jugendring,Jugendring,3 kg")

    result = CliRunner().invoke(app, ["records", "compare", str(pairs), "--out", str(tmp_path / "scored.csv")])

    assert result.exit_code == 3
    assert "weight" in result.output
    assert not (tmp_path / "scored.csv").exists()


def test_a_weight_that_is_no_number_is_wrong_usage(tmp_path: Path) -> None:
    asked = ["records", "match", str(actors(tmp_path)), "--out", str(tmp_path / "o.csv"), "--all-above", "nan"]

    assert CliRunner().invoke(app, asked).exit_code == 2
