"""Scenarios: steps that somebody thinks of, and what would follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

StepKind = Literal["merge", "dissolve", "move", "one_roof", "dock_on", "leave"]


class Step(BaseModel):
    """One step of a scenario; structures and actors by id or exact name.

    merge: `structures` end and `target` takes their members and fields. dissolve: `structures` end. move: the seat of
    `actor` goes from `structures[0]` to `target`. one_roof: `name` is founded and `structures` become parts of it.
    dock_on: `structures` end and `target` takes their fields, not their members. leave: `actor` leaves every body.
    """

    model_config = ConfigDict(frozen=True)

    kind: StepKind = Field(examples=["merge"])
    structures: tuple[str, ...] = Field(default=(), examples=[["s-ak-arbeit"]])
    target: str | None = Field(default=None, examples=["s-netzwerk-arbeit"])
    actor: str | None = Field(default=None)
    name: str | None = Field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A draft on top of the map, or one that was applied (`batch` is what undoes it)."""

    id: str
    name: str
    steps: tuple[Step, ...]
    user: str
    at: str
    status: Literal["draft", "applied"]
    batch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One consequence with the rows behind it: `ids` name actors, structures or agreements, `text` says it."""

    kind: str
    ids: tuple[str, ...]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A map in numbers: active structures, seats, hours a year (a range), covered cells, pairs of actors that meet."""

    structures: int
    seats: int
    hours_low: float
    hours_high: float
    cells: int
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a scenario would bring: the map in numbers before and after, and every consequence."""

    at: date
    before: Figures
    after: Figures
    effects: tuple[Effect, ...]
    refused: tuple[Effect, ...]
    """Bodies that law or a grant demands and that a step touches: these steps cannot be carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A structure that a plan does without: `instead` cover what it covered, `text` says why it can go."""

    structure: str
    name: str
    instead: tuple[str, ...]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The smallest set of structures that keeps every covered cell and every chosen tie. `gap` is the proven distance
    to the best possible (0: proven optimal), `value` what was made least (structures, or hours a year)."""

    at: date
    objective: str
    kept: tuple[str, ...]
    steps: tuple[PlanStep, ...]
    mandated: tuple[str, ...]
    value: float
    bound: float
    gap: float
    optimal: bool
    text: Mapping[str, str]
