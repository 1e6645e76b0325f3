"""Long work in the background: how far it is and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work as it stands: `done` of `total` steps (0 of 0 before it knows), `step` names the present
    one by its catalogue key. A failed job says why in `error` (de, en); a job that is done has a `result`."""

    id: str
    name: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    step: str | None = None
    error: dict[str, str] | None = None
    result: Any = None
