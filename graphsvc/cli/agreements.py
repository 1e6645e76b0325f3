"""`graphsvc agreements`: contracts, cooperation and network agreements, grant notices."""

from __future__ import annotations

from graphsvc.cli.nouns import Noun, noun_group
from graphsvc.model.entities import Agreement

group = noun_group(
    Noun("agreements", ("id", "title", "kind", "valid_from", "valid_to"), Agreement, "Agreement", is_compared=False),
    "Agreements: contracts, cooperation and network agreements, grant notices.",
)
