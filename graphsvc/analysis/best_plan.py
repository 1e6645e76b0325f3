"""The best plan: the fewest structures, or the least hours, that keep what the map has.

An integer programme: x_s = 1 keeps structure s; every covered cell keeps at least one of the structures that cover it,
every chosen tie at least one in which the two meet, and no mandated body is touched. Solved by HiGHS through scipy,
which also proves how far the plan can be from the best possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from graphsvc.analysis.effects import State
from graphsvc.analysis.load import LoadParams, structure_hours
from graphsvc.analysis.recommend import is_mandated_body
from graphsvc.language import LANGUAGES, number, text
from graphsvc.model.entities import Dataset
from graphsvc.model.scenario import Plan, PlanStep

PROVEN = 1e-6
"""A gap below this is none: the solver counts in floating point."""


class PlanParams(BaseModel):
    """What a plan makes least, and what it must keep."""

    model_config = ConfigDict(frozen=True)

    objective: Literal["structures", "hours"] = Field(default="structures", description="What is made least.")
    ties: Literal["none", "strong", "all"] = Field(
        default="strong",
        description="Pairs of actors that must still meet: none, those that meet twice and more, all.",
    )
    seconds: float = Field(default=20.0, gt=0, le=600, description="Longest time to search.")


def best_plan(dataset: Dataset, params: PlanParams, *, at: date, load: LoadParams | None = None) -> Plan:
    """The plan for a map on a day. Bodies of which no cell is known are kept: nobody can say what would be lost."""
    state = State(dataset, at, load or LoadParams())
    names = sorted(state.bodies)
    mandated = {key for key in names if is_mandated_body(state.bodies[key])}
    silent = set(names) - {key for held in state.cells.values() for key in held}
    needed = requirements(state, params.ties)
    cost = np.array([_cost(state, key, params.objective) for key in names])
    kept, bound, gap, optimal = _solve(names, needed, cost, fixed=mandated | silent, seconds=params.seconds)
    value = float(sum(cost[names.index(key)] for key in kept))
    steps = tuple(_step(state, key, set(kept)) for key in names if key not in kept)
    told = f"plan_{'optimal' if optimal else 'gap'}{'_hours' if params.objective == 'hours' else ''}"
    counts = {"kept": len(kept), "total": len(names), "gap": round(100 * gap, 1)}
    return Plan(
        at=at,
        objective=params.objective,
        kept=tuple(kept),
        steps=steps,
        mandated=tuple(sorted(mandated)),
        value=value,
        bound=bound,
        gap=gap,
        optimal=optimal,
        text={
            lang: text(f"scenarios.{told}", lang, **counts, hours=number(value, lang, digits=0)) for lang in LANGUAGES
        },
    )


def requirements(state: State, ties: str) -> list[frozenset[str]]:
    """Sets of structures of which at least one must stay: one for each covered cell and each chosen tie."""
    cells = {frozenset(held) for held in state.cells.values()}
    if ties == "none":
        return _smallest(cells)
    meeting: dict[tuple[str, str], set[str]] = {}
    for key, held in state.members.items():
        for pair in combinations(sorted(held), 2):
            meeting.setdefault(pair, set()).add(key)
    least = 2 if ties == "strong" else 1
    return _smallest(cells | {frozenset(held) for held in meeting.values() if len(held) >= least})


def _smallest(needed: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Without those that a smaller one already demands."""
    kept: list[frozenset[str]] = []
    by_member: dict[str, list[frozenset[str]]] = {}
    for need in sorted((need for need in needed if need), key=lambda need: (len(need), sorted(need))):
        if not any(small <= need for key in need for small in by_member.get(key, ())):
            kept.append(need)
            by_member.setdefault(min(need), []).append(need)
    return kept


def _solve(
    names: Sequence[str], needed: Sequence[frozenset[str]], cost: np.ndarray, *, fixed: set[str], seconds: float
) -> tuple[list[str], float, float, bool]:
    if not names:
        return [], 0.0, 0.0, True
    column = {name: place for place, name in enumerate(names)}
    rows = [row for row, need in enumerate(needed) for _ in need]
    columns = [column[key] for need in needed for key in sorted(need)]
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(needed), len(names)))
    found = milp(
        cost,
        constraints=[LinearConstraint(table, lb=1)] if needed else [],
        integrality=np.ones(len(names)),
        bounds=Bounds(np.array([float(name in fixed) for name in names]), 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if found.x is None:
        return list(names), 0.0, 1.0, False
    gap = max(float(found.mip_gap or 0.0), 0.0)
    kept = [name for name, value in zip(names, found.x, strict=True) if value > 0.5]
    return kept, float(found.mip_dual_bound), 0.0 if gap < PROVEN else gap, bool(found.status == 0 and gap < PROVEN)


def _cost(state: State, key: str, objective: str) -> float:
    """One structure counts one, or the hours a year of its seats (the middle of the range)."""
    if objective == "structures":
        return 1.0
    hours = structure_hours(state.bodies[key], state.load)
    return len(state.members[key]) * (hours.low + hours.high) / 2


def _step(state: State, key: str, kept: set[str]) -> PlanStep:
    """Why a structure can go: what covers its cells."""
    mine = [held for held in state.cells.values() if key in held]
    covering = {other for held in mine for other in held if other in kept}
    instead = sorted(covering, key=lambda other: (-sum(other in held for held in mine), other))[:3]
    name, others = state.bodies[key].name, ", ".join(f"„{state.bodies[other].name}“" for other in instead)
    told = "plan_step" if instead else "plan_step_unused"
    values: Mapping[str, object] = {"name": name, "count": len(mine), "others": others}
    return PlanStep(
        structure=key,
        name=name,
        instead=tuple(instead),
        text={lang: text(f"scenarios.{told}", lang, **values) for lang in LANGUAGES},
    )
