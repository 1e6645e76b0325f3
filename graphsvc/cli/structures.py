"""`graphsvc structures`: the bodies of the map, and duplicate structures of a plain file."""

from __future__ import annotations

import click

from graphsvc.cli.structures_file import structures_file


@click.group()
def group() -> None:
    """Structures: networks, working groups, steering groups, projects, ..."""


group.add_command(structures_file)
