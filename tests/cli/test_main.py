"""The frame of the command line: lazy commands, shared options, exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.errors import exit_code
from graphsvc.cli.main import Application, app
from graphsvc.errors import (
    Conflict,
    DatabaseUnreachable,
    EngineUnavailable,
    GraphsvcError,
    InputRefused,
    NotFound,
    Outdated,
    Problem,
    WrongUsage,
)

HEAVY = ("fastapi", "neo4j", "networkx", "numba", "pandas", "polars", "pyvis", "scipy", "typst")


def test_help_lists_commands_and_shared_options() -> None:
    result = CliRunner().invoke(app, ["--help"])

    assert result.exit_code == 0
    for word in ("--json", "--lang", "--data"):
        assert word in result.output


def test_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["no-such-command"]).exit_code == 2


def test_starting_the_command_loads_nothing_heavy() -> None:
    script = "import sys, graphsvc.cli.main as m; m.app(['--version'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongUsage("cli.unexpected"), 2),
        (InputRefused([Problem("cli.unexpected")]), 3),
        (DatabaseUnreachable("cli.unexpected"), 4),
        (EngineUnavailable("cli.unexpected"), 4),
        (NotFound("cli.unexpected"), 1),
        (Conflict("cli.unexpected"), 1),
        (Outdated("cli.unexpected", yours=None, theirs=None), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_error_class_has_its_exit_code(error: GraphsvcError, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize("arguments", [["--lang", "en", "say"], ["say", "--lang", "en"]], ids=["before", "after"])
def test_shared_options_stand_before_or_after_the_command(arguments: list[str]) -> None:
    @click.group()
    @pass_session
    def group(session: Session) -> None:
        """A group."""

    @group.command()
    @pass_session
    def say(session: Session) -> None:
        click.echo(session.lang)

    assert CliRunner().invoke(group, arguments).output == "en\n"


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [([], "en"), (["say"], "en"), (["--lang", "de", "say"], "de"), (["say", "--lang", "de"], "de")],
    ids=["environment", "and a command", "given before", "given after"],
)
def test_a_given_language_goes_before_that_of_the_environment(
    arguments: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHSVC_LANG", "en")

    @click.group(invoke_without_command=True)
    @pass_session
    def group(session: Session) -> None:
        if not click.get_current_context().invoked_subcommand:
            click.echo(session.lang)

    @group.command()
    @pass_session
    def say(session: Session) -> None:
        click.echo(session.lang)

    assert CliRunner().invoke(group, arguments).output == f"{lang}\n"


@pytest.mark.parametrize(("lang", "said"), [("de", "hätte nicht passieren dürfen"), ("en", "should not have happened")])
def test_a_bug_shows_one_sentence_and_keeps_the_trace_in_a_file(tmp_path: Path, lang: str, said: str) -> None:
    @click.group(cls=Application, modules={}, invoke_without_command=True)
    @pass_session
    def group(session: Session) -> None:
        raise ZeroDivisionError("1/0")

    result = CliRunner().invoke(group, ["--data", str(tmp_path), "--lang", lang])

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert "ZeroDivisionError" in (tmp_path / "last-error.log").read_text(encoding="utf-8")
