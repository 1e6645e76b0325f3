"""Memberships: who sits in which structure, since when and in which role."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from graphsvc.config import Settings
from graphsvc.errors import Conflict, NotFound, Outdated
from graphsvc.model.details import Seat, SeatDetail
from graphsvc.model.entities import Membership
from graphsvc.model.paging import DEFAULT_LIMIT, Page, refuse_no_part
from graphsvc.model.soundness import tidy
from graphsvc.services.checks import refuse_unsound
from graphsvc.services.dates import At, resolve_at
from graphsvc.services.references import standing_id, with_ids
from graphsvc.services.register import version_of
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import Fact, entity_of, fact_of
from graphsvc.store.graph import Graph
from graphsvc.store.records import Reader, facts_like, tie_by_id


class MembershipsService:
    """List, look up, write and remove seats."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    def list(
        self,
        *,
        actor: str | None = None,
        structure: str | None = None,
        at: At = None,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
    ) -> Page[Seat]:
        """Seats by structure and actor, of one of them (by id or exact name) where it is given.

        Raises:
            InputRefused: a name belongs to several records, or there is no such part of a list.
        """
        refuse_no_part(limit=limit, offset=offset)
        named = {"actor": actor, "structure": structure}
        ends = {field: ref and standing_id(self._graph, field, ref) for field, ref in named.items()}
        given = {**ends, "at": resolve_at(at, self._settings)}
        rows = self._graph.read("memberships.page", **given, limit=limit, offset=offset)
        total = self._graph.read("memberships.total", **given)[0]["total"]
        return Page(tuple(Seat(**row) for row in rows), total, limit, offset, Seat)

    def get(self, membership_id: str) -> SeatDetail:
        """One seat as it was written.

        Raises:
            NotFound: there is no such seat.
        """
        fact = self._fact(self._graph, membership_id)
        return SeatDetail(cast(Membership, entity_of(fact)), version_of(fact))

    def create(self, membership: Membership, *, user: str | None = None) -> SeatDetail:
        """Seat an actor in a structure, both by id or exact name.

        Raises:
            Conflict: the seat is there already.
            InputRefused: there is no such actor or structure, or another field cannot be written.
        """
        membership = with_ids(self._graph, tidy(membership))
        fact = fact_of(membership)
        with self._transaction(user, "create") as tx:
            if facts_like(tx, [fact]):
                raise Conflict("store.id_taken", id=fact.key)
            refuse_unsound(tx, membership)
            apply(tx, [Edit(fact.kind, fact.key, None, fact.fields)])
        return self.get(fact.key)

    def update(self, membership: Membership, *, version: str | None = None, user: str | None = None) -> SeatDetail:
        """Write a seat anew, whole; `membership.id` says which.

        Raises:
            NotFound: there is no such seat.
            Outdated: somebody else changed it since.
            InputRefused: there is no such actor or structure, or another field cannot be written.
        """
        with self._transaction(user, "edit") as tx:
            old = self._fact(tx, membership.id or "")
            membership = with_ids(tx, tidy(membership), before=old.fields)
            if version not in (None, version_of(old)):
                raise Outdated("store.outdated", yours=membership, theirs=entity_of(old), ref=old.key)
            refuse_unsound(tx, membership, before=old.fields)
            origin = {name: value for name, value in old.fields.items() if name.startswith("source_")}
            edit = Edit(old.kind, old.key, old.fields, origin | fact_of(replace(membership, id=old.key)).fields)
            apply(tx, [edit] if edit.changes_something else [])
        return self.get(old.key)

    def delete(self, membership_id: str, *, version: str | None = None, user: str | None = None) -> str:
        """Remove a seat; undoing the returned batch brings it back.

        Raises:
            NotFound: there is no such seat.
            Outdated: somebody else changed it since.
        """
        batch = f"removal-{membership_id}-{self._graph.revision()}"
        with self._transaction(user, "delete", batch) as tx:
            old = self._fact(tx, membership_id)
            if version not in (None, version_of(old)):
                raise Outdated("store.outdated", yours=version, theirs=entity_of(old), ref=membership_id)
            apply(tx, [Edit(old.kind, old.key, old.fields, None)])
        return batch

    def _fact(self, reader: Reader, key: str) -> Fact:
        fact = tie_by_id(reader, "Membership", "memberships.get", key)
        if fact is None:
            raise NotFound("store.not_found", ref=key)
        return fact

    def _transaction(self, user: str | None, what: str, batch: str | None = None) -> Any:
        return self._graph.transaction(user=user or self._settings.user, what=what, batch=batch)
