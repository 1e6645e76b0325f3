"""Imports: a file becomes a preview, the preview is decided on, then written in one go; and undone by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from graphsvc.config import Settings
from graphsvc.errors import Conflict, InputRefused
from graphsvc.ingest import mapping as mappings
from graphsvc.ingest.blank import blank_template
from graphsvc.ingest.decisions import rekeyed, resolved, without
from graphsvc.ingest.mapping import SheetMapping
from graphsvc.ingest.oparl_fetch import fetch
from graphsvc.ingest.rows import ValueRead
from graphsvc.ingest.same import known_ids, lookalikes
from graphsvc.ingest.upload import Upload, read_upload
from graphsvc.matching import UNSURE_FROM, Record
from graphsvc.matching.entities import record_of
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.model.history import Undone
from graphsvc.model.imports import Candidate, Decision, Imported, ImportPreview, ImportSummary, RowPreview
from graphsvc.model.jobs import Job
from graphsvc.model.judgements import Nearest, RecordKind
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.history import HistoryService
from graphsvc.services.import_previews import all_rows, candidate_of, names_of, preview_of
from graphsvc.services.jobs import JobsService
from graphsvc.services.uploads import StoredUpload, UploadFolder
from graphsvc.store import bulk, edits
from graphsvc.store.edits import Edit, Plan
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset

Candidates = dict[str, list[Candidate]]
"""By id of a new record: what may be the same."""

MATCHED_AT_ONCE = 20_000
"""New records that the matcher compares with the map in one go (about ten seconds, 600 MB); more go one lot after the
other."""


class NearestToEach(Protocol):
    """The check before creating, for many records at once."""

    def __call__(
        self, records: Sequence[Record], *, kind: RecordKind, limit: int, least: float | None
    ) -> Sequence[tuple[Nearest, ...]]: ...


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An upload read beside the graph, decisions carried out."""

    upload: Upload
    dataset: Dataset
    known: Dataset
    plan: Plan
    kept: tuple[Edit, ...]


