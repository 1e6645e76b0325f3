"""The dimensions in which two structures are compared: one number per pair and dimension, NaN where it is not known.

Pairs are the upper triangle of the region's canonical order, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis import significance, taxonomy, wording
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.lifetime import common_life
from graphsvc.analysis.profiles import Profile, Region, is_unknown_place
from graphsvc.analysis.territory import containments
from graphsvc.vocabulary import SchemeName, scheme

Floats = NDArray[np.float64]
SMALLEST = 1e-300
"""Least probability and divisor, so that neither a logarithm nor a quotient fails."""
DRAWS = 1_000
"""Random tables behind the share of chance that parts K1 from K2; at .05 its error is .007."""
FEWEST_DRAWS = 100
"""Random tables of a very large map; at .05 the error is .022."""
DRAWN_PAIRS = 125_000 * DRAWS
"""So many times a pair is drawn at most: with more than 500 structures there are fewer tables."""
SPOKEN = 1 / 3
"""Part of the topic that names and purposes decide where they speak of one."""
NEAR_TOPIC = 0.25
"""Least likeness of the topics of two bodies in one field."""
HARDLY_NEAR = 0.24
"""So near names and purposes bring topics that are tagged apart."""
FEWEST_MEMBERS = 3
"""A shorter list of members cannot say that two bodies share nobody."""
HARDLY = 0.01
"""Likeness of two territories that seem to be disjoint, where one of them is a guess."""
Rows = NDArray[np.intp]


def topic(region: Region) -> Floats:
    """Topics: mean of best matches in the tree of topics, weighted by how rare they are here. What names and purposes
    speak of counts for a third beside what is tagged, for tags are sometimes wrong; but a word in a name does not make
    topics near that are tagged apart."""
    tree = scheme("topics")
    tagged = taxonomy.set_similarity([profile.topics for profile in region.profiles], tree)
    spoken = taxonomy.set_similarity([profile.spoken_topics for profile in region.profiles], tree)
    tagged = _unless_unknown(tagged, [profile.topics for profile in region.profiles], "topics")
    mixed = (1 - SPOKEN) * tagged + SPOKEN * spoken
    apart = tagged < NEAR_TOPIC
    mixed = np.where(apart, np.minimum(mixed, HARDLY_NEAR), mixed)
    return np.where(np.isnan(mixed), tagged, mixed)


def target_group(region: Region) -> Floats:
    """Target groups: shared part of all named (Jaccard), people and multipliers apart; "everybody" says nothing."""
    known = scheme("target_groups")
    facets = {facet: set(known.narrower(facet)) for facet in ("menschen", "multiplikatoren")}
    other = set().union(*(profile.target_groups for profile in region.profiles)) - set().union(*facets.values())
    tables = [_jaccard([p.target_groups & f for p in region.profiles]) for f in (*facets.values(), other)]
    given = np.array([bool(profile.target_groups) for profile in region.profiles], dtype=bool)
    stacked = np.stack(tables)
    both = ~np.isnan(stacked)
    mean = np.nansum(stacked, axis=0) / np.maximum(both.sum(axis=0), 1)
    groups = [profile.target_groups for profile in region.profiles]
    return _unless_unknown(np.where(given[:, None] & given[None, :], mean, np.nan), groups, "target_groups")


def function(region: Region) -> Floats:
    """Functions: shared part of all named (Jaccard)."""
    functions = [profile.functions for profile in region.profiles]
    return _unless_unknown(_jaccard(functions), functions, "functions")


def task(region: Region) -> Floats:
    """Task: 1 where kind or function let expect the same work, else 0; only where a function is not given."""
    shared = _jaccard([profile.task for profile in region.profiles])
    stated = np.array([bool(profile.functions) for profile in region.profiles], dtype=bool)
    return np.where(stated[:, None] & stated[None, :], np.nan, (shared > 0) + np.where(np.isnan(shared), np.nan, 0))


def level(region: Region) -> Floats:
    """Level: 1 where both work on the same one (strategic, operational, case), else 0."""
    levels = [profile.structure.level for profile in region.profiles]
    held = [frozenset({value} if value else ()) for value in levels]
    return _unless_unknown(_same(levels), held, "levels")


def territory(region: Region) -> Floats:
    """Territory: share of the people of the larger area who live in both; 0 where the areas are disjoint. Areas that
    are guessed from the coordinator are never called disjoint."""
    areas = [profile.area for profile in region.profiles]
    weight = {leaf: 1.0 for area in areas for leaf in area if is_unknown_place(leaf)} | dict(region.territories.weight)
    share = containments(areas, weight)
    equal = np.minimum(share, share.T)
    unsure = np.array([any(is_unknown_place(leaf) for leaf in area) for area in areas], dtype=bool)
    guessed = np.array([profile.area_is_guessed for profile in region.profiles], dtype=bool)
    equal = np.where((equal == 0) & (guessed[:, None] | guessed[None, :]), HARDLY, equal)
    return np.where((equal == 0) & (unsure[:, None] | unsure[None, :]), np.nan, equal)


def time(region: Region) -> Floats:
    """Time: common days as a share of the shorter life."""
    return common_life([profile.structure for profile in region.profiles], at=region.at)


def stage(region: Region) -> Floats:
    """Education: shared part of the steps on the chain of education (Jaccard of the two spans)."""
    spans = [frozenset(range(p.stages[0], p.stages[1] + 1)) if p.stages else frozenset() for p in region.profiles]
    return _jaccard(spans)


def funding(region: Region) -> Floats:
    """Funding: 1 where both live on the same programme or line, else 0."""
    return _same([profile.funding for profile in region.profiles])


def name(region: Region) -> Floats:
    """Name: likeness of the names without kind and place."""
    return wording.text_similarity([profile.name_words for profile in region.profiles])


def purpose(region: Region) -> Floats:
    """Purpose: likeness of the texts of purpose."""
    return wording.text_similarity([profile.purpose_words for profile in region.profiles])


FIELD: Mapping[str, Callable[[Region], Floats]] = {
    "topic": topic,
    "target_group": target_group,
    "function": function,
    "task": task,
    "level": level,
    "territory": territory,
    "time": time,
    "stage": stage,
    "funding": funding,
    "name": name,
    "purpose": purpose,
}
"""Every dimension that looks at what two bodies do, in the order of explanations."""


@dataclass(frozen=True)
class Evidence:
    """All pairs of a region: the rows `a < b` of its profiles and what each dimension says about them.

    `shared` members are expected to be `expected` (SDSM); `above` is the FDSM mid-p of sharing that many or more.
    """

    region: Region
    a: Rows
    b: Rows
    values: Mapping[str, Floats]
    shared: NDArray[np.int32]
    expected: Floats
    above: Floats

    def __len__(self) -> int:
        return len(self.a)

    def pair(self, number: int) -> tuple[Profile, Profile]:
        """The two profiles of one pair."""
        return self.region.profiles[self.a[number]], self.region.profiles[self.b[number]]

    @cached_property
    def sizes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of listed members of both sides."""
        sizes = self.region.incidence.sizes
        return sizes[self.a], sizes[self.b]


