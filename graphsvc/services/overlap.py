"""Where structures overlap: one pair, all pairs, core groups, several at once, over time, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graphsvc.analysis.groups import CoreGroup, core_groups
from graphsvc.analysis.load import Load, LoadParams, meeting_load
from graphsvc.analysis.overlap import Thresholds
from graphsvc.analysis.pair import PairOverlap, Question, describe_pair
from graphsvc.analysis.pair_list import PairList, PairsParams
from graphsvc.analysis.pair_words import with_sentence
from graphsvc.analysis.seats import Level, Organs
from graphsvc.analysis.significance import NullModel, assess_all
from graphsvc.analysis.trend import Changes, PairTrend, changes, pair_trend
from graphsvc.analysis.upset import UpSet, intersect
from graphsvc.config import Settings
from graphsvc.errors import WrongUsage
from graphsvc.model.jobs import Job
from graphsvc.model.paging import as_results
from graphsvc.services.cache import RevisionCache
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.current_map import CurrentMap
from graphsvc.services.dates import At, resolve_at
from graphsvc.services.jobs import JobsService
from graphsvc.services.jobs import Progress as Told
from graphsvc.store.graph import Graph


class OverlapService:
    """Overlap of the structures in the graph. Everything takes `at` (a day, `"all"`, or nothing for today)."""

    def __init__(self, graph: Graph, settings: Settings, *, conventions: ConventionsService, jobs: JobsService) -> None:
        self._graph = graph
        self._settings = settings
        self._conventions = conventions
        self._jobs = jobs
        self._cache = RevisionCache(graph.revision)

    def pair(
        self,
        a: str,
        b: str,
        *,
        at: At = None,
        level: Level = "organisation",
        organs: Organs = "include",
        hub_share: float | None = None,
        null_model: NullModel | None = None,
    ) -> PairOverlap:
        """Everything about the overlap of two structures, named by id or exact name.

        Args:
            hub_share: actors in this share of all structures count as hubs; left out: as the office agreed.

        Raises:
            NotFound: no such structure.
            WrongUsage: twice the same structure.
        """
        now = self._now()
        first, second = now.structure(a), now.structure(b)
        if first == second:
            raise WrongUsage("overlap.same_structure", name=now.known.names[first])
        agreed = now.remembered("hubs", self._conventions.hubs)
        hubs = agreed if hub_share is None else agreed.model_copy(update={"share": hub_share})
        question = Question(resolve_at(at, self._settings), level, organs, hubs)
        assessment = now.assessment(question.at, level, organs, null_model)
        chance = assessment.chance(first, second)
        found = describe_pair(first, second, now.known, assessment.pairs.incidence, chance, question)
        return replace(with_sentence(found), revision=now.revision)

    def pairs(self, params: PairsParams | None = None, *, at: At = None) -> PairList:
        """All pairs of structures that share members, strongest first."""
        params, now = params or PairsParams(), self._now()
        day = resolve_at(at, self._settings)
        assessment = now.assessment(day, params.level, params.organs, params.null_model)
        pairs, significance = assessment.listed(params.thresholds())
        kept = significance.q <= params.max_q
        return PairList(day, now.known, pairs.take(kept), significance.take(kept))

    def prepare(self, params: PairsParams | None = None, *, at: At = None) -> Job:
        """Compare all structures in the background; afterwards `pairs` and `pair` answer at once. For maps of some
        hundred structures, where this takes more than two seconds."""
        params, day = params or PairsParams(), resolve_at(at, self._settings)

        def work(told: Told) -> int:
            def progress(share: float) -> None:
                told(round(share * 100), 100, "overlap.computing")

            found = self._now().assessment(day, params.level, params.organs, params.null_model, progress)
            return len(found.pairs)

        return self._jobs.start("overlap.computing", work)

    def above_chance(self, at: At = None, *, max_q: float = 0.05) -> list[tuple[str, str]]:
        """Ids of the pairs of structures that share more members than chance explains, at this rate of false hits."""
        return [(row.a, row.b) for row in self.pairs(PairsParams(max_q=max_q), at=at).rows()]

    def actors_above_chance(self, at: At = None, *, max_q: float = 0.05) -> list[tuple[str, str]]:
        """Ids of the pairs of actors that sit in more structures together than chance explains, at this rate of false
        hits. Exact (`sdsm`): of the many pairs of actors no sample could tell so small a rate."""
        day, now = resolve_at(at, self._settings), self._now()

        def compute() -> list[tuple[str, str]]:
            seats = now.incidence(day, "organisation", "own").transpose()
            pairs, significance = assess_all(seats, "sdsm").listed(Thresholds())
            kept = pairs.take(significance.q <= max_q)
            return [(seats.structures[a], seats.structures[b]) for a, b in zip(kept.a, kept.b, strict=True)]

        return now.remembered(("actors_above_chance", day, max_q), compute)

    @as_results(CoreGroup)
    def groups(
        self,
        *,
        at: At = None,
        level: Level = "organisation",
        min_structures: int = 3,
        min_actors: int = 3,
    ) -> list[CoreGroup]:
        """Groups of actors that meet each other in several structures, by the seats they bind."""
        day, now = resolve_at(at, self._settings), self._now()

        def compute() -> list[CoreGroup]:
            incidence = now.incidence(day, level, "own")
            return core_groups(now.known, incidence, min_structures=min_structures, min_actors=min_actors)

        return now.remembered(("groups", day, level, min_structures, min_actors), compute)

    def upset(
        self,
        structures: Sequence[str],
        *,
        at: At = None,
        level: Level = "organisation",
        organs: Organs = "include",
    ) -> UpSet:
        """Who sits in exactly which of the chosen structures, with what chance would give."""
        day, now = resolve_at(at, self._settings), self._now()
        chosen = tuple(dict.fromkeys(map(now.structure, structures)))
        return now.remembered(
            ("upset", chosen, day, level, organs),
            lambda: intersect(now.known, now.incidence(day, level, organs), chosen),
        )

    def trend(
        self,
        a: str,
        b: str,
        *,
        at: At = None,
        level: Level = "organisation",
        organs: Organs = "include",
    ) -> PairTrend:
        """The overlap of two structures at the end of every year until `at`."""
        now = self._now()
        first, second = now.structure(a), now.structure(b)
        return pair_trend(now.known, first, second, at=self._day(at), level=level, organs=organs)

    def changes(
        self,
        earlier: date,
        later: date | None = None,
        *,
        level: Level = "organisation",
        thresholds: Thresholds | None = None,
    ) -> Changes:
        """What began and ended between two days: structures, seats, and overlaps that crossed the thresholds (left
        out: three shared members and half of the smaller structure)."""
        last = later or self._settings.as_of()
        if earlier >= last:
            raise WrongUsage("overlap.days_out_of_order", earlier=earlier, later=last)
        bounds = thresholds or Thresholds(min_shared=3, min_overlap_coefficient=0.5)
        return changes(self._now().known, earlier, last, level=level, organs="own", thresholds=bounds)

    def load(self, params: LoadParams | None = None, *, at: At = None, level: Level = "organisation") -> Load:
        """Seats, meetings and hours a year for each organisation, and the merges that would relieve most.

        Args:
            params: what is not given in it is as the office agreed.
        """
        given = params.model_dump(exclude_unset=True) if params else {}
        day, now = resolve_at(at, self._settings), self._now()
        chosen = self._conventions.hours().model_copy(update=given)
        return now.remembered(
            ("load", day, level, chosen), lambda: meeting_load(now.known, at=day, level=level, params=chosen)
        )

    def _now(self) -> CurrentMap:
        return CurrentMap(self._graph, self._cache.present())

    def _day(self, at: At) -> date:
        return resolve_at(at, self._settings) or self._settings.as_of()
