"""`graphsvc figures`: the map as a picture for a paper, and the table that says the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import At, Session, day_option, pass_session
from graphsvc.cli.files import OUT, write_file
from graphsvc.cli.help import Group

if TYPE_CHECKING:
    from graphsvc.services.figures import FigureParams

FILTERS = {
    "q": "Part of a name, short name or alias.",
    "territory": "Key of a territory; what lies inside it counts too.",
    "topic": "Code of a topic; narrower topics count too.",
    "target-group": "Code of a target group; narrower ones count too.",
    "kind": "Code of an actor kind or a structure kind.",
    "function": "Code of a function.",
    "focus": "Id or exact name: show only what is near it.",
    "path-to": "With --focus: show a shortest chain of ties to this id or name.",
    "title": "Title of the picture.",
}


COLOURS = ("kind", "topic", "target_group", "territory", "function", "binding")
SIZES = ("ties", "meetings", "same")
MODES = ("both", "actors", "structures")


def picture_options(command: Any) -> Any:
    """What a picture shows and how: the fields of `FigureParams`, which is not imported for `--help`."""
    for option in (
        click.option("--size-by", type=click.Choice(SIZES), default="ties", help="What size stands for."),
        click.option("--colour-by", type=click.Choice(COLOURS), default="kind", help="What colour stands for."),
        click.option(
            "--mode", type=click.Choice(MODES), default="both", help="Both sides, or one with what it shares."
        ),
        click.option("--steps", type=click.IntRange(1, 6), default=1, help="How many ties away from the focus."),
        day_option,
        click.option("--functions", is_flag=True, help="Let people in functions leave too."),
        *(click.option(f"--{name}", default="", help=words) for name, words in reversed(FILTERS.items())),
        OUT,
    ):
        command = option(command)
    return command


@click.group(cls=Group)
def group() -> None:
    """Figures: the map as SVG, PDF or interactive HTML, and the table that says the same."""


@group.command()
@picture_options
@pass_session
def svg(session: Session, out: Path, **chosen: Any) -> None:
    """Write the map as SVG with title, legend, date and source."""
    with session.open() as services:
        written(session, out, services.figures.svg(params(chosen), lang=session.lang))


@group.command()
@picture_options
@pass_session
def html(session: Session, out: Path, **chosen: Any) -> None:
    """Write the map as one interactive HTML file that works offline."""
    with session.open() as services:
        written(session, out, services.figures.html(params(chosen), lang=session.lang))


@group.command()
@click.option("--paper", type=click.Choice(["a3", "a4"]), default="a3", show_default=True, help="Size, landscape.")
@click.option("--tables/--no-tables", default=True, help="The same as tables on the pages behind the picture.")
@picture_options
@pass_session
def pdf(session: Session, out: Path, paper: Any, tables: bool, **chosen: Any) -> None:
    """Write the map and its tables as PDF."""
    with session.open() as services:
        content = services.figures.pdf(params(chosen), paper=paper, tables=tables, lang=session.lang)
        written(session, out, content)


@group.command()
@click.option(
    "--what",
    type=click.Choice(["entries", "ties"]),
    default="entries",
    show_default=True,
    help="Which of the two tables.",
)
@picture_options
@pass_session
def table(session: Session, out: Path, what: Any, **chosen: Any) -> None:
    """Write the table beside the picture: csv, or xlsx where the file is named so."""
    form: Any = "xlsx" if out.suffix == ".xlsx" else "csv"
    with session.open() as services:
        content = services.figures.table(params(chosen), what=what, file_format=form, lang=session.lang)
        written(session, out, content)


@group.command()
@click.argument("start")
@click.argument("end")
@day_option
@pass_session
def path(session: Session, start: str, end: str, at: At) -> None:
    """Name a shortest chain of ties between two actors or structures."""
    with session.open() as services:
        chain = services.figures.path(start, end, at=at)
        names = [services.figures.atlas().name(each) for each in chain]
    session.answer({"path": chain, "names": names}, names or [session.text("cli.no_path")])


def params(chosen: dict[str, Any]) -> FigureParams:
    """The options as the parameters of a figure."""
    from graphsvc.services.figures import FigureParams

    return FigureParams(**chosen)


def written(session: Session, out: Path, content: str | bytes) -> None:
    """Write a file and say so."""
    write_file(out, content)
    told = {"file": str(out), "size": out.stat().st_size}
    session.answer(told, [session.text("exports.written", **told)])
