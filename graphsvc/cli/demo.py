"""`graphsvc demo`: an example region from nothing to the running explorer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Command
from graphsvc.cli.progress import step
from graphsvc.cli.serve import listen, run
from graphsvc.errors import Conflict
from graphsvc.language import text

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.model.finding import Words
    from graphsvc.services import Services

MARK = "example.txt"
"""Stands in a data folder that holds an example, with the name of it."""

NOUNS = ("actors", "structures", "agreements")

SHOWN = 3
"""Hints at duplicate structures that are told at the start."""


@dataclass(frozen=True, slots=True)
class Example:
    """Lists to read, the day that counts as today with them, and two structures to ask about first."""

    name: str
    at: date
    lists: Path
    question: tuple[str, str]


@click.command(cls=Command)
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
    example = prepare(name, settings.made_data_dir())
    with room_for(example, settings.model_copy(update={"today": settings.today or example.at}), session) as services:
        told = build(example, services, session)
        session.answer(told, lines(told, session))
        if not once:
            from graphsvc.api.app import create_app

            app = create_app(services=services)
            run(app, listen("127.0.0.1", port), lambda address: session.note("cli.serving", address=address))


def prepare(name: str, data_dir: Path) -> Example:
    """The example, its lists where the import can read them."""
    if name == "herford":
        from graphsvc.examples import HERFORD_AT, herford

        return Example(name, HERFORD_AT, herford(), ("widunetz", "Regionales Bildungsnetzwerk"))
    from graphsvc.demoregion import generate
    from graphsvc.demoregion.region import DEMO_SEED

    region = generate(DEMO_SEED)
    folder = data_dir / "examples" / name
    folder.mkdir(parents=True, exist_ok=True)
    region.write(folder)
    networks = ("Netzwerk Vielfalt Musterkreis", "Regionales Bildungsnetzwerk Musterkreis")
    return Example(name, region.truth.at, folder / "messy", networks)


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
            session.note("cli.example_below", folder=str(below.data_dir))
            services = stack.enter_context(open_services(below))
        yield services


def _is_free(services: Services, example: Example) -> bool:
    mark = services.settings.data_dir / MARK
    if mark.exists():
        return mark.read_text(encoding="utf-8").strip() == example.name
    return _is_empty(services)


def _is_empty(services: Services) -> bool:
    return services.actors.list(at="all", limit=1).total == services.structures.list(at="all", limit=1).total == 0


def build(example: Example, services: Services, session: Session) -> dict[str, Any]:
    """Import what is not there yet, compute the first findings, write the figure. The mark comes first: who is stopped
    in the middle finds the same place again."""
    (services.settings.data_dir / MARK).write_text(example.name + "\n", encoding="utf-8")
    read = _imported(example, services, session) if _is_empty(services) else None
    with step(session.text("cli.example_computing")):
        findings = first_findings(example, services, session.lang)
    with step(session.text("cli.example_drawing")):
        figure = services.settings.data_dir / "figures" / f"{example.name}.svg"
        figure.parent.mkdir(exist_ok=True)
        figure.write_text(services.figures.svg(lang=session.lang), encoding="utf-8")
    counts = {noun: getattr(services, noun).list(limit=1).total for noun in NOUNS}
    return {"example": example.name, "at": example.at, **counts, "read": read, "findings": findings, "figure": figure}


def _imported(example: Example, services: Services, session: Session) -> dict[str, Any]:
    """Read the lists and write them to the map; what was understood, asked, refused and left out."""
    with step(session.text("cli.example_reading")):
        preview = services.imports.upload(example.lists, name=example.name)
    with step(session.text("cli.example_writing")):
        services.imports.commit(preview.id)
    sheets = Counter((sheet.file, sheet.kind) for sheet in preview.sheets)
    return {
        "understood": [{"file": file, "kind": kind, "sheets": count} for (file, kind), count in sheets.items()],
        "asked": [dict(remark.text) for remark in preview.remarks],
        "refused": [dict(remark.text) for remark in preview.rejected],
        "persons": preview.persons,
    }


def first_findings(example: Example, services: Services, lang: str) -> list[str]:
    """What a coordinator would look at first: the founding question with the names of who sits in both, then the
    clearest hints, with a word for and against each."""
    pair = services.overlap.pair(*example.question)
    both = text("cli.example_both", lang, names=", ".join(member.name for member in pair.shared_members))
    hints = services.findings.list(band="clear", limit=SHOWN).items
    return [f"{pair.sentence[lang]} {both}", *(_hint(hint.words[lang], lang) for hint in hints)]


def _hint(words: Words, lang: str) -> str:
    return text("cli.example_hint", lang, headline=words.headline, pro=words.in_favour[0], contra=words.against[0])


def lines(told: dict[str, Any], session: Session) -> Iterator[str]:
    """What the terminal shows."""
    if told["read"]:
        yield from _reading(told["read"], session)
    counts = {noun: told[noun] for noun in NOUNS}
    yield session.text("cli.example_head", name=told["example"].capitalize(), at=told["at"], **counts)
    yield from (f"  - {finding}" for finding in told["findings"])
    yield session.text("cli.example_figure", file=str(told["figure"]))


def _reading(read: dict[str, Any], session: Session) -> Iterator[str]:
    """What was made of the lists; of an import template there is nothing to recognise."""
    if files := {each["file"] for each in read["understood"]}:
        yield session.text("cli.read_understood", count=len(files))
    for each in read["understood"]:
        kind = session.text(f"imports.kind_{each['kind']}")
        yield session.text("cli.read_file", file=each["file"], kind=kind, count=each["sheets"])
    for part in ("asked", "refused"):
        if remarks := [remark[session.lang] for remark in read[part]]:
            yield session.text(f"cli.read_{part}", count=len(remarks), first=remarks[0])
    if read["persons"]:
        yield session.text("cli.read_persons", count=read["persons"])
