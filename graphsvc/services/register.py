"""What can be done with every kind of record: list, look up, write, remove. Actors, structures and agreements are
registers of their kind."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, Literal, cast

from graphsvc.config import Settings
from graphsvc.errors import Conflict, InUse, NotFound, Outdated
from graphsvc.model.details import Detail, Record, Tie
from graphsvc.model.entities import Origin, Source
from graphsvc.model.identifiers import stable_id
from graphsvc.model.paging import Page
from graphsvc.model.refusals import refusing
from graphsvc.model.soundness import tidy
from graphsvc.services.checks import refuse_unsound
from graphsvc.services.filters import ListFilter
from graphsvc.services.references import with_ids
from graphsvc.store.edges import FIELD_EDGES, field_values
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import ENDS, ENTITIES, ORIGIN_FIELDS, Fact, Fields, Kind, entity_of, fact_of
from graphsvc.store.graph import Graph, Writing, as_json
from graphsvc.store.queries import library
from graphsvc.store.records import Reader, all_facts, facts_like
from graphsvc.vocabulary import SchemeName


class Register(Generic[Record]):
    """The records of one kind."""

    _kind: ClassVar[Literal["Actor", "Structure", "Agreement"]]
    _kinds: ClassVar[SchemeName]
    _queries: ClassVar[Mapping[str, str]]
    """Names of the statements: page, total, find, merged, ties, uses."""
    _prefix: ClassVar[str]

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    def list(self, filters: ListFilter | None = None, /, **named: Any) -> Page[Record]:
        """Records by name, merged ones as the record that stands for them: `gs.actors.list(q="caritas", limit=5)`.

        Args:
            filters: all filters at once; without, the named ones (see `ListFilter`).
        """
        with refusing():
            chosen = filters or ListFilter(**named)
        given = chosen.params(self._graph, self._settings, kinds=self._kinds) | chosen.model_dump(
            include={"offset", "limit"}
        )
        ids = [row["id"] for row in self._read("page", given)]
        total = self._read("total", given)[0]["total"]
        return Page(self._records(ids), total, chosen.limit, chosen.offset, cast(type[Record], ENTITIES[self._kind]))

    def find(self, ref: str, *, itself: bool = False) -> str:
        """The id of the record that stands for an id or an exact name.

        Args:
            itself: an id means its own record, also where that was merged: what is written there stays there, so that
                an unmerge is exact.

        Raises:
            NotFound: there is none.
            Conflict: several records have this name; their ids are told.
        """
        rows = self._graph.read(self._queries["find"], ref=ref)
        exact = [row for row in rows if row["by_id"]] or rows
        if itself and exact and exact[0]["by_id"]:
            return ref
        standing = sorted({str(row["canonical_id"]) for row in exact})
        if not standing:
            raise NotFound("store.not_found", ref=ref)
        if len(standing) > 1:
            raise Conflict("store.several", ref=ref, ids=", ".join(standing))
        return standing[0]

    def get(self, ref: str, *, itself: bool = False) -> Detail[Record]:
        """A record with everything around it; the id of a merged record leads to the one that stands for it, unless
        that record `itself` is asked for.

        Raises:
            NotFound: no record has this id or exact name.
        """
        key = self.find(ref, itself=itself)
        fact = self._fact(self._graph, key)
        merged = tuple(row["id"] for row in self._graph.read(self._queries["merged"], id=key))
        rows = self._graph.read(self._queries["ties"], ids=[key, *merged])
        ties = tuple(_tie(row) for row in rows if row["id"] != key)
        return Detail(self._record(fact), version_of(fact), merged, ties, self._sources(fact, rows))

    def create(self, record: Record, *, user: str | None = None) -> Detail[Record]:
        """Write a new record; without an id it gets one from kind and name. It may point at others by id or exact name.

        Raises:
            Conflict: the id is taken.
            InputRefused: a field cannot be written; the problems name each.
        """
        record = with_ids(self._graph, tidy(record))
        name = getattr(record, "name", None) or getattr(record, "title", None)
        record = replace(record, id=(record.id or "").strip() or stable_id(self._prefix, record.kind, name))
        fact = fact_of(record)
        with self._transaction(user, "create") as tx:
            if facts_like(tx, [fact]):
                raise Conflict("store.id_taken", id=fact.key)
            refuse_unsound(tx, record)
            apply(tx, [Edit(fact.kind, fact.key, None, fact.fields)])
        return self.get(fact.key)

    def update(self, record: Record, *, version: str | None = None, user: str | None = None) -> Detail[Record]:
        """Write a record anew, whole: what it leaves empty is empty. Its origin stays.

        Args:
            version: the version that was read; None overwrites whatever is there.

        Raises:
            NotFound: there is no such record.
            Outdated: somebody else changed it since; the error carries both.
            InputRefused: a field cannot be written; the problems name each.
        """
        with self._transaction(user, "edit") as tx:
            old = self._fact(tx, record.id)
            record = with_ids(tx, tidy(record), before=old.fields)
            if version not in (None, version_of(old)):
                raise Outdated("store.outdated", yours=record, theirs=self._record(old), ref=record.id)
            refuse_unsound(tx, record, before=old.fields)
            kept = {
                name: value for name, value in old.fields.items() if name.startswith("source_") or name == "merged_into"
            }
            edit = Edit(old.kind, old.key, old.fields, kept | fact_of(record).fields)
            apply(tx, [edit] if edit.changes_something else [])
        return self.get(record.id, itself=True)

    def delete(
        self, record_id: str, *, version: str | None = None, cascade: bool = False, user: str | None = None
    ) -> str:
        """Remove a record; undoing the returned batch brings it back with all that went with it.

        Args:
            cascade: also remove its seats, parties and relations, and empty the fields that name it.

        Raises:
            NotFound: there is no such record.
            InUse: something hangs on it and `cascade` is not set.
            Outdated: somebody else changed it since.
        """
        batch = stable_id("removal", record_id, str(self._graph.revision()))
        with self._transaction(user, "delete", batch) as tx:
            old = self._fact(tx, record_id)
            if version not in (None, version_of(old)):
                raise Outdated("store.outdated", yours=version, theirs=self._record(old), ref=record_id)
            hanging = self._hanging_edits(tx, record_id)
            if hanging and not cascade:
                counts = Counter(edit.kind.lower() if edit.after is None else "reference" for edit in hanging)
                raise InUse(record_id, counts)
            apply(tx, [*hanging, Edit(old.kind, old.key, old.fields, None)])
        return batch

    def _hanging_edits(self, tx: Writing, record_id: str) -> tuple[Edit, ...]:
        """What must happen to ties and fields of others for the record to go."""
        uses = tx.read(self._queries["uses"], keys=[record_id])
        ties = {row["tie"] for row in uses if row["tie"]}
        stating = {row["stated_by"] for row in uses if row["stated_by"]}
        loose = [fact for kind in ENDS if ties for fact in all_facts(tx, kind) if fact.key in ties]
        named: Sequence[Kind] = ("Actor", "Structure", "Agreement")
        naming = facts_like(tx, [Fact(kind, key, {}) for kind in named for key in sorted(stating)])
        merged = [row["key"] for row in tx.read("facts.merged") if row["merged_into"] == record_id]
        naming |= facts_like(tx, [Fact(self._kind, key, {}) for key in merged])
        emptied = [Edit(f.kind, f.key, f.fields, _without(f, self._kind, record_id)) for f in naming.values()]
        removed = [Edit(f.kind, f.key, f.fields, None) for f in loose]
        return (*removed, *(edit for edit in emptied if edit.changed_fields))

    def _read(self, name: str, given: Mapping[str, object]) -> Sequence[dict[str, Any]]:
        query = self._queries[name]
        wanted = library()[query].params & given.keys()
        return self._graph.read(query, **{name: given[name] for name in wanted})

    def _records(self, ids: Sequence[str]) -> tuple[Record, ...]:
        facts = facts_like(self._graph, [Fact(self._kind, key, {}) for key in ids])
        return tuple(self._record(facts[self._kind, key]) for key in ids)

    def _record(self, fact: Fact) -> Record:
        return cast(Record, entity_of(fact))

    def _fact(self, reader: Reader, key: str) -> Fact:
        fact = facts_like(reader, [Fact(self._kind, key, {})]).get((self._kind, key))
        if fact is None:
            raise NotFound("store.not_found", ref=key)
        return fact

    def _sources(self, fact: Fact, rows: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
        ids = {fact.fields.get("source_id"), *(row["source_id"] for row in rows)} - {None}
        found = facts_like(self._graph, [Fact("Source", key, {}) for key in sorted(map(str, ids))])
        return tuple(cast(Source, entity_of(source)) for source in found.values())

    def _transaction(self, user: str | None, what: str, batch: str | None = None) -> Any:
        return self._graph.transaction(user=user or self._settings.user, what=what, batch=batch)


def version_of(fact: Fact) -> str:
    """What a record says, in short: two versions are equal when everything in them is."""
    return hashlib.sha256((as_json(fact.fields) or "").encode()).hexdigest()[:16]


def _without(fact: Fact, kind: str, record_id: str) -> Fields:
    """The fields of a record without what names another one, be it as a reference or as what it was merged into."""
    naming = [edge for edge in FIELD_EDGES.get(fact.kind, ()) if edge.other == kind]
    fields = dict(fact.fields)
    if fact.kind == kind and fields.get("merged_into") == record_id:
        del fields["merged_into"]
    for edge in naming:
        left = [value for value in field_values(fields, edge) if value != record_id]
        many = isinstance(fields.get(edge.field), list)
        fields[edge.field] = left if many else next(iter(left), None)
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _tie(row: Mapping[str, Any]) -> Tie:
    origin = Origin(*(row[name] for name in ORIGIN_FIELDS)) if row["source_id"] else None
    same = ("type", "outgoing", "role", "deputy", "label", "valid_from", "valid_to", "source")
    return Tie(
        **{name: row[name] for name in same},
        other_kind=row["kind"],
        other_id=row["id"],
        other_name=row["name"],
        id=row["tie"],
        origin=origin,
    )
