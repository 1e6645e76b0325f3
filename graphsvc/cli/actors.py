"""`graphsvc actors`: organisations, organisational units, functions."""

from __future__ import annotations

from graphsvc.cli.nouns import Noun, noun_group
from graphsvc.model.entities import Actor

group = noun_group(
    Noun("actors", ("id", "name", "kind", "territory", "city"), Actor, "Actor"),
    "Actors: organisations, organisational units, functions.",
)
