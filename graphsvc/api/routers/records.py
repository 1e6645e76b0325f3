"""`/api/records`: one body written down twice. Proposals, judgements, merge and unmerge, the check before creating."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, Response, UploadFile, status
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.matching import Record
from graphsvc.matching.blocking_report import BlockingReport
from graphsvc.model.history import Undone
from graphsvc.model.jobs import Job
from graphsvc.model.judgements import (
    Candidate,
    Contradiction,
    Judged,
    Judgement,
    Merged,
    MergePreview,
    Nearest,
    RecordKind,
    Verdict,
)

router = APIRouter(prefix="/api/records", tags=["records"])

Kind = Annotated[RecordKind, Query(description="`actor` or `structure`.")]
Ref = Annotated[str, Query(description="Id or exact name.", examples=["a-awo"])]


class JudgementIn(BaseModel):
    """What a person says of a pair."""

    a: str = Field(description="Id or exact name.", examples=["a-awo"])
    b: str = Field(description="Id or exact name.", examples=["a-awo-herford"])
    verdict: Verdict = Field(examples=["same"])
    kind: RecordKind = "actor"
    note: str | None = Field(default=None, examples=["Satzung liegt vor."])


class MergeIn(BaseModel):
    """Records to merge."""

    ids: list[str] = Field(description="Ids or exact names.", examples=[["a-awo", "a-awo-herford"]])
    into: str | None = Field(default=None, description="The record that stands for all; empty: chosen by rule.")
    kind: RecordKind = "actor"


class UnmergeIn(BaseModel):
    """Records to take out of the ones they were merged into."""

    ids: list[str] = Field(min_length=1, examples=[["a-awo-herford"]])
    kind: RecordKind = "actor"


class UndoIn(BaseModel):
    """Which merges to take back: of a batch, of a person, from a moment on; together they narrow down."""

    batch: str | None = None
    by: str | None = Field(default=None, description="Who merged.")
    since: str | None = Field(default=None, description="Moment, ISO 8601, UTC.", examples=["2026-01-31T08:00:00"])


class RecordIn(BaseModel):
    """A record that is about to be written."""

    name: str = Field(min_length=1, examples=["Arbeiterwohlfahrt KV Herford"])
    alias: list[str] = []
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    territory: list[str] = []
    email: str | None = None
    web: str | None = None
    phone: str | None = None
    register_number: str | None = None
    record_kind: RecordKind = Field(default="actor", description="Compare with actors or with structures.")
    kind: str | None = Field(default=None, description="Kind of actor or structure.", examples=["wohlfahrtsverband"])
    part_of: str | None = None

    def record(self) -> Record:
        """As the matcher takes it."""
        same = self.model_dump(exclude={"record_kind", "part_of", "alias", "territory"})
        return Record(id="", parent=self.part_of, alias=tuple(self.alias), territory=tuple(self.territory), **same)


class Read(BaseModel):
    """How many judgements of a file were new."""

    new: int


@router.get("")
def candidates(
    services: ServicesDep,
    paging: PagingDep,
    kind: Kind = "actor",
    decision: Annotated[Verdict | None, Query(description="Only pairs for which this is proposed.")] = None,
    judged: Annotated[bool, Query(description="Also pairs that are judged already.")] = False,
) -> Page[Candidate]:
    """Pairs that may be one body and wait for a decision, surest first."""
    found = services.records.list(kind, decision=decision, judged=judged, limit=paging.limit, offset=paging.offset)
    return Page(items=list(found.items), total=found.total, limit=found.limit, offset=found.offset)


@router.post("/find", status_code=status.HTTP_202_ACCEPTED)
def find(
    services: ServicesDep,
    kind: Kind = "actor",
    everything: Annotated[
        bool, Query(description="Compare all records anew, not only what was written since.")
    ] = False,
) -> Job:
    """Start a search for doubles; the job tells how far it is."""
    return services.records.find_in_background(kind, everything=everything)


@router.get("/pair")
def pair(services: ServicesDep, a: Ref, b: Ref, kind: Kind = "actor") -> Candidate:
    """One pair with its score and what speaks for and against it."""
    return services.records.pair(a, b, kind)


@router.get("/blocking")
def blocking(services: ServicesDep, kind: Kind = "actor") -> BlockingReport:
    """Which pairs a search compares, net by net, and the share of merged pairs that are among them."""
    return services.records.blocking(kind)


@router.post("/nearest")
def nearest(
    services: ServicesDep,
    record: RecordIn,
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    least: Annotated[float | None, Query(description="Only records of at least this weight.")] = None,
) -> list[Nearest]:
    """The check before creating: existing records that come nearest to a new one."""
    kind = record.record_kind
    return list(services.records.nearest_to_each([record.record()], kind=kind, limit=limit, least=least)[0])


@router.get("/judgements")
def judgements(
    services: ServicesDep,
    paging: PagingDep,
    kind: Annotated[RecordKind | None, Query()] = None,
    withdrawn: Annotated[bool, Query(description="Also judgements that were taken back.")] = False,
) -> Page[Judgement]:
    """What was said of pairs, oldest first."""
    found = services.records.judgements(kind, withdrawn_too=withdrawn)
    return part_of(found, paging)


@router.post("/judgements", status_code=status.HTTP_201_CREATED)
def judge(services: ServicesDep, said: JudgementIn) -> Judged:
    """Judge a pair; an earlier judgement of it is withdrawn. Contradictions are told, nothing is merged."""
    return services.records.judge(said.a, said.b, said.verdict, kind=said.kind, note=said.note)


@router.delete("/judgements/{key}")
def withdraw(services: ServicesDep, key: str) -> Judgement:
    """Take a judgement back; it stays in the history and the pair is asked about again."""
    return services.records.withdraw(key)


@router.get("/judgements/file", response_class=PlainTextResponse)
def export_judgements(services: ServicesDep) -> Response:
    """All judgements as a CSV file for version control."""
    return PlainTextResponse(services.records.export_judgements(), media_type="text/csv; charset=utf-8")


@router.post("/judgements/file")
def import_judgements(services: ServicesDep, file: Annotated[UploadFile, File(description="CSV")]) -> Read:
    """Read such a file in; judgements that are known already change nothing."""
    return Read(new=services.records.import_judgements(file.file.read()))


@router.get("/contradictions")
def contradictions(services: ServicesDep, paging: PagingDep, kind: Kind = "actor") -> Page[Contradiction]:
    """Pairs judged different that other judgements, or merges, make the same."""
    return part_of(services.records.contradictions(kind), paging)


@router.post("/merge/preview")
def preview_merge(services: ServicesDep, wanted: MergeIn) -> MergePreview:
    """Say what a merge would do."""
    return services.records.preview_merge(wanted.ids, into=wanted.into, kind=wanted.kind)


@router.post("/merge", status_code=status.HTTP_201_CREATED)
def merge(services: ServicesDep, wanted: MergeIn) -> Merged:
    """Let one record stand for others; no edge moves, and `unmerge` takes it back exactly."""
    return services.records.merge(wanted.ids, into=wanted.into, kind=wanted.kind)


@router.post("/unmerge")
def unmerge(services: ServicesDep, wanted: UnmergeIn) -> Merged:
    """Take records out of the ones they were merged into; later edits stay."""
    return services.records.unmerge(wanted.ids, kind=wanted.kind)


@router.post("/merges/undo")
def undo_merges(services: ServicesDep, which: UndoIn) -> Undone:
    """Take merges back in bulk."""
    return services.records.undo_merges(batch=which.batch, by=which.by, since=which.since)
