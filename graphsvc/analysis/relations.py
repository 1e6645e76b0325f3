"""The class of each pair: by rules where one holds, else by what the evidence says (domain.md 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.evidence import NEAR_TOPIC, Evidence
from graphsvc.analysis.rules import RULES
from graphsvc.analysis.ties import Ties
from graphsvc.analysis.weights import Weights

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

MEMBERS = ("members", "member_overlap", "rare_members")
"""Dimensions that say who sits together, not what they do; always added up in this order."""
ABOVE_CHANCE = 0.05
"""Upper tail below which shared members are more than chance (contracts.md 2)."""
SAME_PEOPLE = 0.5
"""Least overlap coefficient of two bodies of the same people."""
TOUCHING = 0.5
"""Least likeness of topics that touch, whatever else differs."""
DEFINITION: Mapping[str, float] = {
    "topic": NEAR_TOPIC,
    "target_group": 0.01,
    "function": 0.01,
    "territory": 0.001,
    "time": 0.001,
    "stage": 0.01,
}
"""What a duplicate needs in each dimension that is known: near topic, common target group, function, area, time."""


@dataclass(frozen=True)
class Relations:
    """Per pair the class (K0..K8 or empty), the reason of the rule that decided it (or empty) and whether one did."""

    relation: Texts
    reason: Texts

    @cached_property
    def ruled(self) -> NDArray[np.bool_]:
        """Pairs that a rule takes out of the order of suspicion."""
        return np.asarray(self.reason != "", dtype=bool)


def classify(evidence: Evidence, ties: Ties, *, bits: Mapping[str, Floats], weights: Weights) -> Relations:
    """Class and reason of every pair."""
    total = np.asarray(weights.prior_bits + sum(bits.values()))
    relation, reason = _by_rules(evidence, ties, bits, total=total, shown=weights.shown)
    by_evidence = _by_evidence(evidence, bits, total=total, shown=weights.shown)
    people_only = (reason == "") & (by_evidence == "K7")
    return Relations(np.where(reason == "", by_evidence, relation), np.where(people_only, "people_only", reason))


def above_chance(evidence: Evidence) -> NDArray[np.bool_]:
    """Pairs that share more members than chance gives; unknown lists share none."""
    return np.nan_to_num(evidence.above, nan=1.0) < ABOVE_CHANCE


def _same_people(evidence: Evidence) -> NDArray[np.bool_]:
    """Pairs whose members are mostly the same, even by the cautious null model (SDSM)."""
    cautious = evidence.values["members"] >= -np.log10(ABOVE_CHANCE)
    return np.asarray(cautious & (evidence.values["member_overlap"] >= SAME_PEOPLE), dtype=bool)


def _touch(values: Mapping[str, Floats]) -> NDArray[np.bool_]:
    """Pairs that work on the same topics in one area at one time: they overlap in part even where the rest differs."""
    here = (values["territory"] > 0) & (values["time"] > 0)
    return np.asarray((values["topic"] >= TOUCHING) & here, dtype=bool)


def _by_rules(
    evidence: Evidence, ties: Ties, bits: Mapping[str, Floats], *, total: Floats, shown: float
) -> tuple[Texts, Texts]:
    relation, reason = (np.full(len(evidence), "", dtype=object) for _ in range(2))
    for rule in RULES:
        rest = total - sum(bits[name] for name in rule.without)
        decided = rule.holds(evidence, ties) & (reason == "") & ((rest >= shown) | (not rule.without))
        relation[decided], reason[decided] = rule.relation, rule.reason
    return relation, reason


def _by_evidence(evidence: Evidence, bits: Mapping[str, Floats], *, total: Floats, shown: float) -> Texts:
    values = evidence.values
    meets = np.all([np.isnan(values[name]) | (values[name] >= least) for name, least in DEFINITION.items()], axis=0)
    described = ~(np.isnan(values["topic"]) & np.isnan(values["target_group"]))
    seen = (total >= shown) & described
    field = sum(given for name, given in bits.items() if name not in MEMBERS)
    another_field = (values["topic"] < NEAR_TOPIC) | ((values["target_group"] == 0) & (values["function"] == 0))
    together = above_chance(evidence)
    return np.select(
        [
            meets & seen & together,
            meets & seen,
            ~meets & _same_people(evidence) & (field < 0) & another_field,
            seen | _touch(values) & together,
        ],
        ["K1", "K2", "K7", "K6"],
        default="",
    ).astype(object)
