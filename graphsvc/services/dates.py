"""What a missing or a wide date means, in one place."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from graphsvc.config import Settings
from graphsvc.errors import WrongUsage
from graphsvc.language import read_day


def as_written(value: Any) -> Any:
    """A day as people write it as the day; everything else, also what is no day, as it is."""
    try:
        return read_day(value) if isinstance(value, str) else value
    except ValueError:
        return value


At = Annotated[date | Literal["all"] | None, BeforeValidator(as_written)]
"""A day (also written: `31.12.2024`, `2024-12-31`), `"all"` for ever, or None for the day that counts as today."""


def resolve_at(at: At, settings: Settings) -> date | None:
    """The day a question is asked for: None where every day counts (`"all"`), today where nothing was said.

    Raises:
        WrongUsage: a text that is no day.
    """
    if at == "all":
        return None
    day = as_written(at) if at is not None else settings.as_of()
    if not isinstance(day, date):
        raise WrongUsage("errors.no_day", value=str(at))
    return day


def one_day(at: At, settings: Settings) -> date:
    """The day of a question that only makes sense for one.

    Raises:
        WrongUsage: a text that is no day, or `"all"`.
    """
    day = resolve_at(at, settings)
    if day is None:
        raise WrongUsage("errors.one_day")
    return day
