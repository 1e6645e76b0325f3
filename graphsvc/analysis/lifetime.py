"""When structures lived: how much of the shorter life two of them shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graphsvc.model.entities import Structure

Floats = NDArray[np.float64]


def common_life(structures: Sequence[Structure], *, at: date) -> Floats:
    """Common days as a share of the shorter life (n x n).

    An open end runs to `at` or, where bodies are planned later, to the last beginning. A missing beginning is not
    known: two bodies both alive at the end still shared their present; an end before the other's beginning rules a
    common time out; all else is NaN. An ended body without its day of end is NaN too.
    """
    horizon = max([at, *(structure.valid_from for structure in structures if structure.valid_from)]).toordinal() + 1
    starts = np.array([_ordinal(structure.valid_from) for structure in structures])
    ends = np.array([_end(structure, horizon) for structure in structures])
    begin = np.maximum(starts[:, None], starts[None, :])
    finish = np.minimum(ends[:, None], ends[None, :])
    shorter = np.minimum((ends - starts)[:, None], (ends - starts)[None, :]) + 1
    share = np.clip((finish - begin + 1) / np.maximum(shorter, 1), 0, 1)
    alive = (ends == horizon)[:, None] & (ends == horizon)[None, :]
    apart = (ends[:, None] < starts[None, :]) | (ends[None, :] < starts[:, None])
    return np.where(apart, 0.0, np.where(np.isnan(share) & alive, 1.0, share))


def _ordinal(day: date | None) -> float:
    return float(day.toordinal()) if day else np.nan


def _end(structure: Structure, horizon: int) -> float:
    if structure.valid_to:
        return (
            min(float(structure.valid_to.toordinal()), horizon)
            if structure.valid_to.toordinal() <= horizon
            else horizon
        )
    return np.nan if structure.status == "beendet" else float(horizon)
