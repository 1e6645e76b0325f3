"""`/api/scenarios`: drafts on top of the map, their effects, the best plan, and applying one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from graphsvc.analysis.best_plan import PlanParams
from graphsvc.api.deps import At, ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.model.scenario import Effects, Plan, Scenario, Step

router = APIRouter(prefix="/api/scenarios", tags=["scenarios"])


class NewScenario(BaseModel):
    """A draft to begin."""

    name: str = Field(min_length=1, examples=["Ein Arbeitskreis statt zwei"])
    steps: list[Step] = Field(default=[])


@router.get("")
def list_scenarios(services: ServicesDep, part: PagingDep) -> Page[Scenario]:
    """List all scenarios, oldest first."""
    return part_of(services.scenarios.list(), part)


@router.post("", status_code=201)
def create(services: ServicesDep, scenario: NewScenario) -> Scenario:
    """Begin a draft."""
    return services.scenarios.create(scenario.name, scenario.steps)


@router.post("/try")
def try_out(services: ServicesDep, steps: list[Step], at: At = None) -> Effects:
    """Say what some steps would bring; nothing is stored."""
    return services.scenarios.try_out(steps, at=at)


@router.get("/best-plan")
def best_plan(services: ServicesDep, params: Annotated[PlanParams, Query()], at: At = None) -> Plan:
    """Find the fewest structures, or least hours, that keep every covered cell and every chosen tie."""
    return services.scenarios.best_plan(params, at=at)


@router.get("/compare")
def compare(services: ServicesDep, scenario: Annotated[list[str], Query()], at: At = None) -> dict[str, Effects]:
    """Set the effects of several scenarios side by side."""
    return dict(services.scenarios.compare(scenario, at=at))


@router.get("/{scenario}")
def get_scenario(services: ServicesDep, scenario: str) -> Scenario:
    """Show one scenario with its steps."""
    return services.scenarios.get(scenario)


@router.get("/{scenario}/effects")
def effects(services: ServicesDep, scenario: str, at: At = None) -> Effects:
    """Say what a scenario would bring, each consequence with the rows behind it."""
    return services.scenarios.effects(scenario, at=at)


@router.post("/{scenario}/steps")
def add(services: ServicesDep, scenario: str, step: Step) -> Scenario:
    """Add a step to a draft."""
    return services.scenarios.add(scenario, step)


@router.delete("/{scenario}/steps/last")
def undo(services: ServicesDep, scenario: str) -> Scenario:
    """Take the last step of a draft back."""
    return services.scenarios.undo(scenario)


@router.post("/{scenario}/apply")
def apply(services: ServicesDep, scenario: str, at: At = None) -> Scenario:
    """Write a scenario into the map; undoing its batch restores the map exactly."""
    return services.scenarios.apply(scenario, at=at)


@router.delete("/{scenario}", status_code=204)
def remove(services: ServicesDep, scenario: str) -> None:
    """Throw a scenario away; what an applied one did stays."""
    services.scenarios.remove(scenario)
