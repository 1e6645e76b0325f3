"""How much speaks for every pair of records, in bits, feature by feature; compared in pieces, for a long list has
millions of pairs and some forty features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.alignment import align_pairs
from graphsvc.matching.features import Question, field_contributions, name_contributions, weights
from graphsvc.matching.field_features import FIELD_FEATURES, FieldEvidence
from graphsvc.matching.name_features import NAME_FEATURES, NameEvidence, told_apart
from graphsvc.matching.prepared import Prepared
from graphsvc.matching.record import Compared, Record
from graphsvc.matching.threads import in_threads

__all__ = ["Comparison", "Scores", "compare_pairs"]

Ids = NDArray[np.int64]

_PAIRS_AT_ONCE = 32_768
VETOES = (
    "level_conflict", "carrier_and_site", "other_compound", "part_of_body", "supporter", "other_state",
    "other_carrier", "sister_body", "other_register_number", "carrier_and_part",
)  # fmt: skip
"""Features of which one alone tells two bodies apart."""
_VETO_FROM = -3.0
DIFFERENCES = (
    "number_conflict", "facility_conflict", "other_state", "other_place", "other_legal_form", "other_phone",
    "other_domain", "other_street", "elsewhere", "other_postcode", "other_postcode_area", "other_city",
    "other_territory", "other_kind", "other_parent",
)  # fmt: skip
"""Features that say both records know something and not the same; together they tell two bodies apart. That names have
little in common is no such difference: a body may have two."""
_DIFFERENT_FROM = -7.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Compared pairs of records with the bits for (or against) one body, before the prior; `vetoed` where one thing
    alone, or several differences together, say that they are two bodies, so that no third record brings them
    together."""

    left: Ids
    right: Ids
    evidence: NDArray[np.float64]
    vetoed: NDArray[np.bool_]

    def joined(self, other: Scores) -> Scores:
        """Both, sorted by pair."""
        left, right = np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right])
        order = np.lexsort((right, left))
        evidence = np.concatenate([self.evidence, other.evidence])[order]
        return Scores(left[order], right[order], evidence, np.concatenate([self.vetoed, other.vetoed])[order])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares pairs of prepared records; what speaks for a pair is worked out again when somebody asks for it."""

    prepared: Prepared
    question: Question = Question.ONE_BODY

    features = (*NAME_FEATURES, *FIELD_FEATURES)

    @property
    def records(self) -> Sequence[Record]:
        """What is compared."""
        return self.prepared.records

    def contributions(self, left: Ids, right: Ids) -> NDArray[np.float32]:
        """What every feature adds to the weight of each pair: one row a pair, one column a feature. Of the names of two
        records the pair counts that speaks most for them."""
        return self._side_by_side(left, right)[0]

    def compared(self, left: Ids, right: Ids) -> tuple[NDArray[np.float32], list[Compared]]:
        """The same, and for each pair the names that it was worked out from."""
        parts, name_left, name_right, evidence = self._side_by_side(left, right)
        rarest = (evidence.column(f"rarest_left_word_{side}").astype(np.int64).tolist() for side in "ab")
        rows = zip(name_left.tolist(), name_right.tolist(), *rarest, strict=True)
        return parts, [self._compared((a, b), (of_a, of_b)) for a, b, of_a, of_b in rows]

    def _compared(self, names: tuple[int, int], rarest: tuple[int, int]) -> Compared:
        first, second = (self.prepared.words(name) for name in names)
        a, b = (self.prepared.names.vocabulary[word] if word >= 0 else None for word in rarest)
        common = tuple(dict.fromkeys(word for word in first if word in second))
        return Compared((self.prepared.written(names[0]), self.prepared.written(names[1])), common, (a, b))

    def _side_by_side(self, left: Ids, right: Ids) -> tuple[NDArray[np.float32], Ids, Ids, NameEvidence]:
        """The contributions to each pair, with the two names that speak most for it and what they say."""
        pair, name_left, name_right = self.prepared.pairs_of_names(left, right)
        evidence = NameEvidence(
            align_pairs(self.prepared.names, name_left, name_right),
            self.prepared.legal.between(name_left, name_right),
            self.prepared.spelled.alike(name_left, name_right),
            self.prepared.spelled.letters_alike(name_left, name_right),
        )
        of_names = name_contributions(evidence, self.question)
        order = np.lexsort((-of_names.sum(axis=1), pair))
        best = order[np.diff(pair, prepend=-1) != 0]
        of_best = evidence.of(best)
        fields = FieldEvidence(self.prepared.fields, left, right, told_apart(of_best))
        parts: NDArray[np.float32] = np.hstack([of_names[best], field_contributions(fields, self.question)])
        return parts, name_left[best], name_right[best], of_best


def compare_pairs(prepared: Prepared, left: Ids, right: Ids, question: Question = Question.ONE_BODY) -> Scores:
    """Compare the given pairs of records, on all cores."""
    comparison = Comparison(prepared, question)
    evidence, vetoed = np.empty(len(left), np.float64), np.empty(len(left), np.bool_)
    vetoes, differences = ([comparison.features.index(name) for name in names] for names in (VETOES, DIFFERENCES))

    def fill(start: int, end: int) -> None:
        parts = comparison.contributions(left[start:end], right[start:end])
        evidence[start:end] = parts.sum(axis=1, dtype=np.float64) + weights(question)["offset"]
        one = (parts[:, vetoes] <= _VETO_FROM).any(axis=1)
        vetoed[start:end] = one | (parts[:, differences].sum(axis=1) <= _DIFFERENT_FROM)

    in_threads(fill, len(left), least=2048, most=_PAIRS_AT_ONCE)
    return Scores(left, right, evidence, vetoed)
