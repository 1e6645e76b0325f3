"""The map as one question about overlaps finds it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.parallel import Progress, silent
from graphsvc.analysis.seats import Level, Map, Organs
from graphsvc.analysis.significance import Assessment, NullModel, assess_all
from graphsvc.errors import Conflict, NotFound
from graphsvc.services.cache import Present
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset

Result = TypeVar("Result")


class CurrentMap:
    """One revision of the map: it is looked up once, so all parts of an answer belong together and cost one query."""

    def __init__(self, graph: Graph, present: Present) -> None:
        self._graph = graph
        self._present = present

    @property
    def revision(self) -> int:
        """How often the graph had been written to."""
        return self._present.revision

    @property
    def known(self) -> Map:
        """Every record, merged ones resolved."""
        return self._present.get("map", lambda: Map(load_dataset(self._graph, canonical=False)))

    def remembered(self, question: Hashable, compute: Callable[[], Result]) -> Result:
        """The answer to a question, computed once per revision."""
        return self._present.get(question, compute)

    def structure(self, name: str) -> str:
        """The id behind an id or an exact name.

        Raises:
            NotFound: no such structure.
            Conflict: several have this name.
        """
        known = self.known
        stands_for = known.canonical.get(name)
        if stands_for in known.structures:
            return str(stands_for)
        found = [each.id for each in known.structures.values() if each.name == name]
        if not found:
            raise NotFound("overlap.no_such_structure", name=name)
        if len(found) > 1:
            raise Conflict("overlap.name_of_several", name=name, ids=", ".join(sorted(found)))
        return found[0]

    def incidence(self, at: date | None, level: Level, organs: Organs) -> Incidence:
        """Who sits where on a day."""
        return self.remembered(
            ("incidence", at, level, organs), lambda: self.known.incidence(at=at, level=level, organs=organs)
        )

    def assessment(
        self,
        at: date | None,
        level: Level,
        organs: Organs,
        null_model: NullModel | None,
        progress: Progress = silent,
    ) -> Assessment:
        """Every pair of structures of a day, with its significance."""
        return self.remembered(
            ("assessment", at, level, organs, null_model),
            lambda: assess_all(self.incidence(at, level, organs), null_model, progress=progress),
        )
