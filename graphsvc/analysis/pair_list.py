"""Lists of pairs as people and programs read them: which pairs are wanted, and one row a pair with names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from graphsvc.analysis.overlap import Pairs, Thresholds
from graphsvc.analysis.seats import Level, Map, Organs
from graphsvc.analysis.significance import NullModel, Significance
from graphsvc.model.frames import frame_of
from graphsvc.model.paging import GREATEST_COUNT

if TYPE_CHECKING:
    import pandas as pd


class PairsParams(BaseModel):
    """Which pairs are wanted; all bounds are inclusive and hold together."""

    model_config = ConfigDict(frozen=True)

    level: Level = Field(default="organisation", description="Who counts as one member.")
    organs: Organs = Field(default="own", description="`include`: members of a structure's organs are its members too.")
    min_shared: int = Field(default=1, ge=1, le=GREATEST_COUNT, description="Shared members, at least.")
    min_jaccard: float = Field(default=0.0, ge=0, le=1, description="Shared / all members of the two, at least.")
    min_overlap_coefficient: float = Field(default=0.0, ge=0, le=1, description="Shared / smaller structure, at least.")
    min_containment: float = Field(default=0.0, ge=0, le=1, description="Shared / larger structure, at least.")
    max_q: float = Field(default=1.0, ge=0, le=1, description="Only pairs this far above chance (q after correction).")
    top: int | None = Field(
        default=None, ge=1, le=GREATEST_COUNT, description="Only the best partners of each structure, ties kept."
    )
    null_model: NullModel | None = Field(default=None, description="Null model; left out: by number of structures.")

    def thresholds(self) -> Thresholds:
        """The bounds on the overlap itself."""
        return Thresholds(
            min_shared=self.min_shared,
            min_jaccard=self.min_jaccard,
            min_overlap_coefficient=self.min_overlap_coefficient,
            min_containment=self.min_containment,
            top=self.top,
        )


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair of a list; the columns of the file format and the names."""

    a: str
    b: str
    name_a: str
    name_b: str
    size_a: int
    size_b: int
    shared: int
    jaccard: float
    overlap_coefficient: float
    a_in_b: float
    b_in_a: float
    expected: float
    p_upper: float
    p_lower: float
    q: float
    null_model: NullModel
    midp_upper: float | None = None
    midp_lower: float | None = None
    mc_error: float | None = None


@dataclass(frozen=True)
class PairList:
    """Pairs by Jaccard descending, then by ids, as of `at`."""

    at: date | None
    known: Map
    pairs: Pairs
    significance: Significance

    def __len__(self) -> int:
        return len(self.pairs)

    def rows(self, offset: int = 0, limit: int | None = None) -> list[PairRow]:
        """A part of the list as rows."""
        part = np.arange(len(self))[offset : None if limit is None else offset + limit]
        pairs, significance = self.pairs.take(part), self.significance.take(part)
        ids = np.array(pairs.incidence.structures, dtype=object)
        columns = {name: values for name, values in pairs.columns().items() if name not in ("a", "b")}
        columns |= {name: values for name, values in significance.columns().items() if name != "null_model"}
        return [
            PairRow(a, b, self.known.names[a], self.known.names[b], null_model=significance.null_model, **values)
            for a, b, values in zip(ids[pairs.a], ids[pairs.b], _records(columns), strict=True)
        ]

    def to_frame(self) -> pd.DataFrame:
        """The whole list as a frame with the columns of `PairRow`."""
        return frame_of(self.rows(), PairRow)


def _records(columns: Mapping[str, NDArray[Any]]) -> Iterator[dict[str, Any]]:
    plain = [values.tolist() for values in columns.values()]
    return (dict(zip(columns, row, strict=True)) for row in zip(*plain, strict=True))
