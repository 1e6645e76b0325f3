"""The review queue: findings on structures and proposed doubles among records, one after the other, by keyboard.

Nothing shown is lost: findings and proposals stay until somebody decides. A form carries what its reader saw; where
somebody else decided meanwhile, nothing is overwritten and both are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graphsvc.errors import NotFound, Outdated
from graphsvc.model.finding import Finding
from graphsvc.model.judgements import Candidate, RecordKind, Verdict
from graphsvc.services.decisions import UNDECIDED, DecisionInput, version_of
from graphsvc.services.findings import FindingFilter
from graphsvc.web import forms
from graphsvc.web.jobs import watch
from graphsvc.web.page import Page, PageDep
from graphsvc.web.route import PageRoute
from graphsvc.web.waterfall import waterfall

router = APIRouter(prefix="/pruefhinweise", route_class=PageRoute)

STATES = ("open", "returned", "decided", "all")
BANDS = ("clear", "possible", "weak")
RELATIONS = ("K0", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8")
DECISION_STATES = ("open", "at_work", "done")


@router.get("")
def list_findings(page: PageDep, filters: Annotated[FindingFilter, Query()]) -> HTMLResponse:
    """Findings on structures in order of suspicion."""
    findings = page.services.findings.list(filters)
    return page.render(
        "review/findings.html",
        findings=findings,
        filters=filters,
        states=STATES,
        bands=BANDS,
        relations=RELATIONS,
        proposals=page.services.records.list(limit=1).total,
        groups=page.services.findings.groups(),
    )


@router.get("/strukturen/{finding_id}")
def show_finding(
    page: PageDep, finding_id: str, filters: Annotated[FindingFilter, Query()], place: int | None = None
) -> HTMLResponse:
    """One finding in full: why, why not, what is not known, and the form to decide. `place` is where it stands in the
    list of the filters."""
    return _finding_page(page, page.services.findings.get(finding_id), queue=_queue(page, filters, place, finding_id))


@router.post("/strukturen/{finding_id}", response_model=None)
def decide(
    page: PageDep,
    finding_id: str,
    filters: Annotated[FindingFilter, Query()],
    decision: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
    responsible: Annotated[str, Form()] = "",
    due: Annotated[date | Literal[""], Form()] = "",
    review: Annotated[date | Literal[""], Form()] = "",
    status: Annotated[str, Form()] = "open",
    seen: Annotated[str, Form()] = UNDECIDED,
    place: Annotated[int | None, Query()] = None,
) -> Response:
    """Write a decision into the register, unless somebody else decided since the page was opened."""
    finding = page.services.findings.get(finding_id)
    given = DecisionInput(
        decision=decision, reason=reason, responsible=responsible, due=due or None, review=review or None, status=status
    )
    queue = _queue(page, filters, place, finding_id)
    if not reason.strip():
        return _finding_page(page, finding, queue=queue, given=given, error="reason_needed", status=422)
    try:
        page.services.findings.decide(finding_id, given, version=seen)
    except Outdated:
        now = page.services.findings.get(finding_id)
        return _finding_page(page, now, queue=queue, given=given, status=409)
    return page.redirect(page.url(), done="decision_saved")


@router.post("/strukturen/{finding_id}/ruecknahme", response_model=None)
def withdraw(page: PageDep, finding_id: str, seen: Annotated[str, Form()] = UNDECIDED) -> Response:
    """Take a decision back, unless somebody else decided since the page was opened; the finding is open again."""
    try:
        page.services.findings.withdraw(finding_id, version=seen)
    except Outdated:
        return _finding_page(page, page.services.findings.get(finding_id), status=409)
    back = f"/pruefhinweise/strukturen/{finding_id}?{page.query()}".rstrip("?")
    return page.redirect(back, done="decision_withdrawn")


@router.get("/entscheidungen")
def show_register(page: PageDep) -> HTMLResponse:
    """The register of decisions: what to look at again, what is overdue, what contradicts itself."""
    decisions = page.services.findings.decisions()
    return page.render(
        "review/register.html", decisions=decisions, review=page.services.findings.review(), atlas=page.atlas
    )


@router.get("/datensaetze")
def review_records(
    page: PageDep, kind: RecordKind = "actor", proposal: Verdict | Literal[""] = "", place: int = 0, last: str = ""
) -> HTMLResponse:
    """The next pair of records side by side; `place` counts in the list of open pairs."""
    records = page.services.records
    queue = records.list(kind, decision=proposal or None, limit=1, offset=max(place, 0))
    if not queue.items and queue.total:
        queue = records.list(kind, decision=proposal or None, limit=1)
        place = 0
    context = _pair(page, queue.items[0]) if queue.items else {"candidate": None}
    return page.render(
        "review/records.html",
        kind=kind,
        proposal=proposal,
        place=place,
        total=queue.total,
        last=last,
        judged=records.judgements(kind),
        same=_judged_same(page, kind),
        **context,
    )


@router.post("/datensaetze", response_model=None)
def judge(
    page: PageDep,
    a: Annotated[str, Form()],
    b: Annotated[str, Form()],
    verdict: Annotated[Verdict, Form()],
    kind: Annotated[RecordKind, Form()] = "actor",
    proposal: Annotated[str, Form()] = "",
    place: Annotated[int, Form()] = 0,
    seen: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Say same, different or unsure, and go on to the next pair."""
    standing = [each for each in page.services.records.judgements(kind) if {each.a, each.b} == {a, b}]
    if [each.id for each in standing] != [each for each in [seen] if each]:
        return page.render("review/conflict.html", status=409, standing=standing, kind=kind, a=a, b=b, atlas=page.atlas)
    judged = page.services.records.judge(a, b, verdict, kind=kind, note=note.strip() or None)
    return page.redirect(
        "/pruefhinweise/datensaetze",
        done=f"judged_{verdict}",
        kind=kind,
        proposal=proposal,
        place=place or None,
        last=judged.judgement.id,
    )


