"""Territories as sets of leaves: how much of one lies in the other, weighted by the people who live there.

Places come from the table of the region (own keys, with or without population) and from the official keys; a key that
no table knows hangs under the longest known key that it begins with. A place without population takes an equal share of
what is left of the place above it; where no population is known at all, every leaf weighs the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.wording import words_of
from graphsvc.model.entities import Place
from graphsvc.vocabulary import fold, territories

Floats = NDArray[np.float64]
REST = " …"
"""Ends the key of the leaf that stands for the rest of a place of which only parts are known."""


@dataclass(frozen=True)
class Territories:
    """The tree of places that a region uses."""

    parent: Mapping[str, str | None]
    names: Mapping[str, str]
    population: Mapping[str, int]

    @classmethod
    def of(cls, places: Sequence[Place], *, used: Iterable[str]) -> Territories:
        """From the region's own table and every key that its bodies use, with what the official keys say about them."""
        own = {place.key: place for place in places}
        parent: dict[str, str | None] = {}
        waiting = [*own, *used]
        while waiting:
            key = waiting.pop()
            if key not in parent:
                parent[key] = _above(key, own)
                waiting += [*([str(parent[key])] if parent[key] else []), *_official_below(key)]
        parent |= _rests(parent, own)
        names = {key: own[key].name if key in own else _official_name(key) for key in parent}
        return cls(parent, names, {place.key: place.population for place in places if place.population})

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The keys directly below each key."""
        below: dict[str, list[str]] = defaultdict(list)
        for key, above in self.parent.items():
            if above:
                below[above].append(key)
        return {key: tuple(sorted(keys)) for key, keys in below.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the names of places."""
        return words_of(self.names.values())

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Keys with nothing below them, ascending."""
        return tuple(sorted(key for key in self.parent if key not in self.children))

    @cached_property
    def weight(self) -> Mapping[str, float]:
        """People in each leaf; 1 each where no population is known."""
        if not self.population:
            return dict.fromkeys(self.leaves, 1.0)
        weights: dict[str, float] = {}
        roots = [key for key, above in self.parent.items() if above is None]
        typical = float(np.median(sorted(self.population.values())))
        waiting = [(root, self._people(root) or typical) for root in sorted(roots)]
        while waiting:
            key, people = waiting.pop()
            below = self.children.get(key, ())
            if not below:
                weights[key] = people
            known = {child: self._people(child) for child in below}
            left = people - sum(value for value in known.values() if value is not None)
            unknown = [child for child in below if known[child] is None]
            share = left / len(unknown) if unknown and left > 0 else typical
            for child, value in known.items():
                waiting.append((child, share if value is None else value))
        return weights

    def expand(self, key: str) -> frozenset[str]:
        """The leaves of a place, itself if it has none below; empty for a key that nobody knows."""
        if key not in self.parent:
            return frozenset()
        found: set[str] = set()
        waiting = [key]
        while waiting:
            step = waiting.pop()
            below = self.children.get(step, ())
            waiting += below
            if not below:
                found.add(step)
        return frozenset(found)

    def named_in(self, words: str) -> str | None:
        """The key of the place whose name stands in the words; the longest name wins, None where there is none."""
        padded = f" {fold(words).replace('-', ' ')} "
        found = [(len(name), key) for name, key in self._spoken.items() if f" {name} " in padded]
        return max(found)[1] if found else None

    @cached_property
    def _spoken(self) -> Mapping[str, str]:
        """Folded names of at least four letters that mean one place only."""
        keys: dict[str, set[str]] = defaultdict(set)
        for key, name in self.names.items():
            spoken = fold(name).replace("-", " ")
            for prefix in ("kreis ", "stadt ", "gemeinde ", "stadtteil "):
                spoken = spoken.removeprefix(prefix)
            if len(spoken) >= 4:
                keys[spoken].add(key)
        return {spoken: next(iter(found)) for spoken, found in keys.items() if len(found) == 1}

    def _people(self, key: str) -> float | None:
        """The known population of a place, or of what is known below it."""
        own = self.population.get(key)
        if own:
            return float(own)
        known = [people for child in self.children.get(key, ()) if (people := self._people(child)) is not None]
        return sum(known) if known else None


def containments(areas: Sequence[frozenset[str]], weight: Mapping[str, float]) -> Floats:
    """Share of the people of each area who also live in each other one (n x n, row in column); NaN where one of the two
    areas is unknown."""
    leaves = sorted(frozenset().union(*areas)) if areas else []
    if not leaves:
        return np.full((len(areas), len(areas)), np.nan)
    column = {leaf: place for place, leaf in enumerate(leaves)}
    holds = np.zeros((len(areas), len(leaves)))
    for row, area in enumerate(areas):
        holds[row, [column[leaf] for leaf in area]] = 1
    people = holds * np.array([weight[leaf] for leaf in leaves])
    size = people.sum(axis=1)
    known = size > 0
    shared = people @ holds.T
    return np.where(known[:, None] & known[None, :], shared / np.where(known, size, 1)[:, None], np.nan)


def _above(key: str, own: Mapping[str, Place]) -> str | None:
    """What the tables say, else the longest known key that this one begins with (`05758012-03` lies in `05758012`)."""
    official = territories()
    stated = (own[key].part_of if key in own else None) or (official[key].part_of if key in official else None)
    shorter = (key[:end] for end in range(len(key) - 1, 4, -1))
    return stated or next((start for start in shorter if start in own or start in official), None)


@cache
def _officially_below() -> Mapping[str, tuple[str, ...]]:
    below: dict[str, list[str]] = defaultdict(list)
    for key, territory in territories().items():
        if territory.part_of:
            below[territory.part_of].append(key)
    return {key: tuple(sorted(keys)) for key, keys in below.items()}


def _official_below(key: str) -> tuple[str, ...]:
    return _officially_below().get(key, ())


def _official_name(key: str) -> str:
    known = territories().get(key)
    return known.name if known else key


def _rests(parent: Mapping[str, str | None], own: Mapping[str, Place]) -> dict[str, str | None]:
    """One leaf for the rest of each place of which only parts are known, because bodies happen to use their keys."""
    listed = {place.part_of for place in own.values()} | set(_officially_below())
    used = {above for above in parent.values() if above}
    return {f"{above}{REST}": above for above in sorted(used - listed)}
