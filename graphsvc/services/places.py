"""Territories of the map: official ones it uses and own ones, with the figures that weigh them."""

from __future__ import annotations

from collections import Counter
from typing import cast

from graphsvc.config import Settings
from graphsvc.errors import Conflict, NotFound, Outdated, WrongUsage
from graphsvc.model.entities import Dataset, Place
from graphsvc.model.paging import as_results
from graphsvc.model.soundness import tidy
from graphsvc.services.cache import Maps
from graphsvc.services.checks import refuse_unsound
from graphsvc.services.register import version_of
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import Fact, entity_of, fact_of
from graphsvc.store.graph import Graph
from graphsvc.store.records import Reader, facts_like
from graphsvc.vocabulary import territories


class PlacesService:
    """List, write and remove territories; an official one keeps its key and what it is part of."""

    def __init__(self, graph: Graph, settings: Settings, maps: Maps) -> None:
        self._graph = graph
        self._settings = settings
        self._maps = maps

    @as_results(Place)
    def list(self) -> tuple[Place, ...]:
        """The territories that the map names, by key."""
        return tuple(sorted(self._maps.dataset().places, key=lambda place: place.key))

    def get(self, key: str) -> tuple[Place, str]:
        """One territory by its key, and its version.

        Raises:
            NotFound: the map names no such territory.
        """
        fact = _fact(self._graph, key)
        if fact is None:
            raise NotFound("store.not_found", ref=key)
        return cast(Place, entity_of(fact)), version_of(fact)

    def put(self, place: Place, *, version: str | None = None, user: str | None = None) -> Place:
        """Write a territory, new or in place of what is there.

        Args:
            version: the version that was read; None overwrites whatever is there.

        Raises:
            WrongUsage: no key or no name, or it would lie in itself or in one that the map does not know.
            Outdated: somebody else changed it since.
        """
        place = tidy(place)
        self._refuse_nonsense(place)
        with self._graph.transaction(user=user or self._settings.user, what="edit") as tx:
            old = _fact(tx, place.key)
            if old is not None and version not in (None, version_of(old)):
                raise Outdated("store.outdated", yours=place, theirs=entity_of(old), ref=place.key)
            before = old.fields if old else None
            refuse_unsound(tx, place, before=before)
            origin = {name: value for name, value in (before or {}).items() if name.startswith("source_")}
            edit = Edit("Place", place.key, before, origin | fact_of(place).fields)
            apply(tx, [edit] if edit.changes_something else [])
        return self.get(place.key)[0]

    def remove(self, key: str, *, user: str | None = None) -> str:
        """Take a territory out of the map; undoing the returned batch brings it back.

        Raises:
            NotFound: the map names no such territory.
            Conflict: records or other territories name it.
        """
        self.get(key)
        used = _uses(self._maps.dataset())[key]
        if used:
            raise Conflict("conventions.place_in_use", place=key, count=used)
        batch = f"removal-{key}-{self._graph.revision()}"
        with self._graph.transaction(user=user or self._settings.user, what="delete", batch=batch) as tx:
            old = _fact(tx, key)
            apply(tx, [Edit("Place", key, old.fields, None)] if old else [])
        return batch

    def _refuse_nonsense(self, place: Place) -> None:
        if not place.key.strip() or not place.name.strip():
            raise WrongUsage("conventions.place_needs_name")
        above = {each.key: each.part_of for each in self._maps.dataset().places} | {place.key: place.part_of}
        official = territories()
        step, passed = place.part_of, {place.key}
        while step is not None:
            if step in passed or (step not in above and step not in official):
                raise WrongUsage("conventions.place_lies_nowhere", place=place.key, part_of=step)
            passed.add(step)
            step = above[step] if step in above else official[step].part_of


def _fact(reader: Reader, key: str) -> Fact | None:
    return facts_like(reader, [Fact("Place", key, {})]).get(("Place", key))


def _uses(dataset: Dataset) -> Counter[str]:
    uses = Counter(key for actor in dataset.actors for key in actor.territory)
    uses.update(key for structure in dataset.structures for key in structure.territory)
    uses.update(need.territory for need in dataset.needs if need.territory)
    uses.update(place.part_of for place in dataset.places if place.part_of)
    return uses
