"""The table of features: what each adds to the weight of a pair, in bits.

The sum over all features, with the prior, is the weight of the pair: its log2 odds of being one body.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching import tables
from graphsvc.matching.field_features import FIELD_FEATURES, FieldEvidence
from graphsvc.matching.name_features import NAME_FEATURES, NameEvidence

__all__ = ["field_contributions", "name_contributions", "weights"]

Values = NDArray[np.floating[Any]]


@cache
def weights() -> dict[str, float]:
    """Feature -> bits per unit; `prior` is the weight of a pair that has nothing for or against it."""
    return {row["feature"]: float(row["bits"]) for row in tables.rows("weights")}


def name_contributions(evidence: NameEvidence) -> Values:
    """What every feature of the names adds to the weight in bits: one row a pair, columns as in the table."""
    return _in_bits({name: feature(evidence) for name, feature in NAME_FEATURES.items()})


def field_contributions(evidence: FieldEvidence) -> Values:
    """The same for the features of the other fields."""
    return _in_bits({name: feature(evidence) for name, feature in FIELD_FEATURES.items()})


def _in_bits(values: dict[str, Values]) -> Values:
    bits = weights()
    return np.column_stack([column * np.float32(bits[name]) for name, column in values.items()]).astype(np.float32)
