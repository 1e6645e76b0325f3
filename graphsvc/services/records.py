"""Duplicate records of the map: find them, decide about them, merge them, take it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from graphsvc.config import Settings
from graphsvc.errors import Conflict, LikelyDouble, NotFound, WrongUsage
from graphsvc.matching import UNSURE_FROM, Catalogue, Question, Record, nearest, pair, rank
from graphsvc.matching.blocking_report import BlockingReport, blocking_report
from graphsvc.matching.entities import record_of
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.model.history import Undone
from graphsvc.model.jobs import Job
from graphsvc.model.judgements import (
    Candidate,
    Contradiction,
    Found,
    Judged,
    Judgement,
    Merged,
    MergePreview,
    Nearest,
    RecordKind,
    Verdict,
)
from graphsvc.model.paging import DEFAULT_LIMIT, GREATEST_OFFSET, Page, as_results, page_of
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.services.bodies import Bodies
from graphsvc.services.cache import Maps, RevisionCache
from graphsvc.services.candidates import (
    in_whole_list,
    kept,
    nearest_of,
    parts_of,
    rows_of,
    says_something,
    with_own_ids,
)
from graphsvc.services.history import HistoryService
from graphsvc.services.jobs import JobsService, Progress, no_progress
from graphsvc.services.judgements import (
    Closure,
    checked,
    evidence_of,
    from_file,
    judgement_id,
    latest,
    now,
    ordered,
    read_judgements,
    to_file,
    withdrawn,
    write,
)
from graphsvc.services.merges import STORE_KINDS, entities, merged_into, preview
from graphsvc.store.graph import Graph
from graphsvc.store.merging import merge, unmerge
from graphsvc.store.records import load_dataset

KINDS: tuple[RecordKind, ...] = ("actor", "structure")


def _refuse_no_moment(written: str) -> None:
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        raise WrongUsage("records.no_moment", value=written) from error


class RecordsService:
    """Find records that are one body, ask people, merge and unmerge.

    A search keeps what it proposes in the graph until it is judged or merged, so nothing is shown once and lost.
    After the first one, a search looks only at records that were written since.
    """

    def __init__(
        self, graph: Graph, settings: Settings, *, maps: Maps, history: HistoryService, jobs: JobsService
    ) -> None:
        self._graph = graph
        self._settings = settings
        self._maps = maps
        self._history = history
        self._jobs = jobs
        self._cache = RevisionCache(graph.revision)
        self._catalogues: dict[RecordKind, Catalogue] = {}

    def find(
        self,
        kind: RecordKind = "actor",
        *,
        everything: bool = False,
        progress: Progress = no_progress,
        user: str | None = None,
    ) -> Found:
        """Look for doubles among the records of a kind.

        Args:
            kind: `actor` or `structure`.
            everything: compare all records anew; else only those written since the last search, with all others.
            progress: told about the steps.
            user: who asked.
        """
        known = self.entities_of(kind)
        revision = self._graph.revision()
        changed = None if everything else self._changed(kind, known)
        progress(0, 2, "records.step_compare")
        records = {key: record_of(entity) for key, entity in known.items()}
        matches = (
            in_whole_list(list(records.values()))
            if changed is None
            else nearest([records[key] for key in changed], self._catalogue(kind))
        )
        progress(1, 2, "records.step_keep")
        rows = [kept(kind, row, records) for row in rows_of(matches)]
        before = {row["id"] for row in self._graph.read("records.candidates", kind=kind)}
        with self._graph.transaction(user=user or self._settings.user, what="find_records") as tx:
            tx.write("records.put_candidates", rows=rows)
            tx.write("records.put_search", kind=kind, revision=revision)
        progress(2, 2)
        new = sum(row["id"] not in before for row in rows)
        compared = len(known) if changed is None else len(changed)
        return Found(kind=kind, compared=compared, proposed=len(rows), new=new, revision=revision)

    def find_in_background(self, kind: RecordKind = "actor", *, everything: bool = False) -> Job:
        """The same as a job with progress."""
        return self._jobs.start(
            "records.job_find", lambda progress: self.find(kind, everything=everything, progress=progress)
        )

    def list(
        self,
        kind: RecordKind = "actor",
        *,
        decision: Verdict | None = None,
        judged: bool = False,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
    ) -> Page[Candidate]:
        """Proposed pairs, surest first: those that nobody has judged or whose records changed since.

        Args:
            kind: `actor` or `structure`.
            decision: only pairs for which the matcher proposes this.
            judged: also pairs that are judged, directly or by what follows from other judgements.
            limit: pairs in this part of the list.
            offset: pairs to leave out at the start.
        """
        wanted = [
            each
            for each in self._candidates(kind)
            if (judged or each.judgement is None or each.reopened)
            and (decision is None or each.decision == decision)
            and (judged or each.reopened or not self._implied(kind, each))
        ]
        return page_of(wanted, limit=limit, offset=offset, of=Candidate)

    def pair(self, a: str, b: str, kind: RecordKind = "actor") -> Candidate:
        """One pair, proposed or not, with its score as of now.

        Raises:
            NotFound: one of the records does not exist.
        """
        known = self._entities(kind, canonical=False)
        first, second = ordered(self._existing(known, a), self._existing(known, b))
        (row,) = rows_of(pair(record_of(known[first]), record_of(known[second]), self._catalogue(kind)))
        return self._candidate(kind, row, known)

    def judge(
        self,
        a: str,
        b: str,
        verdict: Verdict,
        *,
        kind: RecordKind = "actor",
        note: str | None = None,
        user: str | None = None,
    ) -> Judged:
        """Say what a pair of records is: `same`, `different` or `unsure`. An earlier judgement of the pair is withdrawn
        and stays in the history. Nothing is merged.

        Raises:
            NotFound: one of the records does not exist.
            WrongUsage: the verdict is none, or both records are one.
            InputRefused: a note that cannot be written.
        """
        refuse_unsound_texts(note=note)
        known = self._entities(kind, canonical=False)
        pair = ordered(self._existing(known, a), self._existing(known, b))
        if pair[0] == pair[1]:
            raise WrongUsage("records.one_record", ref=pair[0])
        person, at = user or self._settings.user, now()
        judgement = Judgement(
            id=judgement_id(kind, pair, person, at),
            kind=kind,
            a=pair[0],
            b=pair[1],
            verdict=checked(verdict),
            user=person,
            at=at,
            note=note,
            evidence=evidence_of(record_of(known[pair[0]]), record_of(known[pair[1]])),
        )
        self._write_judgements([judgement], person)
        touching = [each for each in self.contradictions(kind) if judgement.id in each.judgements]
        return Judged(judgement=judgement, contradictions=tuple(touching))

    def withdraw(self, judgement_id: str, *, user: str | None = None) -> Judgement:
        """Take a judgement back; the pair is asked about again.

        Raises:
            NotFound: there is no such judgement, or it was withdrawn before.
        """
        known = {judgement.id: judgement for judgement in read_judgements(self._graph)}
        if judgement_id not in known:
            raise NotFound("store.not_found", ref=judgement_id)
        person = user or self._settings.user
        gone = withdrawn(known[judgement_id], person)
        with self._graph.transaction(user=person, what="judge") as tx:
            write(tx, [gone], known)
        return gone

    @as_results(Judgement)
    def judgements(self, kind: RecordKind | None = None, *, withdrawn_too: bool = False) -> Sequence[Judgement]:
        """All judgements, oldest first."""
        found = read_judgements(self._graph, withdrawn=withdrawn_too)
        return [judgement for judgement in found if kind in (None, judgement.kind)]

    @as_results(Contradiction)
    def contradictions(self, kind: RecordKind = "actor") -> tuple[Contradiction, ...]:
        """Pairs judged different that other judgements, or merges, make the same."""
        return self._closure(kind).contradictions()

    def export_judgements(self) -> str:
        """All judgements, the withdrawn ones too, as a CSV file that version control can compare."""
        return to_file(read_judgements(self._graph, withdrawn=True))

    def import_judgements(self, content: str | bytes, *, user: str | None = None) -> int:
        """Read such a file in; judgements that are known already change nothing. Gives how many were new.

        Raises:
            InputRefused: a row is not a judgement.
        """
        known = {judgement.id for judgement in read_judgements(self._graph, withdrawn=True)}
        new = [judgement for judgement in from_file(content) if judgement.id not in known]
        self._write_judgements(new, user or self._settings.user)
        return len(new)

    def preview_merge(self, ids: Sequence[str], *, into: str | None = None, kind: RecordKind = "actor") -> MergePreview:
        """Say what merging records would do: what each brings along, what becomes double, where they disagree.

        Raises:
            NotFound: one of the records does not exist.
            WrongUsage: there is none.
        """
        if not ids:
            raise WrongUsage("records.merge_needs_two")
        dataset = self._dataset(canonical=False)
        known = entities(dataset, kind)
        keys = [self._existing(known, key) for key in ids]
        closure = self._closure(kind)
        together = {known[key].canonical_id or key for key in (*keys, *([into] if into in known else []))}
        every = sorted(key for key, entity in known.items() if (entity.canonical_id or key) in together)
        return preview(dataset, kind, keys, into=into, judged_different=closure.kept_apart(every))

    def merge(
        self, ids: Sequence[str], *, into: str | None = None, kind: RecordKind = "actor", user: str | None = None
    ) -> Merged:
        """Let one record stand for others; edges stay where they are. `into` is chosen by rule where it is left out.

        Raises:
            NotFound: one of the records does not exist.
            WrongUsage: there are not two of them.
            Conflict: two of them were judged different, or they are merged already.
        """
        plan = self.preview_merge(ids, into=into, kind=kind)
        if len(plan.ids) < 2:
            raise WrongUsage("records.merge_needs_two")
        if plan.judged_different:
            a, b = plan.judged_different[0]
            raise Conflict("records.judged_different", a=a, b=b)
        gone = tuple(key for key in plan.ids if key != plan.into)
        batch = f"merge-{plan.into}-{self._graph.revision()}"
        with self._graph.transaction(user=user or self._settings.user, what="merge", batch=batch) as tx:
            if not merge(tx, STORE_KINDS[kind], gone, into=plan.into):
                raise Conflict("records.merged_already", ids=", ".join(plan.ids))
        return Merged(batch=batch, kind=kind, into=plan.into, ids=gone)

    def unmerge(self, ids: Sequence[str], *, kind: RecordKind = "actor", user: str | None = None) -> Merged:
        """Take records out of the ones they were merged into; later edits stay.

        Raises:
            NotFound: one of the records does not exist.
            Conflict: one of them is not merged.
        """
        batch = f"unmerge-{ids[0] if ids else ''}-{self._graph.revision()}"
        with self._graph.transaction(user=user or self._settings.user, what="unmerge", batch=batch) as tx:
            unmerge(tx, STORE_KINDS[kind], ids)
        return Merged(batch=batch, kind=kind, into=None, ids=tuple(ids))

    def undo_merges(
        self, *, batch: str | None = None, by: str | None = None, since: str | None = None, user: str | None = None
    ) -> Undone:
        """Take merges back in bulk: of one batch, of a person (`by`), from a moment on (`since`, ISO 8601).

        Raises:
            WrongUsage: nothing says which, or `since` is no moment.
            NotFound: there is no such merge.
        """
        if batch is None and by is None and since is None:
            raise WrongUsage("records.undo_what")
        if since is not None:
            _refuse_no_moment(since)
        asked = {"key": None, "batch": batch, "user": by, "what": "merge", "words": None}
        merges = self._graph.read("history.changes", **asked, limit=GREATEST_OFFSET, offset=0)
        wanted = [row["id"] for row in merges if since is None or row["at"] >= since]
        if not wanted:
            raise NotFound("records.no_such_merge", asked=", ".join(filter(None, (batch, by, since))))
        return self._history.undo(wanted, user=user)

    def refuse_likely_double(self, record: Actor | Structure) -> None:
        """Raise where the map holds what the matcher takes for the same body as a record that is about to be written,
        or cannot tell from it (`same`, `unsure`): it is for people to say that another one is meant.

        Raises:
            LikelyDouble: with the nearest records.
        """
        near = self.nearest(record, least=UNSURE_FROM)
        if near:
            told = [{"id": each.id, "name": each.name, "probability": round(each.probability, 3)} for each in near]
            raise LikelyDouble(record.name, told)

    @as_results(Nearest)
    def nearest(
        self, record: Actor | Structure | Record, *, limit: int = 5, least: float | None = None
    ) -> tuple[Nearest, ...]:
        """The check before creating: the records of the map that come nearest to a new one, best first.

        Args:
            record: what is about to be written; its own id is left out.
            limit: how many at most.
            least: only records of at least this weight.
        """
        kind: RecordKind = "structure" if isinstance(record, Structure) else "actor"
        asked = record if isinstance(record, Record) else record_of(record)
        return self.nearest_to_each([asked], kind=kind, limit=limit, least=least)[0]

    def nearest_to_each(
        self, records: Sequence[Record], *, kind: RecordKind = "actor", limit: int = 5, least: float | None = None
    ) -> Sequence[tuple[Nearest, ...]]:
        """The same for many records at once, such as the rows of an import."""
        found = rank(with_own_ids(records), self._catalogue(kind), k=limit + 1, question=Question.ONE_BODY)
        wanted = found.where(found.weight >= (-np.inf if least is None else least))
        answers: Sequence[MutableSequence[Nearest]] = [[] for _ in records]
        for query, answer in zip(wanted.left.tolist(), nearest_of(wanted), strict=True):
            if says_something(records[query]) and answer.id != records[query].id and len(answers[query]) < limit:
                answers[query].append(answer)
        return [tuple(answer) for answer in answers]

    def blocking(self, kind: RecordKind = "actor") -> BlockingReport:
        """Say which pairs of the map a search would compare, net by net. The truth is what people have merged: recall
        is the share of those pairs among the candidates."""
        known = self._entities(kind, canonical=False)
        stands = [entity.canonical_id or key for key, entity in known.items()]
        return blocking_report([record_of(entity) for entity in known.values()], stands)

    def _catalogue(self, kind: RecordKind) -> Catalogue:
        """The records of the map laid out for comparing: the first time all, then what was written since."""
        return self._cache.get(("catalogue", kind), lambda: self._up_to_date(kind))

    def _up_to_date(self, kind: RecordKind) -> Catalogue:
        """Reads this kind and nothing else of the map: that is needed for every record that is created."""
        known = entities(load_dataset(self._graph, kinds=[STORE_KINDS[kind]]), kind)
        records = [record_of(entity) for entity in known.values()]
        before = self._catalogues.get(kind)
        self._catalogues[kind] = before.updated(records) if before else Catalogue.of(records)
        return self._catalogues[kind]

    def entities_of(self, kind: RecordKind) -> Mapping[str, Actor | Structure]:
        """The actors or structures of the map by id, merged ones as the record that stands for them."""
        return self._entities(kind, canonical=True)

    def standing(self, key: str) -> str:
        """The id of the record that stands for a merged one; every other id as it is."""
        return self._stands_for().get(key, key)

    def _stands_for(self) -> Mapping[str, str]:
        return self._cache.get("merged", lambda: merged_into(self._graph))

    def _write_judgements(self, new: Sequence[Judgement], user: str) -> None:
        """Write judgements; standing ones of the same pairs are withdrawn."""
        known = {judgement.id: judgement for judgement in read_judgements(self._graph)}
        standing = latest(known.values())
        replaced = [standing.get((each.kind, each.a, each.b)) for each in new if each.deleted_at is None]
        gone = [withdrawn(judgement, user) for judgement in replaced if judgement is not None]
        with self._graph.transaction(user=user, what="judge") as tx:
            write(tx, [*gone, *new], known)

    def _candidates(self, kind: RecordKind) -> Iterable[Candidate]:
        """What searches have proposed, surest first, where both records still stand for themselves. A pair that would
        bring together what people judged different is not `same`: it is theirs to decide."""
        known, bodies = self.entities_of(kind), self._bodies(kind)
        for row in self._graph.read("records.candidates", kind=kind):
            if row["a"] in known and row["b"] in known:
                crosses = row["decision"] == "same" and not bodies.join(row["a"], row["b"])
                yield self._candidate(kind, row | ({"decision": "unsure"} if crosses else {}), known)

    def _candidate(self, kind: RecordKind, row: dict[str, Any], known: Mapping[str, Actor | Structure]) -> Candidate:
        a, b = row["a"], row["b"]
        judgement = self._standing().get((kind, a, b))
        evidence = evidence_of(record_of(known[a]), record_of(known[b]))
        return Candidate(
            kind=kind,
            a=a,
            b=b,
            name_a=known[a].name,
            name_b=known[b].name,
            weight=row["weight"],
            probability=row["probability"],
            decision=row["decision"],
            explanation={"de": row["explanation_de"], "en": row["explanation_en"]},
            parts=parts_of(row),
            judgement=judgement,
            reopened=judgement is not None and judgement.evidence not in (None, evidence),
        )

    def _implied(self, kind: RecordKind, candidate: Candidate) -> bool:
        return self._closure(kind).implied(candidate.a, candidate.b) is not None

    def _standing(self) -> dict[tuple[RecordKind, str, str], Judgement]:
        return self._cache.get("judgements", lambda: latest(read_judgements(self._graph)))

    def _closure(self, kind: RecordKind) -> Closure:
        return self._cache.get(("closure", kind), lambda: Closure(self._standing().values(), kind, self._stands_for()))

    def _bodies(self, kind: RecordKind) -> Bodies:
        """What is together and what stays apart by judgement alone."""
        return Bodies((each for each in self._standing().values() if each.kind == kind), self._stands_for())

    def _dataset(self, *, canonical: bool) -> Dataset:
        if canonical:
            return self._maps.dataset()
        return self._cache.get("dataset as written", lambda: load_dataset(self._graph, canonical=False))

    def _entities(self, kind: RecordKind, *, canonical: bool) -> dict[str, Actor | Structure]:
        return self._cache.get(
            ("entities", kind, canonical), lambda: entities(self._dataset(canonical=canonical), kind)
        )

    def searched(self, kind: RecordKind = "actor") -> bool:
        """Whether doubles among the records of a kind were ever searched for."""
        return bool(self._graph.read("records.last_search", kind=kind))

    def _existing(self, known: Mapping[str, Actor | Structure], ref: str) -> str:
        """The id of a record by id or exact name."""
        if ref in known:
            return ref
        named = [key for key, entity in known.items() if entity.name == ref]
        if len(named) != 1:
            raise (
                NotFound("store.not_found", ref=ref)
                if not named
                else Conflict("store.several", ref=ref, ids=", ".join(sorted(named)))
            )
        return named[0]

    def _changed(self, kind: RecordKind, known: Mapping[str, Actor | Structure]) -> Sequence[str] | None:
        """Records written since the last search; None where there was none."""
        last = self._graph.read("records.last_search", kind=kind)
        if not last:
            return None
        rows = self._graph.read("records.changed_since", kind=STORE_KINDS[kind], revision=last[0]["revision"])
        return [row["key"] for row in rows if row["key"] in known]
