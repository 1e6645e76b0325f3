"""Writing a region in the import template: one CSV a sheet, German columns in the contract's order, UTF-8, comma."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from graphsvc.model.entities import Dataset
from graphsvc.vocabulary import SchemeName, scheme

Cell = Callable[[Any], str]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _labels(name: SchemeName) -> Cell:
    """Codes as German labels, the way a coordinator writes them."""

    def written(value: Any) -> str:
        codes = value if isinstance(value, tuple) else (value,) if value else ()
        return ";".join(scheme(name).label(code) for code in codes)

    return written


SHEETS: dict[str, tuple[str, tuple[tuple[str, str, Cell], ...]]] = {
    "akteure": (
        "actors",
        (
            ("id", "id", _plain),
            ("name", "name", _plain),
            ("kurzname", "short_name", _plain),
            ("art", "kind", _labels("actor_kinds")),
            ("rechtsform", "legal_form", _labels("legal_forms")),
            ("teil_von", "part_of", _plain),
            ("anschrift", "street", _plain),
            ("plz", "postcode", _plain),
            ("ort", "city", _plain),
            ("gebiet", "territory", _plain),
            ("web", "web", _plain),
            ("email", "email", _plain),
            ("telefon", "phone", _plain),
            ("registernummer", "register_number", _plain),
            ("alias", "alias", _plain),
            ("thema", "topic", _labels("topics")),
            ("zielgruppe", "target_group", _labels("target_groups")),
            ("ehrenamtlich", "voluntary", _plain),
            ("von", "valid_from", _plain),
            ("bis", "valid_to", _plain),
            ("quelle", "source", _plain),
        ),
    ),
    "strukturen": (
        "structures",
        (
            ("id", "id", _plain),
            ("name", "name", _plain),
            ("kurzname", "short_name", _plain),
            ("alias", "alias", _plain),
            ("art", "kind", _labels("structure_kinds")),
            ("funktion", "function", _labels("functions")),
            ("ebene", "level", _labels("levels")),
            ("thema", "topic", _labels("topics")),
            ("zielgruppe", "target_group", _labels("target_groups")),
            ("bildungsphase", "education_stage", _labels("education_stages")),
            ("gebiet", "territory", _plain),
            ("von", "valid_from", _plain),
            ("bis", "valid_to", _plain),
            ("status", "status", _labels("statuses")),
            ("koordination", "coordinator", _plain),
            ("vorsitz", "chair", _plain),
            ("bindung", "binding", _labels("bindings")),
            ("rechtsgrundlage", "legal_basis", _plain),
            ("finanzierung", "funding", _plain),
            ("sitzungen_jahr", "meetings_per_year", _plain),
            ("dauer_h", "hours", _plain),
            ("letzte_sitzung", "last_meeting", _plain),
            ("teil_von", "part_of", _plain),
            ("nachfolger_von", "successor_of", _plain),
            ("zweck", "purpose", _plain),
            ("mitglieder_vollstaendig", "members_complete", _plain),
            ("mitglieder_gesamt", "members_total", _plain),
            ("stand", "as_recorded", _plain),
            ("quelle", "source", _plain),
        ),
    ),
    "mitgliedschaften": (
        "memberships",
        (
            ("akteur", "actor", _plain),
            ("struktur", "structure", _plain),
            ("rolle", "role", _labels("roles")),
            ("stellvertretung", "deputy", _plain),
            ("von", "valid_from", _plain),
            ("bis", "valid_to", _plain),
            ("quelle", "source", _plain),
        ),
    ),
    "vereinbarungen": (
        "agreements",
        (
            ("id", "id", _plain),
            ("titel", "title", _plain),
            ("art", "kind", _labels("agreement_kinds")),
            ("gegenstand", "subject", _plain),
            ("abschluss", "concluded", _plain),
            ("von", "valid_from", _plain),
            ("bis", "valid_to", _plain),
            ("verlaengerung", "renewal", _plain),
            ("kuendigungsfrist", "notice_period", _plain),
            ("begruendet", "establishes", _plain),
            ("thema", "topic", _labels("topics")),
            ("dokument", "document", _plain),
            ("quelle", "source", _plain),
        ),
    ),
    "vertragsparteien": (
        "parties",
        (("vereinbarung", "agreement", _plain), ("akteur", "actor", _plain), ("rolle", "role", _labels("roles"))),
    ),
    "beziehungen": (
        "relations",
        (
            ("von", "from_id", _plain),
            ("nach", "to_id", _plain),
            ("art", "kind", _labels("relation_kinds")),
            ("gueltig_von", "valid_from", _plain),
            ("gueltig_bis", "valid_to", _plain),
            ("quelle", "source", _plain),
        ),
    ),
    "gebiete": (
        "places",
        (
            ("schluessel", "key", _plain),
            ("name", "name", _plain),
            ("teil_von", "part_of", _plain),
            ("einwohner", "population", _plain),
        ),
    ),
    "bedarf": (
        "needs",
        (
            ("thema", "topic", _labels("topics")),
            ("zielgruppe", "target_group", _labels("target_groups")),
            ("gebiet", "territory", _plain),
            ("wert", "value", _plain),
            ("quelle", "source", _plain),
        ),
    ),
}
"""German sheet name -> (part of the dataset, columns as (German name, field, how a value is written))."""


def template_rows(dataset: Dataset, sheet: str) -> list[list[str]]:
    """The rows of one sheet with its header, as text."""
    part, columns = SHEETS[sheet]
    header = [german for german, _, _ in columns]
    facts: Iterable[Any] = getattr(dataset, part)
    return [header, *([write(getattr(fact, field)) for _, field, write in columns] for fact in facts)]


def write_template(dataset: Dataset, folder: Path) -> None:
    """All sheets as CSV files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(template_rows(dataset, sheet))
        (folder / f"{sheet}.csv").write_text(lines.getvalue(), encoding="utf-8", newline="\n")
