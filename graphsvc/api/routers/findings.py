"""`/api/findings`: duplicate structures, what was decided about them, and the check before founding another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from graphsvc.analysis.calibration import Calibration
from graphsvc.analysis.founding import Neighbour, Planned
from graphsvc.api.deps import At, LangDep, ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.api.records import IfMatch, etag, version_in
from graphsvc.model import paging
from graphsvc.model.finding import Decision, DecisionConflict, Finding, FindingGroup, Review
from graphsvc.services.decisions import DecisionInput, version_of
from graphsvc.services.findings import FindingFilter

router = APIRouter(prefix="/api/findings", tags=["findings"])


class Adopted(BaseModel):
    """The proposal that somebody looked at and confirms."""

    proposal: str = Field(description="Id of the calibration that was looked at.", examples=["w-4f0c2a19"])


@router.get("", response_model=Page[Finding])
def list_findings(
    services: ServicesDep, filters: Annotated[FindingFilter, Query()], at: At = None
) -> paging.Page[Finding]:
    """List pairs of structures in order of suspicion."""
    return services.findings.list(filters, at=at)


@router.get("/groups")
def groups(services: ServicesDep, part: PagingDep, at: At = None) -> Page[FindingGroup]:
    """List groups of three and more structures of which every two are suspected."""
    return part_of(services.findings.groups(at=at), part)


@router.post("/check")
def check(
    services: ServicesDep, planned: Planned, at: At = None, k: Annotated[int, Query(ge=1, le=50)] = 5
) -> tuple[Neighbour, ...]:
    """Check before founding: name the existing bodies nearest to a planned one. Nothing is stored."""
    return services.findings.check(planned, at=at, k=k)


@router.get("/decisions")
def decisions(services: ServicesDep, part: PagingDep, status: str | None = None) -> Page[Decision]:
    """List the register of decisions, oldest first."""
    return part_of(services.findings.decisions(status=status), part)


@router.get("/conflicts")
def conflicts(services: ServicesDep, part: PagingDep) -> Page[DecisionConflict]:
    """List decisions that cannot all be carried out."""
    return part_of(services.findings.conflicts(), part)


@router.get("/review")
def review(services: ServicesDep, at: At = None) -> Review:
    """Say what to look at again, what is overdue, what came back and what contradicts itself."""
    return services.findings.review(at=at)


@router.get("/calendar.ics", response_class=Response)
def calendar(services: ServicesDep, lang: LangDep) -> Response:
    """Export due dates and days of review for a calendar."""
    return Response(services.findings.calendar(lang=lang), media_type="text/calendar; charset=utf-8")


@router.get("/calibration")
def calibration(services: ServicesDep, at: At = None) -> Calibration:
    """Say what the decisions teach about the weights, and whether it is worth adopting."""
    return services.findings.calibration(at=at)


@router.put("/calibration")
def adopt_calibration(services: ServicesDep, adopted: Adopted, at: At = None) -> Calibration:
    """Weigh by what the decisions teach; refused where it does not help in this region."""
    return services.findings.adopt_calibration(adopted.proposal, at=at)


@router.delete("/calibration", status_code=204)
def revert_calibration(services: ServicesDep) -> None:
    """Take back what was adopted last: the weights of before count again."""
    services.findings.revert_calibration()


@router.get("/{finding:path}")
def get_finding(services: ServicesDep, finding: str, response: Response, at: At = None) -> Finding:
    """Explain one finding, named by its id or by its two structures, `a,b` (ids or exact names). `ETag` is the version
    of what is decided about it."""
    found = services.findings.get(finding, at=at)
    response.headers["ETag"] = etag(version_of(found.decision))
    return found


@router.put("/{finding:path}/decision")
def decide(
    services: ServicesDep,
    finding: str,
    decision: DecisionInput,
    response: Response,
    at: At = None,
    if_match: IfMatch = None,
) -> Decision:
    """Write down what was decided; an earlier decision is replaced, the history keeps it."""
    taken = services.findings.decide(finding, decision, version=version_in(if_match), at=at)
    response.headers["ETag"] = etag(version_of(taken))
    return taken


@router.delete("/{finding:path}/decision", status_code=204)
def withdraw(services: ServicesDep, finding: str, if_match: IfMatch = None) -> None:
    """Take a decision back; the finding is open again."""
    services.findings.withdraw(finding, version=version_in(if_match))
