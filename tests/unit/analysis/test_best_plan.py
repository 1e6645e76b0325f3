"""The best plan equals exhaustive search on maps small enough to try every subset."""

from __future__ import annotations

import random
from datetime import date
from itertools import chain, combinations

import pytest

from graphsvc.analysis.best_plan import PlanParams, best_plan, requirements
from graphsvc.analysis.effects import State
from graphsvc.analysis.load import LoadParams, structure_hours
from graphsvc.analysis.recommend import is_mandated_body
from graphsvc.model.entities import Actor, Dataset, Membership, Place, Structure

AT = date(2024, 6, 1)
TOPICS = ("daz", "asyl", "sport", "pflege")
GROUPS = ("frauen", "senioren", "gefluechtete")


def small_region(seed: int) -> Dataset:
    rng = random.Random(seed)
    bodies = tuple(
        Structure(
            id=f"s{n}",
            name=f"AK {n}",
            topic=tuple(rng.sample(TOPICS, rng.randint(0 if n == 0 else 1, 2))),
            target_group=tuple(rng.sample(GROUPS, rng.randint(1, 2))),
            territory=(rng.choice(("K", "K-1", "K-2", "K-3")),),
            binding=rng.choice((None, None, None, "gesetzlich")),
            meetings_per_year=float(rng.randint(1, 6)),
            hours=2.0,
        )
        for n in range(9)
    )
    seats = tuple(
        Membership(actor=f"a{actor}", structure=body.id) for body in bodies for actor in rng.sample(range(6), 3)
    )
    places = (Place(key="K", name="Kreis"), *(Place(key=f"K-{n}", name=f"Ort {n}", part_of="K") for n in (1, 2, 3)))
    return Dataset(
        actors=tuple(Actor(id=f"a{n}", name=f"A{n}") for n in range(6)),
        structures=bodies,
        memberships=seats,
        places=places,
    )


def exhaustive(state: State, params: PlanParams) -> float:
    """The least cost of any subset that keeps everything."""
    covering = {key for held in state.cells.values() for key in held}
    fixed = {key for key, body in state.bodies.items() if is_mandated_body(body) or key not in covering}
    needed = requirements(state, params.ties)
    cost = {key: cost_of(state, key, params) for key in state.bodies}
    subsets = chain.from_iterable(combinations(sorted(state.bodies), n) for n in range(len(state.bodies) + 1))
    fitting = (set(one) for one in subsets if fixed <= set(one) and all(set(one) & need for need in needed))
    return min(sum(cost[key] for key in one) for one in fitting)


def cost_of(state: State, key: str, params: PlanParams) -> float:
    if params.objective == "structures":
        return 1.0
    hours = structure_hours(state.bodies[key], LoadParams())
    return len(state.members[key]) * (hours.low + hours.high) / 2


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("objective", ["structures", "hours"])
@pytest.mark.parametrize("ties", ["none", "strong", "all"])
def test_plan_equals_exhaustive_search(seed: int, objective: str, ties: str) -> None:
    params = PlanParams(objective=objective, ties=ties)  # type: ignore[arg-type]
    dataset = small_region(seed)

    plan = best_plan(dataset, params, at=AT)

    assert plan.optimal
    assert plan.value == pytest.approx(exhaustive(State(dataset, AT), params))
    assert set(plan.mandated) <= set(plan.kept)
    assert {step.structure for step in plan.steps} == {s.id for s in dataset.structures} - set(plan.kept)


def test_no_covered_cell_is_lost() -> None:
    dataset = small_region(1)
    plan = best_plan(dataset, PlanParams(ties="none"), at=AT)
    kept = Dataset(structures=tuple(s for s in dataset.structures if s.id in plan.kept), places=dataset.places)

    assert State(kept, AT).cells.keys() == State(dataset, AT).cells.keys()
