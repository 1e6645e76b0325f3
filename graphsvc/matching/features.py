"""The table of features: one function each, and its docstring is what users read as its meaning.

Every function takes the evidence about all pairs at once and gives one number a pair; the weight in
`tables/weights.csv` says how many bits one unit is worth. The sum over all features, with the prior, is the weight of
the pair: its log2 odds of being one body.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graphsvc.matching import tables
from graphsvc.matching.alignment import COLUMNS
from graphsvc.matching.fields import FieldTable, similar_streets
from graphsvc.matching.normalise import Name

__all__ = [
    "FIELD_FEATURES",
    "NAME_FEATURES",
    "FieldEvidence",
    "NameEvidence",
    "field_contributions",
    "legal_relation",
    "name_contributions",
    "spelled_alike",
    "told_apart",
    "weights",
]

Values = NDArray[np.floating[Any]]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What laying two names side by side gave, for many pairs.

    Attributes:
        aligned: as `align_pairs` gives it.
        legal: 1 same form, 2 compatible, 3 one missing, 4 different, 5 two legal persons that often stand side by side
            (e.V. and gGmbH), 6 one a charitable company, the other one missing, 0 both missing.
        spelled: likeness of the two as written, 0 to 1.
    """

    aligned: Values
    legal: NDArray[np.int8]
    spelled: Values

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


def _flag(condition: NDArray[np.bool_]) -> Values:
    found: Values = condition.astype(np.float32)
    return found


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
    """One is a federation on some level, the other an institution: a Kreisverband and its day care."""
    return e.column("carrier_and_site")


def supporter(e: NameEvidence) -> Values:
    """One is the circle of friends or the support association of the other."""
    return e.column("supporter_one_side")


def country_missing(e: NameEvidence) -> Values:
    """Only one name holds a country, or both hold another: the sister in another country."""
    return np.maximum(e.column("country_one_side"), e.column("country_conflict"))


def spelling(e: NameEvidence) -> Values:
    """How alike both names are as they were written, letter by letter."""
    return e.spelled


def first_word(e: NameEvidence) -> Values:
    """Both names begin with the same word."""
    return e.column("first_word")


def nothing_left(e: NameEvidence) -> Values:
    """Every word of both names found its partner."""
    return _flag(e.more("left") == 0)


def contained(e: NameEvidence) -> Values:
    """Every word of the shorter name stands in the longer one."""
    return _flag(e.less("left") == 0)


def other_legal_form(e: NameEvidence) -> Values:
    """The legal forms differ."""
    return _flag((e.legal == 4) | (e.legal == 5))


def sister_body(e: NameEvidence) -> Values:
    """An association beside its own company or foundation: two legal persons of one family."""
    return _flag(e.legal == 5)


def form_of_sister(e: NameEvidence) -> Values:
    """Only one name says gGmbH or gUG, which a charitable company hardly leaves out."""
    return _flag(e.legal == 6)


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """The fields of the two records of many pairs; `apart` is 1 where the names tell two bodies of one family from one
    another (other level, other legal person, a carrier and its day care)."""

    table: FieldTable
    left: Ids
    right: Ids
    apart: Values

    def same(self, name: str) -> Values:
        """The worth of a common value."""
        return self.table.columns[name].same(self.left, self.right)

    def same_contact(self, name: str) -> Values:
        """The same for what bodies under one roof share, and therefore says little about those."""
        return self.same(name) * (1 - _UNDER_ONE_ROOF * self.apart)

    def differs(self, name: str) -> Values:
        """1 where both values are known and differ."""
        return _flag(self.table.columns[name].differs(self.left, self.right))


def same_register_number(e: FieldEvidence) -> Values:
    """The register number is the same."""
    return e.same("register_number")


def other_register_number(e: FieldEvidence) -> Values:
    """The register numbers differ: two legal persons."""
    return e.differs("register_number")


