"""`graphsvc places`: the territories of the map."""

from __future__ import annotations

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.nouns import fields_of
from graphsvc.cli.table import aligned
from graphsvc.model.entities import Place

HEADS = ("key", "name", "part_of", "population")


@click.group(cls=Group)
def group() -> None:
    """Territories that the map names, official and own ones."""


@group.command("list")
@pass_session
def list_places(session: Session) -> None:
    """All of them by key."""
    with session.open() as services:
        found = services.places.list()
    session.answer(found, aligned(HEADS, [[getattr(place, name) or "" for name in HEADS] for place in found]))


@group.command()
@click.argument("key")
@pass_session
def show(session: Session, key: str) -> None:
    """One of them."""
    with session.open() as services:
        place, _ = services.places.get(key)
    session.answer(place, fields_of(place))


@group.command("set")
@click.argument("key")
@click.argument("name")
@click.option("--part-of", help="Key of the territory that it lies in.")
@click.option("--population", type=click.IntRange(0), help="Inhabitants.")
@pass_session
def put(session: Session, key: str, name: str, part_of: str | None, population: int | None) -> None:
    """Write a territory, new or in place of what is there."""
    with session.open() as services:
        place = services.places.put(Place(key=key, name=name, part_of=part_of, population=population))
    session.answer(place, fields_of(place))


@group.command()
@click.argument("key")
@pass_session
def remove(session: Session, key: str) -> None:
    """Take a territory out of the map; undo brings it back."""
    with session.open() as services:
        batch = services.places.remove(key)
    session.answer({"batch": batch}, [batch])
