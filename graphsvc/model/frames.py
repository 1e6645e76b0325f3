"""Results as tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def frame_of(items: Iterable[Any], kind: type[Any]) -> pd.DataFrame:
    """One row an item, one column a field of the dataclass `kind`, also where there are no items. An item of another
    class gives what it has under the same names."""
    import pandas as pd

    names = [spec.name for spec in fields(kind)]
    return pd.DataFrame.from_records([[getattr(item, name) for name in names] for item in items], columns=names)
