"""`graphsvc history`: what was written, by whom and when, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence

import click

from graphsvc.cli.context import Session, part_options, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.table import aligned

HEADS = ("id", "at", "user", "what", "kind", "key", "batch")


@click.group(cls=Group)
def group() -> None:
    """History: what was written, by whom and when, and how to take it back."""


@group.command("list")
@click.option("--key", help="Changes of one record, by its id.")
@click.option("--batch", help="What was written together.")
@click.option("--user", help="Changes of one person.")
@click.option("--what", help="import, create, edit, delete, merge, unmerge, undo, ...")
@click.option("--q", help="A text in the change, or in the name of the record it concerns.")
@part_options
@pass_session
def list_changes(session: Session, limit: int, offset: int, **given: str | None) -> None:
    """Changes, newest first."""
    with session.open() as services:
        page = services.history.list(**given, limit=limit, offset=offset)
    rows = [[getattr(change, name) for name in HEADS] for change in page.items]
    foot = session.text("cli.listed", shown=len(rows), total=page.total)
    session.answer(page, [*aligned(HEADS, rows), foot])


@group.command("sources")
@pass_session
def list_sources(session: Session) -> None:
    """The files and documents that facts were read from."""
    with session.open() as services:
        found = services.history.sources()
    session.answer(found, aligned(("id", "name", "kind"), [(each.id, each.name, each.kind or "") for each in found]))


@group.command("undo")
@click.argument("batch", required=False)
@click.option("--change", "changes", multiple=True, help="Id of a single change; may be given several times.")
@pass_session
def undo(session: Session, batch: str | None, changes: Sequence[str]) -> None:
    """Take back what was written together (BATCH), or single changes."""
    if (batch is None) == (not changes):
        raise click.UsageError(session.text("cli.batch_or_changes"))
    with session.open() as services:
        undone = services.history.undo(changes) if batch is None else services.history.undo_batch(batch)
    session.answer(undone, [session.text("cli.undone", facts=undone.facts, kept=len(undone.kept))])
