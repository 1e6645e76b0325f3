"""Lists: whole ones, and one part of them with how many there are in all; both become tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from graphsvc.errors import InputRefused, Problem

if TYPE_CHECKING:
    import pandas as pd

Given = ParamSpec("Given")
Item = TypeVar("Item")

DEFAULT_LIMIT = 50
GREATEST_LIMIT = 500
GREATEST_OFFSET = 10**9
"""No list is longer."""
GREATEST_COUNT = 10**6
"""No list of members, structures or seats of which a least number is asked for is longer."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One part of a list; `total` counts the whole list, `limit` and `offset` say which part. `of` is what an item is,
    so that an empty part has its columns too."""

    items: tuple[Item, ...]
    total: int
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    of: InitVar[type[Item] | None] = None

    def __post_init__(self, of: type[Item] | None) -> None:
        object.__setattr__(self, "_columns", _columns(of))

    def to_frame(self) -> pd.DataFrame:
        """The items as a table, one column a field."""
        return _frame(self.items, vars(self)["_columns"])


class Results(tuple[Item, ...]):
    """A whole list of results: a tuple that becomes a table."""

    _columns: list[str] | None

    def __new__(cls, items: Iterable[Item] = (), of: type[Item] | None = None) -> Results[Item]:
        """The items; `of` is what an item is, so that an empty list has its columns too."""
        made = super().__new__(cls, items)
        made._columns = _columns(of)
        return made

    def to_frame(self) -> pd.DataFrame:
        """The items as a table, one column a field."""
        return _frame(self, self._columns)


def as_results(of: type[Item]) -> Callable[[Callable[Given, Iterable[Item]]], Callable[Given, Results[Item]]]:
    """Let what gives a whole list of results give it as one that becomes a table; `of` is what an item is."""

    def decorated(listing: Callable[Given, Iterable[Item]]) -> Callable[Given, Results[Item]]:
        @wraps(listing)
        def called(*args: Given.args, **kwargs: Given.kwargs) -> Results[Item]:
            return Results(listing(*args, **kwargs), of)

        return called

    return decorated


def page_of(items: Sequence[Item], *, limit: int, offset: int, of: type[Item]) -> Page[Item]:
    """One part of a list that is there as a whole.

    Raises:
        InputRefused: no list has such a part.
    """
    refuse_no_part(limit=limit, offset=offset)
    return Page(tuple(items[offset : offset + limit]), len(items), limit, offset, of)


def refuse_no_part(*, limit: int, offset: int) -> None:
    """Raise InputRefused where no list has such a part."""
    problems = [*_beyond("limit", limit, 1, GREATEST_LIMIT), *_beyond("offset", offset, 0, GREATEST_OFFSET)]
    if problems:
        raise InputRefused(problems)


def _beyond(name: str, given: int, least: int, most: int) -> Iterator[Problem]:
    if given < least:
        yield Problem("fields.too_small", column=name, value=str(given), values={"bound": least})
    if given > most:
        yield Problem("fields.too_great", column=name, value=str(given), values={"bound": most})


def _columns(of: type[Any] | None) -> list[str] | None:
    return [spec.name for spec in fields(of)] if of is not None else None


def _frame(items: Sequence[Any], columns: list[str] | None) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_records([_row(item) for item in items], columns=columns)


def _row(item: Any) -> dict[str, Any]:
    return {spec.name: getattr(item, spec.name) for spec in fields(item)}
