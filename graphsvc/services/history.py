"""History: what was written, by whom and when, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from graphsvc.config import Settings
from graphsvc.errors import NotFound
from graphsvc.model.entities import Source
from graphsvc.model.history import Change, Undone
from graphsvc.model.paging import DEFAULT_LIMIT, Page, as_results, refuse_no_part
from graphsvc.store import bulk
from graphsvc.store.facts import entity_of
from graphsvc.store.graph import Graph
from graphsvc.store.records import all_facts
from graphsvc.store.search import search_words
from graphsvc.store.undo import change_of, planned, undo

MOST_NAMED = 50
"""Records whose changes a text brings by their names."""


class HistoryService:
    """Look at what was changed, and undo it."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    def list(
        self,
        *,
        key: str | None = None,
        batch: str | None = None,
        user: str | None = None,
        what: str | None = None,
        q: str | None = None,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
    ) -> Page[Change]:
        """Changes, newest first: of a record (`key`), of what was written together (`batch`), of a person (`user`), of
        a kind of deed (`what`: import, create, edit, delete, merge, unmerge, ...), or that say `q` or concern a record
        whose name holds it.

        Raises:
            InputRefused: no list has such a part.
        """
        refuse_no_part(limit=limit, offset=offset)
        given = {"key": key, "batch": batch, "user": user, "what": what, "words": self._words(q)}
        rows = self._graph.read("history.changes", **given, limit=limit, offset=offset)
        total = self._graph.read("history.count", **given)[0]["total"]
        return Page(tuple(change_of(row) for row in rows), total, limit, offset, Change)

    def deeds(self) -> tuple[tuple[str, str], ...]:
        """Who wrote what kind of deed: what the history can be narrowed to."""
        return tuple((row["user"], row["what"]) for row in self._graph.read("history.deeds"))

    @as_results(Source)
    def sources(self) -> tuple[Source, ...]:
        """The files and documents that facts were read from, by id: what `source_id` of a fact means."""
        return tuple(cast(Source, entity_of(fact)) for fact in all_facts(self._graph, "Source"))

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        """The latest names of records, by id, also of those that are no longer in the map."""
        told = [change_of(row) for row in self._graph.read("history.of_records", keys=list(keys))]
        return {change.key: change.name for change in told if change.name}

    def _words(self, q: str | None) -> Sequence[str] | None:
        """What to look for in the texts of changes: `q` itself, and the ids of records whose names hold it."""
        if not q or not q.strip():
            return None
        named = self._graph.read("history.named", words=search_words(q), limit=MOST_NAMED)
        return [q.strip().lower(), *(f'"{row["id"]}"'.lower() for row in named)]

    def undo_batch(self, batch: str, *, user: str | None = None, tell: bulk.Tell = bulk.tell_nobody) -> Undone:
        """Take back everything that was written together, also after later edits: what those touched is kept and told.

        Args:
            batch: the id of an import, a merge, an undo, ...
            user: who is responsible.
            tell: called with the facts put back and those there are.

        Raises:
            NotFound: there is no such batch.
            Conflict: somebody wrote to the same facts meanwhile; nothing was undone.
        """
        return self._undo(self._graph.read("history.by_batch", batch=batch), batch, user, tell)

    def undo(self, changes: Sequence[str], *, user: str | None = None) -> Undone:
        """Take back single changes, by their ids.

        Raises:
            NotFound: there is no such change.
        """
        return self._undo(self._graph.read("history.by_id", ids=list(changes)), changes[0] if changes else "", user)

    def _undo(
        self, rows: Sequence[dict[str, object]], name: str, user: str | None, tell: bulk.Tell = bulk.tell_nobody
    ) -> Undone:
        if not rows:
            raise NotFound("store.not_found", ref=name)
        batch, user = f"undo-{name}-{self._graph.revision()}", user or self._settings.user
        changes = [change_of(row) for row in rows]
        if len(changes) > bulk.ONE_TRANSACTION:
            due, kept = planned(self._graph, changes)
            locks = self._settings.data_dir / bulk.LOCKS
            bulk.write(self._graph, due, user=user, what="undo", batch=batch, folder=locks, tell=tell)
            return Undone(batch, len(due), kept)
        with self._graph.transaction(user=user, what="undo", batch=batch) as tx:
            facts, kept = undo(tx, changes)
            tx.write("findings.follow_undo", batch=name, undo=batch)
        tell(facts, facts)
        return Undone(batch, facts, kept)
