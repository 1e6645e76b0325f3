"""`graphsvc records`: one body written down twice, in the map or on plain files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from graphsvc.cli.context import Session, part_options, pass_session
from graphsvc.cli.files import OUT, InputPath, write_file
from graphsvc.cli.help import Group
from graphsvc.cli.records_file import blocking_of, compare_file, link_files, match_file, rank_files
from graphsvc.cli.table import aligned
from graphsvc.language import number
from graphsvc.model.judgements import RecordKind, Verdict

if TYPE_CHECKING:
    from graphsvc.model.judgements import Candidate, MergePreview

Command = TypeVar("Command", bound=Callable[..., Any])

kind_option = click.option(
    "--kind", type=click.Choice(get_args(RecordKind)), default="actor", show_default=True, help="What is compared."
)


@click.group(cls=Group)
def group() -> None:
    """Duplicate records: find them, decide, merge, take it back."""


for of_files in (match_file, link_files, rank_files, compare_file):
    group.add_command(of_files)


@group.command()
@kind_option
@click.option("--everything", is_flag=True, help="Compare all records, not only those written since the last search.")
@pass_session
def find(session: Session, kind: RecordKind, everything: bool) -> None:
    """Look for doubles in the map and keep what was found for the list."""
    with session.open() as services:
        found = services.records.find(kind, everything=everything)
    said = {"compared": found.compared, "proposed": found.proposed, "new": found.new}
    session.answer(found, [session.text("records.searched", **said)])


@group.command("list")
@kind_option
@click.option("--decision", type=click.Choice(get_args(Verdict)), help="Only pairs for which this is proposed.")
@click.option("--judged", is_flag=True, help="Also pairs that are judged already.")
@part_options
@pass_session
def list_candidates(
    session: Session, kind: RecordKind, decision: Verdict | None, judged: bool, limit: int, offset: int
) -> None:
    """Pairs that wait for a decision, surest first."""
    with session.open() as services:
        page = services.records.list(kind, decision=decision, judged=judged, limit=limit, offset=offset)
    heads = [session.text(f"records.head_{name}") for name in ("a", "b", "weight", "decision", "why")]
    rows = [_row(each, session.lang) for each in page.items]
    session.answer(page, [*aligned(heads, rows), session.text("cli.listed", shown=len(rows), total=page.total)])


@group.command()
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=click.Choice(get_args(Verdict)))
@kind_option
@click.option("--note", help="Why.")
@click.option("--user", help="Who says so (else GRAPHSVC_USER).")
@pass_session
def judge(
    session: Session, a: str, b: str, verdict: Verdict, kind: RecordKind, note: str | None, user: str | None
) -> None:
    """Say of two records (ids or exact names): same, different or unsure. Nothing is merged."""
    with session.open() as services:
        judged = services.records.judge(a, b, verdict, kind=kind, note=note, user=user)
    lines = [session.text("records.judged", a=judged.judgement.a, b=judged.judgement.b, verdict=verdict)]
    lines += [session.text("records.contradicts", chain=" = ".join(each.chain)) for each in judged.contradictions]
    session.answer(judged, lines)


@group.command()
@click.argument("ids", nargs=-1, required=True)
@kind_option
@click.option("--into", help="The record that stands for all; left out: chosen by rule.")
@click.option("--preview", "only_preview", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--user", help="Who merges (else GRAPHSVC_USER).")
@pass_session
def merge(
    session: Session, ids: tuple[str, ...], kind: RecordKind, into: str | None, only_preview: bool, user: str | None
) -> None:
    """Let one record stand for others (ids or exact names)."""
    with session.open() as services:
        plan = services.records.preview_merge(ids, into=into, kind=kind)
        if only_preview:
            session.answer(plan, _plan_lines(plan, session))
            return
        merged = services.records.merge(ids, into=into, kind=kind, user=user)
    session.answer(merged, [*_plan_lines(plan, session), session.text("records.merged", batch=merged.batch)])


@group.command()
@click.argument("ids", nargs=-1)
@kind_option
@click.option("--batch", help="Take back a whole merge.")
@click.option("--by", help="Take back the merges of a person.")
@click.option("--since", help="Take back merges from this moment on (ISO 8601, UTC).")
@click.option("--user", help="Who takes it back (else GRAPHSVC_USER).")
@pass_session
def unmerge(
    session: Session,
    ids: tuple[str, ...],
    kind: RecordKind,
    batch: str | None,
    by: str | None,
    since: str | None,
    user: str | None,
) -> None:
    """Take records out of the ones they were merged into: by their ids, or in bulk."""
    with session.open() as services:
        if ids:
            done = services.records.unmerge(ids, kind=kind, user=user)
            session.answer(done, [session.text("records.unmerged", batch=done.batch)])
            return
        undone = services.records.undo_merges(batch=batch, by=by, since=since, user=user)
    session.answer(undone, [session.text("records.unmerged", batch=undone.batch)])


@group.command("nearest")
@click.argument("name")
@kind_option
@click.option("--city", help="Town of the new record.")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Records at most.")
@pass_session
def nearest(session: Session, name: str, kind: RecordKind, city: str | None, limit: int) -> None:
    """The check before creating: existing records that come nearest to a name."""
    from graphsvc.matching import Record

    with session.open() as services:
        asked = Record(id="", name=name, city=city)
        (found,) = services.records.nearest_to_each([asked], kind=kind, limit=limit)
    heads = [session.text(f"records.head_{column}") for column in ("a", "weight", "decision", "why")]
    rows = [
        [f"{each.name} ({each.id})", round(each.weight, 1), each.decision, each.explanation[session.lang]]
        for each in found
    ]
    session.answer(found, aligned(heads, rows))


@group.command("blocking")
@click.argument("table", metavar="[TABLE.csv]", required=False, type=InputPath())
@click.option("--truth", metavar="COLUMN", help="Column of the table that is equal where two rows are one body.")
@kind_option
@pass_session
def blocking(session: Session, table: Path | None, truth: str | None, kind: RecordKind) -> None:
    """Which pairs are compared at all, net by net: in a table, or in the map.

    With the truth (a column of the table; in the map what people have merged) also the share of true pairs among them.
    """
    if table is not None:
        report = blocking_of(table, truth)
    else:
        with session.open() as services:
            report = services.records.blocking(kind)
    heads = [session.text(f"records.head_{name}") for name in ("net", "pairs", "largest", "left_out", "recall")]
    rows = [
        [session.text(f"records.net_{net.net}"), net.pairs, net.largest, net.left_out, _share(net.recall, session)]
        for net in report.nets
    ]
    said = {"records": report.records, "candidates": report.candidates, "per_record": report.per_record}
    found = session.text("records.blocking_recall", share=_share(report.recall, session), true=report.true_pairs)
    lines = [session.text("records.blocking", **said), *([found] if report.recall is not None else [])]
    session.answer(report, [*lines, *aligned(heads, rows)])


@group.group("judgements", cls=Group)
def judgements() -> None:
    """Judgements as a file: kept and reviewed like source code."""


@judgements.command("list")
@click.option("--withdrawn", is_flag=True, help="Also judgements that were taken back.")
@pass_session
def list_judgements(session: Session, withdrawn: bool) -> None:
    """What was said of pairs, oldest first, with the id that `withdraw` takes."""
    with session.open() as services:
        found = services.records.judgements(withdrawn_too=withdrawn)
    heads = ("id", "a", "b", "verdict", "user", "at", "note", "deleted_at")
    session.answer(found, aligned(heads, [[getattr(each, name) or "" for name in heads] for each in found]))


@judgements.command("withdraw")
@click.argument("judgement")
@click.option("--user", help="Who takes it back (else GRAPHSVC_USER).")
@pass_session
def withdraw(session: Session, judgement: str, user: str | None) -> None:
    """Take a judgement back; it stays in the history and the pair is asked about again."""
    with session.open() as services:
        gone = services.records.withdraw(judgement, user=user)
    session.answer(gone, [session.text("records.withdrawn", a=gone.a, b=gone.b)])


@judgements.command("export")
@OUT
@pass_session
def export_judgements(session: Session, out: Path) -> None:
    """Write all judgements, the withdrawn ones too."""
    with session.open() as services:
        content = services.records.export_judgements()
    write_file(out, content)
    session.say("records.judgements_written", count=content.count("\n") - 1, out=str(out))


@judgements.command("import")
@click.argument("file", type=InputPath())
@pass_session
def import_judgements(session: Session, file: Path) -> None:
    """Read judgements in; those that are known already change nothing."""
    with session.open() as services:
        new = services.records.import_judgements(file.read_bytes())
    session.answer({"new": new}, [session.text("records.judgements_read", count=new)])


@judgements.command("check")
@kind_option
@pass_session
def check_judgements(session: Session, kind: RecordKind) -> None:
    """Contradictions: pairs judged different that other judgements make the same."""
    with session.open() as services:
        found = services.records.contradictions(kind)
    lines = [session.text("records.contradicts", chain=" = ".join(each.chain)) for each in found]
    session.answer(found, lines or [session.text("records.no_contradictions")])


def _share(recall: float | None, session: Session) -> str:
    return "" if recall is None else number(recall, session.lang, digits=3)


def _row(each: Candidate, lang: str) -> list[object]:
    a, b = f"{each.name_a} ({each.a})", f"{each.name_b} ({each.b})"
    return [a, b, round(each.weight, 1), each.decision, each.explanation[lang]]


def _plan_lines(plan: MergePreview, session: Session) -> list[str]:
    lines = []
    for key in plan.ids:
        counts = {"memberships": plan.memberships[key], "agreements": plan.agreements[key]}
        counts |= {"relations": plan.relations[key], "sources": len(plan.sources[key])}
        mark = session.text("records.stands") if key == plan.into else ""
        lines.append(session.text("records.brings", name=plan.names[key], id=key, **counts) + mark)
    lines.append(session.text("records.doubled", count=plan.doubled))
    lines += [
        session.text("records.differs", field=name, values=" | ".join(values.values()))
        for name, values in plan.differing.items()
    ]
    lines += [session.text("records.judged_different", a=a, b=b) for a, b in plan.judged_different]
    return lines
