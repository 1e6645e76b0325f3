"""Findings on pairs of structures, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graphsvc.model.entities import Origin

State = Literal["open", "decided", "returned"]
Stance = Literal["for", "against", "unknown"]
Facts = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""What a finding rests on: per dimension what the two structures say, sorted."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one dimension says about a pair: where it stands, its part of the weight in bits, and the sentence."""

    dimension: str
    stance: Stance
    bits: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A recorded row that a part of a finding rests on: `about` are the ids of what it speaks of, `name` calls them,
    `fields` are its columns (of a structure, `members` stands for its whole list of members). `id` is None where rows
    have none (files)."""

    kind: Literal["structure", "actor", "membership", "relation", "agreement"]
    id: str | None
    about: tuple[str, ...]
    name: str
    fields: tuple[str, ...]
    source: str | None
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A finding in one language. `relation` is its class in words, `rule` the sentence of the rule that decides it (or
    nothing). `in_favour`, `against` and `unknown` are sentences, strongest first; `against` is
    never empty: it says `keine` / `none` where nothing speaks against. `parts`, prior and rule add up to the weight."""

    headline: str
    relation: str
    rule: str
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]
    change: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One structure of a finding and where it was read."""

    id: str
    name: str
    source_id: str | None = None
    source_sheet: str | None = None
    source_row: int | None = None
    source_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decided about a pair. `facts` is what the finding rested on when they did; `due` the day by which it
    shall be done, `review` the day to look again; `status` is open, at_work or done."""

    id: str
    a: str
    b: str
    decision: str
    reason: str
    responsible: str
    due: date | None
    review: date | None
    status: str
    user: str
    at: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A pair of structures to look at. `relation` is K0..K8 or empty, `weight` bits after prior and rules, `prior` and
    `rule` its parts that no dimension has, `quality` the share of dimensions that are known, `expected` the shared
    members that chance would give; `members_known` is false where a list of members is missing or too short to tell.
    `rows` are the rows behind each part, by dimension, and those behind the rule as `rule`. `at` is the day on which
    open ends close."""

    id: str
    at: date
    a: Side
    b: Side
    relation: str
    reason: str
    band: str
    weight: float
    prior: float
    rule: float
    quality: float
    recommendation: str
    shared: tuple[str, ...]
    size_a: int
    size_b: int
    expected: float
    members_known: bool
    rows: Mapping[str, tuple[Row, ...]]
    words: Mapping[str, Words]
    state: State = "open"
    decision: Decision | None = None
    changed: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Structures of which every two are suspected of doing the same job; `weight` is the lowest of their pairs."""

    structures: tuple[Side, ...]
    weight: float
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionConflict:
    """Decisions that cannot all be carried out; `text` says why."""

    decisions: tuple[str, ...]
    structures: tuple[str, ...]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a review run lays on the table: decisions whose day of review came or that are older than a year, those that
    are overdue, findings that came back, and conflicts."""

    at: date
    to_review: tuple[Decision, ...]
    overdue: tuple[Decision, ...]
    returned: tuple[Finding, ...]
    conflicts: tuple[DecisionConflict, ...]
