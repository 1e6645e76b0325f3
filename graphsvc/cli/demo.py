"""`graphsvc demo`: an example region from nothing to the running explorer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.progress import step
from graphsvc.cli.serve import listen, run
from graphsvc.errors import Conflict
from graphsvc.language import day

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.services import Services

MARK = "example.txt"
"""Stands in a data folder that holds an example, with the name of it."""

SHOWN = 3
"""Findings of each kind that are told at the start."""


@dataclass(frozen=True, slots=True)
class Example:
    """A region in the import template, the day that counts as today with it, and two structures to ask about first."""

    name: str
    at: date
    template: Path
    question: tuple[str, str] | None = None


@click.command()
@click.option("--once", is_flag=True, help="Do everything but serve, then end.")
@click.option(
    "--example",
    "name",
    type=click.Choice(["musterkreis", "herford"]),
    default="musterkreis",
    show_default=True,
    help="An invented district with planted findings, or Kreis Herford as its sources tell it.",
)
@click.option("--port", type=click.IntRange(0, 65535), help="Port; left out: 8000 or the next free one.")
@pass_session
def demo(session: Session, once: bool, name: str, port: int | None) -> None:
    """Import an example region, tell the first findings, write the figure, serve the explorer until Ctrl-C."""
    settings = session.settings
    example = prepare(name, settings.data_dir)
    with room_for(example, settings.model_copy(update={"today": settings.today or example.at}), session) as services:
        told = build(example, services, session)
        session.answer(told, lines(told, session))
        if not once:
            from graphsvc.api.app import create_app

            app = create_app(services=services)
            run(app, listen("127.0.0.1", port), lambda address: session.say("cli.serving", address=address))


def prepare(name: str, data_dir: Path) -> Example:
    """The example, its template where the import can read it."""
    if name == "herford":
        from graphsvc.examples import HERFORD_AT, herford

        return Example(name, HERFORD_AT, herford(), ("widunetz", "Regionales Bildungsnetzwerk"))
    from graphsvc.demoregion import generate
    from graphsvc.demoregion.region import DEMO_SEED

    region = generate(DEMO_SEED)
    folder = data_dir / "examples" / name
    folder.mkdir(parents=True, exist_ok=True)
    region.write(folder)
    return Example(name, region.truth.at, folder / "template")


@contextmanager
def room_for(example: Example, settings: Settings, session: Session) -> Iterator[Services]:
    """Services on a place where the example may lie: the data folder where it is empty or holds this very example, else
    a folder below it.

    Raises:
        Conflict: a Neo4j server holds other data; an example never mixes with it.
    """
    from graphsvc.bootstrap import open_services

    with ExitStack() as stack:
        with step(session.text("cli.doctor_opening")):
            services = stack.enter_context(open_services(settings))
        if not _is_free(services, example):
            if settings.neo4j_uri:
                raise Conflict("cli.database_not_empty", uri=settings.neo4j_uri)
            stack.close()
            below = settings.model_copy(update={"data_dir": settings.data_dir / example.name})
            session.say("cli.example_below", folder=str(below.data_dir))
            services = stack.enter_context(open_services(below))
        yield services


def _is_free(services: Services, example: Example) -> bool:
    mark = services.settings.data_dir / MARK
    if mark.exists():
        return mark.read_text(encoding="utf-8").strip() == example.name
    return services.actors.list(at="all", limit=1).total == services.structures.list(at="all", limit=1).total == 0


def build(example: Example, services: Services, session: Session) -> dict[str, Any]:
    """Import what is not there yet, compute the first findings, write the figure."""
    folder = services.settings.data_dir
    if not (folder / MARK).exists():
        with step(session.text("cli.example_importing")):
            services.imports.commit(services.imports.upload(example.template, name=example.name).id)
        (folder / MARK).write_text(example.name + "\n", encoding="utf-8")
    with step(session.text("cli.example_computing")):
        findings = first_findings(example, services, session.lang)
    with step(session.text("cli.example_drawing")):
        figure = folder / "figures" / f"{example.name}.svg"
        figure.parent.mkdir(exist_ok=True)
        figure.write_text(services.figures.svg(lang=session.lang), encoding="utf-8")
    counts = {noun: getattr(services, noun).list(limit=1).total for noun in ("actors", "structures", "agreements")}
    return {"example": example.name, "at": example.at, **counts, "findings": findings, "figure": str(figure)}


def first_findings(example: Example, services: Services, lang: str) -> list[str]:
    """What a coordinator would look at first, one sentence each."""
    pairs = [example.question] if example.question else _strongest_pairs(services)
    return [str(services.overlap.pair(a, b).sentence[lang]) for a, b in pairs]


def _strongest_pairs(services: Services) -> list[tuple[str, str]]:
    return [(pair.a, pair.b) for pair in services.overlap.pairs().rows(limit=SHOWN)]


def lines(told: dict[str, Any], session: Session) -> Iterator[str]:
    """What the terminal shows."""
    counts = {noun: told[noun] for noun in ("actors", "structures", "agreements")}
    yield session.text(
        "cli.example_head", name=told["example"].capitalize(), at=day(told["at"], session.lang), **counts
    )
    yield from (f"  - {finding}" for finding in told["findings"])
    yield session.text("cli.example_figure", file=told["figure"])
