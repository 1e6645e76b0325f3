"""What a sheet is and what its columns hold: guesses with reasons, from the headers first and the cells second."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from graphsvc.ingest.layout import Layout, find_layout
from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.profile import is_mark, profile, role_of
from graphsvc.ingest.sheets import Sheet, is_empty, raw_text
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.text import clean, one_line
from graphsvc.vocabulary import fold

SheetKind = Literal["actors", "structures", "memberships", "agreements", "grants", "matrix", "attendance", "ignored"]
"""What the rows of a sheet are. `matrix`: rows actors, columns structures (or the reverse), a mark where one sits in
the other; `attendance`: the list of those present in minutes; `ignored`: nothing that belongs on the map."""

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
        """Of the headers in their order: the same list of next year has the same."""
        headers = "\n".join(fold(column.header) for column in self.columns)
        return hashlib.sha256(headers.encode()).hexdigest()[:16]

    def at(self, meaning: str) -> list[int]:
        """The columns that hold something."""
        return [column.at for column in self.columns if column.meaning == meaning]

    def meanings(self) -> frozenset[str]:
        """Everything that some column holds."""
        return frozenset(column.meaning for column in self.columns if column.meaning)


STRUCTURE_SIGNS = frozenset(
    {"function", "coordinator", "chair", "meetings_per_year", "hours", "last_meeting", "successor_of", "members_total"}
    | {"members_complete", "members", "level", "binding", "legal_basis", "education_stage", "purpose"}
)
"""Columns that only lists of bodies have."""
ACTOR_SIGNS = frozenset(
    {"legal_form", "street", "address", "postcode", "city", "web", "email", "phone", "register_number", "voluntary"}
    | {"carrier", "bodies", "key", "person", "postcode_city", "fax"}
)
"""Columns that only lists of organisations have."""
SEVERAL_ALLOWED = frozenset({"topic", "target_group", "alias", "phone", "email", "note", "person", "members", "bodies"})
"""Meanings that several columns of a sheet may share; of others the surest column counts."""

_BY_CONTENT = (
    ("email", "email", 0.6),
    ("web", "web", 0.6),
    ("mark", None, 1.1),
    ("money", "amount", 0.6),
    ("key", "key", 0.7),
    ("postcode", "postcode", 0.9),
    ("person", "person", 0.6),
    ("street", "street", 0.6),
    ("phone", "phone", 0.6),
    ("legal_form", "legal_form", 0.8),
    ("topic", "topic", 0.6),
    ("target_group", "target_group", 0.6),
    ("education_stage", "education_stage", 0.7),
    ("actor_kind", "kind", 0.7),
    ("structure_kind", "kind", 0.7),
    ("territory", "territory", 0.6),
)
"""What a column without a telling header holds if this share of its cells reads as such; first match counts."""
_BODIES = frozenset({"project", "structure", "agreement"})
_FEWEST = 3
"""Filled cells that a guess from content alone needs."""
_MAY_BE_PERSONS = frozenset(
    {"actor", "name", "coordinator", "chair", "carrier", "recipient", "members", "role", "person_function", "funder"}
)
"""Meanings that give way where the cells name persons."""
_MUST_READ = {
    "from": "date",
    "to": "date",
    "concluded": "date",
    "last_meeting": "date",
    "as_recorded": "date",
    "period": "date",
}
_FEWEST_MARK_COLUMNS = 3
_MARK_SHARE = 0.7


def recognise(sheet: Sheet, *, header_rows: tuple[int, ...] | None = None) -> SheetGuess:
    """What one sheet is. `header_rows` overrules what would be recognised."""
    if sheet.is_text:
        return SheetGuess(sheet.file, sheet.name, "attendance", ("reason_text", {}))
    layout = find_layout(sheet, header_rows=header_rows)
    if layout is None or not layout.data_rows:
        return SheetGuess(sheet.file, sheet.name, "ignored", ("reason_no_table", {}))
    marks = _mark_columns(layout)
    if marks:
        return _matrix(layout, marks)
    columns = _columns(layout)
    kind, reason = _kind(layout, columns)
    columns = _for_kind(columns, kind)
    return SheetGuess(sheet.file, sheet.name, kind, reason, layout.header_rows, columns, layout=layout)


# columns -------------------------------------------------------------------------------------------------------------


def _columns(layout: Layout) -> tuple[ColumnGuess, ...]:
    guesses = [_column(layout, at) for at in range(1, layout.width + 1)]
    return _without_rivals([guess for guess in guesses if guess.header or guess.meaning])


def _column(layout: Layout, at: int) -> ColumnGuess:
    header = layout.headers[at - 1]
    group = layout.groups[at - 1] if layout.groups else ""
    label = f"{group} / {header}" if group and header else header
    match = match_header(header) or (match_header(group) if group else None)
    shares = profile(layout.column(at))
    if match is None or (match.score < 0.7 and _by_content(shares)):
        return _from_content(at, label, shares)
    meaning = match.meaning
    if shares.get("person", 0) >= 0.5 and meaning in _MAY_BE_PERSONS:
        return ColumnGuess(at, label, "person", 0.9, ("reason_persons", {}))
    if meaning == "funding" and shares.get("number", 0) + shares.get("money", 0) >= 0.7:
        return ColumnGuess(at, label, "amount", 0.7, ("reason_header", {"word": match.word}))
    needed = _MUST_READ.get(meaning)
    if needed and shares["filled"] and shares.get(needed, 0) < 0.3:
        return ColumnGuess(at, label, None, 0.3, ("reason_not_dates", {"word": match.word}))
    return ColumnGuess(at, label, meaning, match.score, ("reason_header", {"word": match.word}))


def _from_content(at: int, label: str, shares: Mapping[str, float]) -> ColumnGuess:
    found = _by_content(shares)
    if found is None:
        return ColumnGuess(at, label, None, 0.0, ("reason_unknown", {}))
    meaning, share = found
    return ColumnGuess(at, label, meaning, 0.6 * share, ("reason_content", {"share": round(100 * share)}))


def _by_content(shares: Mapping[str, float]) -> tuple[str, float] | None:
    if shares["filled"] < _FEWEST:
        return None
    return next(
        ((meaning, shares[kind]) for kind, meaning, bar in _BY_CONTENT if meaning and shares.get(kind, 0) >= bar), None
    )


def _without_rivals(guesses: Sequence[ColumnGuess]) -> tuple[ColumnGuess, ...]:
    """Of several columns with one meaning the surest keeps it, the leftmost of equals."""
    best: dict[str, ColumnGuess] = {}
    for guess in guesses:
        if guess.meaning and (guess.meaning not in best or guess.score > best[guess.meaning].score):
            best[guess.meaning] = guess
    return tuple(
        guess
        if not guess.meaning or guess.meaning in SEVERAL_ALLOWED or best[guess.meaning] is guess
        else replace(guess, meaning=None, reason=("reason_rival", {"header": best[guess.meaning].header}))
        for guess in guesses
    )


# kinds ---------------------------------------------------------------------------------------------------------------


def _kind(layout: Layout, columns: Sequence[ColumnGuess]) -> tuple[SheetKind, Reason]:
    found = {column.meaning for column in columns if column.meaning}
    if {"recipient", "funder"} <= found or (
        "amount" in found and found & {"recipient", "funder"} and not found & _BODIES
    ):
        return "grants", ("reason_grants", {})
    if "project" in found:
        return "structures", ("reason_projects", {})
    if {"actor", "structure"} <= found:
        return "memberships", ("reason_both", {})
    if "structure" in found:
        return "structures", ("reason_names_structures", {})
    if ("agreement" in found and _reads_like_titles(layout, columns)) or found & {"agreement_kind", "notice_period"}:
        return "agreements", ("reason_agreements", {})
    if found & {"program", "concluded"} and found & {"actor", "carrier", "name"}:
        return "agreements", ("reason_agreements", {})
    if {"funding", "period"} <= found and found & {"actor", "name"} and _names_programmes(layout, columns):
        return "agreements", ("reason_agreements", {})
    if "actor" in found or "name" in found:
        return _actors_or_structures(layout, columns, found)
    if "carrier" in found:
        return "actors", ("reason_names_actors", {})
    return "ignored", ("reason_no_names", {})


def _names_programmes(layout: Layout, columns: Sequence[ColumnGuess]) -> bool:
    """Whether the column of funding names programmes that come with an agreement for every partner."""
    at = next(column.at for column in columns if column.meaning == "funding")
    return profile(layout.column(at)).get("programme", 0) >= 0.6


def _reads_like_titles(layout: Layout, columns: Sequence[ColumnGuess]) -> bool:
    """A column "Kooperationsvereinbarung" may hold titles, or only ja, nein and dates."""
    at = next(column.at for column in columns if column.meaning == "agreement")
    shares = profile(layout.column(at))
    return shares.get("yes_no", 0) + shares.get("date", 0) + shares.get("mark", 0) < 0.5


def _actors_or_structures(layout: Layout, columns: Sequence[ColumnGuess], found: set[str]) -> tuple[SheetKind, Reason]:
    if "actor" in found and "name" not in found and not found & {"members", "meetings_per_year"}:
        return "actors", ("reason_names_actors", {})
    at = next(column.at for column in columns if column.meaning in ("name", "actor"))
    names = [one_line(raw_text(cell)) for cell in layout.column(at) if not is_empty(cell)]
    share = sum(map(looks_like_structure, names)) / len(names) if names else 0.0
    for_structures = len(found & STRUCTURE_SIGNS) + 4 * share
    for_actors = len(found & ACTOR_SIGNS) + 4 * (1 - share) * (0.5 if share else 1)
    if for_structures > for_actors:
        return "structures", ("reason_like_structures", {"share": round(100 * share)})
    return "actors", ("reason_like_actors", {"share": round(100 * (1 - share))})


def _for_kind(columns: tuple[ColumnGuess, ...], kind: SheetKind) -> tuple[ColumnGuess, ...]:
    """General headers ("Name", "Funktion") mean what the kind of sheet makes of them."""
    renamed = _RENAMED.get(kind, {})
    taken = {column.meaning for column in columns}
    found: list[ColumnGuess] = []
    for column in columns:
        free = (better for better in renamed.get(column.meaning or "", ()) if better not in taken)
        better = next(free, None)
        found.append(replace(column, meaning=better) if better else column)
        taken.add(better)
    return tuple(found)


_RENAMED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "actors": {"name": ("actor",), "coordinator": ("person",), "carrier": ("actor",)},
    "structures": {"name": ("structure",), "role": ("function",), "actor": ("coordinator",)},
    "agreements": {"name": ("actor",)},
    "memberships": {"function": ("role",)},
    "grants": {"actor": ("recipient", "funder"), "name": ("recipient", "funder")},
}


# matrices ------------------------------------------------------------------------------------------------------------


def _mark_columns(layout: Layout) -> tuple[int, ...]:
    """Columns whose filled cells are marks or roles; between such columns also emptier and untidier ones."""
    sure = [at for at in range(1, layout.width + 1) if layout.headers[at - 1] and _holds_marks(layout, at)]
    crossed = [at for at in sure if any(map(is_mark, _entries(layout, at)))]
    if len(sure) < _FEWEST_MARK_COLUMNS or len(crossed) < len(sure) // 2:
        return ()
    return tuple(at for at in range(sure[0], sure[-1] + 1) if at in sure or _may_hold_marks(layout, at))


def _entries(layout: Layout, at: int) -> list[str]:
    texts = (clean(raw_text(cell)) for cell in layout.column(at) if not is_empty(cell))
    return [text for text in texts if text not in ("-", "–", "—", "?")]


def _holds_marks(layout: Layout, at: int) -> bool:
    texts = _entries(layout, at)
    is_attribute = match_header(layout.headers[at - 1]) is not None and not any(map(is_mark, texts))
    return bool(texts) and not is_attribute and sum(map(is_matrix_entry, texts)) >= _MARK_SHARE * len(texts)


def _may_hold_marks(layout: Layout, at: int) -> bool:
    header, texts = layout.headers[at - 1], _entries(layout, at)
    match = match_header(header)
    is_attribute = match is not None and match.score >= 0.95
    return bool(header) and not is_attribute and (not texts or any(map(is_matrix_entry, texts)))


def is_matrix_entry(text: str) -> bool:
    """Whether a cell of a matrix says that one sits in the other: a mark or a role."""
    return is_mark(text) or (len(text) <= 30 and role_of(text.strip("()?! ")) is not None)


def _matrix(layout: Layout, marks: tuple[int, ...]) -> SheetGuess:
    left = list(range(1, marks[0])) or [1]
    columns = _without_rivals([_column(layout, at) for at in range(1, layout.width + 1) if at not in marks])
    label = max(left, key=lambda at: (_distinct_texts(layout, at), -at))
    names = [one_line(raw_text(cell)) for cell in layout.column(label) if not is_empty(cell)]
    heads = [layout.headers[at - 1] for at in marks]
    in_rows = sum(map(looks_like_structure, names)) / max(1, len(names))
    in_columns = sum(map(looks_like_structure, heads)) / len(heads)
    transposed = in_rows > in_columns
    meaning = "structure" if transposed else "actor"
    columns = tuple(
        replace(column, meaning=meaning)
        if column.at == label
        else replace(column, meaning=None)
        if column.meaning == meaning or column.meaning == "name"
        else column
        for column in columns
        if column.header or column.at == label
    )
    return SheetGuess(
        layout.sheet.file,
        layout.sheet.name,
        "matrix",
        ("reason_matrix", {"count": len(marks)}),
        layout.header_rows,
        columns,
        marks=marks,
        transposed=transposed,
        layout=layout,
    )


def _distinct_texts(layout: Layout, at: int) -> int:
    texts = Counter(
        fold(raw_text(cell)) for cell in layout.column(at) if isinstance(cell, str) and re.search("[a-zA-Z]{3}", cell)
    )
    return len(texts)
