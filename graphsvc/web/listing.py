"""A page of a longer list: sorted by a column, cut at a limit, the same from every address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Key = Callable[[Item], Any]
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """Some items of `total`, from `offset` on; `sort` is a column, with `-` in front downwards."""

    items: Sequence[Item]
    total: int
    limit: int
    offset: int
    sort: str


def listing(
    items: Sequence[Item], columns: Mapping[str, Key[Item]], *, sort: str, offset: int = 0, limit: int = LIMIT
) -> Listing[Item]:
    """Sort and cut. An unknown column counts as the first one; equal items keep their order; what has no value stands
    at the end in either direction."""
    column, down = sort.removeprefix("-"), sort.startswith("-")
    if column not in columns:
        column, down = next(iter(columns)), False
    key = columns[column]
    given = [item for item in items if key(item) is not None]
    missing = [item for item in items if key(item) is None]
    ordered = [*sorted(given, key=lambda item: collated(key(item)), reverse=down), *missing]
    start = min(max(offset, 0), max(len(ordered) - 1, 0) // limit * limit)
    return Listing(ordered[start : start + limit], len(ordered), limit, start, f"-{column}" if down else column)


def collated(value: Any) -> Any:
    """Words in the German order (ä as a, ß as ss, case ignored); everything else as it is."""
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKD", value.casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), value
