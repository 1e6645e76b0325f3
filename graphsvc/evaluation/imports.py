"""How well the importer copes: every defect planted in the messy files of a demo region against what was understood."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from graphsvc.demoregion import Region, generate
from graphsvc.demoregion.messy import Defect
from graphsvc.evaluation.report import Report, report
from graphsvc.ingest.rows import ValueRead
from graphsvc.ingest.upload import Upload, read_upload
from graphsvc.vocabulary import fold

Outcome = Literal["resolved", "asked", "missed", "wrong"]
"""`resolved` as listed; `asked`: not, but a message names the cell; `missed`: nothing was taken from the cell; `wrong`:
something else was, silently."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by file, sheet, row and the last part of its header."""

    file: str
    sheet: str
    row: int | None
    column: str | None


@dataclass(frozen=True)
class Understood:
    """What an importer made of the messy files, by place."""

    values: Mapping[Place, list[tuple[str, Any]]]
    rows: frozenset[Place]
    messages: frozenset[Place]
    meanings: Mapping[tuple[str, str, str], str | None]
    names: frozenset[str]
    text: str

    @classmethod
    def of(cls, upload: Upload) -> Understood:
        """Index an upload."""
        heads = {
            (guess.file, guess.sheet, f"{at}"): guess.layout.headers[at - 1]
            for guess in upload.guesses
            if guess.layout is not None
            for at in guess.marks
        }
        values: dict[Place, list[tuple[str, Any]]] = {}
        for value in upload.values:
            header = heads.get((value.file, value.sheet, value.column), value.column)
            values.setdefault(_place(value.file, value.sheet, value.row, header), []).extend(_fields(value))
        problems = (*upload.reading.problems, *upload.reading.notes)
        messages = {_place(p.file or "", p.sheet or "", p.row, p.column) for p in problems}
        meanings = {
            (guess.file, _sheet(guess.file, guess.sheet), _header(column.header)): column.meaning
            for guess in upload.guesses
            for column in guess.columns
        }
        rows = {_place(value.file, value.sheet, value.row, None) for value in upload.values if value.value is not None}
        dataset = upload.reading.dataset
        names = frozenset([*(actor.name for actor in dataset.actors), *(body.name for body in dataset.structures)])
        return cls(values, frozenset(rows), frozenset(messages), meanings, names, repr(dataset))


def evaluate(seeds: Sequence[int], *, shared_data: Path) -> Report:  # noqa: ARG001 (one signature for all evaluations)
    """Import the messy files of every seed's region and compare with `defects.json`."""
    regions = [generate(seed) for seed in seeds]
    results = [{"seed": region.seed, **measure(region)} for region in regions]
    return report("import", seeds, [region.truth.at.isoformat() for region in regions], results)


def measure(region: Region) -> dict[str, Any]:
    """Counts of planted, resolved and silently wrong defects, together and by kind."""
    with tempfile.TemporaryDirectory() as folder:
        defects = region.write_messy(Path(folder)).defects
        understood = Understood.of(read_upload(Path(folder)))
    outcomes = [(defect.defect, outcome(defect, understood)) for defect in defects]
    total = _counts(result for _, result in outcomes)
    kinds = sorted({kind for kind, _ in outcomes})
    by_defect = {kind: _counts(result for each, result in outcomes if each == kind) for kind in kinds}
    return {**total, "share_resolved": total["resolved"] / total["planted"], "by_defect": by_defect}


def outcome(defect: Defect, understood: Understood) -> Outcome:
    """What became of one defect."""
    results = [
        ASPECTS.get(aspect, _value)(defect, aspect, wanted, understood) for aspect, wanted in defect.expected.items()
    ]
    return max(results, key=("resolved", "asked", "missed", "wrong").index)


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    found = list(outcomes)
    return {"planted": len(found), **{kind: found.count(kind) for kind in ("resolved", "asked", "missed", "wrong")}}


