"""The frame of the command line: lazy commands, shared options, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.errors import exit_code
from graphsvc.cli.files import InputPath, OutputPath
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


USAGE = [
    (["lst"], "Den Befehl 'lst' gibt es nicht."),
    (["actors", "list", "--limti", "3"], "Die Option '--limti' gibt es nicht. Meinten Sie '--limit'?"),
    (["actors", "list", "--limit", "x"], "Der Wert für '--limit' passt nicht: 'x' ist keine ganze Zahl."),
    (["actors", "list", "--limit", "501"], "Der Wert für '--limit' passt nicht: 501 liegt nicht im Bereich 1<=x<=500."),
    (["actors", "list", "--at", "2024"], "„2024“ ist kein Tag (2024-12-31, 31.12.2024 oder all)."),
    (["overlap", "file"], "Es fehlt das Argument 'EDGES.csv'."),
    (["overlap", "file", __file__], "Es fehlt die Option '--out'."),
    (["overlap", "pairs", "--null-model", "x"], "'x' gehört nicht zu "),
    (["doctor", "x", "y"], "Unerwartete Argumente: x y"),
    (["actors", "list", "--limit"], "Die Option '--limit' verlangt einen Wert."),
    (["doctor", "--data", __file__], "ist eine Datei, kein Ordner."),
    (["export", "nix", "--out", "x"], "„nix“"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_told_in_german(arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRAPHSVC_LANG", raising=False)

    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Error" not in result.stderr
    assert result.stdout == ""


def test_wrong_usage_is_told_in_english_where_that_is_asked_for() -> None:
    assert "No such option '--nix'." in CliRunner().invoke(app, ["actors", "list", "--nix", "--lang", "en"]).stderr


def test_program_gets_the_refusal_as_json() -> None:
    result = CliRunner().invoke(app, ["overlap", "file", "missing.csv", "--out", "x.csv", "--json"])

    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["exit_code"]) == (3, 3)
    assert error["errors"][0]["file"] == "missing.csv"
    assert error["detail"].splitlines() == result.stderr.splitlines()


def test_ctrl_c_says_what_became_of_the_work() -> None:
    @click.group(cls=Application, modules={}, invoke_without_command=True)
    def group() -> None:
        raise KeyboardInterrupt

    result = CliRunner().invoke(group)

    assert result.exit_code == 1
    assert "ist nicht geschrieben" in result.stderr


def commands(path: tuple[str, ...] = (), command: click.Command = app) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command that is no group, with the words that call it."""
    if not isinstance(command, click.Group):
        return [(path, command)]
    context = click.Context(command)
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [each for name, below in found if below for each in commands((*path, name), below)]


COMMANDS = commands()


def call(
    path: tuple[str, ...], command: click.Command, bad: type[click.ParamType], value: str, good: Path
) -> list[str]:
    """A call with something in every required place, and `value` in every place of the kind `bad`."""
    words = [*path]
    for param in command.params:
        if isinstance(param.type, bad):
            words += [value] if isinstance(param, click.Argument) else [param.opts[0], value]
        elif param.required:
            fits = str(good) if isinstance(param.type, InputPath | OutputPath) else "1"
            words += [fits] if isinstance(param, click.Argument) else [param.opts[0], fits]
    return words


@pytest.mark.parametrize(
    ("kind", "value", "code"), [(InputPath, "nix/nix.csv", 3), (OutputPath, "/proc/nix/nix", 2)], ids=["in", "out"]
)
def test_every_command_refuses_a_path_that_is_none(
    kind: type[click.ParamType], value: str, code: int, tmp_path: Path
) -> None:
    good = tmp_path / "good.csv"
    good.write_text("id,name\n")
    asked = [(path, each) for path, each in COMMANDS if any(isinstance(param.type, kind) for param in each.params)]

    codes = {path: CliRunner().invoke(app, call(path, each, kind, value, good)).exit_code for path, each in asked}

    assert len(codes) > 5
    assert codes == dict.fromkeys(codes, code)


def test_every_command_answers_json() -> None:
    assert [path for path, each in COMMANDS if "json" not in {param.name for param in each.params}] == []


@pytest.mark.parametrize(
    ("name", "value"), [("GRAPHSVC_TODAY", "quatsch"), ("GRAPHSVC_LANG", "fr")], ids=["today", "lang"]
)
def test_setting_that_does_not_fit_is_named_in_one_line(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    result = CliRunner().invoke(app, ["doctor"])

    assert result.exit_code == 2
    [line] = [line for line in result.stderr.splitlines() if name in line]
    assert value in line
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["doctor"], ["actors", "list"], ["serve"], ["demo", "--once"]], ids="-".join)
@pytest.mark.parametrize("below", [False, True], ids=["a file", "below a file"])
def test_data_folder_that_is_none_is_wrong_usage(
    command: list[str], below: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    folder = file / "x" if below else file
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(folder))

    result = CliRunner().invoke(app, command)

    assert result.exit_code == 2
    assert f"{folder} taugt nicht als Datenordner" in result.stderr


def test_trace_of_a_bug_is_kept_though_there_is_no_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.group(cls=Application, modules={}, invoke_without_command=True)
    @pass_session
    def group(session: Session) -> None:
        raise ZeroDivisionError("1/0")

    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", "/proc/nix")

    assert CliRunner().invoke(group).exit_code == 1
    assert "ZeroDivisionError" in (tmp_path / "graphsvc-last-error.log").read_text(encoding="utf-8")


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


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "template", "--out", "x" * 3000],
        ["overlap", "groups", "--min-actors", "9" * 30],
        ["records", "nearest", "--limit", "9" * 30, "Amt"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_names_and_numbers_beyond_all_bounds_are_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2
