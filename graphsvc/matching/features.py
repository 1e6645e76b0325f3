"""The table of features: what each adds to the weight of a pair, in bits.

The sum over all features, with the prior, is the weight of the pair: its log2 odds of being one body.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching import tables
from graphsvc.matching.field_features import FIELD_FEATURES, FieldEvidence
from graphsvc.matching.name_features import NAME_FEATURES, NameEvidence

__all__ = ["Question", "field_contributions", "name_contributions", "weights"]

Values = NDArray[np.floating[Any]]


class Question(StrEnum):
    """What is asked of a pair; the value is the column of its weights."""

    ONE_BODY = "bits"
    """Whether two records are one body."""
    NEAREST = "bits_ranked"
    """Which of a catalogue comes nearest to a record, perhaps under a name it had before: what has changed in a name
    says less then, and how much of its letters is left says more."""


@cache
def weights(question: Question = Question.ONE_BODY) -> dict[str, float]:
    """Feature -> bits per unit; `offset` is the weight of a pair that has nothing for or against it."""
    return {row["feature"]: float(row[question]) for row in tables.rows("weights")}


def name_contributions(evidence: NameEvidence, question: Question = Question.ONE_BODY) -> Values:
    """What every feature of the names adds to the weight in bits: one row a pair, columns as in the table."""
    return _in_bits({name: feature(evidence) for name, feature in NAME_FEATURES.items()}, question)


def field_contributions(evidence: FieldEvidence, question: Question = Question.ONE_BODY) -> Values:
    """The same for the features of the other fields."""
    return _in_bits({name: feature(evidence) for name, feature in FIELD_FEATURES.items()}, question)


def _in_bits(values: dict[str, Values], question: Question) -> Values:
    bits = weights(question)
    return np.column_stack([column * np.float32(bits[name]) for name, column in values.items()]).astype(np.float32)
