"""Imports over HTTP: upload, preview, decide, commit, undo."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile, status
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.ingest.rows import ValueRead
from graphsvc.model.history import Undone
from graphsvc.model.imports import Action, Decision, Imported, ImportPreview, ImportSummary, RowPreview, RowState
from graphsvc.model.jobs import Job

router = APIRouter(prefix="/api/imports", tags=["imports"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DecisionIn(BaseModel):
    """What to do with one record of an import."""

    key: str = Field(description="The record's key in the preview.", examples=["a-awo-1f2e3d4c"])
    action: Action = Field(description="`new`, `same` (as `target`) or `skip`.")
    target: str | None = Field(default=None, description="With `same`: the id of the record that is there.")


MAPPING = """sheets:
- sheet: Netzwerke
  fingerprint: 5d41402abc4b2a76
  kind: structures
  header_rows: [3]
  columns:
    Bezeichnung: name
    Federführung: coordinator
"""
"""Corrections of what the columns of one sheet mean."""


class MappingIn(BaseModel):
    """Corrections of what columns mean."""

    yaml: str = Field(description="As `GET /api/imports/{id}/mapping` gives it, with other values.", examples=[MAPPING])


@router.get("")
def imports(services: ServicesDep, paging: PagingDep) -> Page[ImportSummary]:
    """All uploads, the latest first."""
    found = services.imports.list()
    return part_of(found, paging)


@router.post("", status_code=status.HTTP_201_CREATED)
def upload(
    services: ServicesDep,
    file: Annotated[UploadFile, File(description="xlsx, xls, ods, csv, tsv, docx, txt, or a zip of them.")],
    mapping: Annotated[str | None, Form(description="Corrections of what columns mean, as YAML.")] = None,
) -> ImportPreview:
    """Upload a list and see what it would do; nothing is written to the map yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(file.filename or '').suffix}"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        return services.imports.upload(path, name=file.filename, mapping=mapping)


@router.get("/template.xlsx")
def template(services: ServicesDep) -> Response:
    """The empty import template."""
    headers = {"Content-Disposition": 'attachment; filename="importvorlage.xlsx"'}
    return Response(services.imports.template(), media_type=XLSX, headers=headers)


@router.get("/{import_id}")
def preview(services: ServicesDep, import_id: str) -> ImportPreview:
    """What an upload would do to the map as it is now."""
    return services.imports.preview(import_id)


@router.get("/{import_id}/rows")
def rows(
    services: ServicesDep,
    import_id: str,
    paging: PagingDep,
    state: Annotated[RowState | None, Query(description="Only facts in this state.")] = None,
    kind: Annotated[str | None, Query(description="Only facts of this kind.", examples=["Actor"])] = None,
) -> Page[RowPreview]:
    """Every fact of an upload beside the map."""
    found = services.imports.rows(import_id, state=state, kind=kind)
    return part_of(found, paging)


@router.put("/{import_id}/decisions")
def decide(services: ServicesDep, import_id: str, decisions: list[DecisionIn]) -> ImportPreview:
    """Say for single records: new, the same as one that is there, or skip."""
    return services.imports.decide(import_id, {each.key: Decision(each.action, each.target) for each in decisions})


@router.get("/{import_id}/mapping", response_class=Response)
def mapping(services: ServicesDep, import_id: str) -> Response:
    """What the columns were taken for, as YAML to correct and give back."""
    return Response(services.imports.mapping(import_id), media_type="application/yaml")


@router.put("/{import_id}/mapping")
def correct(services: ServicesDep, import_id: str, corrections: MappingIn) -> ImportPreview:
    """Correct what columns mean, for this upload and every later one with the same headers."""
    services.imports.correct(corrections.yaml)
    return services.imports.preview(import_id)


@router.post("/{import_id}/commit")
def commit(services: ServicesDep, import_id: str) -> Imported:
    """Write an upload: all of it, or nothing."""
    return services.imports.commit(import_id)


@router.post("/{import_id}/commit-in-background", status_code=status.HTTP_202_ACCEPTED)
def commit_in_background(services: ServicesDep, import_id: str) -> Job:
    """Start writing a long list; the job tells how far it is."""
    return services.imports.commit_in_background(import_id)


@router.get("/{import_id}/values")
def values(
    services: ServicesDep,
    import_id: str,
    paging: PagingDep,
    row: Annotated[int | None, Query(description="Only values of this row.")] = None,
) -> Page[ValueRead]:
    """Every value with the cell that it was read from and what stood there (lists that are not in the template)."""
    found = services.imports.values(import_id, row=row)
    return part_of(found, paging)


@router.post("/{import_id}/undo")
def undo(services: ServicesDep, import_id: str) -> Undone:
    """Take a written import back; what later edits touched is kept and told."""
    return services.imports.undo(import_id)


@router.post("/{import_id}/undo-in-background", status_code=status.HTTP_202_ACCEPTED)
def undo_in_background(services: ServicesDep, import_id: str) -> Job:
    """Start taking back a long list; the job tells how far it is, and in the end what was kept."""
    return services.imports.undo_in_background(import_id)
