"""Registers, figures and history on the command line, on a data folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graphsvc.cli.context import Session
from graphsvc.cli.main import app
from graphsvc.services import Services

Run = Callable[..., Result]


@pytest.fixture
def run(services: Services, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call commands on the open graph of the session (one engine for all calls)."""

    @contextmanager
    def opened(session: Session) -> Iterator[Services]:
        yield services

    monkeypatch.setattr(Session, "open", opened)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return call


def answer(result: Result) -> Any:
    """The JSON that a command answered."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_record_is_created_shown_changed_and_deleted(run: Run) -> None:
    made = answer(run("actors", "create", "name=Café Süd", "kind=kita", "topic=bildung;recht", "--json"))
    assert made["topic"] == ["bildung", "recht"]

    changed = answer(run("actors", "update", made["id"], "city=Bünde", "topic=", "--json"))
    assert (changed["city"], changed["topic"], changed["name"]) == ("Bünde", [], "Café Süd")

    assert "Café Süd" in run("actors", "show", "Café Süd").stdout
    batch = answer(run("actors", "delete", "Café Süd", "--json"))["batch"]
    assert run("actors", "show", "Café Süd").exit_code == 1
    assert answer(run("history", "list", "--q", "cafe", "--what", "delete", "--json"))["total"] == 1
    assert answer(run("history", "undo", batch, "--json"))["facts"] == 1
    assert run("actors", "show", "Café Süd").exit_code == 0


def test_a_judgement_is_listed_taken_back_and_kept(run: Run) -> None:
    for key in ("a", "b"):
        run("actors", "create", f"id={key}", "name=Café Süd")
    said = answer(run("records", "judge", "a", "b", "different", "--note", "zwei Häuser", "--json"))["judgement"]["id"]
    assert "zwei Häuser" in run("records", "judgements", "list").stdout

    assert answer(run("records", "judgements", "withdraw", said, "--json"))["deleted_at"]
    assert answer(run("records", "judgements", "list", "--json")) == []
    assert [each["id"] for each in answer(run("records", "judgements", "list", "--withdrawn", "--json"))] == [said]


def test_likely_double_is_refused_where_the_check_is_asked_for(run: Run) -> None:
    run("actors", "create", "id=cafe", "name=Café Süd")

    refused = run("actors", "create", "name=Cafe Sued e.V.", "--check")
    assert refused.exit_code == 1
    assert "Café Süd (cafe)" in refused.stderr
    assert answer(run("actors", "list", "--json"))["total"] == 1
    assert run("actors", "create", "name=Cafe Sued e.V.").exit_code == 0


def test_list_says_how_many_there_are(run: Run) -> None:
    run("structures", "create", "name=Netz A", "kind=netzwerk")
    run("structures", "create", "name=Runde", "kind=netzwerk")

    assert answer(run("structures", "list", "--kind", "netzwerk", "--limit", "1", "--json"))["total"] == 2
    assert run("structures", "list", "--limit", "1").stdout.endswith("1 von 2\n")


def test_membership_is_made_ended_and_removed(run: Run) -> None:
    run("actors", "create", "id=a", "name=A")
    run("structures", "create", "id=s", "name=S")

    seat = answer(run("memberships", "create", "actor=a", "structure=s", "role=mitglied", "--json"))["id"]
    assert answer(run("memberships", "update", seat, "valid_to=2020-12-31", "--json"))["valid_to"] == "2020-12-31"
    assert answer(run("memberships", "list", "--structure", "s", "--json"))["total"] == 0
    assert answer(run("memberships", "list", "--structure", "s", "--at", "all", "--json"))["total"] == 1
    assert run("memberships", "delete", seat).exit_code == 0
    assert run("memberships", "show", seat).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("actors", "create", "name"), 2),
        (("actors", "create", "kind=kreis"), 3),
        (("actors", "create", "name=X", "colour=blau"), 3),
        (("agreements", "create", "title=X", "concluded=gestern"), 3),
        (("actors", "show", "niemand"), 1),
        (("actors", "list", "--at", "31.02.2024"), 2),
        (("history", "undo"), 2),
        (("export", "docx", "--out", "x"), 2),
    ],
    ids=str,
)
def test_wrong_input_gets_its_exit_code_and_no_trace(run: Run, arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)

    assert result.exit_code == code
    assert result.stderr
    assert "Traceback" not in result.output


def test_pictures_and_exports_are_written(run: Run, tmp_path: Path) -> None:
    run("actors", "create", "id=a", "name=Kreis A")
    run("structures", "create", "id=s", "name=Netz", "coordinator=a")

    written = {
        "map.svg": ("figures", "svg"),
        "map.html": ("figures", "html"),
        "map.pdf": ("figures", "pdf"),
        "map.csv": ("figures", "table"),
        "map.xlsx": ("figures", "table"),
        "graph.graphml": ("export", "graphml"),
    }
    starts = {
        "svg": b"<svg",
        "html": b"<!",
        "pdf": b"%PDF",
        "csv": b"\xef\xbb\xbf",
        "xlsx": b"PK",
        "graphml": b"<graphml",
    }
    for name, arguments in written.items():
        result = run(*arguments, "--out", str(tmp_path / name), "--json")
        assert answer(result)["file"] == str(tmp_path / name)
        assert (tmp_path / name).read_bytes().lstrip().startswith(starts[name.partition(".")[2]])

    assert run("figures", "path", "Kreis A", "Netz").stdout.split("\n")[:2] == ["Kreis A", "Netz"]
