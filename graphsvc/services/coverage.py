"""Who works on what, for whom and where: gaps and double cover, and what else the map tells a coordinator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from graphsvc.analysis import companions
from graphsvc.analysis.companions import Bridge, Deadline, Missing, MissingLink, SingleDelegate
from graphsvc.analysis.coverage import Cell, Coverage, CoverageParams, Gap, coverage
from graphsvc.analysis.profiles import read_region
from graphsvc.analysis.structures import Suspicions
from graphsvc.config import Settings
from graphsvc.errors import NotFound
from graphsvc.formats.calendar import Reminder, calendar_text
from graphsvc.model.entities import Dataset
from graphsvc.model.paging import DEFAULT_LIMIT, Page, as_results, page_of
from graphsvc.services.cache import Maps, RevisionCache
from graphsvc.services.dates import At, one_day, resolve_at
from graphsvc.services.filters import territory_key
from graphsvc.services.office_words import words_of
from graphsvc.store.graph import Graph
from graphsvc.vocabulary import SchemeName, scheme

Result = TypeVar("Result")

VOCABULARIES: Mapping[str, SchemeName] = {"topic": "topics", "target_group": "target_groups", "function": "functions"}
"""The vocabulary of each parameter that names an entry of one."""


class CoverageService:
    """Cover of the map on a day, or ever (`"all"`); deadlines and who is missing are a matter of one day."""

    def __init__(self, graph: Graph, settings: Settings, maps: Maps, *, suspicions: Callable[[At], Suspicions]) -> None:
        self._graph = graph
        self._settings = settings
        self._maps = maps
        self._cache = RevisionCache(graph.revision)
        self._suspicions = suspicions

    def matrix(self, params: CoverageParams | None = None, *, at: At = None) -> Coverage:
        """Every cell topic x target group x territory (x stage): none, not known, single, double, many.

        Raises:
            NotFound: there is no such territory, or no such entry of a vocabulary.
        """
        chosen, day = self._understood(params or CoverageParams()), resolve_at(at, self._settings)
        return self._cache.get(("matrix", chosen, day), lambda: coverage(self._map(), chosen, at=day))

    def gaps(
        self, params: CoverageParams | None = None, *, at: At = None, limit: int = DEFAULT_LIMIT, offset: int = 0
    ) -> Page[Gap]:
        """What is done in some territories and not in others, greatest need first."""
        found = self.matrix(params or CoverageParams(depth="all"), at=at).gaps()
        return page_of(found, limit=limit, offset=offset, of=Gap)

    def doubles(
        self, params: CoverageParams | None = None, *, at: At = None, limit: int = DEFAULT_LIMIT, offset: int = 0
    ) -> Page[Cell]:
        """Cells with three and more bodies, most first."""
        found = self.matrix(params or CoverageParams(depth="all"), at=at).doubles()
        return page_of(found, limit=limit, offset=offset, of=Cell)

    def cell(self, topic: str, target_group: str, territory: str, *, stage: str | None = None, at: At = None) -> Cell:
        """One cell with the bodies that cover it.

        Raises:
            NotFound: the matrix has no such cell.
        """
        cells = self.matrix(CoverageParams(depth="all", stages=stage is not None), at=at).cells
        asked = (topic, target_group, territory, stage)
        found = next((c for c in cells if (c.topic, c.target_group, c.territory, c.stage) == asked), None)
        if found is None:
            raise NotFound("coverage.no_such_cell", cell=" / ".join(part for part in asked if part))
        return found

    @as_results(Bridge)
    def bridges(self, *, at: At = None) -> tuple[Bridge, ...]:
        """Actors whose leaving would cut bodies off from all others."""
        return self._once("bridges", companions.bridges, at)

    @as_results(SingleDelegate)
    def single_delegates(self, *, at: At = None) -> tuple[SingleDelegate, ...]:
        """Actors who sit in many bodies and have no deputy there."""
        return self._once("single_delegates", companions.single_delegates, at)

    @as_results(MissingLink)
    def missing_links(self, *, at: At = None) -> tuple[MissingLink, ...]:
        """Pairs of bodies of one field between which nobody mediates."""
        found = self._suspicions(at)
        return companions.missing_links(found, least=found.weights.bands["weak"])

    @as_results(Deadline)
    def deadlines(self, *, at: At = None, days: int = 90) -> tuple[Deadline, ...]:
        """What ends within so many days, and what has been quiet for 18 months."""
        return companions.deadlines(self._map(), at=self._day(at), days=days)

    def calendar(self, *, at: At = None, days: int = 365, lang: str | None = None) -> str:
        """The days on which agreements and bodies end within so many days, as a calendar file."""
        told = lang or self._settings.lang
        ends = [
            Reminder(f"{each.id}-ends", each.day, each.text[told])
            for each in self.deadlines(at=at, days=days)
            if each.kind != "quiet"
        ]
        return calendar_text(ends, stamp=self._day(at))

    @as_results(Missing)
    def missing(self, structure: str, *, at: At = None) -> tuple[Missing, ...]:
        """Who might belong into one body and is not there, each with the reason.

        Raises:
            NotFound: no such structure.
        """
        day = self._day(at)
        region = self._cache.get(("region", day), lambda: read_region(self._map(), at=day))
        found = next((p.id for p in region.profiles if structure in (p.id, p.name)), None)
        if found is None:
            raise NotFound("store.not_found", ref=structure)
        return companions.who_is_missing(self._map(), region, found)

    def _understood(self, params: CoverageParams) -> CoverageParams:
        """The parameters with codes and keys for labels and names, and the depth at which the topic lies."""
        asked = {field: word for field in VOCABULARIES if (word := getattr(params, field))}
        with words_of(self._graph):
            codes = {field: _code(VOCABULARIES[field], word) for field, word in asked.items()}
        if params.depth == "broad" and "topic" in codes and len(scheme("topics").path(codes["topic"])) > 1:
            codes["depth"] = "narrow"
        territory = params.territory and territory_key(self._graph, params.territory)
        if params.territory and territory is None:
            raise NotFound("coverage.no_such_territory", ref=params.territory)
        return params.model_copy(update={**codes, "territory": territory})

    def _once(self, name: str, compute: Callable[..., Result], at: At) -> Result:
        day = resolve_at(at, self._settings)
        return self._cache.get((name, day), lambda: compute(self._map(), at=day))

    def _map(self) -> Dataset:
        return self._maps.dataset()

    def _day(self, at: At) -> date:
        return one_day(at, self._settings)


def _code(vocabulary: SchemeName, word: str) -> str:
    code = scheme(vocabulary).find(word)
    if code is None:
        raise NotFound("coverage.no_such_entry", word=word)
    return code
