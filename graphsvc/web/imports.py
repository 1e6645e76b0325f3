"""Import: drop a list in, see what was understood, correct it, decide, write it, take it back."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, get_args

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from graphsvc.errors import GraphsvcError
from graphsvc.ingest.guesses import SheetKind
from graphsvc.ingest.meanings import meanings
from graphsvc.model.imports import Decision, ImportPreview
from graphsvc.web.forms import FormDep
from graphsvc.web.jobs import watch
from graphsvc.web.listing import LIMIT
from graphsvc.web.page import Page, PageDep
from graphsvc.web.refusals import REFUSALS, reasons, status_of
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/import", route_class=PageRoute)
NOT_READ = "-"
"""What the choice of a column says when the column is not to be read."""


@router.get("")
def show_imports(page: PageDep) -> HTMLResponse:
    """The place to drop a file, and what was imported before."""
    return _imports_page(page)


def _imports_page(page: Page, refused: GraphsvcError | None = None) -> HTMLResponse:
    """The same with why the dropped file cannot be read."""
    return page.render(
        "imports/imports.html",
        status=status_of(refused) if refused else 200,
        problems=reasons(page, refused) if refused else (),
        imports=page.services.imports.list(),
    )


@router.post("", response_model=None)
def upload(page: PageDep, file: Annotated[UploadFile, File()]) -> Response:
    """Keep the file and show what it would do; nothing is written yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(file.filename or '').suffix}"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        try:
            preview = page.services.imports.upload(path, name=file.filename)
        except REFUSALS as refused:
            return _imports_page(page, refused)
    return page.redirect(f"/import/{preview.id}")


@router.get("/{import_id}")
def show_preview(page: PageDep, import_id: str, state: str = "", kind: str = "", offset: int = 0) -> HTMLResponse:
    """What was understood, what was not, and what would change."""
    preview = page.services.imports.preview(import_id)
    rows = preview.rows
    if state or kind or offset:
        rows = page.services.imports.rows(import_id, state=state or None, kind=kind or None)
    return page.render(
        "imports/preview.html",
        preview=preview,
        rows=rows[offset : offset + LIMIT],
        total=len(rows) if state or kind or offset else _number_of_facts(preview),
        undecided=[row for row in preview.rows if row.candidates][:LIMIT],
        state=state,
        kind=kind,
        offset=offset,
        limit=LIMIT,
        meanings=_meanings(page),
        sheet_kinds=[(each, page.t(f"sheet_{each}")) for each in get_args(SheetKind)],
        not_read=NOT_READ,
    )


@router.post("/{import_id}/spalten", response_model=None)
def correct_columns(page: PageDep, import_id: str, form: FormDep) -> Response:
    """Say what columns mean; it is kept for every later file with the same headers."""
    preview = page.services.imports.preview(import_id)
    page.services.imports.correct(json.dumps({"sheets": _corrected(preview, form)}), name=preview.name)
    return page.redirect(f"/import/{import_id}", done="corrected")


@router.post("/{import_id}/entscheidungen", response_model=None)
def decide(page: PageDep, import_id: str, form: FormDep) -> Response:
    """Say for single records: new, the same as one that is there, or skip."""
    decisions = {key.removeprefix("row:"): _decision(str(value)) for key, value in form.items() if value}
    page.services.imports.decide(import_id, decisions)
    return page.redirect(f"/import/{import_id}", done="decided")


@router.post("/{import_id}/uebernehmen", response_model=None)
def commit(page: PageDep, import_id: str) -> Response:
    """Write all of it, or nothing; how far it is stands on a page of its own, where it can be stopped."""
    job = page.services.imports.commit_in_background(import_id)
    return watch(page, job.id, back=f"/import/{import_id}", done="imported")


@router.post("/{import_id}/ruecknahme", response_model=None)
def undo(page: PageDep, import_id: str) -> Response:
    """Take a written import back; how far it is stands on a page of its own."""
    job = page.services.imports.undo_in_background(import_id)
    return watch(page, job.id, back=f"/import/{import_id}/ruecknahme/{job.id}", done="")


@router.get("/{import_id}/ruecknahme/{job_id}", response_model=None)
def show_undone(page: PageDep, import_id: str, job_id: str) -> Response:
    """What later edits touched and was therefore kept; where nothing was, back to the import."""
    undone = page.services.jobs.get(job_id).result
    if undone is None or not undone.kept:
        return page.redirect(f"/import/{import_id}", done="undone" if undone else "")
    return page.render("history/undone.html", undone=undone, back=f"/import/{import_id}")


def _meanings(page: Page) -> list[tuple[str, str]]:
    named = [(meaning, page.t_or(f"column_{meaning}", page.t_or(meaning, meaning))) for meaning in meanings()]
    return sorted(named, key=lambda entry: entry[1].casefold())


def _corrected(preview: ImportPreview, form: FormData) -> list[dict[str, object]]:
    """The sheets as the form says they are; columns are numbered in it, for headers may hold anything."""
    return [
        {
            "sheet": sheet.sheet,
            "fingerprint": sheet.fingerprint,
            "kind": form.get(f"kind:{sheet.fingerprint}", sheet.kind),
            "header_rows": list(sheet.header_rows),
            "columns": {
                column.header: _meaning(str(form.get(f"column:{sheet.fingerprint}:{at}", column.meaning or NOT_READ)))
                for at, column in enumerate(sheet.columns)
                if column.header
            },
        }
        for sheet in preview.sheets
    ]


def _meaning(chosen: str) -> str | None:
    return None if chosen == NOT_READ else chosen


def _decision(chosen: str) -> Decision:
    action, _, target = chosen.partition(":")
    if action == "same":
        return Decision("same", target)
    return Decision("skip") if action == "skip" else Decision("new")


def _number_of_facts(preview: ImportPreview) -> int:
    return sum(sum(states.values()) for states in preview.by_kind.values())
