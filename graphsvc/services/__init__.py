"""Use cases: read, compute, write. `Services` is the whole public surface of graphsvc; every face calls it."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.config import Settings
from graphsvc.services.actors import ActorsService
from graphsvc.services.agreements import AgreementsService
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
from graphsvc.store.graph import Graph


@dataclass(frozen=True)
class Services:
    """Everything graphsvc can do, by noun. The same nouns are the paths of the HTTP API and the commands.

    A service is added with one line here and one in `graphsvc.bootstrap`. `graph` is there for questions
    of one's own: `gs.graph.frame("structures.members", structure_id=..., at=None)`.
    """

    settings: Settings
    graph: Graph
    figures: FiguresService
    views: ViewsService
    actors: ActorsService
    structures: StructuresService
    agreements: AgreementsService
    memberships: MembershipsService
    history: HistoryService
    overlap: OverlapService
    findings: FindingsService
    coverage: CoverageService
    scenarios: ScenariosService
    records: RecordsService
    imports: ImportsService
    exports: ExportsService
    conventions: ConventionsService
    places: PlacesService
    jobs: JobsService