@router.post("/datensaetze/ruecknahme", response_model=None)
def unjudge(
    page: PageDep,
    judgement: Annotated[str, Form()],
    kind: Annotated[RecordKind, Form()] = "actor",
    proposal: Annotated[str, Form()] = "",
    place: Annotated[int, Form()] = 0,
) -> Response:
    """Take the last judgement back; the pair is asked about again, in the same list."""
    page.services.records.withdraw(judgement)
    return page.redirect(
        "/pruefhinweise/datensaetze", done="undone", kind=kind, proposal=proposal or None, place=place or None
    )


@router.post("/datensaetze/suchen", response_model=None)
def find_records(page: PageDep, kind: Annotated[RecordKind, Form()] = "actor") -> Response:
    """Look for doubles in the background."""
    job = page.services.records.find_in_background(kind)
    return watch(page, job.id, back=f"/pruefhinweise/datensaetze?kind={kind}", done="searched")


@router.get("/zusammenfuehren")
def preview_merge(page: PageDep, a: str, b: str, kind: RecordKind = "actor", into: str = "") -> HTMLResponse:
    """What merging two records would do."""
    preview = page.services.records.preview_merge([a, b], into=into or None, kind=kind)
    return page.render("review/merge.html", preview=preview, a=a, b=b, kind=kind, atlas=page.atlas)


@router.post("/zusammenfuehren", response_model=None)
def merge(
    page: PageDep,
    a: Annotated[str, Form()],
    b: Annotated[str, Form()],
    into: Annotated[str, Form()],
    kind: Annotated[RecordKind, Form()] = "actor",
) -> Response:
    """Let one record stand for both; no edge is moved, so it can be taken back exactly."""
    merged = page.services.records.merge([a, b], into=into, kind=kind)
    return page.redirect("/verlauf", done="merged", batch=merged.batch)


