"""What the matcher takes and gives: records and matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Compared", "Comparison", "Decision", "Matches", "Record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a body as some list wrote it down; every field but id and name may be missing."""

    id: str
    name: str
    alias: tuple[str, ...] = ()
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    territory: tuple[str, ...] = ()
    email: str | None = None
    web: str | None = None
    phone: str | None = None
    register_number: str | None = None
    kind: str | None = None
    parent: str | None = None


class Decision(StrEnum):
    """What the matcher proposes: `same` (one body), `unsure` (a person should look), `different`."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Compared:
    """Which names of two records were laid side by side, as written; the words that both have, and the rarest of each
    that found no partner in the other, None where every word found one. Words as the matcher reads them."""

    names: tuple[str, str]
    common: tuple[str, ...]
    left_over: tuple[str | None, str | None]


class Comparison(Protocol):
    """What compared the pairs and can say again what speaks for each."""

    @property
    def records(self) -> Sequence[Record]:
        """What was compared."""

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features."""

    def contributions(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
        """One row a pair, one column a feature, in bits."""

    def compared(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[NDArray[np.float32], list[Compared]]:
        """The same, and for each pair the names that it was worked out from."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs with their scores. `left` and `right` are positions in `records`; `weight` is log2 odds after the prior.
    `by_list` says that pairs are named by list, the first one first, for an id alone does not say which is meant."""

    comparison: Comparison
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]
    decision: NDArray[np.str_]
    prior: float
    by_list: bool = False

    def __len__(self) -> int:
        return len(self.left)

    @property
    def probability(self) -> NDArray[np.float64]:
        """1 / (1 + 2^-weight)."""
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp2(-self.weight))
        return found

    @property
    def records(self) -> Sequence[Record]:
        """What was compared."""
        return self.comparison.records

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features."""
        return self.comparison.features

    @property
    def contributions(self) -> NDArray[np.float32]:
        """What each feature adds to the weight of each pair: one column a feature, in bits; their sum with `prior` is
        the weight. Worked out anew every time, for millions of pairs would not fit into memory."""
        return self.comparison.contributions(self.left, self.right)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Matches:
        """The chosen pairs, in that order."""
        return replace(
            self,
            left=self.left[keep],
            right=self.right[keep],
            weight=self.weight[keep],
            decision=self.decision[keep],
        )

    def to_frame(self, lang: str | None = None) -> pd.DataFrame:
        """Columns `id_a, id_b, weight, probability, decision` and, with `lang`, `explanation`; ids as in `ids`."""
        import pandas as pd

        ids = self.ids()
        columns: dict[str, object] = {
            "id_a": [first for first, _ in ids],
            "id_b": [second for _, second in ids],
            "weight": self.weight,
            "probability": self.probability,
            "decision": self.decision.astype(object),
        }
        if lang is not None:
            columns["explanation"] = self.explanations(lang)
        return pd.DataFrame(columns)

    def ids(self) -> list[tuple[str, str]]:
        """The two ids of every pair, the smaller one first unless pairs are named by list."""
        pairs = zip(self.left.tolist(), self.right.tolist(), strict=True)
        ids = [(self.records[left].id, self.records[right].id) for left, right in pairs]
        return ids if self.by_list else [_ordered(a, b) for a, b in ids]

    def explanations(self, lang: str = "de") -> list[str]:
        """One line a pair: what speaks for and against it."""
        from graphsvc.matching.explain import explanations

        return explanations(self, lang)


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
