"""`graphsvc overlap`: who shares members with whom, in the map or on a plain file."""

from __future__ import annotations

import click

from graphsvc.cli.lazy import LazyGroup

COMMANDS = {
    "changes": "graphsvc.cli.overlap_map:changes",
    "file": "graphsvc.cli.overlap_file:overlap_file",
    "groups": "graphsvc.cli.overlap_groups:groups",
    "load": "graphsvc.cli.overlap_map:load",
    "pair": "graphsvc.cli.overlap_map:pair",
    "pairs": "graphsvc.cli.overlap_map:pairs",
    "trend": "graphsvc.cli.overlap_map:trend",
    "upset": "graphsvc.cli.overlap_map:upset",
}


@click.group(cls=LazyGroup, modules=COMMANDS)
def group() -> None:
    """Members that structures share: one pair, all pairs, core groups, several at once, trend, load."""
