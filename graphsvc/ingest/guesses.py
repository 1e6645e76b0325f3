"""What a sheet is taken for, with reasons: what people look at in the preview and correct."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graphsvc.ingest.layout import Layout
from graphsvc.vocabulary import fold

SheetKind = Literal[
    "actors", "structures", "memberships", "agreements", "grants", "matrix", "attendance", "names", "ignored"
]
"""What the rows of a sheet are. `matrix`: rows actors, columns structures (or the reverse), a mark where one sits in
the other; `attendance`: the list of those present in minutes; `names`: a bare list of names that do not tell whether
they are those of organisations or bodies; `ignored`: nothing that belongs on the map."""

Reason = tuple[str, Mapping[str, Any]]
"""A catalogue key below `imports.` and its values."""


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column, `at` counted from 1: its header, what it holds (None: not read), how sure (0 to 1) and why."""

    at: int
    header: str
    meaning: str | None
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class SheetGuess:
    """One sheet: what it is, where its header lies, what its columns hold."""

    file: str
    sheet: str
    kind: SheetKind
    reason: Reason
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    marks: tuple[int, ...] = ()
    transposed: bool = False
    territory: str | None = None
    layout: Layout | None = field(default=None, compare=False, repr=False)

    @property
    def fingerprint(self) -> str:
        """Of the headers in their order, or of its name where it has none: the same list of next year has the same."""
        headers = "\n".join(fold(column.header) for column in self.columns)
        return hashlib.sha256((headers.strip() or f"{self.file}\n{self.sheet}").encode()).hexdigest()[:16]

    def at(self, meaning: str) -> list[int]:
        """The columns that hold something, the surest first."""
        holding = (column for column in self.columns if column.meaning == meaning)
        return [column.at for column in sorted(holding, key=lambda column: -column.score)]

    def meanings(self) -> frozenset[str]:
        """Everything that some column holds."""
        return frozenset(column.meaning for column in self.columns if column.meaning)
