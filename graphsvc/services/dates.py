"""What a missing or a wide date means, in one place."""

from __future__ import annotations

from datetime import date
from typing import Literal

from graphsvc.config import Settings

At = date | Literal["all"] | None
"""A day, `"all"` for ever, or None for the day that counts as today."""


def resolve_at(at: At, settings: Settings) -> date | None:
    """The day a question is asked for: None where every day counts (`"all"`), today where nothing was said."""
    if at == "all":
        return None
    return at or settings.as_of()
