"""`graphsvc import` on an engine of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphsvc.cli.main import app


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "akteure.csv"
    path.write_text("id;name;art\na;AWO;Wohlfahrtsverband\n;;\nb;;Kita\n", encoding="utf-8")
    return path


def test_preview_commit_list_undo(data: Path, listing: Path) -> None:
    shown = run("import", "preview", listing, "--data", data)
    written = run("import", "commit", listing, "--yes", "--json", "--data", data)
    listed = run("import", "list", "--json", "--data", data)
    done = json.loads(written.stdout)
    undone = run("import", "undo", done["id"], "--yes", "--data", data)

    assert shown.exit_code == 0 and "Zeile 4" in shown.stdout
    assert done["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "rejected": 1}
    assert [each["state"] for each in json.loads(listed.stdout)] == ["committed", "preview"]
    assert undone.exit_code == 0 and "rückgängig" in undone.stdout


def test_decisions_on_single_records(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "erste.csv", tmp_path / "zweite.csv"
    first.write_text("id;name\ntreff;Treff Ost e.V.\n", encoding="utf-8")
    second.write_text("id;name\n1;Treff Ost\n2;Treff West\n3;Treff Nord e.V.\n4;Treff Ost\n", encoding="utf-8")
    run("import", "commit", first, "--yes", "--data", data)

    chosen = ("--same", "1=treff", "--skip", "Treff West", "--new", "3")
    shown = run("import", "preview", second, *chosen, "--lang", "en", "--data", data)
    upload = shown.stdout.split()[1]
    written = run("import", "commit", upload, "--yes", "--json", "--data", data)

    assert "Treff Ost [1]: the same as Treff Ost e.V. [treff]" in shown.stdout
    assert "Treff West [2]: skip" in shown.stdout and "Treff Nord e.V. [3]: new" in shown.stdout
    assert "Treff Ost [4]: Treff Ost e.V. [treff]" in shown.stdout
    assert json.loads(written.stdout)["counts"]["new"] == 2


def test_a_list_of_names_is_asked_about_and_the_answer_is_kept(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "namen.csv"
    path.write_text("Mosaik\nSonnenhof\nAWO\nWerkhof\n", encoding="utf-8")

    unclear = json.loads(run("import", "preview", path, "--json", "--data", data).stdout)
    said = json.loads(run("import", "preview", path, "--names", "actors", "--json", "--data", data).stdout)
    again = json.loads(run("import", "preview", path, "--json", "--data", data).stdout)

    assert (unclear["counts"]["new"], unclear["counts"]["rejected"]) == (0, 1)
    assert "Organisationen oder Gremien?" in unclear["rejected"][0]["text"]["de"]
    for each in (said, again):
        assert (each["by_kind"], each["counts"]["rejected"]) == ({"Actor": {"new": 4}}, 0)


def test_a_decision_without_a_known_record_is_wrong_usage(listing: Path) -> None:
    refused = run("import", "preview", listing, "--same", "a")

    assert refused.exit_code == 2 and "--same" in refused.stderr


def test_without_a_terminal_nothing_asks(listing: Path) -> None:
    assert run("import", "commit", listing).exit_code == 2


@pytest.mark.parametrize("command", [["preview"], ["commit", "--yes"]], ids=["preview", "commit"])
def test_a_missing_file_is_refused_with_its_path(data: Path, tmp_path: Path, command: list[str]) -> None:
    missing = tmp_path / "nix.xlsx"

    refused = run("import", *command, missing, "--data", data)

    assert refused.exit_code == 3
    assert f"{missing}: Die Datei lässt sich nicht lesen (nicht vorhanden)." in refused.stderr


def test_a_refused_file_ends_with_three_and_a_place(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "bild.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)

    refused = run("import", "commit", path, "--yes", "--data", data)

    assert refused.exit_code == 3 and "Datei bild.xlsx" in refused.stderr


def test_template_needs_no_database(tmp_path: Path) -> None:
    written = run("import", "template", "--out", tmp_path / "vorlage.xlsx")

    assert written.exit_code == 0 and (tmp_path / "vorlage.xlsx").read_bytes().startswith(b"PK")
