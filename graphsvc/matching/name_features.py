"""What two names say about whether they are one body: one function a feature, its docstring is its meaning.

Every function takes the evidence about all pairs at once and gives one number a pair; `tables/weights.csv` says how
many bits one unit is worth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.alignment import COLUMNS
from graphsvc.matching.legal_persons import Relation

__all__ = ["NAME_FEATURES", "NameEvidence", "told_apart"]

Values = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What laying two names side by side gave, for many pairs.

    Attributes:
        aligned: as `align_pairs` gives it.
        legal: the `Relation` of the legal forms.
        spelled: likeness of the two as written, 0 to 1.
        letters: share of the neighbouring letters, as written, that they have in common, 0 to 1.
    """

    aligned: Values
    legal: NDArray[np.int8]
    spelled: Values
    letters: Values

    def of(self, pairs: NDArray[np.int64]) -> NameEvidence:
        """The evidence about the chosen pairs."""
        return NameEvidence(self.aligned[pairs], self.legal[pairs], self.spelled[pairs], self.letters[pairs])

    def column(self, name: str) -> Values:
        """One column of the alignment."""
        found: Values = self.aligned[:, COLUMNS.index(name)]
        return found

    def less(self, name: str) -> Values:
        """The smaller of both sides."""
        return np.minimum(self.column(f"{name}_a"), self.column(f"{name}_b"))

    def more(self, name: str) -> Values:
        """The larger of both sides."""
        return np.maximum(self.column(f"{name}_a"), self.column(f"{name}_b"))


def _levelled(bits: Values, limit: float) -> Values:
    """The bits, those beyond the limit counting little: very long names say more, but not in proportion."""
    found: Values = np.minimum(bits, limit) + np.maximum(bits - limit, 0) / 50
    return found


def shared(e: NameEvidence) -> Values:
    """Words that both names have, weighed by how rare they are."""
    return _levelled(e.column("shared") + e.column("acronym"), 30.0)


def rarest_shared(e: NameEvidence) -> Values:
    """The rarest word that both names have."""
    return e.column("biggest_shared")


def left_on_both(e: NameEvidence) -> Values:
    """Words that only one name has, on both sides: each name says something the other does not."""
    return np.minimum(e.less("left"), 20.0)


def left_on_one(e: NameEvidence) -> Values:
    """Words that only the longer name has."""
    return np.minimum(e.more("left"), 30.0)


def rarest_left_on_both(e: NameEvidence) -> Values:
    """The rarest word that found no partner, on the side where it is less rare."""
    return e.less("biggest_left")


def rarest_left(e: NameEvidence) -> Values:
    """The rarest word that found no partner in the other name."""
    return e.more("biggest_left")


def inexact(e: NameEvidence) -> Values:
    """What similar but not equal words lack: typing errors, other endings, abbreviations."""
    return np.minimum(e.column("inexact"), 8.0)


def number_conflict(e: NameEvidence) -> Values:
    """Both names hold a number (or roman numeral), and not the same."""
    return e.column("number_conflict")


def number_missing(e: NameEvidence) -> Values:
    """Only one of the names holds a number."""
    return e.column("number_one_side")


def same_letters(e: NameEvidence) -> Values:
    """Both names are the same, letter by letter, but for spaces and hyphens."""
    return e.column("same_letters")


def level_conflict(e: NameEvidence) -> Values:
    """The names put the body on different levels: Kreisverband and Ortsverein."""
    return e.column("level_conflict")


def facility_conflict(e: NameEvidence) -> Values:
    """The names name different kinds of institutions: a school and a church."""
    return e.column("facility_conflict")


def facility_missing(e: NameEvidence) -> Values:
    """Only one name names an institution: a carrier and its day care."""
    return e.column("facility_one_side")


def carrier_and_site(e: NameEvidence) -> Values:
    """One is a federation or an authority on some level, the other an institution: a Kreisverband and its day care."""
    return e.column("carrier_and_site")


def other_compound(e: NameEvidence) -> Values:
    """One name makes another body of a word of the other: Kreis and Kreissportbund."""
    return e.column("other_compound")


def part_of_body(e: NameEvidence) -> Values:
    """One is an office, a council or a service of the body that the other one names."""
    return e.column("part_one_side") * contained(e)


def supporter(e: NameEvidence) -> Values:
    """One is the circle of friends or the support association of the other."""
    return e.column("supporter_one_side")


def country_missing(e: NameEvidence) -> Values:
    """Only one name holds a country, or both hold another: the sister in another country."""
    return np.maximum(e.column("country_one_side"), e.column("country_conflict"))


def other_state(e: NameEvidence) -> Values:
    """The names hold different federal states."""
    return e.column("state_conflict")


def other_place(e: NameEvidence) -> Values:
    """The names hold different towns: the sister in the next town."""
    return e.column("place_conflict")


def other_carrier(e: NameEvidence) -> Values:
    """The names hold different carriers, confessions or peoples: AWO and DRK, Evangelisch and Katholisch."""
    return e.column("carrier_conflict")


def spelling(e: NameEvidence) -> Values:
    """How alike both names are as they were written, letter by letter."""
    return e.spelled


def letters(e: NameEvidence) -> Values:
    """Neighbouring letters and signs that both names have as they were written, weighed by how rare they are."""
    return e.letters


def first_word(e: NameEvidence) -> Values:
    """Both names begin with the same word."""
    return e.column("first_word")


def nothing_left(e: NameEvidence) -> Values:
    """Every word of both names found its partner."""
    return _flag((e.more("n_left") == 0) & (e.column("n_shared") > 0))


def contained(e: NameEvidence) -> Values:
    """Every word of the shorter name stands in the longer one."""
    return _flag((e.less("n_left") == 0) & (e.column("n_shared") > 0))


def other_legal_form(e: NameEvidence) -> Values:
    """The legal forms differ."""
    return _flag((e.legal == Relation.DIFFERENT) | (e.legal == Relation.SISTERS))


def sister_body(e: NameEvidence) -> Values:
    """An association beside its own company or foundation: two legal persons of one family."""
    return _flag(e.legal == Relation.SISTERS)


def form_of_sister(e: NameEvidence) -> Values:
    """Only one name says gGmbH or gUG, which a charitable company hardly leaves out."""
    return _flag(e.legal == Relation.CHARITABLE_OR_UNKNOWN)


NAME_FEATURES: dict[str, Callable[[NameEvidence], Values]] = {
    feature.__name__: feature
    for feature in (
        shared, rarest_shared, left_on_both, left_on_one, rarest_left_on_both, rarest_left, inexact, number_conflict,
        number_missing, level_conflict, facility_conflict, facility_missing, carrier_and_site, other_compound,
        part_of_body, supporter, country_missing, other_state, other_place, other_carrier, same_letters, spelling,
        letters, first_word, nothing_left, contained, other_legal_form, sister_body, form_of_sister,
    )
}  # fmt: skip


def told_apart(evidence: NameEvidence) -> Values:
    """1 where the names tell two bodies of one family from one another, or have no word to say that they are one."""
    names = (
        "level_conflict", "facility_conflict", "supporter_one_side", "carrier_and_site", "other_compound",
        "carrier_conflict",
    )  # fmt: skip
    nameless = _flag((evidence.column("n_shared") == 0) & (evidence.less("n_left") == 0))
    families = [sister_body(evidence), form_of_sister(evidence), part_of_body(evidence)]
    found: Values = np.maximum.reduce([nameless, *families, *(evidence.column(name) for name in names)])
    return found


def _flag(condition: NDArray[np.bool_]) -> Values:
    found: Values = condition.astype(np.float32)
    return found
