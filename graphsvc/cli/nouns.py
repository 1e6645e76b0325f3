"""The commands that actors, structures and agreements share: list, show, create, update, delete."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import click

from graphsvc.cli.context import At, Session, day_option, part_options, pass_session, plain
from graphsvc.cli.help import Command, Group
from graphsvc.cli.table import aligned
from graphsvc.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of record on the command line: its service, the columns of its list, its entity, and the model that
    checks fields (named, not imported: `--help` must not load what only writing needs)."""

    plural: str
    columns: Sequence[str]
    entity: type[Any]
    model: str
    is_compared: bool = True
    """Whether the map is searched for doubles before one is created."""


check_option = click.option(
    "--check/--no-check",
    default=None,
    help="Refuse it where the map may hold it already; left out: in a terminal only.",
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of every list."""
    texts = {
        "q": "Part of a name, short name or alias.",
        "kind": "Code or label of a kind.",
        "territory": "Key or name of a territory.",
        "topic": "Code or label of a topic.",
        "target_group": "Code or label of a target group.",
        "function": "Code or label of a function.",
    }
    for option in (
        part_options,
        day_option,
        *(click.option(f"--{name.replace('_', '-')}", help=words) for name, words in reversed(texts.items())),
    ):
        command = option(command)
    return command


def noun_group(noun: Noun, doc: str) -> click.Group:
    """The group of commands of one noun."""
    group = Group(noun.plural, help=doc)
    for make in (_list, _show, _create, _update, _delete):
        group.add_command(make(noun))
    return group


def _list(noun: Noun) -> click.Command:
    @click.command("list", cls=Command)
    @filter_options
    @pass_session
    def command(session: Session, at: At, **filters: Any) -> None:
        """List them, filtered."""
        with session.open() as services:
            page = getattr(services, noun.plural).list(at=at, **filters)
        rows = [[_cell(getattr(item, name)) for name in noun.columns] for item in page.items]
        foot = session.text("cli.listed", shown=len(rows), total=page.total)
        session.answer(page, [*aligned(noun.columns, rows), foot])

    return command


def _show(noun: Noun) -> click.Command:
    @click.command("show", cls=Command)
    @click.argument("key")
    @pass_session
    def command(session: Session, key: str) -> None:
        """Show one, by id or exact name, with what it is tied to."""
        with session.open() as services:
            detail = getattr(services, noun.plural).get(key)
        session.answer(flat(detail), [*fields_of(detail.record), "", *_ties(detail)])

    return command


def _create(noun: Noun) -> click.Command:
    @click.command("create", cls=Command)
    @click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
    @pass_session
    def command(session: Session, fields: Sequence[str], check: bool | None = False) -> None:
        """Add one; several values of a field are separated by `;`."""
        new = noun.entity(**checked(f"{noun.model}Input", fields))
        with session.open() as services:
            if sys.stdin.isatty() if check is None else check:
                services.records.refuse_likely_double(new)
            detail = getattr(services, noun.plural).create(new)
        session.answer(flat(detail), fields_of(detail.record))

    return check_option(command) if noun.is_compared else command


def _update(noun: Noun) -> click.Command:
    @click.command("update", cls=Command)
    @click.argument("key")
    @click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
    @pass_session
    def command(session: Session, key: str, fields: Sequence[str]) -> None:
        """Change fields of one; `FIELD=` empties a field."""
        changes = checked(f"{noun.model}Changes", fields)
        with session.open() as services:
            register = getattr(services, noun.plural)
            read = register.get(key, itself=True)
            detail = register.update(replace(read.record, **changes), version=read.version)
        session.answer(flat(detail), fields_of(detail.record))

    return command


def _delete(noun: Noun) -> click.Command:
    @click.command("delete", cls=Command)
    @click.argument("key")
    @click.option("--cascade", is_flag=True, help="Remove what hangs on it too.")
    @pass_session
    def command(session: Session, key: str, cascade: bool) -> None:
        """Remove one, recorded and undoable."""
        with session.open() as services:
            register = getattr(services, noun.plural)
            batch = register.delete(register.find(key, itself=True), cascade=cascade)
        session.answer({"batch": batch}, [session.text("cli.deleted", ref=key, batch=batch)])

    return command


def checked(model_name: str, fields: Sequence[str]) -> dict[str, Any]:
    """FIELD=VALUE pairs as the values that the model makes of them, only those that are named."""
    from graphsvc.api import models
    from graphsvc.model.refusals import refusing

    model: type[models.Record] = getattr(models, model_name)
    given = dict(_pair(field) for field in fields)
    lists = {name for name, field in model.model_fields.items() if field.annotation == list[str]}
    with refusing():
        checked = model.model_validate(
            {name: _listed(value) if name in lists else value or None for name, value in given.items()}
        )
    return ({"id": None} if "id" in model.model_fields else {}) | checked.values(named_only=True)


def _pair(field: str) -> tuple[str, str]:
    name, sign, value = field.partition("=")
    if not sign:
        raise WrongUsage("cli.no_pair", text=field)
    return name.strip(), value.strip()


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def flat(detail: Any) -> dict[str, Any]:
    """The record and what stands around it as one object, as the HTTP API answers it."""
    around = asdict(detail)
    record: dict[str, Any] = around.pop("record")
    return record | around


def _ties(detail: Any) -> Iterator[str]:
    heads = ("type", "other_name", "role", "valid_from", "valid_to")
    return aligned(heads, [[getattr(tie, name) for name in heads] for tie in detail.ties])


def fields_of(record: Any) -> list[str]:
    """One line for every field that says something."""
    shown = {name: value for name, value in plain(record).items() if value not in (None, [])}
    width = max(map(len, shown), default=0)
    return [f"{name:<{width}}  {_cell(value)}" for name, value in shown.items()]


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items() if each is not None)
    return value
