"""`graphsvc memberships`: which actor sits in which structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from graphsvc.cli.context import At, Session, day_option, part_options, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.nouns import checked, fields_of, flat
from graphsvc.cli.table import aligned
from graphsvc.model.entities import Membership

HEADS = ("id", "actor_name", "structure_name", "role", "valid_from", "valid_to")


@click.group(cls=Group)
def group() -> None:
    """Memberships: which actor sits in which structure, in which role, from when to when."""


@group.command("list")
@click.option("--actor", help="Of this actor, by id or exact name.")
@click.option("--structure", help="Of this structure, by id or exact name.")
@day_option
@part_options
@pass_session
def list_memberships(
    session: Session, actor: str | None, structure: str | None, at: At, limit: int, offset: int
) -> None:
    """List them by structure and actor."""
    with session.open() as services:
        page = services.memberships.list(actor=actor, structure=structure, at=at, limit=limit, offset=offset)
    rows = [[getattr(seat, name) for name in HEADS] for seat in page.items]
    session.answer(page, [*aligned(HEADS, rows), session.text("cli.listed", shown=len(rows), total=page.total)])


@group.command("show")
@click.argument("membership")
@pass_session
def show(session: Session, membership: str) -> None:
    """Show one, by id."""
    with session.open() as services:
        detail = services.memberships.get(membership)
    session.answer(flat(detail), fields_of(detail.record))


@group.command("create")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@pass_session
def create(session: Session, fields: Sequence[str]) -> None:
    """Seat an actor in a structure, both by id or exact name: `actor=... structure=... role=...`."""
    values = checked("MembershipInput", fields)
    with session.open() as services:
        detail = services.memberships.create(Membership(**values))
    session.answer(flat(detail), fields_of(detail.record))


@group.command("update")
@click.argument("membership")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@pass_session
def update(session: Session, membership: str, fields: Sequence[str]) -> None:
    """Change fields of one; `FIELD=` empties a field."""
    changes = checked("MembershipChanges", fields)
    with session.open() as services:
        read = services.memberships.get(membership)
        written = replace(read.record, **changes, id=membership)
        detail = services.memberships.update(written, version=read.version)
    session.answer(flat(detail), fields_of(detail.record))


@group.command("delete")
@click.argument("membership")
@pass_session
def delete(session: Session, membership: str) -> None:
    """Remove one, recorded and undoable."""
    with session.open() as services:
        batch = services.memberships.delete(membership)
    session.answer({"batch": batch}, [session.text("cli.deleted", ref=membership, batch=batch)])
