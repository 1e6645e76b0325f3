"""The one place where everything is put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.config import Settings
from graphsvc.services import Services
from graphsvc.services.actors import ActorsService
from graphsvc.services.agreements import AgreementsService
from graphsvc.services.cache import Maps, RevisionCache
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.coverage import CoverageService
from graphsvc.services.exports import ExportsService
from graphsvc.services.figures import FiguresService
from graphsvc.services.findings import FindingsService
from graphsvc.services.history import HistoryService
from graphsvc.services.imports import ImportsService
from graphsvc.services.jobs import JobsService
from graphsvc.services.memberships import MembershipsService
from graphsvc.services.overlap import OverlapService
from graphsvc.services.places import PlacesService
from graphsvc.services.records import RecordsService
from graphsvc.services.scenarios import ScenariosService
from graphsvc.services.structures import StructuresService
from graphsvc.services.views import ViewsService
from graphsvc.store.engine import open_graph
from graphsvc.store.graph import Graph


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Open the graph and everything above it; closed in reverse at the end.

    Raises:
        EngineUnavailable: there is no embedded engine for this machine, or it does not start.
        DatabaseUnreachable: nothing answers at the configured address.
    """
    with open_graph(settings) as graph:
        services = build_services(graph, settings)
        try:
            yield services
        finally:
            services.jobs.close()


def build_services(graph: Graph, settings: Settings) -> Services:
    """The services on an open graph."""
    maps = Maps(graph, RevisionCache(graph.revision))
    jobs = JobsService()
    conventions = ConventionsService(graph, settings)
    findings = FindingsService(graph, settings, maps, conventions=conventions)
    overlap = OverlapService(graph, settings, conventions=conventions, jobs=jobs)
    history = HistoryService(graph, settings)
    records = RecordsService(graph, settings, maps=maps, history=history, jobs=jobs)
    figures = FiguresService(
        settings,
        load=maps.dataset,
        revision=graph.revision,
        significant_pairs={"structures": overlap.above_chance, "actors": overlap.actors_above_chance},
        files=lambda: {source.id: source.name for source in history.sources()},
        standing=records.standing,
    )
    return Services(
        settings=settings,
        graph=graph,
        figures=figures,
        views=ViewsService(graph, settings),
        actors=ActorsService(graph, settings),
        structures=StructuresService(graph, settings),
        agreements=AgreementsService(graph, settings),
        memberships=MembershipsService(graph, settings),
        history=history,
        overlap=overlap,
        findings=findings,
        scenarios=ScenariosService(graph, settings, maps, conventions=conventions),
        coverage=CoverageService(graph, settings, maps, suspicions=findings.suspicions),
        records=records,
        imports=ImportsService(graph, settings, conventions=conventions, nearest=records.nearest_to_each, jobs=jobs),
        exports=ExportsService(graph, settings, figures),
        conventions=conventions,
        places=PlacesService(graph, settings, maps),
        jobs=jobs,
    )