class ImportsService:
    """Take lists into the map."""

    def __init__(
        self,
        graph: Graph,
        settings: Settings,
        *,
        conventions: ConventionsService,
        nearest: NearestToEach,
        jobs: JobsService,
    ) -> None:
        self._graph = graph
        self._conventions = conventions
        self._jobs = jobs
        self._nearest = nearest
        self._settings = settings
        self._history = HistoryService(graph, settings)
        self._uploads = UploadFolder(settings.data_dir / "imports")
        self._mapping_folder = settings.data_dir / "mappings"
        self._last: tuple[object, _Prepared] | None = None

    def upload(self, path: Path | str, *, name: str | None = None, mapping: str | None = None) -> ImportPreview:
        """Keep a file (folder, zip) and show what it would do.

        Args:
            path: the file; it is copied.
            name: its name where the path has another.
            mapping: corrections of what its columns mean, as YAML; they are kept for the next file with the same
            headers.

        Raises:
            InputRefused: nothing in it can be read; nothing is kept of it.
        """
        path = Path(path)
        if mapping is not None:
            self.correct(mapping, name="mapping")
        stored = self._uploads.add(path, name)
        try:
            return self.preview(stored.id)
        except InputRefused:
            self._uploads.drop(stored)
            raise

    def fetch_oparl(self, url: str, *, on_page: Callable[[int], None] | None = None) -> ImportPreview:
        """Save a council information system's committees and show what they would do. Stopped halfway, the next call
        goes on where this one was.

        Raises:
            InputRefused: the server does not answer, or answers something else than OParl.
        """
        folder = self._settings.data_dir / "oparl" / hashlib.sha256(url.encode()).hexdigest()[:16]
        return self.upload(fetch(url, folder, on_page=on_page), name=urlsplit(url).netloc.replace(":", "_"))

    def preview(self, import_id: str) -> ImportPreview:
        """What an upload would do to the map as it is now."""
        stored = self._uploads.get(import_id)
        return self._shown(stored, self._prepared(stored))

    def rows(self, import_id: str, *, state: str | None = None, kind: str | None = None) -> tuple[RowPreview, ...]:
        """Every fact of an upload beside the map, of one state or kind where asked."""
        stored = self._uploads.get(import_id)
        prepared = self._prepared(stored)
        found = all_rows(
            prepared.plan,
            stored.decisions,
            names=names_of(prepared.dataset, prepared.known),
            candidates=self._candidates(prepared),
        )
        return tuple(row for row in found if state in (None, row.state) and kind in (None, row.kind))

    def decide(self, import_id: str, decisions: Mapping[str, Decision]) -> ImportPreview:
        """Say for single records: new, the same as one that is there, or skip. Records are named by id or exact name.

        Raises:
            WrongUsage: a record or a target does not exist, or several have that name.
            Conflict: it is written already.
        """
        stored = self._open(import_id)
        prepared = self._prepared(stored)
        taken = resolved(decisions, prepared.upload.reading.dataset, prepared.known)
        stored = self._uploads.save(replace(stored, decisions={**stored.decisions, **taken}))
        return self._shown(stored, self._decided(stored, prepared.upload, prepared.known))

    def correct(self, mapping: str, *, name: str = "mapping") -> tuple[SheetMapping, ...]:
        """Keep corrections of what columns mean; they apply to every file with the same headers, now and later."""
        corrected = mappings.from_yaml(mapping, file=name)
        for each in corrected:
            mappings.save(each, self._mapping_folder)
        return tuple(corrected)

    def mapping(self, import_id: str) -> str:
        """What the columns of an upload were taken for, as YAML to correct and give back."""
        upload = self._prepared(self._uploads.get(import_id)).upload
        return mappings.to_yaml(mappings.mapping_of(guess) for guess in upload.guesses if guess.kind != "attendance")

    def commit(self, import_id: str, *, user: str | None = None, tell: bulk.Tell = bulk.tell_nobody) -> Imported:
        """Write an upload: all of it, or nothing.

        Args:
            import_id: the upload.
            user: who is responsible.
            tell: called with the facts written and those there are.

        Raises:
            Conflict: it is written already.
        """
        with self._uploads.alone(self._open(import_id).id) as is_first:
            if not is_first:
                raise Conflict("imports.already_written", id=import_id)
            stored = self._open(import_id)
            prepared = self._prepared(stored)
            user = user or self._settings.user
            locks = self._settings.data_dir / bulk.LOCKS
            bulk.write(self._graph, prepared.plan.edits, user=user, batch=stored.id, folder=locks, tell=tell)
            self._last = None
            counts = _counts(prepared)
            self._uploads.save(replace(stored, state="committed", format=prepared.upload.format, counts=counts))
            return Imported(stored.id, counts, self._graph.revision())

    def commit_in_background(self, import_id: str, *, user: str | None = None) -> Job:
        """The same as a job with progress, for long lists. Raises Conflict where it is written already."""
        self._open(import_id)
        return self._jobs.start("imports.job_commit", lambda tell: self.commit(import_id, user=user, tell=tell))

    def values(self, import_id: str, *, row: int | None = None) -> tuple[ValueRead, ...]:
        """Every value of a list that is not in the template, with the cell that it was read from and what stood there;
        those of one row where asked."""
        upload = self._prepared(self._uploads.get(import_id)).upload
        return tuple(value for value in upload.values if row in (None, value.row))

    def undo(self, import_id: str, *, user: str | None = None, tell: bulk.Tell = bulk.tell_nobody) -> Undone:
        """Take a written import back. What later edits touched, or what later facts need, is kept and told.

        Args:
            import_id: the upload.
            user: who is responsible.
            tell: called with the facts put back and those there are.

        Raises:
            Conflict: it is not written.
        """
        stored = self._uploads.get(import_id)
        if stored.state != "committed":
            raise Conflict("imports.not_written", id=import_id)
        self._last = None
        undone = self._history.undo_batch(import_id, user=user, tell=tell)
        self._uploads.save(replace(stored, state="undone"))
        return undone

    def list(self) -> tuple[ImportSummary, ...]:
        """All uploads, the latest first."""
        return tuple(
            ImportSummary(each.id, each.name, each.state, each.created_at, each.format, each.counts)
            for each in self._uploads.all()
        )

    def template(self) -> bytes:
        """The empty import template as an xlsx workbook, with the vocabularies on a sheet of their own."""
        return blank_template()

    def _shown(self, stored: StoredUpload, prepared: _Prepared) -> ImportPreview:
        """What an import would do; of one that was written, what it did is what counts."""
        shown = preview_of(
            replace(stored, format=prepared.upload.format),
            prepared.upload,
            prepared.plan,
            names=names_of(prepared.dataset, prepared.known),
            candidates=self._candidates(prepared),
            kept=prepared.kept,
            revision=self._graph.revision(),
        )
        return replace(shown, counts=stored.counts) if stored.state == "committed" and stored.counts else shown

    def _candidates(self, prepared: _Prepared) -> Candidates:
        """By id of a new record: what the map holds under a like name, and what the matcher holds for near."""
        alike = lookalikes(prepared.dataset, prepared.known)
        found = {id_: [candidate_of(each) for each in same] for id_, same in alike.items()}
        new = {edit.key for edit in prepared.plan.new}
        if prepared.known.actors:
            self._add_near("actor", (each for each in prepared.dataset.actors if each.id in new), found)
        if prepared.known.structures:
            self._add_near("structure", (each for each in prepared.dataset.structures if each.id in new), found)
        return found

    def _add_near(self, kind: RecordKind, new: Iterable[Actor | Structure], found: Candidates) -> None:
        records = map(record_of, new)
        while asked := list(islice(records, MATCHED_AT_ONCE)):
            answers = self._nearest(asked, kind=kind, limit=3, least=UNSURE_FROM)
            for record, near in zip(asked, answers, strict=True):
                if near:
                    _add(found.setdefault(record.id, []), near)

    def _open(self, import_id: str) -> StoredUpload:
        stored = self._uploads.get(import_id)
        if stored.state != "preview":
            raise Conflict("imports.already_written", id=import_id)
        return stored

    def _prepared(self, stored: StoredUpload) -> _Prepared:
        """The upload that was asked for last is kept until the graph, the mappings or its decisions change."""
        corrected = mappings.load(self._mapping_folder)
        key = (self._graph.revision(), stored.id, stored.decisions, tuple(corrected))
        last = self._last
        if last is None or last[0] != key:
            self._last = None
            known = load_dataset(self._graph, canonical=False)
            with self._conventions.understood():
                upload = read_upload(self._uploads.path(stored), known=known, mappings=corrected)
            last = self._last = (key, self._decided(stored, upload, known))
        return last[1]

    def _decided(self, stored: StoredUpload, upload: Upload, known: Dataset) -> _Prepared:
        """What it would write after the decisions that were taken."""
        dataset = upload.reading.dataset
        same = known_ids(dataset, upload.reading.made_ids, known)
        same = {key: target for key, target in same.items() if key not in stored.decisions}
        decided = {key: each.target for key, each in stored.decisions.items() if each.action == "same" and each.target}
        skipped = frozenset(key for key, each in stored.decisions.items() if each.action == "skip")
        dataset = without(rekeyed(dataset, {**same, **decided}), skipped)
        plan = edits.plan(self._graph, dataset, sources=[upload.source])
        kept: tuple[Edit, ...] = ()
        if not upload.is_curated:
            plan, kept = _only_additions(plan)
        return _Prepared(upload, dataset, known, plan, kept)


