"""`graphsvc conventions`: what the office agreed on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.table import aligned

if TYPE_CHECKING:
    from graphsvc.model.conventions import Convention

NAME = click.argument("name")


@click.group(cls=Group)
def group() -> None:
    """Hours of a meeting, hubs, words of the office, weights: what every answer rests on."""


@group.command("list")
@pass_session
def list_conventions(session: Session) -> None:
    """All of them, with who changed them last."""
    with session.open() as services:
        found = services.conventions.list()
    rows = [
        (each.name, session.text(f"conventions.said_{each.name}"), each.user or "", each.at or "") for each in found
    ]
    session.answer(found, aligned(("name", "what", "user", "at"), rows))


@group.command()
@NAME
@pass_session
def show(session: Session, name: str) -> None:
    """One value as JSON."""
    with session.open() as services:
        found = services.conventions.get(name)
    session.answer(found, _lines(found))


@group.command("set")
@NAME
@click.argument("value")
@pass_session
def put(session: Session, name: str, value: str) -> None:
    """Agree on another value, whole, as JSON: graphsvc conventions set hubs '{"share": 0.3}'."""
    given = _read(value, session)
    with session.open() as services:
        found = services.conventions.put(name, given)
    session.answer(found, _lines(found))


@group.command()
@NAME
@pass_session
def reset(session: Session, name: str) -> None:
    """Go back to what ships with the program."""
    with session.open() as services:
        found = services.conventions.reset(name)
    session.answer(found, _lines(found))


@group.command()
@NAME
@pass_session
def changes(session: Session, name: str) -> None:
    """The change log, newest first."""
    with session.open() as services:
        found = services.conventions.changes(name)
    rows = [(each.id, each.at, each.user, _short(each.before), _short(each.after)) for each in found]
    session.answer(found, aligned(("id", "at", "user", "before", "after"), rows))


@group.command()
@NAME
@click.argument("change")
@pass_session
def restore(session: Session, name: str, change: str) -> None:
    """Put back what counted before a change."""
    with session.open() as services:
        found = services.conventions.restore(name, change)
    session.answer(found, _lines(found))


@group.command("add-term")
@click.argument("vocabulary")
@click.argument("word")
@click.argument("meaning")
@pass_session
def add_term(session: Session, vocabulary: str, word: str, meaning: str) -> None:
    """Let a word of the office stand for an entry: graphsvc conventions add-term topics Deutschförderung daz."""
    with session.open() as services:
        term = services.conventions.add_term(vocabulary, word, meaning)
    session.answer(term, [f"{term.scheme}: {term.word} = {term.code}"])


@group.command("remove-term")
@click.argument("vocabulary")
@click.argument("word")
@pass_session
def remove_term(session: Session, vocabulary: str, word: str) -> None:
    """Forget a word of the office."""
    with session.open() as services:
        services.conventions.remove_term(vocabulary, word)
    session.answer({"removed": word}, [])


def _read(value: str, session: Session) -> dict[str, Any]:
    try:
        read = json.loads(value)
    except ValueError as error:
        raise click.BadParameter(session.text("fields.not_json"), param_hint="VALUE") from error
    if not isinstance(read, dict):
        raise click.BadParameter(session.text("fields.not_object"), param_hint="VALUE")
    return read


def _lines(found: Convention) -> Iterator[str]:
    yield json.dumps(found.value, ensure_ascii=False, indent=2)


def _short(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
