"""What the fields beside the name say: one function a feature, its docstring is its meaning.

As in `name_features`, every function answers for all pairs at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.fields import FieldTable, similar_streets

__all__ = ["FIELD_FEATURES", "FieldEvidence"]

Values = NDArray[np.floating[Any]]
Ids = NDArray[np.int64]

_STREET_ALIKE = 0.8
"""Street names at least so similar are one street written twice ("Goethestr.", "Göthestraße")."""


@dataclass(frozen=True)
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
        """The same for what bodies of one family share under one roof; it says nothing about those."""
        return self.same(name) * (1 - self.apart)

    def differs(self, name: str) -> Values:
        """1 where both values are known and differ."""
        return _flag(self.table.columns[name].differs(self.left, self.right))

    @cached_property
    def same_address(self) -> Values:
        """The worth of the common street and house number, or how alike the streets are under one house number."""
        alike = similar_streets(self.table, self.left, self.right)
        return np.maximum(self.same("street"), np.where(alike >= _STREET_ALIKE, alike, np.float32(0)))


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
    return e.same_address * (1 - e.apart)


def other_street(e: FieldEvidence) -> Values:
    """Street or house number differ."""
    return e.differs("street") * _flag(e.same_address == 0)


def elsewhere(e: FieldEvidence) -> Values:
    """Street and telephone number both differ, and no other way to reach them is the same: the same name elsewhere."""
    same = e.same("email") + e.same("domain") + e.same_address
    return e.differs("phone") * e.differs("street") * _flag(same == 0)


def same_postcode(e: FieldEvidence) -> Values:
    """The post code is the same."""
    return e.same_contact("postcode")


def other_postcode(e: FieldEvidence) -> Values:
    """The post codes differ, in the same region."""
    return e.differs("postcode") * (1 - e.differs("postcode_area"))


def other_postcode_area(e: FieldEvidence) -> Values:
    """The post codes lie in different regions."""
    return e.differs("postcode_area")


def same_city(e: FieldEvidence) -> Values:
    """The town is the same."""
    return e.same_contact("city")


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


FIELD_FEATURES: dict[str, Callable[[FieldEvidence], Values]] = {
    feature.__name__: feature
    for feature in (
        same_register_number, other_register_number, same_phone, other_phone, same_email, same_domain, other_domain,
        same_street, other_street, elsewhere, same_postcode, other_postcode, other_postcode_area, same_city, other_city,
        other_territory, same_kind, other_kind, other_parent, carrier_and_part,
    )
}  # fmt: skip


def _flag(condition: NDArray[np.bool_]) -> Values:
    found: Values = condition.astype(np.float32)
    return found


def _disjoint(a: Sequence[str], b: Sequence[str]) -> bool:
    return bool(a and b) and not any(x.startswith(y) or y.startswith(x) for x in a for y in b)
