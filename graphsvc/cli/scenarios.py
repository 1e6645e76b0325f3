"""`graphsvc scenarios`: what would follow if bodies became one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

import click

from graphsvc.analysis.best_plan import PlanParams
from graphsvc.cli.context import Session, day_option, pass_session
from graphsvc.cli.help import Group
from graphsvc.cli.params import model_options
from graphsvc.cli.table import aligned
from graphsvc.language import number, text
from graphsvc.model.scenario import Step, StepKind

if TYPE_CHECKING:
    from graphsvc.model.scenario import Effects, Scenario
    from graphsvc.services.dates import At

SCENARIO = click.argument("scenario")


@click.group(cls=Group)
def group() -> None:
    """Drafts on top of the map: merge, dissolve, move, one roof, dock on, leave; effects, best plan, apply."""


@group.command("list")
@pass_session
def list_scenarios(session: Session) -> None:
    """All scenarios, oldest first."""
    with session.open() as services:
        found = services.scenarios.list()
    rows = [(each.id, each.name, len(each.steps), each.status, each.user, each.at) for each in found]
    session.answer(found, aligned(("id", "name", "steps", "status", "user", "at"), rows))


@group.command()
@click.argument("name")
@pass_session
def create(session: Session, name: str) -> None:
    """Begin a draft."""
    with session.open() as services:
        made = services.scenarios.create(name)
    session.answer(made, [text("scenarios.created", session.lang, id=made.id)])


@group.command()
@SCENARIO
@pass_session
def show(session: Session, scenario: str) -> None:
    """One scenario with its steps."""
    with session.open() as services:
        found = services.scenarios.get(scenario)
    session.answer(found, [f"{found.name} ({found.status})", *_steps(found)])


def _step_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what a step consists of to a command, as the fields of `Step`."""
    for option in (
        click.option("--name", help="Name of the common roof."),
        click.option("--actor", help="Id or exact name of the actor that moves or leaves."),
        click.option("--target", help="Id or exact name of the structure that takes over."),
        click.option(
            "--structure",
            "structures",
            multiple=True,
            help="Id or exact name of a structure; may be given several times.",
        ),
        click.argument("kind", type=click.Choice(get_args(StepKind))),
    ):
        command = option(command)
    return command


@group.command("try")
@_step_options
@day_option
@pass_session
def try_out(session: Session, at: At, **said: Any) -> None:
    """What one step would bring; nothing is stored."""
    with session.open() as services:
        found = services.scenarios.try_out([Step(**said)], at=at)
    session.answer(found, _told(found, session.lang))


@group.command()
@SCENARIO
@_step_options
@pass_session
def add(session: Session, scenario: str, **said: Any) -> None:
    """Add a step to a draft."""
    with session.open() as services:
        longer = services.scenarios.add(scenario, Step(**said))
    session.answer(longer, _steps(longer))


@group.command()
@SCENARIO
@pass_session
def undo(session: Session, scenario: str) -> None:
    """Take the last step of a draft back."""
    with session.open() as services:
        shorter = services.scenarios.undo(scenario)
    session.answer(shorter, _steps(shorter))


@group.command()
@SCENARIO
@pass_session
def remove(session: Session, scenario: str) -> None:
    """Throw a scenario away; what an applied one did stays."""
    with session.open() as services:
        services.scenarios.remove(scenario)
    session.say("scenarios.removed", id=scenario)


@group.command()
@SCENARIO
@day_option
@pass_session
def effects(session: Session, scenario: str, at: At) -> None:
    """What a scenario would bring."""
    with session.open() as services:
        found = services.scenarios.effects(scenario, at=at)
    session.answer(found, _told(found, session.lang))


@group.command()
@click.argument("scenarios", nargs=-1, required=True)
@day_option
@pass_session
def compare(session: Session, scenarios: tuple[str, ...], at: At) -> None:
    """The effects of several scenarios side by side."""
    with session.open() as services:
        found = services.scenarios.compare(scenarios, at=at)
    lines = [
        line for key, each in found.items() for line in (key, *(f"  {told}" for told in _told(each, session.lang)))
    ]
    session.answer(found, lines)


@group.command("best-plan")
@day_option
@model_options(PlanParams)
@pass_session
def best_plan(session: Session, at: At, **params: Any) -> None:
    """The fewest structures, or least hours, that keep every covered cell and every chosen tie."""
    with session.open() as services:
        plan = services.scenarios.best_plan(PlanParams(**params), at=at)
    session.answer(plan, [plan.text[session.lang], *(step.text[session.lang] for step in plan.steps)])


@group.command()
@SCENARIO
@day_option
@pass_session
def apply(session: Session, scenario: str, at: At) -> None:
    """Write a scenario into the map."""
    with session.open() as services:
        done = services.scenarios.apply(scenario, at=at)
    session.answer(done, [text("scenarios.applied", session.lang, batch=done.batch)])


def _steps(scenario: Scenario) -> list[str]:
    return [f"{place}. {step.model_dump_json(exclude_defaults=True)}" for place, step in enumerate(scenario.steps, 1)]


def _told(found: Effects, lang: str) -> list[str]:
    before, after = found.before, found.after
    ranges = [f"{number(f.hours_low, lang, digits=0)}–{number(f.hours_high, lang, digits=0)}" for f in (before, after)]
    head = text(
        "scenarios.effects_head",
        lang,
        before=before.structures,
        after=after.structures,
        seats_before=before.seats,
        seats_after=after.seats,
        hours_before=ranges[0],
        hours_after=ranges[1],
    )
    return [head, *(each.text[lang] for each in (*found.refused, *found.effects))]
