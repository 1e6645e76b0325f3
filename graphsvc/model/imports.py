"""What an import shows before, and says after, it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["preview", "committed", "undone"]
RowState = Literal["new", "changed", "unchanged"]
Action = Literal["new", "same", "skip"]
"""What people decide about a record: take it as new, as the same as one that is there, or not at all."""

Words = Mapping[str, str]
"""A text by language code."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one record of an import; `target` is the id of the record that it is the same as."""

    action: Action
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, with the names of the record in the list and of the one that it is the same as."""

    key: str
    label: str
    decision: Decision
    target_label: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field whose value the import would change."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that is already there and may be the same; `weight` in bits where the matcher gave one."""

    id: str
    name: str
    reason: Words
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class RowPreview:
    """One fact of an import beside what the graph holds."""

    state: RowState
    kind: str
    key: str
    label: str
    sheet: str | None = None
    row: int | None = None
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong with the file, or worth knowing: what, where, and what to do."""

    text: Words
    place: Words
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """What a column was taken for, and why; `meaning` None: not read."""

    header: str
    meaning: str | None
    score: float
    reason: Words


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a sheet was taken for, and why."""

    file: str
    sheet: str
    kind: str
    reason: Words
    fingerprint: str
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnPreview, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """One import in the list of imports; `counts` are facts by state."""

    id: str
    name: str
    state: State
    created_at: str
    format: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Everything that an import would do. `rows` begin with what may be there already. `rejected` cost a value or row;
    `remarks` cost nothing; `persons` were met and left out; `counted` is what the file holds in its own terms
    (elements, ...); `decided` are the decisions so far; `kept` are changes that are not made unless asked for, because
    the file does not name the record by its id."""

    id: str
    name: str
    state: State
    format: str
    counts: Mapping[str, int]
    by_kind: Mapping[str, Mapping[str, int]]
    rows: tuple[RowPreview, ...]
    rejected: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    decided: tuple[Decided, ...] = ()
    kept: tuple[RowPreview, ...] = ()
    sheets: tuple[SheetPreview, ...] = ()
    persons: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    id: str
    counts: Mapping[str, int]
    revision: int
