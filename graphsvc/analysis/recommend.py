"""What to do about a pair: one code of the vocabulary of decisions, from its class, its binding and the N-1 check.

Never a ranking of carriers: the code is the same whichever of the two stands first.
"""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.analysis.profiles import Profile
from graphsvc.analysis.structures import Suspicions
from graphsvc.model.entities import Structure

FIXED: Mapping[str, str] = {
    "K0": "merge_record",
    "K2": "contact",
    "K3": "keep",
    "K4": "keep",
    "K7": "couple",
    "K8": "keep",
    "": "watch",
}
"""Classes that lead to one proposal."""
MANDATED = frozenset({"gesetzlich", "foerderauflage"})
"""Bindings that a decision of the office cannot undo."""
MANDATED_KINDS = frozenset({"ag78", "ausschuss", "beirat"})
"""Kinds that a law prescribes, where no binding is given."""


def recommend(found: Suspicions, pair: int) -> str:
    """The proposed decision for one pair."""
    a, b = found.evidence.pair(pair)
    relation = found.relations.relation[pair]
    if relation == "K1":
        return _joined(a, b)
    if relation == "K5":
        return "keep" if _ended(a, found) or _ended(b, found) else "end"
    if relation == "K6":
        return "keep" if found.relations.reason[pair] == "delimited" else "delimit"
    return FIXED[relation]


def is_mandated_body(structure: Structure) -> bool:
    """Whether law or a grant demands this body."""
    return structure.binding in MANDATED or (structure.binding is None and structure.kind in MANDATED_KINDS)


def fails_without(a: Profile, b: Profile) -> bool:
    """The N-1 check: whether each brings topics, target groups or members that the other would lose by a merger into
    one body of the same size, so that a common roof serves better."""
    fields = [(a.topics, b.topics), (a.target_groups, b.target_groups), (a.members, b.members)]
    return sum(bool(x - y) and bool(y - x) for x, y in fields if x and y) > 1


def _joined(a: Profile, b: Profile) -> str:
    mandated = is_mandated_body(a.structure) + is_mandated_body(b.structure)
    if mandated:
        return "couple" if mandated > 1 else "dock_on"
    return "one_roof" if fails_without(a, b) else "merge"


def _ended(profile: Profile, found: Suspicions) -> bool:
    structure = profile.structure
    over = structure.valid_to is not None and structure.valid_to < found.evidence.region.at
    return over or structure.status == "beendet"
