"""Ids in the place of references, keys in the place of territory names; what cannot be found is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.ingest.columns import Column, Table
from graphsvc.ingest.identities import NAMES, PREFIXES
from graphsvc.ingest.records import Findings, Read
from graphsvc.ingest.references import Ambiguous, Gazetteer, Index
from graphsvc.model.entities import Dataset, Place
from graphsvc.model.identifiers import stable_id

_OTHER = {"actors": "structures", "structures": "actors"}


class Linker:
    """Resolves the references of one file against its own rows and what is known already."""

    def __init__(self, rows: Mapping[str, list[Read]], known: Dataset | None, findings: Findings) -> None:
        self._findings = findings
        self._indexes = _indexes(rows, known or Dataset())
        self._gazetteer = Gazetteer(_places(rows, known or Dataset()))
        self._may_imply = {name for name in _OTHER if known is None and not rows[name]}
        self.implied: dict[str, dict[str, str]] = {name: {} for name in _OTHER}

    def link(self, table: Table, read: Read) -> bool:
        """Resolve one row in place; False where it loses an end that it cannot do without. Every end is looked up."""
        is_whole = True
        for column in table.columns:
            written = read.values.get(column.field)
            if written is None:
                continue
            if column.holds in ("territory", "territories") or column.target == "places":
                read.values[column.field] = self._territories(written, column, read)
            elif column.holds in ("reference", "references"):
                found = self._references(written, column, read)
                is_whole = is_whole and not (found is None and column.required)
                read.values[column.field] = found
        return is_whole

    def _territories(self, written: Any, column: Column, read: Read) -> Any:
        if isinstance(written, str):
            return self._territory(written, column, read)
        return tuple(dict.fromkeys(self._territory(part, column, read) for part in written))

    def _territory(self, text: str, column: Column, read: Read) -> str:
        """The key; unknown territories stay as text."""
        try:
            key = self._gazetteer.find(text)
        except Ambiguous as error:
            self._tell("imports.ambiguous", column, read, text, ids=", ".join(error.ids))
            return text
        if key is None:
            self._tell("imports.unknown_territory", column, read, text)
        return key or text

    def _references(self, written: Any, column: Column, read: Read) -> Any:
        if isinstance(written, str):
            return self._reference(written, column, read)
        found = (self._reference(part, column, read) for part in written)
        return tuple(dict.fromkeys(id_ for id_ in found if id_))

    def _reference(self, text: str, column: Column, read: Read) -> str | None:
        targets = ("actors", "structures") if column.target == "ends" else (str(column.target),)
        try:
            found = next((id_ for name in targets if (id_ := self._indexes[name].find(text))), None)
        except Ambiguous as error:
            self._tell("imports.ambiguous", column, read, text, ids=", ".join(error.ids))
            return None
        if found is None and column.required and column.target in self._may_imply:
            return self._imply(column.target, text)
        if found is None:
            self._tell(self._why_unknown(column, text), column, read, text)
        return found

    def _imply(self, name: str, text: str) -> str:
        """Take up what a file without its sheet only names."""
        id_ = stable_id(PREFIXES[name], None, text)
        self.implied[name][id_] = text
        return id_

    def _why_unknown(self, column: Column, text: str) -> str:
        other = _OTHER.get(str(column.target))
        try:
            is_other = other is not None and self._indexes[other].find(text) is not None
        except Ambiguous:
            is_other = True
        if is_other:
            return f"imports.is_in_{other}"
        return "imports.unknown_end" if column.required else "imports.unknown_reference"

    def _tell(self, message: str, column: Column, read: Read, value: str, **extra: Any) -> None:
        self._findings.problems.append(read.place.problem(message, column=column, value=value, **extra))


def _indexes(rows: Mapping[str, list[Read]], known: Dataset) -> dict[str, Index]:
    indexes = {name: Index() for name in PREFIXES}
    for actor in known.actors:
        indexes["actors"].add(actor.id, actor.name)
    for structure in known.structures:
        indexes["structures"].add(structure.id, structure.name)
    for agreement in known.agreements:
        indexes["agreements"].add(agreement.id, agreement.title)
    for name, index in indexes.items():
        for read in rows[name]:
            index.add(read.values["id"], read.values[NAMES[name]])
    return indexes


def _places(rows: Mapping[str, list[Read]], known: Dataset) -> list[Place]:
    own = (Place(key=read.values["key"], name=read.values.get("name") or read.values["key"]) for read in rows["places"])
    return [*own, *known.places]
