"""`graphsvc findings`: duplicate structures in the map, decisions about them, and the check before founding another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.context import Day, Session, day_option, pass_session
from graphsvc.cli.files import OUT, InputPath, write_file
from graphsvc.cli.help import Group
from graphsvc.cli.params import model_options
from graphsvc.cli.table import aligned
from graphsvc.language import number, text
from graphsvc.services.decisions import DecisionInput
from graphsvc.services.findings import FindingFilter
from graphsvc.vocabulary import scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.analysis.calibration import Calibration
    from graphsvc.analysis.founding import Neighbour
    from graphsvc.model.finding import Finding
    from graphsvc.services.dates import At

FINDING = click.argument("finding", metavar="FINDING|A,B")
DAY = Day()


@click.group(cls=Group)
def group() -> None:
    """Duplicate structures: find, explain, decide, and check before founding another."""


@group.command("list")
@day_option
@model_options(FindingFilter)
@pass_session
def list_findings(session: Session, at: At, **chosen: Any) -> None:
    """Pairs of structures in order of suspicion."""
    with session.open() as services:
        page = services.findings.list(FindingFilter(**chosen), at=at)
    rows = [_row(finding, session.lang) for finding in page.items]
    foot = text("findings.list_foot", session.lang, shown=len(rows), total=page.total)
    session.answer(page, [*aligned(("id", "a", "b", "class", "band", "bits", "state"), rows), foot])


@group.command()
@FINDING
@day_option
@pass_session
def show(session: Session, finding: str, at: At) -> None:
    """One finding: what speaks for it, what against it, what is not known, what would change it."""
    with session.open() as services:
        found = services.findings.get(finding, at=at)
    session.answer(found, _told(found, session.lang))


@group.command()
@day_option
@pass_session
def groups(session: Session, at: At) -> None:
    """Three and more structures of which every two are suspected."""
    with session.open() as services:
        found = services.findings.groups(at=at)
    lines = [f"{number(g.weight, session.lang, digits=1)}  {' | '.join(s.name for s in g.structures)}" for g in found]
    session.answer(found, lines)


@group.command()
@click.option("--name", default="", help="Working title.")
@click.option("--text", "purpose", default="", help="What it is for, in a sentence or two.")
@click.option("--json-file", type=InputPath(), help="All of it as JSON.")
@click.option("--topic", multiple=True, help="Code or label of a topic; may be given several times.")
@click.option("--target-group", multiple=True, help="Code or label of a target group; may be given several times.")
@click.option("--territory", multiple=True, help="Key or name of a territory; may be given several times.")
@click.option("--function", "functions", multiple=True, help="Code or label of a function; may be given several times.")
@click.option("--member", "members", multiple=True, help="Id or name of a member; may be given several times.")
@click.option("--k", type=click.IntRange(1, 50), default=5, show_default=True, help="Answers at most.")
@day_option
@pass_session
def check(session: Session, json_file: Path | None, k: int, at: At, **said: Any) -> None:
    """Check before founding: the existing bodies nearest to a planned one. Nothing is stored."""
    from graphsvc.analysis.founding import Planned

    given = {"text": said.pop("purpose"), "function": list(said.pop("functions")), **said}
    planned = Planned.model_validate_json(json_file.read_bytes()) if json_file else Planned.model_validate(given)
    with session.open() as services:
        found = services.findings.check(planned, at=at, k=k)
    session.answer(found, [_near(place, each, session.lang) for place, each in enumerate(found, 1)])


@group.command()
@FINDING
@click.argument("decision")
@click.option("--reason", required=True, help="Why.")
@click.option("--responsible", default="", help="Who sees to it (an office or a function).")
@click.option("--due", type=DAY, help="Day by which it shall be done.")
@click.option("--review", type=DAY, help="Day to look again.")
@click.option("--status", default="open", show_default=True, help="open, at_work or done.")
@pass_session
def decide(session: Session, finding: str, decision: str, **said: Any) -> None:
    """Write down what was decided about a finding."""
    with session.open() as services:
        taken = services.findings.decide(finding, DecisionInput(decision=decision, **said))
    label = scheme("decisions").label(taken.decision, session.lang)
    session.answer(taken, [text("findings.decided", session.lang, decision=label, id=taken.id)])


@group.command()
@click.argument("finding")
@pass_session
def withdraw(session: Session, finding: str) -> None:
    """Take a decision back; the finding is open again."""
    with session.open() as services:
        services.findings.withdraw(finding)
    session.say("findings.withdrawn", id=finding)


@group.command()
@click.option("--status", help="Only decisions of this status.")
@pass_session
def decisions(session: Session, status: str | None) -> None:
    """The register of decisions, oldest first."""
    with session.open() as services:
        register = services.findings.decisions(status=status)
    heads = ("id", "decision", "reason", "responsible", "due", "review", "status", "user", "at")
    session.answer(register, aligned(heads, [[getattr(each, name) for name in heads] for each in register]))


@group.command()
@pass_session
def conflicts(session: Session) -> None:
    """Decisions that cannot all be carried out."""
    with session.open() as services:
        found = services.findings.conflicts()
    session.answer(found, [each.text[session.lang] for each in found])


@group.command()
@day_option
@pass_session
def review(session: Session, at: At) -> None:
    """The yearly run: what to look at again, what is overdue, what came back, what contradicts itself."""
    with session.open() as services:
        run = services.findings.review(at=at)
    counts = {"review": len(run.to_review), "overdue": len(run.overdue)}
    counts |= {"returned": len(run.returned), "conflicts": len(run.conflicts)}
    lines = [text("findings.review_head", session.lang, **counts)]
    lines += [sentence for each in run.returned for sentence in (each.changed or {}).get(session.lang, ())]
    session.answer(run, [*lines, *(each.text[session.lang] for each in run.conflicts)])


@group.command()
@OUT
@pass_session
def calendar(session: Session, out: Path) -> None:
    """Due dates and days of review as a calendar file."""
    with session.open() as services:
        content = services.findings.calendar(lang=session.lang)
    write_file(out, content)
    session.say("findings.file_written", count=content.count("BEGIN:VEVENT"), out=str(out))


@group.command()
@click.option("--adopt", metavar="PROPOSAL", help="Weigh by what was learned: the id of the proposal as it was shown.")
@click.option("--revert", is_flag=True, help="Take back what was adopted last.")
@pass_session
def calibration(session: Session, adopt: str | None, revert: bool) -> None:
    """What the decisions teach about the weights; changes them only where it is confirmed."""
    with session.open() as services:
        if revert:
            services.findings.revert_calibration()
            session.answer({"reverted": True}, [session.text("findings.calibration_reverted")])
            return
        found = services.findings.adopt_calibration(adopt) if adopt else services.findings.calibration()
    session.answer(found, _learned(found, adopted=adopt is not None, lang=session.lang))


def _row(finding: Finding, lang: str) -> tuple[object, ...]:
    band = text(f"findings.band_{finding.band or 'none'}", lang)
    weight = number(finding.weight, lang, digits=1)
    state = text(f"findings.state_{finding.state}", lang)
    return finding.id, finding.a.name, finding.b.name, finding.relation, band, weight, state


def _told(finding: Finding, lang: str) -> list[str]:
    words = finding.words[lang]
    decision = scheme("decisions").label(finding.recommendation, lang)
    changed = (finding.changed or {}).get(lang, ())
    return [
        words.headline,
        *(f"  + {sentence}" for sentence in words.in_favour),
        *(f"  - {sentence}" for sentence in words.against),
        *(f"  ? {sentence}" for sentence in words.unknown),
        words.change,
        text("findings.quality", lang, share=round(100 * finding.quality)),
        text("findings.recommended", lang, decision=decision),
        *(f"  ! {sentence}" for sentence in changed),
    ]


def _near(place: int, each: Neighbour, lang: str) -> str:
    return text(
        "findings.founding_line_exists" if each.exists else "findings.founding_line",
        lang,
        place=place,
        name=each.structure.name,
        band=text(f"findings.band_{each.band or 'none'}", lang),
        weight=number(each.weight, lang, digits=1),
        sentences=" ".join(each.words[lang].in_favour),
    )


def _learned(found: Calibration, *, adopted: bool, lang: str) -> list[str]:
    if adopted:
        return [found.text[lang], text("findings.calibration_adopted", lang)]
    moved = [(text(f"findings.dimension_{each.dimension}", lang), each.before, each.after) for each in found.moved]
    lines = [f"  {label}: {_shares(before, lang)} → {_shares(after, lang)}" for label, before, after in moved]
    how = [text("findings.calibration_how", lang, proposal=found.proposal)] if found.adoptable else []
    return [found.text[lang], *lines, *how]


def _shares(shares: Sequence[float], lang: str) -> str:
    return "; ".join(number(share, lang, digits=3) for share in shares)
