"""Weights of evidence after Fellegi and Sunter (1969): what a degree of likeness says for or against a duplicate.

w = log2(m / u) bits: m is the share of true duplicates on a level (the expert table `weights.yaml`, versioned), u the
share of all pairs of the region itself on it, so that what is common here says little. Few pairs cannot tell what is
common: u is drawn towards the shares of a typical region. What is not known weighs nothing. Between the middles of two
levels the weight is interpolated: a threshold alone is no evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Self

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

Floats = NDArray[np.float64]

SUM_TOLERANCE = 0.011
"""How far the shares of a dimension may be from 1: people round to two places."""
TYPICAL_PAIRS = 500
"""So many pairs of a typical region are counted beside a region's own: all there is to go by in a list of two bodies, a
tenth of a region of a hundred."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Where a dimension is cut into levels, and the share of true duplicates expected on each; `step` where the levels
    are facts of their own (same or not, disjoint or not) and nothing lies between them; `trust` is the part of the
    evidence that counts, for what other dimensions say too; `rising` where a higher level never says less; `u` is the
    share of all pairs of a typical region on each level, empty where the levels are not those it was counted on."""

    thresholds: tuple[float, ...]
    m: tuple[float, ...]
    step: bool = False
    trust: float = 1.0
    rising: bool = True
    u: tuple[float, ...] = ()

    def level(self, values: Floats) -> NDArray[np.int64]:
        """The level of each value, lowest 0; -1 where it is not known."""
        found = np.searchsorted(self.thresholds, values, side="right")
        return np.asarray(np.where(np.isnan(values), -1, found))

    def bits(self, values: Floats, u: Floats) -> Floats:
        """The weight of each value against the shares u of chance; 0 where it is not known."""
        ratio = _rising(np.array(self.m), u) if self.rising else np.array(self.m) / u
        bits = self.trust * np.log2(ratio)
        if self.step:
            return np.where(np.isnan(values), 0.0, bits[self.level(values)])
        return np.where(np.isnan(values), 0.0, np.interp(np.nan_to_num(values), self.middles(), bits))

    def middles(self) -> Floats:
        """The middle of each level; the highest ends at 1 or as far above its threshold as the one below is wide."""
        bounds = (0.0, *self.thresholds)
        top = max(1.0, 2 * bounds[-1] - bounds[-2])
        return np.asarray((np.array(bounds) + np.array((*self.thresholds, top))) / 2)


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One line of the change log of the table."""

    version: int
    date: date
    what: str


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of the expert table, with how it came to be."""

    version: int
    prior: float
    bands: Mapping[str, float]
    rule: float
    dimensions: Mapping[str, Dimension]
    changes: tuple[WeightChange, ...] = ()

    @property
    def prior_bits(self) -> float:
        """log2 odds of a duplicate before any evidence."""
        return float(np.log2(self.prior / (1 - self.prior)))

    @property
    def shown(self) -> float:
        """The least weight that is shown at all."""
        return min(self.bands.values())

    def band(self, weight: float) -> str:
        """`clear`, `possible`, `weak` or nothing."""
        return next((name for name, bar in self.bands.items() if weight >= bar), "")


class Levels(BaseModel):
    """How one dimension is cut into levels, and the share of true duplicates expected on each, lowest first. What is
    wrong with a value is said by a key of the catalogue `conventions`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    thresholds: tuple[float, ...] = Field(min_length=1)
    m: tuple[float, ...]
    trust: float = Field(default=1.0, ge=0, le=1, description="The part of the evidence that counts.")

    @model_validator(mode="after")
    def _are_levels(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds)):
            raise ValueError("thresholds_rise")
        if len(self.m) != len(self.thresholds) + 1 or not all(0 < share < 1 for share in self.m):
            raise ValueError("one_share_a_level")
        if abs(sum(self.m) - 1) > SUM_TOLERANCE:
            raise ValueError("shares_add_up")
        return self


class WeightTable(BaseModel):
    """What an office may change of the expert table; rules and the kind of each dimension stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prior: float = Field(gt=0, lt=0.5, description="Expected share of duplicates among all pairs.")
    bands: dict[str, float] = Field(description="Bits from which a finding is clear, possible, weak.")
    dimensions: dict[str, Levels]

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        expert = expert_weights()
        if self.dimensions.keys() != expert.dimensions.keys() or self.bands.keys() != expert.bands.keys():
            raise ValueError("names_of_the_table")
        bars = [self.bands[name] for name in expert.bands]
        if bars != sorted(set(bars), reverse=True):
            raise ValueError("bands_in_order")
        return self

    @classmethod
    def of(cls, weights: Weights) -> WeightTable:
        """The part of a table that may be changed."""
        dimensions = {
            name: Levels(thresholds=each.thresholds, m=each.m, trust=each.trust)
            for name, each in weights.dimensions.items()
        }
        return cls(prior=weights.prior, bands=dict(weights.bands), dimensions=dimensions)

    def weights(self) -> Weights:
        """The expert table with these numbers in it."""
        expert = expert_weights()
        dimensions = {name: _changed(expert.dimensions[name], each) for name, each in self.dimensions.items()}
        bands = {name: self.bands[name] for name in expert.bands}
        return replace(expert, prior=self.prior, bands=bands, dimensions=dimensions)


@cache
def expert_weights() -> Weights:
    """The table that ships with the program."""
    return parse_weights((resources.files(__package__) / "weights.yaml").read_text(encoding="utf-8"))


def parse_weights(text: str) -> Weights:
    """A table in the form of `weights.yaml`."""
    raw: dict[str, Any] = yaml.safe_load(text)
    dimensions = {
        name: Dimension(
            **{
                **entry,
                "thresholds": tuple(entry["thresholds"]),
                "m": tuple(entry["m"]),
                "u": tuple(entry.get("u", ())),
            }
        )
        for name, entry in raw["dimensions"].items()
    }
    changes = tuple(WeightChange(**line) for line in raw.get("changes", ()))
    return Weights(raw["version"], raw["prior"], raw["bands"], raw["rule"], dimensions, changes)


def chance_shares(values: Floats, dimension: Dimension) -> Floats:
    """u: the share of these pairs on each level, together with TYPICAL_PAIRS of a typical region, Laplace-smoothed."""
    levels = dimension.level(values)
    counts = np.bincount(levels[levels >= 0], minlength=len(dimension.m)) + 1.0
    if dimension.u:
        counts += TYPICAL_PAIRS * np.array(dimension.u)
    return np.asarray(counts / counts.sum())


def _changed(dimension: Dimension, levels: Levels) -> Dimension:
    """The dimension cut and weighed anew; typical shares hold only for the levels they were counted on."""
    u = dimension.u if levels.thresholds == dimension.thresholds else ()
    return replace(dimension, thresholds=levels.thresholds, m=levels.m, trust=levels.trust, u=u)


def _rising(m: Floats, u: Floats) -> Floats:
    """m / u of each level, but never less on a higher one: levels that would are counted together, so that a level
    which is rare in this region cannot say more than a higher one (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for share, chance in zip(m.tolist(), u.tolist(), strict=True):
        pool = (share, chance, 1)
        while pools and pools[-1][0] * pool[1] > pool[0] * pools[-1][1]:
            below = pools.pop()
            pool = (below[0] + pool[0], below[1] + pool[1], below[2] + pool[2])
        pools.append(pool)
    return np.repeat([share / chance for share, chance, _ in pools], [width for _, _, width in pools])
