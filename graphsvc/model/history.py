"""What was written to the map, by whom and when, and what undoing it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("name", "title", "subject")
"""Fields that name a record, the first that is there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one fact. A new one has no `before`, a removed one no `after`; of a changed one both hold the
    fields that changed. `at` is the moment in UTC, ISO 8601; `revision` counts the writings of the whole map."""

    id: str
    revision: int
    at: str
    user: str
    what: str
    batch: str | None
    kind: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def name(self) -> str | None:
        """The name of what was changed, the newer one, where the change tells it."""
        told = {**(self.before or {}), **(self.after or {})}
        return next((told[field] for field in NAMES if told.get(field)), None)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an undo left as it is. `reason` is `changed_later` (with the fields), `removed_later`, `restored_later`,
    `still_used` or `end_missing`."""

    kind: str
    key: str
    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: the batch under which it can be undone itself, how many facts it put back, what it kept."""

    batch: str
    facts: int
    kept: tuple[Kept, ...] = ()
