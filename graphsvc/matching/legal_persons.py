"""How the legal forms of two names stand to each other: one legal person or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.normalise import Name

__all__ = ["LegalForms", "Relation", "legal_forms_of", "relation_of"]

Ids = NDArray[np.int64]


class Relation(IntEnum):
    """What the legal forms of two names say about each other."""

    UNKNOWN = 0
    """Neither name has one."""
    SAME = 1
    COMPATIBLE = 2
    """One says more than the other: KG and GmbH & Co. KG."""
    ONE_UNKNOWN = 3
    DIFFERENT = 4
    SISTERS = 5
    """Two legal persons that often stand side by side: e.V. and gGmbH, GmbH & Co. KG and the GmbH that leads it."""
    CHARITABLE_OR_UNKNOWN = 6
    """One is a charitable company, the other one says nothing."""


@dataclass(frozen=True, slots=True)
class LegalForms:
    """The legal forms of all names: `code` numbers the different sets of forms, `relation` is the table of them."""

    code: NDArray[np.int32]
    relation: NDArray[np.int8]

    def between(self, left: Ids, right: Ids) -> NDArray[np.int8]:
        """The `Relation` of the legal forms of the names of every pair."""
        found: NDArray[np.int8] = self.relation[self.code[left], self.code[right]]
        return found


def legal_forms_of(names: Sequence[Name]) -> LegalForms:
    """Lay out the legal forms of all names for comparing pairs."""
    different = sorted({name.legal for name in names}, key=sorted)
    number = {legal: at for at, legal in enumerate(different)}
    code = np.fromiter((number[name.legal] for name in names), np.int32, len(names))
    relation = [[relation_of(a, b) for b in different] for a in different]
    return LegalForms(code, np.array(relation, np.int8).reshape(len(different), len(different)))


_PARTNERS = frozenset({"gmbh", "ug"})
"""Companies that lead a partnership: GmbH & Co. KG."""
_NON_PROFIT = frozenset({"ev", "stiftung", "eg", "ngo"})
_CHARITABLE_COMPANY = frozenset({"ggmbh", "gug"})
_COMPANY = frozenset({"gmbh", "ggmbh", "ug", "gug", "ag", "gag"})


def relation_of(a: frozenset[str], b: frozenset[str]) -> Relation:
    """How two sets of legal forms stand to each other."""
    if not a and not b:
        return Relation.UNKNOWN
    if not a or not b:
        return Relation.CHARITABLE_OR_UNKNOWN if (a | b) & _CHARITABLE_COMPANY else Relation.ONE_UNKNOWN
    if a == b:
        return Relation.SAME
    if (_is_partnership(a) and b <= _PARTNERS) or (_is_partnership(b) and a <= _PARTNERS):
        return Relation.SISTERS
    if a & b or _stem(a) & _stem(b):
        return Relation.COMPATIBLE
    sisters = (a & _NON_PROFIT and b & _COMPANY) or (b & _NON_PROFIT and a & _COMPANY) or (a | b <= _NON_PROFIT)
    return Relation.SISTERS if sisters else Relation.DIFFERENT


def _is_partnership(legal: frozenset[str]) -> bool:
    return any("kg" in code for code in legal) or {"co", "gmbh"} <= legal


def _stem(legal: frozenset[str]) -> frozenset[str]:
    """`gmbhcokg` is a `gmbh` too."""
    return frozenset(
        part for code in legal for part in ("gmbh", "ag", "kg") if code.startswith(part) or code.endswith(part)
    )
