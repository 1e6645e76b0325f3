"""Imports: a file becomes a preview, the preview is decided on, then written in one go; and undone by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from graphsvc.config import Settings
from graphsvc.errors import Conflict, InputRefused, NotFound
from graphsvc.ingest import mapping as mappings
from graphsvc.ingest.blank import blank_template
from graphsvc.ingest.decisions import rekeyed, resolved, without
from graphsvc.ingest.mapping import SheetMapping
from graphsvc.ingest.oparl_fetch import fetch
from graphsvc.ingest.rows import ValueRead
from graphsvc.ingest.same import known_ids
from graphsvc.ingest.upload import Upload, read_upload
from graphsvc.model.entities import Dataset
from graphsvc.model.history import Undone
from graphsvc.model.imports import Decision, Imported, ImportPreview, ImportSummary, RowPreview
from graphsvc.model.jobs import Job
from graphsvc.model.paging import as_results
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.history import HistoryService
from graphsvc.services.import_candidates import Candidates, NearestToEach, candidates_for
from graphsvc.services.import_plans import as_written, counted, only_additions
from graphsvc.services.import_previews import all_rows, names_of, preview_of
from graphsvc.services.jobs import JobsService
from graphsvc.services.uploads import StoredUpload, UploadFolder
from graphsvc.store import bulk, edits
from graphsvc.store.edits import Edit, Plan
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset
from graphsvc.store.undo import change_of


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An upload read beside the graph, decisions carried out; one that was written beside the graph of then."""

    upload: Upload
    dataset: Dataset
    known: Dataset
    plan: Plan
    kept: tuple[Edit, ...]
    is_open: bool


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

    @as_results(RowPreview)
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

    @as_results(SheetMapping)
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
            counts = counted(prepared.plan, rejected=len(prepared.upload.reading.problems))
            self._uploads.save(replace(stored, state="committed", format=prepared.upload.format, counts=counts))
            return Imported(stored.id, counts, self._graph.revision())

    def commit_in_background(self, import_id: str, *, user: str | None = None) -> Job:
        """The same as a job with progress, for long lists. Raises Conflict where it is written already."""
        self._open(import_id)
        return self._jobs.start("imports.job_commit", lambda tell: self.commit(import_id, user=user, tell=tell))

    @as_results(ValueRead)
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
        stored = self._written(import_id)
        self._last = None
        try:
            undone = self._history.undo_batch(import_id, user=user, tell=tell)
        except NotFound:
            undone = Undone(import_id, 0)  # it changed nothing when it was written
        self._uploads.save(replace(stored, state="undone"))
        return undone

    def undo_in_background(self, import_id: str, *, user: str | None = None) -> Job:
        """The same as a job with progress, whose result says what was kept. Raises Conflict where it is not written."""
        self._written(import_id)
        return self._jobs.start("imports.job_undo", lambda tell: self.undo(import_id, user=user, tell=tell))

    @as_results(ImportSummary)
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
        """What an import would do, or did."""
        return preview_of(
            replace(stored, format=prepared.upload.format),
            prepared.upload,
            prepared.plan,
            names=names_of(prepared.dataset, prepared.known),
            candidates=self._candidates(prepared),
            kept=prepared.kept,
            revision=self._graph.revision(),
        )

    def _candidates(self, prepared: _Prepared) -> Candidates:
        """What may be there already; what is written is decided."""
        if not prepared.is_open:
            return {}
        new = {edit.key for edit in prepared.plan.new}
        return candidates_for(prepared.dataset, prepared.known, new=new, nearest=self._nearest)

    def _open(self, import_id: str) -> StoredUpload:
        stored = self._uploads.get(import_id)
        if stored.state != "preview":
            raise Conflict("imports.already_written", id=import_id)
        return stored

    def _written(self, import_id: str) -> StoredUpload:
        stored = self._uploads.get(import_id)
        if stored.state != "committed":
            raise Conflict("imports.not_written", id=import_id)
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
        plan = edits.plan(self._graph, dataset, sources=[upload.source], known=known)
        kept: tuple[Edit, ...] = ()
        if not upload.is_curated:
            plan, kept = only_additions(plan)
        if stored.state != "preview":
            changes = self._graph.read("history.by_batch", batch=stored.id)
            plan = as_written(plan, map(change_of, changes))
        return _Prepared(upload, dataset, known, plan, kept, is_open=stored.state == "preview")
