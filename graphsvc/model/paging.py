"""Lists: one part of them, and how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import pandas as pd

Item = TypeVar("Item")

DEFAULT_LIMIT = 50
GREATEST_LIMIT = 500
GREATEST_OFFSET = 10**9
"""No list is longer."""
GREATEST_COUNT = 10**6
"""No list of members, structures or seats of which a least number is asked for is longer."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One part of a list; `total` counts the whole list, `limit` and `offset` say which part."""

    items: tuple[Item, ...]
    total: int
    limit: int = DEFAULT_LIMIT
    offset: int = 0

    def to_frame(self) -> pd.DataFrame:
        """The items as a table, one column a field."""
        import pandas as pd

        return pd.DataFrame.from_records([_row(item) for item in self.items])


def _row(item: Any) -> Any:
    if is_dataclass(item):
        return {spec.name: getattr(item, spec.name) for spec in fields(item)}
    return item
