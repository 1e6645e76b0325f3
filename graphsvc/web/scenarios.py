"""Scenarios: what would follow if bodies became one, ended, or somebody left; drafts and their effects."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from graphsvc.analysis.best_plan import PlanParams
from graphsvc.analysis.load import LoadParams
from graphsvc.errors import Conflict, GraphsvcError
from graphsvc.model.scenario import Step, StepKind
from graphsvc.web.forms import FormDep
from graphsvc.web.page import Page, PageDep
from graphsvc.web.refusals import REFUSALS, reasons, status_of
from graphsvc.web.route import PageRoute
from graphsvc.web.scenario_figures import by_kind, lines

router = APIRouter(prefix="/szenarien", route_class=PageRoute)
KINDS: tuple[StepKind, ...] = get_args(StepKind)
PLACES = 3
"""Structures that one step of the form can name."""


@router.get("")
def list_scenarios(page: PageDep) -> HTMLResponse:
    """All drafts and applied scenarios, and the form to begin one."""
    return page.render("scenarios/list.html", scenarios=page.services.scenarios.list())


@router.get("/neu")
def new_scenario(page: PageDep, kind: StepKind = "merge", a: str = "", b: str = "", actor: str = "") -> HTMLResponse:
    """The form to begin a scenario with its first step."""
    return page.render("scenarios/new.html", **_step_form(page, kind, [a] if a else [], target=b, actor=actor))


@router.post("/neu", response_model=None)
def create_scenario(page: PageDep, form: FormDep) -> Response:
    """Begin a draft; nothing in the map changes."""
    try:
        made = page.services.scenarios.create(str(form.get("title", "")), [_step(form)])
    except REFUSALS as refused:
        return page.render("scenarios/new.html", status=status_of(refused), **_typed_step(page, form, refused))
    return page.redirect(f"/szenarien/{made.id}")


@router.get("/vergleich")
def compare(page: PageDep, s: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
    """The effects of several scenarios side by side."""
    scenarios = [page.services.scenarios.get(each) for each in s or []]
    effects = page.services.scenarios.compare([each.id for each in scenarios])
    return page.render(
        "scenarios/compare.html",
        scenarios=scenarios,
        effects=effects,
        figures={key: lines(found, _hours(page)) for key, found in effects.items()},
    )


@router.get("/bester-plan")
def show_best_plan(page: PageDep, params: Annotated[PlanParams, Query()]) -> HTMLResponse:
    """The fewest structures that keep every covered cell and the chosen ties."""
    return page.render("scenarios/plan.html", plan=page.services.scenarios.best_plan(params), params=params)


@router.get("/{scenario_id}")
def show_scenario(page: PageDep, scenario_id: str) -> HTMLResponse:
    """A draft with its steps and all that would follow."""
    return _scenario_page(page, scenario_id, _step_form(page, "merge", []))


def _scenario_page(page: Page, scenario_id: str, step: dict[str, Any], *, status: int = 200) -> HTMLResponse:
    scenario = page.services.scenarios.get(scenario_id)
    effects = page.services.scenarios.effects(scenario_id) if scenario.status == "draft" else None
    return page.render(
        "scenarios/scenario.html",
        status=status,
        scenario=scenario,
        steps=[_in_words(page, step) for step in scenario.steps],
        effects=effects,
        figures=lines(effects, _hours(page)) if effects else (),
        told=by_kind(effects.effects) if effects else {},
        **step,
    )


@router.post("/{scenario_id}/schritte", response_model=None)
def add_step(page: PageDep, scenario_id: str, form: FormDep) -> Response:
    """Add a step to a draft."""
    try:
        _refuse_unseen(page, scenario_id, form)
        page.services.scenarios.add(scenario_id, _step(form))
    except REFUSALS as refused:
        return _scenario_page(page, scenario_id, _typed_step(page, form, refused), status=status_of(refused))
    return page.redirect(f"/szenarien/{scenario_id}")


@router.post("/{scenario_id}/zurueck", response_model=None)
def take_back(page: PageDep, scenario_id: str, form: FormDep) -> Response:
    """Take the last step of a draft back."""
    try:
        _refuse_unseen(page, scenario_id, form)
        page.services.scenarios.undo(scenario_id)
    except REFUSALS as refused:
        return _refused_page(page, scenario_id, refused)
    return page.redirect(f"/szenarien/{scenario_id}", done="undone")


@router.post("/{scenario_id}/anwenden", response_model=None)
def apply(page: PageDep, scenario_id: str, form: FormDep) -> Response:
    """Write a scenario into the map; the history takes it back exactly."""
    try:
        _refuse_unseen(page, scenario_id, form)
        done = page.services.scenarios.apply(scenario_id)
    except REFUSALS as refused:
        return _refused_page(page, scenario_id, refused)
    return page.redirect("/verlauf", done="scenario_applied", batch=done.batch)


def _refuse_unseen(page: Page, scenario_id: str, form: FormData) -> None:
    """Refuse to go on with a draft that somebody else changed since its page was opened (`seen`: its steps then)."""
    steps = page.services.scenarios.get(scenario_id).steps
    if str(form.get("seen", "")) not in ("", str(len(steps))):
        raise Conflict("pages.scenario_changed")


def _refused_page(page: Page, scenario_id: str, refused: GraphsvcError) -> HTMLResponse:
    step = _step_form(page, "merge", []) | {"problems": reasons(page, refused)}
    return _scenario_page(page, scenario_id, step, status=status_of(refused))


@router.post("/{scenario_id}/entfernen", response_model=None)
def remove(page: PageDep, scenario_id: str) -> Response:
    """Throw a scenario away; what an applied one did stays."""
    page.services.scenarios.remove(scenario_id)
    return page.redirect("/szenarien", done="removed")


def _step_form(
    page: Page, kind: StepKind, structures: list[str], *, target: str = "", actor: str = ""
) -> dict[str, Any]:
    """What the form of one step needs."""
    names = [page.atlas.name(key) for key in structures]
    return {
        "kinds": [(each, page.t(f"step_{each}")) for each in KINDS],
        "kind": kind,
        "names": [*names, *([""] * (PLACES - len(names)))],
        "target_name": page.atlas.name(target) if target else "",
        "actor_name": page.atlas.name(actor) if actor else "",
        "new_name": "",
        "title": "",
        "problems": (),
        "atlas": page.atlas,
    }


def _typed_step(page: Page, form: FormData, refused: GraphsvcError) -> dict[str, Any]:
    """The form of one step with what was typed, and why it cannot be taken."""
    typed = {name: str(form.get(name, "")).strip() for name in ("kind", "target", "actor", "name", "title")}
    structures = [str(value).strip() for value in form.getlist("structures")][:PLACES]
    kind = next((each for each in KINDS if each == typed["kind"]), KINDS[0])
    shown = _step_form(page, kind, structures, target=typed["target"], actor=typed["actor"])
    return shown | {"new_name": typed["name"], "title": typed["title"], "problems": reasons(page, refused)}


def _step(form: FormData) -> Step:
    """One step as the form says it; structures and actors by id or exact name."""
    named = [str(value).strip() for value in form.getlist("structures") if str(value).strip()]
    target, actor = (str(form.get(name, "")).strip() for name in ("target", "actor"))
    return Step(
        kind=str(form.get("kind", "merge")),
        structures=tuple(named),
        target=target or None,
        actor=actor or None,
        name=str(form.get("name", "")).strip() or None,
    )


def _hours(page: Page) -> LoadParams:
    """What the office agreed on about meetings and what an hour is worth."""
    return LoadParams(**page.services.conventions.get("hours").value)


def _in_words(page: Page, step: Step) -> str:
    """A step as a line: what is done, to which bodies, and into which."""
    names = [page.atlas.name(key) for key in (*step.structures, *([step.actor] if step.actor else []))]
    line = f"{page.t(f'step_{step.kind}')}: {', '.join(names)}"
    end = step.name or (page.atlas.name(step.target) if step.target else "")
    return f"{line} → {end}" if end else line
