"""Long work in the background: how far it is, and how to stop it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from graphsvc.web.page import Page, PageDep, own_address
from graphsvc.web.route import PageRoute

router = APIRouter(prefix="/auftraege", route_class=PageRoute)


def watch(page: Page, job_id: str, *, back: str, done: str) -> Response:
    """Go on to the page of a job; when it is done, to `back` with the message `done`."""
    return page.redirect(f"/auftraege/{job_id}", back=back, then=done)


@router.get("/{job_id}", response_model=None)
def show_job(page: PageDep, job_id: str, back: str = "/", then: str = "") -> Response:
    """How far the work is; when it is done, on to where its result is."""
    job = page.services.jobs.get(job_id)
    if job.state != "done":
        return page.render("jobs/job.html", job=job, back=own_address(back), then=then)
    answer = page.redirect(own_address(back), done=then)
    if page.request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": answer.headers["location"]})
    return answer


@router.post("/{job_id}/abbrechen", response_model=None)
def cancel_job(page: PageDep, job_id: str, back: Annotated[str, Form()], then: Annotated[str, Form()] = "") -> Response:
    """Stop the work at its next step."""
    page.services.jobs.cancel(job_id)
    return watch(page, job_id, back=own_address(back), done=then)
