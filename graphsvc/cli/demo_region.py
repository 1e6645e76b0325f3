"""`graphsvc demo-region`: a synthetic region whose truth is known."""

from __future__ import annotations

from pathlib import Path

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.files import OutputPath, writing
from graphsvc.cli.help import Command


@click.command(cls=Command)
@click.option("--seed", type=int, required=True, help="The same seed gives the same bytes.")
@click.option(
    "--size",
    type=click.FloatRange(0.25, 100),
    default=1.0,
    show_default=True,
    help="Factor on the counts: 1 is one district with 240 actors and 153 structures.",
)
@click.option("--out", required=True, type=OutputPath(folder=True), help="Folder to write into.")
@pass_session
def demo_region(session: Session, seed: int, size: float, out: Path) -> None:
    """Write a synthetic region: clean template, messy files, what is wrong in them, and what is true."""
    from graphsvc.demoregion import generate

    region = generate(seed, size)
    with writing(out):
        region.write(out)
    session.say(
        "demo_region.written",
        actors=len(region.dataset.actors),
        structures=len(region.dataset.structures),
        memberships=len(region.dataset.memberships),
        pairs=len(region.truth.pairs),
        out=str(out),
    )
