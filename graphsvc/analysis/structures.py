"""Duplicate structures: every two structures of a region, in order of suspicion.

Pipeline: canonical order, evidence per dimension, rules, weights, class. A pair that a rule decides keeps its evidence
but ranks below every pair that none does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.evidence import DRAWS, Evidence, gather
from graphsvc.analysis.profiles import read_region
from graphsvc.analysis.relations import MEMBERS, Relations, above_chance, classify
from graphsvc.analysis.ties import Ties, read_ties
from graphsvc.analysis.weights import Weights, chance_shares, expert_weights
from graphsvc.model.entities import Dataset

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Suspicions:
    """All pairs of a region with their evidence, the bits of each dimension, class and weight."""

    evidence: Evidence
    ties: Ties
    weights: Weights
    chance: Mapping[str, Floats]
    """u: the share of all pairs on each level of each dimension."""
    bits: Mapping[str, Floats]
    relations: Relations

    @cached_property
    def weight(self) -> Floats:
        """Bits after prior and rules."""
        evidence = self.weights.prior_bits + sum(self.bits.values())
        return np.asarray(evidence + np.where(self.relations.ruled, self.weights.rule, 0.0))

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Pairs with a class or a positive weight, most suspicious first; equal ones by their two names, then ids."""
        listed = np.flatnonzero((self.relations.relation != "") | (self.weight > 0))
        return np.array(
            sorted(listed.tolist(), key=lambda pair: (-self.weight[pair], *self._called(pair))), dtype=np.intp
        )

    def band(self, pair: int) -> str:
        """`clear`, `possible`, `weak`, or empty below that and where a rule decides."""
        return "" if self.relations.ruled[pair] else self.weights.band(float(self.weight[pair]))

    @cached_property
    def expected_gains(self) -> Mapping[str, float]:
        """Mean |bits| that knowing each dimension would bring, true duplicates and other pairs taken as equally
        likely."""
        return {name: self._expected_gain(name) for name in self.weights.dimensions}

    def weight_under(self, weights: Weights, pair: int) -> float:
        """The weight that a pair would have under another table with the same levels."""
        bits = _bits(self.evidence, weights, self.chance, [pair])
        ruled = weights.rule if self.relations.ruled[pair] else 0.0
        return float(weights.prior_bits + sum(each[0] for each in bits.values()) + ruled)

    def ids(self, pair: int) -> tuple[str, str]:
        """The two ids, smaller first by code point."""
        a, b = self.evidence.pair(pair)
        return (a.id, b.id) if a.id < b.id else (b.id, a.id)

    def _expected_gain(self, dimension: str) -> float:
        table = self.weights.dimensions[dimension]
        u, m = self.chance[dimension], np.array(table.m)
        return float(table.trust * np.sum((m + u) / 2 * np.abs(np.log2(m / u))))

    def _called(self, pair: int) -> tuple[str, str, str, str]:
        names = sorted(profile.name for profile in self.evidence.pair(pair))
        return names[0], names[1], *self.ids(pair)


def suspect(
    dataset: Dataset, *, at: date | None = None, weights: Weights | None = None, draws: int = DRAWS
) -> Suspicions:
    """Compare every two structures of a map; `at` closes open ends and defaults to the date of the data, `draws` random
    tables say whether shared members are more than chance."""
    table = weights or expert_weights()
    region = read_region(dataset, at=at)
    evidence = gather(region, draws=draws)
    ties = read_ties(dataset, region)
    chance = {name: chance_shares(evidence.values[name], each) for name, each in table.dimensions.items()}
    bits = _bits(evidence, table, chance)
    return Suspicions(evidence, ties, table, chance, bits, classify(evidence, ties, bits=bits, weights=table))


def _bits(
    evidence: Evidence, weights: Weights, chance: Mapping[str, Floats], pairs: Sequence[int] | slice = slice(None)
) -> Mapping[str, Floats]:
    """The weight of each dimension in bits, of these pairs; members in common beyond chance do not speak against in
    sum, though the cautious levels (SDSM) may not see them."""
    bits = {name: each.bits(evidence.values[name][pairs], chance[name]) for name, each in weights.dimensions.items()}
    together = sum(bits[name] for name in MEMBERS)
    lifted = np.where(above_chance(evidence)[pairs], np.maximum(-together, 0), 0)
    return bits | {"members": bits["members"] + lifted}
