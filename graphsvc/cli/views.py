"""`graphsvc views`: saved views of the map."""

from __future__ import annotations

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.nouns import fields_of
from graphsvc.cli.table import aligned

HEADS = ("id", "name", "query", "saved_by", "saved_at")


@click.group(cls=Group)
def group() -> None:
    """Saved views of the map: a name, a note and the filters."""


@group.command("list")
@pass_session
def list_views(session: Session) -> None:
    """List them, newest first."""
    with session.open() as services:
        views = services.views.list()
    session.answer(views, aligned(HEADS, [[getattr(view, name) for name in HEADS] for view in views]))


@group.command("show")
@click.argument("view")
@pass_session
def show(session: Session, view: str) -> None:
    """Show one, by id."""
    with session.open() as services:
        found = services.views.get(view)
    session.answer(found, fields_of(found))


@group.command("save")
@click.argument("name")
@click.option("--query", default="", help="What stands behind ? in the address of the map.")
@click.option("--note", default="", help="A note beside it.")
@pass_session
def save(session: Session, name: str, query: str, note: str) -> None:
    """Save a view; one of the same name is replaced."""
    with session.open() as services:
        saved = services.views.save(name, note=note, query=query)
    session.answer(saved, fields_of(saved))


@group.command("remove")
@click.argument("view")
@pass_session
def remove(session: Session, view: str) -> None:
    """Remove one, by id."""
    with session.open() as services:
        services.views.remove(view)
    session.answer({"removed": view}, [])
