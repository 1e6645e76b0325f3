"""`graphsvc import`: preview, commit, undo, list, template."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.files import InputPath, OutputPath, write_file
from graphsvc.cli.help import Group
from graphsvc.cli.progress import step
from graphsvc.errors import WrongUsage, reading
from graphsvc.ingest.guesses import SheetKind
from graphsvc.ingest.mapping import SheetMapping, to_yaml
from graphsvc.ingest.sheet_kinds import NAMING
from graphsvc.model.imports import Decided, Decision, FieldChange, ImportPreview, Remark, RowPreview, SheetPreview

if TYPE_CHECKING:
    from graphsvc.services.imports import ImportsService

SHOWN = 20
"""Lines of each kind that the terminal shows; --json and --all give everything."""


@click.group(name="import", cls=Group)
def group() -> None:
    """Take lists into the map: look first, then write, and undo if need be."""


file_argument = click.argument("file", type=click.Path(path_type=Path), metavar="FILE|ID|URL")
mapping_option = click.option(
    "--mapping",
    type=InputPath(),
    help="Corrections of what columns mean (YAML); kept for the next file with the same headers.",
)
DECISIONS = (
    click.option("--new", multiple=True, metavar="RECORD", help="Take a record (id or exact name) as new."),
    click.option("--same", multiple=True, metavar="RECORD=KNOWN", help="Take a record as one that the map holds."),
    click.option("--skip", multiple=True, metavar="RECORD", help="Leave a record out."),
)
names_option = click.option(
    "--names",
    type=click.Choice(list(NAMING)),
    help="What bare lists of names hold; kept for the next time.",
)
all_option = click.option("--all", "everything", is_flag=True, help="Show every line.")


def decision_options(command: Any) -> Any:
    """What to do with single records."""
    for option in DECISIONS:
        command = option(command)
    return command


@group.command()
@file_argument
@mapping_option
@names_option
@decision_options
@click.option("--save-mapping", type=OutputPath(), help="Write what was understood as YAML.")
@all_option
@pass_session
def preview(
    session: Session,
    file: Path,
    mapping: Path | None,
    names: str | None,
    save_mapping: Path | None,
    everything: bool,
    **decided: tuple[str, ...],
) -> None:
    """Show what a file (folder, zip) would do; nothing is written to the map. Decisions are kept with the upload."""
    decisions = _decisions(**decided)
    with session.open() as services, step(session.text("imports.step_reading", name=file.name)):
        shown = _uploaded(session, services.imports, file, mapping, names, decisions)
        if save_mapping:
            write_file(save_mapping, services.imports.mapping(shown.id))
    session.answer(shown, _lines(session, shown, everything=everything))


@group.command()
@file_argument
@mapping_option
@names_option
@decision_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@all_option
@pass_session
def commit(
    session: Session,
    file: Path,
    mapping: Path | None,
    names: str | None,
    yes: bool,
    everything: bool,
    **decided: tuple[str, ...],
) -> None:
    """Write a file, or an upload by its id, to the map: all of it, or nothing."""
    decisions = _decisions(**decided)
    if not yes and not sys.stdin.isatty():
        raise WrongUsage("imports.yes_needed")
    with session.open() as services:
        with step(session.text("imports.step_reading", name=file.name)):
            shown = _uploaded(session, services.imports, file, mapping, names, decisions)
        if not yes:
            click.echo("\n".join(_lines(session, shown, everything=everything)))
            session.confirm("imports.ask_commit")
        with step(session.text("imports.step_writing")) as bar:
            done = services.imports.commit(shown.id, tell=bar.tell)
    rejected = [_remark(session, each) for each in shown.rejected]
    session.answer(
        done, [session.text("imports.committed", id=done.id, **done.counts), *_some(session, rejected, everything)]
    )


@group.command()
@click.argument("import_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def undo(session: Session, import_id: str, yes: bool) -> None:
    """Take a written import back; what later edits touched is kept and told."""
    if not yes and not sys.stdin.isatty():
        raise WrongUsage("imports.yes_needed")
    if not yes:
        session.confirm("imports.ask_undo", id=import_id)
    with session.open() as services, step(session.text("imports.step_undoing")) as bar:
        undone = services.imports.undo(import_id, tell=bar.tell)
    kept = [f"  {each.kind} {each.key}: {each.reason} {', '.join(each.fields)}".rstrip() for each in undone.kept]
    session.answer(undone, [session.text("imports.undone", id=import_id, facts=undone.facts, kept=len(kept)), *kept])


@group.command(name="list")
@pass_session
def list_imports(session: Session) -> None:
    """All uploads, the latest first."""
    with session.open() as services:
        found = services.imports.list()
    session.answer(
        found,
        (f"{each.id}  {each.created_at}  {session.text(f'imports.state_{each.state}')}  {each.name}" for each in found),
    )


@group.command()
@click.option("--out", type=OutputPath(), default=Path("importvorlage.xlsx"), show_default=True, help="File to write.")
@pass_session
def template(session: Session, out: Path) -> None:
    """Write the empty import template."""
    from graphsvc.ingest.blank import blank_template

    write_file(out, blank_template())
    session.answer({"file": str(out)}, [session.text("imports.template_written", file=str(out))])


@group.command()
@pass_session
def meanings(session: Session) -> None:
    """What a column can mean in a mapping."""
    from graphsvc.ingest.meanings import meanings as known

    session.answer(sorted(known()), sorted(known()))


def _asked(session: Session, imports: ImportsService, shown: ImportPreview, names: str | None) -> ImportPreview:
    """The preview after it was said what lists of names hold: by `names`, else in a terminal by whoever sits there."""
    lists = [sheet for sheet in shown.sheets if sheet.kind == "names" or (names and len(sheet.columns) == 1)]
    kinds = {sheet.fingerprint: names or _ask_names(session, sheet) for sheet in lists}
    corrections = [SheetMapping(key, kind=cast(SheetKind, kind)) for key, kind in kinds.items() if kind]
    if not corrections:
        return shown
    imports.correct(to_yaml(corrections))
    return imports.preview(shown.id)


def _ask_names(session: Session, sheet: SheetPreview) -> str | None:
    if session.json or not sys.stdin.isatty():
        return None
    question = session.text("imports.ask_names", sheet=sheet.sheet, reason=sheet.reason[session.lang])
    answer: str = click.prompt(question, type=click.Choice([*NAMING, "ignored"]), err=True)
    return answer


def _decisions(new: tuple[str, ...], same: tuple[str, ...], skip: tuple[str, ...]) -> dict[str, Decision]:
    """What the options decide, by what they call the records."""
    decisions = {record: Decision("new") for record in new} | {record: Decision("skip") for record in skip}
    for written in same:
        record, sign, known = written.rpartition("=")
        if not sign:
            raise WrongUsage("imports.decide_as", value=written)
        decisions[record] = Decision("same", known)
    return decisions


def _uploaded(
    session: Session,
    imports: ImportsService,
    file: Path,
    mapping: Path | None,
    names: str | None,
    decisions: dict[str, Decision],
) -> ImportPreview:
    """A file, an address of an OParl server, or an earlier upload by its id, after the decisions about its records."""
    shown = _asked(session, imports, _opened(imports, file, mapping), names)
    return imports.decide(shown.id, decisions) if decisions else shown


def _opened(imports: ImportsService, file: Path, mapping: Path | None) -> ImportPreview:
    written = str(file)
    if written.startswith(("http:/", "https:/")):
        return imports.fetch_oparl(written.replace(":/", "://", 1))
    with reading(file):
        is_there = file.exists()
    if not is_there and file.name.startswith("i-"):
        return imports.preview(file.name)
    return imports.upload(file, mapping=mapping.read_text(encoding="utf-8") if mapping else None)


def _lines(session: Session, shown: ImportPreview, *, everything: bool) -> Iterator[str]:
    yield session.text("imports.preview", id=shown.id, name=shown.name, **shown.counts)
    for kind, states in shown.by_kind.items():
        counts = ", ".join(f"{session.text(f'imports.row_{state}')} {count}" for state, count in states.items())
        yield f"  {kind}: {counts}"
    for sheet in shown.sheets:
        yield from _sheet(session, sheet)
    if shown.persons:
        yield session.text("imports.persons_left_out", count=shown.persons)
    for title, lines in _parts(session, shown):
        if lines:
            yield session.text(f"imports.part_{title}", count=len(lines))
            yield from _some(session, lines, everything)


def _sheet(session: Session, sheet: SheetPreview) -> Iterator[str]:
    kind = session.text(f"imports.kind_{sheet.kind}")
    yield f"  {sheet.file} / {sheet.sheet}: {kind} ({sheet.reason[session.lang]})"
    for column in sheet.columns:
        yield f"      {column.header or '-'} -> {column.meaning or '-'} ({column.reason[session.lang]})"


def _parts(session: Session, shown: ImportPreview) -> Iterator[tuple[str, list[str]]]:
    changed = (row for row in shown.rows if row.state == "changed")
    yield "changes", [_change(row, each) for row in changed for each in row.changes]
    yield "kept", [_change(row, each) for row in shown.kept for each in row.changes]
    yield "decided", ["  " + _decided(session, each) for each in shown.decided]
    yield "twins", list(_twins(session, shown))
    yield "rejected", [_remark(session, each) for each in shown.rejected]
    yield "remarks", [_remark(session, each) for each in shown.remarks]


def _decided(session: Session, decided: Decided) -> str:
    target = f"{decided.target_label} [{decided.decision.target}]"
    said = f"imports.decided_{decided.decision.action}"
    return session.text(said, label=f"{decided.label} [{decided.key}]", target=target)


def _twins(session: Session, shown: ImportPreview) -> Iterator[str]:
    for row in shown.rows:
        for each in row.candidates if row.decision is None else ():
            yield f"  {row.label} [{row.key}]: {each.name} [{each.id}] ({each.reason[session.lang]})"


def _change(row: RowPreview, change: FieldChange) -> str:
    return f"  {row.label}: {change.field} {change.before!r} -> {change.after!r}"


def _some(session: Session, lines: list[str], everything: bool) -> list[str]:
    if everything or len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], "  " + session.text("imports.and_more", count=len(lines) - SHOWN)]


def _remark(session: Session, remark: Remark) -> str:
    place = remark.place[session.lang]
    return f"  {place}: {remark.text[session.lang]}" if place else f"  {remark.text[session.lang]}"
