"""Background jobs: long work that shows its progress and can be stopped."""

from __future__ import annotations

import logging
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

from graphsvc.errors import Cancelled, GraphsvcError, NotFound
from graphsvc.language import LANGUAGES, text
from graphsvc.model.jobs import Job
from graphsvc.model.paging import as_results

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Jobs that run at the same time; the others wait their turn."""
KEPT_JOBS = 200
"""Jobs that can still be asked about; the oldest finished ones go first."""


class Progress(Protocol):
    """What work is given to say how far it is. Raises `Cancelled` where the job was cancelled."""

    def __call__(self, done: int, total: int, step: str | None = None) -> None: ...


def no_progress(done: int, total: int, step: str | None = None) -> None:
    """For callers who do not watch."""


class JobsService:
    """Start, watch and cancel background jobs."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="graphsvc-job")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()

    def start(self, name: str, work: Callable[[Progress], Any]) -> Job:
        """Begin work in the background.

        Args:
            name: what it is, as a catalogue key.
            work: called with a `Progress`; what it returns becomes the result.
        """
        job = Job(id=uuid.uuid4().hex, name=name)
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
        self._pool.submit(self._run, job.id, work)
        return job

    def get(self, job_id: str) -> Job:
        """A job as it stands.

        Raises:
            NotFound: there is no such job, or it ended long ago.
        """
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound("store.not_found", ref=job_id)
            return self._jobs[job_id]

    @as_results(Job)
    def list(self) -> tuple[Job, ...]:
        """All jobs that are still known, newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def cancel(self, job_id: str) -> Job:
        """Stop a job at its next step; what is done stays as it is.

        Raises:
            NotFound: there is no such job.
        """
        job = self.get(job_id)
        if job.state in ("waiting", "running"):
            self._cancelled.add(job_id)
        return job

    def close(self) -> None:
        """Stop all jobs and wait for them."""
        with self._lock:
            self._cancelled.update(self._jobs)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, work: Callable[[Progress], Any]) -> None:
        def progress(done: int, total: int, step: str | None = None) -> None:
            if job_id in self._cancelled:
                raise Cancelled("jobs.cancelled")
            self._change(job_id, done=done, total=total, step=step)

        try:
            progress(0, 0)
            self._change(job_id, state="running")
            self._change(job_id, result=work(progress), state="done")
        except Cancelled:
            self._change(job_id, state="cancelled")
        except GraphsvcError as error:
            self._change(job_id, state="failed", error={lang: error.text(lang) for lang in LANGUAGES})
        except Exception as error:  # the outermost edge of a thread: nobody else would see it
            log.exception("job=%s", self._jobs[job_id].name)
            said = {"kind": type(error).__name__, "message": str(error)}
            self._change(job_id, state="failed", error={lang: text("jobs.failed", lang, **said) for lang in LANGUAGES})

    def _change(self, job_id: str, **changes: Any) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)

    def _forget_old(self) -> None:
        ended = [key for key, job in self._jobs.items() if job.state not in ("waiting", "running")]
        for key in ended[: max(0, len(self._jobs) - KEPT_JOBS)]:
            del self._jobs[key]
            self._cancelled.discard(key)
