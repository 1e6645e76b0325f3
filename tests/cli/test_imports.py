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


def test_without_a_terminal_nothing_asks(listing: Path) -> None:
    assert run("import", "commit", listing).exit_code == 2


def test_a_refused_file_ends_with_three_and_a_place(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "bild.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)

    refused = run("import", "commit", path, "--yes", "--data", data)

    assert refused.exit_code == 3 and "Datei bild.xlsx" in refused.stderr


def test_template_needs_no_database(tmp_path: Path) -> None:
    written = run("import", "template", "--out", tmp_path / "vorlage.xlsx")

    assert written.exit_code == 0 and (tmp_path / "vorlage.xlsx").read_bytes().startswith(b"PK")
