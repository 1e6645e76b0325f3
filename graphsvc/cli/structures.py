"""`graphsvc structures`: networks, working groups, steering groups, projects and other bodies of several actors."""

from __future__ import annotations

from graphsvc.cli.nouns import Noun, noun_group
from graphsvc.cli.structures_file import structures_file
from graphsvc.model.entities import Structure

group = noun_group(
    Noun("structures", ("id", "name", "kind", "territory", "status"), Structure, "Structure"),
    "Structures: networks, working groups, steering groups, projects and other bodies of several actors.",
)

group.add_command(structures_file)