def same_phone(e: FieldEvidence) -> Values:
    """The telephone number is the same."""
    return e.same_contact("phone")


def other_phone(e: FieldEvidence) -> Values:
    """The telephone numbers differ."""
    return e.differs("phone")


def same_email(e: FieldEvidence) -> Values:
    """The e-mail address is the same."""
    return e.same_contact("email")


def same_domain(e: FieldEvidence) -> Values:
    """Web site or e-mail have the same domain."""
    return e.same_contact("domain")


def other_domain(e: FieldEvidence) -> Values:
    """Web sites (or e-mail addresses) are under different domains."""
    return e.differs("domain")


def same_street(e: FieldEvidence) -> Values:
    """Street and house number are the same, or the street is written a little differently."""
    return _same_address(e) * (1 - _UNDER_ONE_ROOF * e.apart)


def _same_address(e: FieldEvidence) -> Values:
    alike = similar_streets(e.table, e.left, e.right)
    number = e.table.columns["house_number"]
    same_number = (number.code[e.left] == number.code[e.right]) & (number.code[e.left] >= 0)
    similar: Values = np.where(same_number & (alike >= _STREET_ALIKE), alike, np.float32(0))
    return np.maximum(e.same("street"), similar)


def other_street(e: FieldEvidence) -> Values:
    """Street or house number differ."""
    return e.differs("street") * _flag(_same_address(e) == 0)


def same_postcode(e: FieldEvidence) -> Values:
    """The post code is the same."""
    return e.same("postcode")


def other_postcode(e: FieldEvidence) -> Values:
    """The post codes differ, in the same region."""
    return e.differs("postcode") * (1 - e.differs("postcode_area"))


def other_postcode_area(e: FieldEvidence) -> Values:
    """The post codes lie in different regions."""
    return e.differs("postcode_area")


def same_city(e: FieldEvidence) -> Values:
    """The town is the same."""
    return e.same("city")


def other_city(e: FieldEvidence) -> Values:
    """The towns differ."""
    return e.differs("city")


def other_territory(e: FieldEvidence) -> Values:
    """The territories have nothing in common."""
    territories = e.table.territories
    if not any(territories):
        return np.zeros(len(e.left), np.float32)
    pairs = zip(e.left.tolist(), e.right.tolist(), strict=True)
    return np.array([_disjoint(territories[a], territories[b]) for a, b in pairs], np.float32)


def same_kind(e: FieldEvidence) -> Values:
    """Both are of the same kind."""
    return _flag(e.same("kind") > 0)


def other_kind(e: FieldEvidence) -> Values:
    """They are of different kinds."""
    return e.differs("kind")


def other_parent(e: FieldEvidence) -> Values:
    """They belong to different carriers."""
    return e.differs("parent")


def carrier_and_part(e: FieldEvidence) -> Values:
    """One is the carrier of the other: carrier, site and service are different bodies."""
    if not e.table.is_parent:
        return np.zeros(len(e.left), np.float32)
    pairs = zip(np.minimum(e.left, e.right).tolist(), np.maximum(e.left, e.right).tolist(), strict=True)
    return np.array([pair in e.table.is_parent for pair in pairs], np.float32)


_UNDER_ONE_ROOF = 0.8
"""Share of their weight that common address, telephone, mail and domain lose between bodies of one family."""
_STREET_ALIKE = 0.8
"""Street names at least so similar are one street written twice ("Goethestr.", "Göthestraße")."""

NAME_FEATURES: dict[str, Callable[[NameEvidence], Values]] = {
    feature.__name__: feature
    for feature in (
        shared, rarest_shared, left_on_both, left_on_one, rarest_left_on_both, rarest_left, inexact, number_conflict,
        number_missing, level_conflict, facility_conflict, facility_missing, carrier_and_site, supporter,
        country_missing, same_letters, spelling, first_word, nothing_left, contained, other_legal_form, sister_body,
        form_of_sister,
    )
}  # fmt: skip
FIELD_FEATURES: dict[str, Callable[[FieldEvidence], Values]] = {
    feature.__name__: feature
    for feature in (
        same_register_number, other_register_number, same_phone, other_phone, same_email, same_domain, other_domain,
        same_street, other_street, same_postcode, other_postcode, other_postcode_area, same_city, other_city,
        other_territory, same_kind, other_kind, other_parent, carrier_and_part,
    )
}  # fmt: skip