@dataclass(frozen=True, slots=True)
class Queue:
    """Where a finding stands in the filtered list (`place` None: no longer, somebody decided), and its neighbours
    there with their places."""

    place: int | None
    total: int
    before: tuple[int, str] | None
    after: tuple[int, str] | None


def _queue(page: Page, filters: FindingFilter, place: int | None, finding_id: str) -> Queue | None:
    """The neighbours of a finding that stands, or stood until it was decided, at a place of the list."""
    if place is None or place < 0:
        return None
    first = max(place - 1, 0)
    near = page.services.findings.list(filters.model_copy(update={"offset": first, "limit": 3}))
    ids = dict(enumerate((each.id for each in near.items), start=first))
    listed = ids.get(place) == finding_id
    before, after = place - 1, place + 1 if listed else place
    return Queue(
        place=place if listed else None,
        total=near.total,
        before=(before, ids[before]) if before in ids else None,
        after=(after, ids[after]) if after in ids else None,
    )


def _finding_page(
    page: Page,
    finding: Finding,
    *,
    queue: Queue | None = None,
    given: DecisionInput | None = None,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    words = finding.words[page.lang]
    return page.render(
        "review/finding.html",
        status=status,
        finding=finding,
        words=words,
        bars=waterfall([(part.text, part.bits, part.stance) for part in words.parts]),
        behind={part.text: finding.rows[part.dimension] for part in words.parts},
        rows=_structure_rows(page, finding),
        records=[page.atlas.structures[side.id] for side in (finding.a, finding.b)],
        version=version_of(finding.decision),
        given=given or _as_input(finding),
        error=error,
        conflict=status == 409,
        states=DECISION_STATES,
        queue=queue,
    )


def _as_input(finding: Finding) -> DecisionInput:
    decision = finding.decision
    if decision is None:
        return DecisionInput(decision=finding.recommendation, reason="")
    return DecisionInput(
        decision=decision.decision,
        reason=decision.reason,
        responsible=decision.responsible,
        due=decision.due,
        review=decision.review,
        status=decision.status,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One field of two records side by side."""

    name: str
    a: str
    b: str

    @property
    def differs(self) -> bool:
        """Whether both say something and not the same."""
        return bool(self.a and self.b) and self.a != self.b


def _structure_rows(page: Page, finding: Finding) -> list[Row]:
    a, b = (page.atlas.structures.get(side.id) for side in (finding.a, finding.b))
    if a is None or b is None:
        raise NotFound("pages.no_such_entry", id=finding.id)
    return _rows(page, forms.STRUCTURE, a, b)


def _pair(page: Page, candidate: Candidate) -> dict[str, Any]:
    known = page.atlas.actors if candidate.kind == "actor" else page.atlas.structures
    fields = forms.ACTOR if candidate.kind == "actor" else forms.STRUCTURE
    return {
        "candidate": candidate,
        "rows": _rows(page, fields, known[candidate.a], known[candidate.b]),
        "records": [known[candidate.a], known[candidate.b]],
        "bars": waterfall([(each.text[page.lang], each.bits, _stance(each.bits)) for each in candidate.parts]),
    }


def _rows(page: Page, fields: Sequence[forms.Field], a: Any, b: Any) -> list[Row]:
    rows = [Row(field.name, page.shown(field, a), page.shown(field, b)) for field in fields]
    return [row for row in rows if row.a or row.b]


def _stance(bits: float) -> str:
    return "for" if bits > 0 else "against"


def _judged_same(page: Page, kind: RecordKind) -> list[tuple[str, str]]:
    """Pairs that were judged the same and still stand apart."""
    known = page.atlas.actors if kind == "actor" else page.atlas.structures
    judged = page.services.records.judgements(kind)
    return [(each.a, each.b) for each in judged if each.verdict == "same" and each.a in known and each.b in known]
