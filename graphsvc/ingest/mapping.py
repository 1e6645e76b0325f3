"""Corrections of what was recognised, as YAML that people can read; found again by the fingerprint of the headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import yaml

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.guesses import ColumnGuess, SheetGuess, SheetKind
from graphsvc.ingest.meanings import meanings
from graphsvc.ingest.recognise import recognise
from graphsvc.ingest.sheet_kinds import NAMING
from graphsvc.ingest.sheets import Sheet

CORRECTED = ("reason_corrected", dict[str, Any]())


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What people say about one sheet; what is None or not named stays as recognised. `columns`: header -> meaning,
    None for a column that is not to be read."""

    fingerprint: str
    sheet: str = ""
    kind: SheetKind | None = None
    header_rows: tuple[int, ...] | None = None
    territory: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)


class Mappings:
    """All corrections that apply to an upload."""

    def __init__(self, mappings: Iterable[SheetMapping] = ()) -> None:
        self._by_fingerprint = {each.fingerprint: each for each in mappings}

    def applied(self, guess: SheetGuess, sheet: Sheet) -> SheetGuess:
        """The guess, corrected where there is something to correct."""
        mapping = self._by_fingerprint.get(guess.fingerprint)
        if mapping is None:
            return guess
        if mapping.header_rows and mapping.header_rows != guess.header_rows:
            guess = recognise(sheet, header_rows=mapping.header_rows)
        kind = mapping.kind or guess.kind
        columns = tuple(
            _corrected(column, mapping, instead=named)
            for column, named in zip(guess.columns, _named_as(kind, guess), strict=True)
        )
        reason = CORRECTED if kind != guess.kind else guess.reason
        return replace(guess, kind=kind, reason=reason, columns=columns, territory=mapping.territory or guess.territory)

    def __iter__(self) -> Any:
        return iter(self._by_fingerprint.values())


def _named_as(kind: SheetKind, guess: SheetGuess) -> Iterator[ColumnGuess]:
    """The columns, where what names the rows follows what people say the rows are."""
    wanted = NAMING.get(kind)
    found = next((name for name in (NAMING.get(guess.kind), "name") if name and guess.at(name)), None)
    is_other = kind != guess.kind and wanted is not None and found is not None and not guess.at(wanted)
    for column in guess.columns:
        yield replace(column, meaning=wanted) if is_other and column.meaning == found else column


def _corrected(column: ColumnGuess, mapping: SheetMapping, *, instead: ColumnGuess) -> ColumnGuess:
    """A column as people say; `instead` where they leave it as it was recognised."""
    if mapping.columns.get(column.header, column.meaning) == column.meaning:
        return instead
    return replace(column, meaning=mapping.columns[column.header], score=1.0, reason=CORRECTED)


def mapping_of(guess: SheetGuess) -> SheetMapping:
    """A guess as a mapping: what one saves, or edits and gives back."""
    columns = {column.header: column.meaning for column in guess.columns if column.header}
    return SheetMapping(guess.fingerprint, guess.sheet, guess.kind, guess.header_rows, guess.territory, columns)


def to_yaml(mappings: Iterable[SheetMapping]) -> str:
    """Mappings as a YAML text, sheets in the given order."""
    sheets = [
        {
            "sheet": each.sheet,
            "fingerprint": each.fingerprint,
            "kind": each.kind,
            "header_rows": list(each.header_rows or ()),
            "territory": each.territory,
            "columns": dict(each.columns),
        }
        for each in mappings
    ]
    return yaml.safe_dump({"sheets": sheets}, allow_unicode=True, sort_keys=False)


def from_yaml(text: str, *, file: str) -> list[SheetMapping]:
    """Mappings from a YAML text. Raises InputRefused where it is none, or names an unknown kind or meaning."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _refused("imports.mapping_broken", file) from error
    sheets = content.get("sheets") if isinstance(content, dict) else None
    if not isinstance(sheets, list) or not all(isinstance(each, dict) for each in sheets):
        raise _refused("imports.mapping_broken", file)
    return [_sheet_mapping(each, file) for each in sheets]


def _sheet_mapping(entry: Mapping[str, Any], file: str) -> SheetMapping:
    kind, columns = entry.get("kind"), entry.get("columns") or {}
    unknown = [value for value in columns.values() if value is not None and value not in meanings()]
    if kind is not None and kind not in get_args(SheetKind):
        unknown.append(kind)
    if unknown or not entry.get("fingerprint"):
        raise _refused("imports.mapping_unknown", file, value=", ".join(map(str, unknown)) or "fingerprint")
    return SheetMapping(
        fingerprint=str(entry["fingerprint"]),
        sheet=str(entry.get("sheet") or ""),
        kind=kind,
        header_rows=tuple(int(row) for row in entry.get("header_rows") or ()) or None,
        territory=entry.get("territory"),
        columns={str(header): meaning for header, meaning in columns.items()},
    )


def load(folder: Path) -> Mappings:
    """All saved mappings of a folder."""
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return Mappings(each for file in files for each in from_yaml(file.read_text(encoding="utf-8"), file=file.name))


def save(mapping: SheetMapping, folder: Path) -> Path:
    """Save one mapping under its fingerprint."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mapping.fingerprint}.yaml"
    path.write_text(to_yaml([mapping]), encoding="utf-8")
    return path


def _refused(message: str, file: str, **values: Any) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=file, values=values)])
