"""What `--help` says: every command and option, in German and in English."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import click
import pytest
from click.testing import CliRunner

from graphsvc.cli.context import Session
from graphsvc.cli.help import Command, Context, Group, unfolded
from graphsvc.cli.main import app
from graphsvc.language import catalogue, text


def commands(
    path: tuple[str, ...] = (), command: click.Command = app
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its place."""
    yield path, command
    if isinstance(command, click.Group):
        context = Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands((*path, name), found)


@cache
def spoken() -> dict[str, str]:
    """Every text that commands and options say, with the place of one that says it."""
    found = {}
    for path, command in commands():
        found[unfolded(command.help or "")] = " ".join(path)
        for option in command.get_params(Context(command)):
            if isinstance(option, click.Option):
                found[unfolded(option.help or "")] = " ".join([*path, option.opts[0]])
    return found


def test_every_command_and_option_says_what_it_is_for() -> None:
    assert "" not in spoken(), spoken()[""]
    assert [path for path, command in commands() if not isinstance(command, Command | Group)] == []


def test_every_text_is_said_in_german_and_no_other() -> None:
    known = {text(f"help.{name}", "en") for name in catalogue("help")}

    assert {said: place for said, place in spoken().items() if said not in known} == {}
    assert known - set(spoken()) == set()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["Aufruf: ", "[OPTIONEN] BEFEHL [ARGUMENTE]...", "Befehle:", "Diese Hilfe anzeigen."]),
        (["--lang", "en", "--help"], ["Usage: ", "[OPTIONS] COMMAND [ARGS]...", "Commands:", "Show this message"]),
        (["overlap", "file", "--help"], ["Datei, die geschrieben wird. [erforderlich]", "[Standard: 1]"]),
        (["overlap", "file", "--lang=en", "--help"], ["File to write. [required]", "[default: 1]"]),
        (["records", "--help"], ["Paare von Zeilen einer Tabelle, die dieselbe Stelle meinen, ohne Datenbank."]),
    ],
    ids=str,
)
def test_help_is_in_the_language_of_the_reader(arguments: list[str], words: list[str]) -> None:
    shown = " ".join(CliRunner().invoke(app, arguments, prog_name="graphsvc").output.split())

    assert [word for word in words if word not in shown] == []


def test_language_of_the_environment_counts() -> None:
    assert CliRunner(env={"GRAPHSVC_LANG": "en"}).invoke(app, ["--help"]).output.startswith("Usage: ")


@pytest.mark.parametrize(
    ("lang", "answer", "goes_on"),
    [("de", "ja", True), ("de", "J", True), ("en", "y", True), ("de", "", False), ("de", "n", False)],
)
def test_questions_are_answered_in_the_language_of_the_reader(lang: str, answer: str, goes_on: bool) -> None:
    @click.command()
    def asking() -> None:
        Session(chosen_lang=lang).confirm("imports.ask_undo", id="i-1")

    asked = CliRunner().invoke(asking, input=f"{answer}\n")

    assert ("[j/N]" if lang == "de" else "[y/N]") in asked.output
    assert (asked.exit_code == 0) == goes_on