def _value(defect: Defect, field: str, wanted: Any, understood: Understood) -> Outcome:
    """Whether the cell was taken for the wanted value."""
    place = _place(defect.file, defect.sheet, defect.row, defect.column)
    got = [value for name, value in understood.values.get(place, ()) if _is_field(name, field)]
    if _agrees(got, wanted) or (field in NAMES and _is_joined(got, wanted, understood)):
        return "resolved"
    if place in understood.messages or _place(defect.file, defect.sheet, defect.row, None) in understood.messages:
        return "asked"
    return "wrong" if any(value not in (None, []) for value in got) else "missed"


NAMES = frozenset({"actor", "structure", "name"})


def _fields(value: ValueRead) -> list[tuple[str, Any]]:
    """Fields and plain values of what was read from a cell; a period is a begin and an end."""
    plain = _plain(value.value)
    if value.field == "period" and isinstance(plain, list):
        return list(zip(("valid_from", "valid_to"), plain, strict=True))
    return [(value.field, plain)]


def _is_field(name: str, field: str) -> bool:
    """A structure named in a cell is the name of one, or the end of a membership; likewise an actor."""
    return name in NAMES if field in NAMES else name == field


def _is_joined(got: list[Any], wanted: Any, understood: Understood) -> bool:
    """Whether a spelling with ae, oe, ue was joined with the wanted name: only one of the two is on the map."""
    spellings = {name for name in got if isinstance(name, str) and fold(name) == fold(str(wanted))}
    return bool(spellings) and len({wanted, *spellings} & understood.names) == 1


def _agrees(got: list[Any], wanted: Any) -> bool:
    if wanted in (None, []):
        return all(value in (None, []) for value in got)
    if isinstance(wanted, list):
        together = [part for value in got for part in (value if isinstance(value, list) else [value])]
        return sorted(map(str, together)) == sorted(map(str, wanted))
    return any(value == wanted or value == [wanted] for value in got)


def _row(defect: Defect, _: str, wanted: str, understood: Understood) -> Outcome:
    """Whether a row was read, or left out."""
    is_read = _place(defect.file, defect.sheet, defect.row, None) in understood.rows
    return "resolved" if is_read == (wanted == "read") else "wrong"


def _person(defect: Defect, _: str, __: str, understood: Understood) -> Outcome:
    """Whether the person's name stayed out of everything that was understood."""
    surname = next(word for word in defect.raw.replace(",", " ").split() if word not in ("Frau", "Herr"))
    return "wrong" if surname in understood.text else "resolved"


def _meaning(defect: Defect, _: str, wanted: str, understood: Understood) -> Outcome:
    """Whether a column was taken for what it holds."""
    sheet = _sheet(defect.file, defect.sheet)
    found = understood.meanings.get((defect.file, sheet, _header(defect.column or "")))
    return "resolved" if found == wanted else "missed" if found is None else "wrong"


def _town(defect: Defect, aspect: str, wanted: Any, understood: Understood) -> Outcome:
    """Whether the rows of a town's own sheet got its territory; else the value of a cell."""
    if defect.row is not None:
        return _value(defect, aspect, wanted, understood)
    return "resolved" if f"territory=('{wanted[0]}',)" in understood.text else "missed"


def _body(_: Defect, __: str, wanted: str, understood: Understood) -> Outcome:
    """Whether the header of a matrix became a structure."""
    return "resolved" if wanted in understood.names else "missed"


ASPECTS: Mapping[str, Callable[[Defect, str, Any, Understood], Outcome]] = {
    "row": _row,
    "person": _person,
    "meaning": _meaning,
    "territory": _town,
    "body": _body,
}


def _place(file: str, sheet: str, row: int | None, column: str | None) -> Place:
    return Place(file, _sheet(file, sheet), row, _header(column) if column else None)


def _sheet(file: str, sheet: str) -> str:
    """The sheet; files that have one only need none."""
    return sheet if file.endswith((".xlsx", ".ods")) else ""


def _header(header: str) -> str:
    """The last row of a header, without the group above it."""
    return header.rpartition(" / ")[2].strip()


def _plain(value: Any) -> Any:
    """A value as `defects.json` writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
