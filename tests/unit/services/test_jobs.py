"""Background jobs: progress, result, failure, cancelling."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from graphsvc.errors import Conflict, NotFound
from graphsvc.model.jobs import Job
from graphsvc.services.jobs import JobsService, Progress


@pytest.fixture
def jobs() -> Iterator[JobsService]:
    service = JobsService()
    yield service
    service.close()


def ended(jobs: JobsService, job: Job) -> Job:
    deadline = time.monotonic() + 10
    while jobs.get(job.id).state in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.01)
    return jobs.get(job.id)


def test_a_job_tells_its_progress_and_keeps_its_result(jobs: JobsService) -> None:
    def work(progress: Progress) -> int:
        progress(3, 3, "jobs.failed")
        return 42

    job = ended(jobs, jobs.start("overlap", work))

    assert (job.state, job.done, job.total, job.result) == ("done", 3, 3, 42)
    assert jobs.list() == (job,)


def test_a_failed_job_says_why_in_both_languages(jobs: JobsService) -> None:
    def refuse(progress: Progress) -> None:
        raise Conflict("store.not_merged", id="a-1")

    def break_down(progress: Progress) -> None:
        raise ZeroDivisionError("by zero")

    refused, broken = (ended(jobs, jobs.start("x", work)) for work in (refuse, break_down))

    assert refused.error == {
        "de": "„a-1“ ist mit keinem anderen Eintrag zusammengeführt.",
        "en": '"a-1" is not merged into another record.',
    }
    assert broken.error is not None and "ZeroDivisionError: by zero" in broken.error["de"]


def test_a_cancelled_job_stops_at_its_next_step(jobs: JobsService) -> None:
    running, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        running.set()
        go_on.wait(10)
        progress(1, 2)

    job = jobs.start("x", work)
    running.wait(10)
    jobs.cancel(job.id)
    go_on.set()

    assert ended(jobs, job).state == "cancelled"


def test_an_unknown_job_is_not_found(jobs: JobsService) -> None:
    with pytest.raises(NotFound, match="nothing"):
        jobs.get("nothing")
