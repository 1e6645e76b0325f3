"""A reading beside the graph, as people see it before they say yes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graphsvc.errors import Problem
from graphsvc.ingest.guesses import Reason, SheetGuess
from graphsvc.ingest.same import Lookalike, name_of, records_of
from graphsvc.ingest.upload import Upload
from graphsvc.language import LANGUAGES, text
from graphsvc.model.entities import Dataset
from graphsvc.model.imports import (
    Candidate,
    ColumnPreview,
    Decided,
    Decision,
    FieldChange,
    ImportPreview,
    Remark,
    RowPreview,
    RowState,
    SheetPreview,
    Words,
)
from graphsvc.services.uploads import StoredUpload
from graphsvc.store.edits import Edit, Plan
from graphsvc.store.facts import ORIGIN_FIELDS

_ORDER = {"changed": 0, "new": 1, "unchanged": 2}

MOST_ROWS = 500
"""Rows that a preview shows at once; all of them come page by page."""

_TIES = {"Membership": ("actor", "structure"), "Party": ("actor", "agreement"), "Relation": ("from_id", "to_id")}


def preview_of(
    stored: StoredUpload,
    upload: Upload,
    plan: Plan,
    *,
    names: dict[str, str],
    candidates: Mapping[str, list[Candidate]],
    kept: Iterable[Edit],
    revision: int,
) -> ImportPreview:
    """The preview of one upload."""
    rows = all_rows(plan, stored.decisions, names=names, candidates=candidates)
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_kind[row.kind][row.state] += 1
    counts = Counter(row.state for row in rows)
    rejected = tuple(remark(problem) for problem in upload.reading.problems)
    return ImportPreview(
        id=stored.id,
        name=stored.name,
        state=stored.state,
        format=upload.format,
        counts={state: counts[state] for state in ("new", "changed", "unchanged")} | {"rejected": len(rejected)},
        by_kind={kind: dict(states) for kind, states in sorted(by_kind.items())},
        rows=tuple(rows[:MOST_ROWS]),
        rejected=rejected,
        remarks=tuple(remark(problem) for problem in upload.reading.notes),
        decided=_decided(stored.decisions, names_of(upload.reading.dataset) | names),
        kept=tuple(_row("changed", edit, names, {}, stored.decisions) for edit in kept),
        sheets=tuple(_sheet(guess) for guess in upload.guesses),
        persons=upload.persons,
        counted=upload.counted,
        revision=revision,
    )


def all_rows(
    plan: Plan,
    decisions: Mapping[str, Decision],
    *,
    names: Mapping[str, str],
    candidates: Mapping[str, list[Candidate]],
) -> list[RowPreview]:
    """Every fact of an import: new ones that may be there already, then changed ones, other new ones, the rest."""
    states: tuple[tuple[RowState, tuple[Edit, ...]], ...] = (
        ("changed", plan.changed),
        ("new", plan.new),
        ("unchanged", plan.unchanged),
    )
    rows = [
        _row(state, edit, names, candidates, decisions)
        for state, part in states
        for edit in part
        if edit.kind != "Source"
    ]
    return sorted(rows, key=lambda row: (not row.candidates, _ORDER[row.state]))


def names_of(*datasets: Dataset) -> dict[str, str]:
    """Names by id of everything that has one."""
    return {record.id: name_of(record) for each in datasets for record in records_of(each)}


def remark(problem: Problem) -> Remark:
    """A problem in all languages."""
    return Remark(
        text={lang: problem.text(lang) for lang in LANGUAGES},
        place={lang: problem.place(lang) for lang in LANGUAGES},
        file=problem.file,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        value=problem.value,
    )


def _row(
    state: RowState,
    edit: Edit,
    names: Mapping[str, str],
    candidates: Mapping[str, list[Candidate]],
    decisions: Mapping[str, Decision],
) -> RowPreview:
    after = edit.after or {}
    return RowPreview(
        state=state,
        kind=edit.kind,
        key=edit.key,
        label=_label(edit, names),
        sheet=after.get("source_sheet"),
        row=after.get("source_row"),
        changes=tuple(_changes(edit)) if state == "changed" else (),
        candidates=tuple(candidates.get(edit.key, ())) if state == "new" else (),
        decision=decisions.get(edit.key),
    )


def _label(edit: Edit, names: Mapping[str, str]) -> str:
    fields = edit.after or {}
    if edit.kind in _TIES:
        return " – ".join(names.get(str(fields.get(end)), str(fields.get(end))) for end in _TIES[edit.kind])
    return str(fields.get("name") or fields.get("title") or edit.key)


def _changes(edit: Edit) -> Iterable[FieldChange]:
    before, after = edit.before or {}, edit.after or {}
    return (
        FieldChange(name, before.get(name), after.get(name))
        for name in edit.changed_fields
        if name not in ORIGIN_FIELDS
    )


def _decided(decisions: Mapping[str, Decision], names: Mapping[str, str]) -> tuple[Decided, ...]:
    found = (
        Decided(key, names.get(key, key), each, names.get(each.target, each.target) if each.target else None)
        for key, each in decisions.items()
    )
    return tuple(sorted(found, key=lambda each: (each.label, each.key)))


def candidate_of(lookalike: Lookalike) -> Candidate:
    """A record of like name as people see it."""
    return Candidate(lookalike.id, lookalike.name, _words(f"imports.{lookalike.reason}"))


def _sheet(guess: SheetGuess) -> SheetPreview:
    columns = tuple(
        ColumnPreview(column.header, column.meaning, round(column.score, 2), _reason(column.reason))
        for column in guess.columns
    )
    return SheetPreview(
        guess.file, guess.sheet, guess.kind, _reason(guess.reason), guess.fingerprint, guess.header_rows, columns
    )


def _reason(reason: Reason) -> Words:
    key, values = reason
    return _words(f"imports.{key}", **values)


def _words(key: str, **values: Any) -> Words:
    return {lang: text(key, lang, **values) for lang in LANGUAGES}
