"""The front door of reading: whatever was uploaded, as one kind of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.columns import VOCABULARIES
from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.kumu import is_kumu, read_kumu
from graphsvc.ingest.mapping import Mappings
from graphsvc.ingest.messy import read_messy
from graphsvc.ingest.oparl import Object, broken_files, load_objects, read_oparl
from graphsvc.ingest.rows import ValueRead
from graphsvc.ingest.sheets import Tables
from graphsvc.ingest.tables import read_tables
from graphsvc.ingest.template import Reading, is_template_sheet, read_template_tables
from graphsvc.model.entities import Dataset, Source

Format = Literal["template", "lists", "kumu", "oparl"]


@dataclass(frozen=True, slots=True)
class Upload:
    """What one upload says, and how it was understood: `guesses` and `values` (with the cell each comes from) for lists
    that are not in the template; `persons` met and left out; `counted` what the file holds in its own terms."""

    source: Source
    format: Format
    reading: Reading
    guesses: tuple[SheetGuess, ...] = ()
    values: tuple[ValueRead, ...] = ()
    persons: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_curated(self) -> bool:
        """Whether the file may correct what the graph holds: the template and a council's own system may, lists only
        add."""
        return self.format in ("template", "oparl")


def read_upload(path: Path, *, known: Dataset | None = None, mappings: Mappings | None = None) -> Upload:
    """Read a file, a folder or a zip in any form that is understood.

    Args:
        path: what was uploaded.
        known: the graph, so that names and ids are found in it.
        mappings: saved corrections of what columns mean.

    Raises:
        InputRefused: nothing in it can be read, or nothing belongs on the map.
    """
    if (objects := load_objects(path)) is not None:
        return _council(path, objects)
    return read_tables_as_upload(read_tables(path), known=known, mappings=mappings, kind=_kind(path))


def read_tables_as_upload(
    tables: Tables, *, known: Dataset | None = None, mappings: Mappings | None = None, kind: str = "file"
) -> Upload:
    """The same for sheets already in memory."""
    tables = _without_vocabularies(tables)
    source = Source(id=tables.source_id, name=tables.name, kind=kind, sha256=tables.sha256)
    if is_kumu(tables):
        kumu = read_kumu(tables)
        counted = {"elements": kumu.elements, "connections": kumu.connections}
        return _something(Upload(source, "kumu", kumu.reading, counted=counted, persons=kumu.persons), tables.name)
    if all(is_template_sheet(sheet) for sheet in tables.sheets if sheet.rows):
        return _something(Upload(source, "template", read_template_tables(tables, known=known)), tables.name)
    messy = read_messy(tables, known=known, mappings=mappings)
    guesses = tuple(replace(guess, layout=None) for guess in messy.guesses)  # lets go of the cells
    return _something(Upload(source, "lists", messy.reading, guesses, messy.values, messy.persons), tables.name)


def _council(path: Path, objects: list[Object]) -> Upload:
    oparl = read_oparl(objects)
    broken = [Problem("imports.json_broken", "imports.json_broken_advice", file=name) for name in broken_files(path)]
    reading = replace(oparl.reading, problems=(*oparl.reading.problems, *broken))
    source = Source(id=f"q-{oparl.sha256[:16]}", name=path.name, kind="oparl", sha256=oparl.sha256)
    return _something(Upload(source, "oparl", reading, counted=oparl.counted, persons=oparl.persons), path.name)


def _without_vocabularies(tables: Tables) -> Tables:
    """The blank template carries its vocabularies along; they are not for import."""
    return replace(tables, sheets=tuple(sheet for sheet in tables.sheets if sheet.name != VOCABULARIES))


def _kind(path: Path) -> str:
    return "folder" if path.is_dir() else path.suffix.lower().lstrip(".") or "file"


def _something(upload: Upload, name: str) -> Upload:
    """Refuse an upload that says nothing at all and leaves nothing to ask, with what was seen in it; that cells are
    coloured explains nothing."""
    dataset = upload.reading.dataset
    is_asked = any(guess.kind == "names" for guess in upload.guesses)
    if is_asked or any(getattr(dataset, part) for part in dataset.__dataclass_fields__):
        return upload
    nothing = Problem("imports.nothing_found", "imports.nothing_found_advice", file=name)
    seen = (note for note in upload.reading.notes if note.message != "imports.colours")
    raise InputRefused([nothing, *upload.reading.problems, *seen])
