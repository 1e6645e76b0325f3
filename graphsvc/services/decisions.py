"""Decisions on findings as records: what is given, how it is kept, when it comes back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, Field

from graphsvc.errors import WrongUsage
from graphsvc.formats.calendar import Reminder
from graphsvc.language import text
from graphsvc.model.finding import Decision, Facts, Finding
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.store.graph import as_json
from graphsvc.vocabulary import scheme

STATUSES = ("open", "at_work", "done")
UNDECIDED = "undecided"
"""The version of a finding about which nothing is decided."""
YEAR = 365
"""Days after which a decision without a day of review is laid on the table again."""


class DecisionInput(BaseModel):
    """What was decided about a pair."""

    decision: str = Field(description="Code, label or synonym of the vocabulary of decisions.", examples=["delimit"])
    reason: str = Field(description="Why.", examples=["Die Lenkungsrunde hat die Arbeitsteilung am 3.3. beschlossen."])
    responsible: str = Field(default="", description="Who sees to it (an office or a function).")
    due: date | None = Field(default=None, description="Day by which it shall be done.")
    review: date | None = Field(default=None, description="Day to look again.")
    status: str = Field(default="open", description="open, at_work or done.")


def decided(finding: Finding, given: DecisionInput, *, user: str, facts: Facts) -> Decision:
    """What was decided about a finding, as it is kept.

    Raises:
        WrongUsage: unknown decision or status, or no reason.
        InputRefused: a text that cannot be written.
    """
    known = scheme("decisions")
    code = known.find(given.decision)
    if code is None:
        raise WrongUsage("findings.unknown_decision", value=given.decision, known=", ".join(known.concepts))
    if given.status not in STATUSES:
        raise WrongUsage("findings.unknown_status", value=given.status, known=", ".join(STATUSES))
    if not given.reason.strip():
        raise WrongUsage("findings.reason_missing")
    refuse_unsound_texts(reason=given.reason, responsible=given.responsible)
    return Decision(
        id=finding.id,
        a=finding.a.id,
        b=finding.b.id,
        decision=code,
        reason=given.reason.strip(),
        responsible=given.responsible.strip(),
        due=given.due,
        review=given.review,
        status=given.status,
        user=user,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        facts=facts,
    )


def to_review(decision: Decision, day: date) -> bool:
    """Whether a decision is to be looked at again."""
    made = date.fromisoformat(decision.at[:10])
    return decision.review <= day if decision.review else (day - made).days > YEAR


def reminders(decision: Decision, names: Mapping[str, str], lang: str) -> Iterator[Reminder]:
    """The days of a decision for a calendar."""
    label = scheme("decisions").label(decision.decision, lang)
    a, b = (names.get(key, key) for key in (decision.a, decision.b))
    for kind, day in (("due", decision.due), ("review", decision.review)):
        if day:
            title = text(f"findings.{kind}_title", lang, decision=label, a=a, b=b)
            note = "\n".join(filter(None, (decision.reason, decision.responsible)))
            yield Reminder(f"{decision.id}-{kind}", day, title, note)


def read_decision(row: Mapping[str, Any]) -> Decision:
    """A decision as it stands in the graph."""
    raw: Mapping[str, Sequence[Sequence[str]]] = json.loads(row["facts"])
    facts = {name: (tuple(sides[0]), tuple(sides[1])) for name, sides in raw.items()}
    return Decision(**{**row, "facts": facts})


def kept(decision: Decision | None) -> Mapping[str, Any] | None:
    """What the history keeps of a decision."""
    return None if decision is None else {**asdict(decision), "facts": dict(decision.facts)}


def version_of(decision: Decision | None) -> str:
    """What is decided about a finding, in short: two versions are equal when everything in the decisions is."""
    if decision is None:
        return UNDECIDED
    return hashlib.sha256((as_json(kept(decision)) or "").encode()).hexdigest()[:16]
