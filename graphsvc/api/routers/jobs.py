"""Long work in the background: how far it is, what became of it, and how to stop it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.model import jobs

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

Id = Annotated[str, Path(description="Id of the job, as the answer that started it said.")]


class JobModel(BaseModel):
    """One piece of long work as it stands."""

    id: str = Field(examples=["0d1f6a1e4d3b4a0c9b7f2f0f5c1f3a77"])
    name: str = Field(description="What it is, as a key of the catalogues.", examples=["records.job_find"])
    state: jobs.State = Field(examples=["running"])
    done: int = Field(description="Steps that are done; 0 of 0 before it knows.", examples=[3])
    total: int = Field(examples=[10])
    step: str | None = Field(description="The present step, as a key of the catalogues.", examples=[None])
    error: dict[str, str] | None = Field(description="Why it failed, by language.", examples=[None])
    result: Any = Field(description="What it found, once it is done.", examples=[None])


@router.get("")
def list_jobs(services: ServicesDep, part: PagingDep) -> Page[JobModel]:
    """All jobs that are still known, newest first."""
    return part_of([JobModel.model_validate(job, from_attributes=True) for job in services.jobs.list()], part)


@router.get("/{job}", response_model=JobModel)
def get_job(services: ServicesDep, job: Id) -> jobs.Job:
    """One job as it stands."""
    return services.jobs.get(job)


@router.post("/{job}/cancel", response_model=JobModel)
def cancel_job(services: ServicesDep, job: Id) -> jobs.Job:
    """Stop a job at its next step; what is done stays as it is."""
    return services.jobs.cancel(job)
