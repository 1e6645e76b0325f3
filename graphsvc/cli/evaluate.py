"""`graphsvc evaluate`: how right import, records and structures are, on regions whose truth is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.files import writing
from graphsvc.cli.help import Group
from graphsvc.cli.progress import step
from graphsvc.language import number, text

if TYPE_CHECKING:
    from graphsvc.evaluation.report import Report

SHARED_DATA = "../shared/data"
"""Where the data that cannot be shipped lies, unless GRAPHSVC_SHARED_DATA says otherwise."""


@click.group(cls=Group)
def group() -> None:
    """How right the answers are, on synthetic regions whose truth is known. Seeds 1 to 99 are for development."""


def _evaluation(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all evaluations have."""
    for option in (
        click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON to write."),
        click.option(
            "--shared-data",
            type=click.Path(file_okay=False, path_type=Path),
            help="Folder of the data that is not shipped (else GRAPHSVC_SHARED_DATA, else ../shared/data).",
        ),
        click.option("--seed", "seeds", required=True, metavar="100..109", help="Seeds of the regions."),
    ):
        command = option(command)
    return pass_session(command)


@group.command("import")
@_evaluation
def evaluate_import(session: Session, seeds: str, shared_data: Path | None, out: Path) -> None:
    """Planted defects of the messy files that the importer resolves, and what it gets silently wrong."""
    from graphsvc.evaluation.imports import evaluate

    _run(session, evaluate, seeds, shared_data, out)


@group.command("records")
@_evaluation
def evaluate_records(session: Session, seeds: str, shared_data: Path | None, out: Path) -> None:
    """Double records: precision, recall and order, on regions and on hand-labelled lists."""
    from graphsvc.evaluation.records import evaluate

    folder = shared_data_folder(shared_data)
    if not folder.is_dir():
        session.note("evaluate.no_shared_data", folder=str(folder))
    _run(session, evaluate, seeds, shared_data, out)


@group.command("structures")
@_evaluation
def evaluate_structures(session: Session, seeds: str, shared_data: Path | None, out: Path) -> None:
    """Duplicate structures: order, leakage and classes, beside the baselines."""
    from graphsvc.evaluation.structures import evaluate

    _run(session, evaluate, seeds, shared_data, out)


def shared_data_folder(given: Path | None) -> Path:
    """The folder given, else the one of the environment, else the one beside the checkout."""
    return given or Path(os.environ.get("GRAPHSVC_SHARED_DATA", SHARED_DATA))


def _run(session: Session, evaluate: Callable[..., Report], seeds: str, shared_data: Path | None, out: Path) -> None:
    from graphsvc.evaluation.report import read_seeds

    chosen = read_seeds(seeds)
    with step(session.text("evaluate.running", count=len(chosen))):
        result = evaluate(chosen, shared_data=shared_data_folder(shared_data))
    with writing(out):
        result.write(out)
    session.answer(result, _lines(result, out, session.lang))


def _lines(result: Report, out: Path, lang: str) -> list[str]:
    """Mean and spread of every measure, then each data set's own."""
    lines = [text("evaluate.heading", lang, what=result.what, count=len(result.seeds))]
    for name, mean in result.mean.items():
        lines.append(f"  {name:<22}{number(mean, lang, digits=3):>9} ± {number(result.sd[name], lang, digits=3)}")
    for entry in result.results:
        if "data" in entry:
            lines.append(f"  {entry['data']}: {_measures(entry, lang)}")
    for name, parts in result.parts().items():
        lines.append(f"  {name}:")
        lines += [f"    {part}: {_measures(values, lang)}" for part, values in parts.items()]
    return [*lines, text("evaluate.written", lang, out=str(out))]


def _measures(entry: Mapping[str, Any], lang: str) -> str:
    shown = ((name, value) for name, value in entry.items() if isinstance(value, int | float))
    return ", ".join(f"{name} {_number(value, lang)}" for name, value in shown)


def _number(value: float, lang: str) -> str:
    return number(value, lang, digits=3) if isinstance(value, float) else number(value, lang)
