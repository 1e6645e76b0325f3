"""Saved views of the map: a name, a note, the filters and the points that were moved by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from graphsvc.config import Settings
from graphsvc.errors import NotFound, WrongUsage
from graphsvc.model.identifiers import stable_id
from graphsvc.model.paging import as_results
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.store.graph import Graph

Position = tuple[float, float]
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """One saved view; `query` is what stands behind `?` in the address of the map."""

    id: str
    name: str
    note: str
    query: str
    positions: Mapping[str, Position]
    saved_by: str
    saved_at: str


class ViewsService:
    """Keeps views of the map so that everybody can open them again."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    @as_results(SavedView)
    def list(self) -> list[SavedView]:
        """All saved views, newest first."""
        return [_view(row) for row in self._graph.read("figures.views")]

    def get(self, view_id: str) -> SavedView:
        """One saved view.

        Raises:
            NotFound: there is none with this id.
        """
        found = next((view for view in self.list() if view.id == view_id), None)
        if found is None:
            raise NotFound("pages.no_such_view", id=view_id)
        return found

    def save(
        self, name: str, *, note: str = "", query: str = "", positions: Mapping[str, Position] | None = None
    ) -> SavedView:
        """Save a view; one of the same name is replaced.

        Raises:
            WrongUsage: the name is empty or longer than 120 letters.
            InputRefused: a text that cannot be written.
        """
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise WrongUsage("pages.view_needs_name", longest=LONGEST_NAME)
        refuse_unsound_texts(name=name, note=note, query=query)
        view = SavedView(
            id=stable_id("b", name.strip()),
            name=name.strip(),
            note=note.strip(),
            query=query.removeprefix("?"),
            positions=dict(positions or {}),
            saved_by=self._settings.user,
            saved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        properties = {**asdict(view), "positions": json.dumps(view.positions, sort_keys=True)}
        with self._graph.transaction(user=self._settings.user, what="save_view") as tx:
            tx.write("figures.put_view", rows=[{"id": view.id, "properties": properties}])
        return view

    def remove(self, view_id: str) -> None:
        """Remove a saved view.

        Raises:
            NotFound: there is none with this id.
        """
        self.get(view_id)
        with self._graph.transaction(user=self._settings.user, what="remove_view") as tx:
            tx.write("figures.remove_view", id=view_id)


def _view(row: Mapping[str, str]) -> SavedView:
    placed = {key: (float(x), float(y)) for key, (x, y) in json.loads(row["positions"]).items()}
    return SavedView(**{**row, "positions": placed})  # type: ignore[arg-type]  # positions are the only other type