def _only_additions(plan: Plan) -> tuple[Plan, tuple[Edit, ...]]:
    """Let a list only add: gaps are filled and lists grow, but a value that is there stays, and what would replace
    it is handed back."""
    changed: list[Edit] = []
    unchanged = list(plan.unchanged)
    kept: list[Edit] = []
    for edit in plan.changed:
        gentle, conflict = _gentle(edit)
        (changed if gentle.changed_fields else unchanged).append(gentle)
        if conflict.changed_fields:
            kept.append(conflict)
    return Plan(plan.new, tuple(changed), tuple(unchanged)), tuple(kept)


def _gentle(edit: Edit) -> tuple[Edit, Edit]:
    """An edit that only adds, and the part of the edit that would replace something."""
    before, after = edit.before or {}, dict(edit.after or {})
    replaced = {name: after[name] for name in edit.changed_fields if name in after and name in before}
    for name, value in replaced.items():
        after[name] = list(dict.fromkeys([*before[name], *value])) if isinstance(value, list) else before[name]
    conflicts = {name: value for name, value in replaced.items() if not isinstance(value, list) and name not in _ORIGIN}
    old = {name: before[name] for name in conflicts}
    named = {name: before[name] for name in ("name", "title", "actor", "structure", "agreement") if name in before}
    return replace(edit, after=after), Edit(edit.kind, edit.key, named | old, named | conflicts)


def _add(candidates: list[Candidate], answers: tuple[Nearest, ...]) -> None:
    ids = {each.id for each in candidates}
    candidates += [
        Candidate(each.id, each.name, each.explanation, round(each.weight, 1)) for each in answers if each.id not in ids
    ]


_ORIGIN = ("source_id", "source_sheet", "source_row")


def _counts(prepared: _Prepared) -> dict[str, int]:
    parts = {"new": prepared.plan.new, "changed": prepared.plan.changed, "unchanged": prepared.plan.unchanged}
    counts = {state: sum(edit.kind != "Source" for edit in part) for state, part in parts.items()}
    return counts | {"rejected": len(prepared.upload.reading.problems)}
