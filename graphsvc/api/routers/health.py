"""Is the process alive, and can it answer?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from graphsvc import __version__
from graphsvc.api.deps import ServicesDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"
    version: str = Field(default=__version__, examples=["0.1.0"])


class Readiness(Health):
    """The database answers too."""

    revision: int = Field(description="Counts every change of the data.", examples=[42])


@router.get("/healthz")
def healthz() -> Health:
    """Say that the process lives; asks nothing else."""
    return Health()


@router.get("/readyz")
def readyz(services: ServicesDep) -> Readiness:
    """Say that the database answers, with the number of its last change; 503 where it does not."""
    return Readiness(revision=services.graph.revision())