def gather(region: Region, *, draws: int = DRAWS) -> Evidence:
    """Compare every two structures of a region in every dimension, with at most so many random tables."""
    a, b = np.triu_indices(len(region.profiles), k=1)
    draws = min(draws, max(FEWEST_DRAWS, DRAWN_PAIRS // max(len(a), 1)))
    values = {name: compare(region)[a, b] for name, compare in FIELD.items()}
    seats = significance.evidence(region.incidence, draws=draws)
    known = _members_known(region.incidence.sizes, seats.shared)[a, b]
    together = {
        "members": -np.log10(np.maximum(seats.sdsm_p_upper, SMALLEST)),
        "member_overlap": _overlap_coefficient(seats.shared.astype(float)),
        "rare_members": _overlap_coefficient(_rare_shared(region.incidence)),
    }
    values |= {name: np.where(known, table[a, b], np.nan) for name, table in together.items()}
    return Evidence(
        region=region,
        a=a,
        b=b,
        values=values,
        shared=seats.shared[a, b],
        expected=seats.sdsm_expected[a, b],
        above=np.where(known, seats.fdsm_midp_upper[a, b], np.nan),
    )


def _members_known(sizes: NDArray[np.int64], shared: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Pairs whose lists of members can be compared (n x n): both are given, and none in common is no short list."""
    shorter = np.minimum(sizes[:, None], sizes[None, :])
    return np.asarray((shorter >= FEWEST_MEMBERS) | (shorter > 0) & (shared > 0))


def _rare_shared(incidence: Incidence) -> Floats:
    """Shared members, each counted by how rarely it sits anywhere: log2((n + 1) / (seats + 1))."""
    table = incidence.to_dense().astype(float)
    rarity = np.log2((incidence.n_structures + 1) / (incidence.degrees + 1))
    return np.asarray((table * rarity) @ table.T)


def _overlap_coefficient(shared: Floats) -> Floats:
    """Shared part of the smaller one (n x n); the diagonal holds the sizes."""
    size = np.diag(shared)
    return np.asarray(shared / np.maximum(np.minimum(size[:, None], size[None, :]), SMALLEST))


def _unless_unknown(likeness: Floats, held: Sequence[frozenset[str]], name: SchemeName) -> Floats:
    """Likeness, but NaN where it is 0 and one side names nothing that the vocabulary knows: words of one's own can be
    the same, but nobody can tell that they mean something else."""
    known = np.array([any(value in scheme(name) for value in values) for values in held], dtype=bool)
    return np.where((likeness == 0) & ~(known[:, None] & known[None, :]), np.nan, likeness)


def _jaccard(sets: Sequence[frozenset[Any]]) -> Floats:
    """Shared part of all elements of two sets (n x n); NaN where one is empty."""
    elements = sorted(frozenset().union(*sets)) if sets else []
    column = {element: place for place, element in enumerate(elements)}
    holds = np.zeros((len(sets), max(len(elements), 1)))
    for row, members in enumerate(sets):
        holds[row, [column[element] for element in members]] = 1
    size = holds.sum(axis=1)
    shared = holds @ holds.T
    known = size > 0
    union = size[:, None] + size[None, :] - shared
    return np.where(known[:, None] & known[None, :], shared / np.maximum(union, 1), np.nan)


def _same(values: Sequence[object]) -> Floats:
    """1 where two values are equal, 0 where they differ (n x n); NaN where one is None."""
    column = np.array(values, dtype=object)
    known = np.array([value is not None for value in values], dtype=bool)
    equal = (column[:, None] == column[None, :]).astype(float)
    return np.where(known[:, None] & known[None, :], equal, np.nan)