@cache
def weights() -> dict[str, float]:
    """Feature -> bits per unit; `prior` is the weight of a pair that has nothing for or against it."""
    return {row["feature"]: float(row["bits"]) for row in tables.rows("weights")}


def name_contributions(evidence: NameEvidence) -> Values:
    """What every feature of the names adds to the weight in bits: one row a pair, columns as in the table."""
    return _in_bits({name: feature(evidence) for name, feature in NAME_FEATURES.items()})


def told_apart(evidence: NameEvidence) -> Values:
    """1 where the names tell two bodies of one family from one another."""
    names = ("level_conflict", "facility_conflict", "supporter_one_side", "carrier_and_site")
    found: Values = np.maximum.reduce(
        [sister_body(evidence), form_of_sister(evidence), *(evidence.column(name) for name in names)]
    )
    return found


def field_contributions(evidence: FieldEvidence) -> Values:
    """The same for the features of the other fields."""
    return _in_bits({name: feature(evidence) for name, feature in FIELD_FEATURES.items()})


def _in_bits(values: dict[str, Values]) -> Values:
    bits = weights()
    return np.column_stack([column * np.float32(bits[name]) for name, column in values.items()]).astype(np.float32)


def spelled_alike(names: Sequence[Name], left: Ids, right: Ids) -> Values:
    """Share of letters that two names have in common in the same order, case aside (Indel similarity)."""
    lowered = [name.text.casefold() for name in names]
    first, second = [lowered[at] for at in left.tolist()], [lowered[at] for at in right.tolist()]
    found: Values = process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float32, workers=-1) / 100
    return found


def legal_relation(names: Sequence[Name], left: Ids, right: Ids) -> NDArray[np.int8]:
    """How the legal forms of the two names stand to each other, as `NameEvidence.legal` codes it."""
    different = sorted({name.legal for name in names}, key=sorted)
    number = {legal: at for at, legal in enumerate(different)}
    code = np.array([number[name.legal] for name in names], np.int64)
    codes = [[_relation(a, b) for b in different] for a in different]
    relation = np.array(codes, np.int8).reshape(len(different), len(different))
    found: NDArray[np.int8] = relation[code[left], code[right]]
    return found


_NON_PROFIT = frozenset({"ev", "stiftung", "eg", "ngo"})
_CHARITABLE_COMPANY = frozenset({"ggmbh", "gug"})
_COMPANY = frozenset({"gmbh", "ggmbh", "ug", "gug", "ag", "gag"})


def _relation(a: frozenset[str], b: frozenset[str]) -> int:
    if not a and not b:
        return 0
    if not a or not b:
        return 6 if (a | b) & _CHARITABLE_COMPANY else 3
    if a == b:
        return 1
    if a & b or _stem(a) & _stem(b):
        return 2
    sisters = (a & _NON_PROFIT and b & _COMPANY) or (b & _NON_PROFIT and a & _COMPANY) or (a | b <= _NON_PROFIT)
    return 5 if sisters else 4


def _stem(legal: frozenset[str]) -> frozenset[str]:
    """`gmbhcokg` is a `gmbh` too."""
    return frozenset(
        part for code in legal for part in ("gmbh", "ag", "kg") if code.startswith(part) or code.endswith(part)
    )


def _disjoint(a: Sequence[str], b: Sequence[str]) -> bool:
    return bool(a and b) and not any(x.startswith(y) or y.startswith(x) for x in a for y in b)
