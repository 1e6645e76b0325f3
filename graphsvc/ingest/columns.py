"""The import template: its sheets, and what each column holds. Order and names are those of the published contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graphsvc.vocabulary import SchemeName, fold

Holds = Literal[
    "id",
    "name",
    "text",
    "texts",
    "concept",
    "concepts",
    "programme",
    "territory",
    "territories",
    "start",
    "end",
    "first_day",
    "last_day",
    "yes_no",
    "number",
    "whole",
    "reference",
    "references",
]
"""How a cell is read. `start` and `first_day` take the first day of a less precise date, `end` and `last_day` the last;
`end` may also say that there is none."""

Target = Literal["actors", "structures", "agreements", "places", "ends"]
"""What a reference points at; `ends` are actors and structures."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the template: its name in both languages and what its cells hold."""

    field: str
    de: str
    holds: Holds = "text"
    scheme: SchemeName | None = None
    target: Target | None = None
    required: bool = False
    en: str | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The German and the English header."""
        return self.de, self.en or self.field


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the template; `name` is the field of the dataset that its rows fill."""

    name: str
    de: str
    en: str
    columns: tuple[Column, ...]

    def column(self, header: str) -> Column | None:
        """The column that a header names, in either language."""
        wanted = fold(header).replace(" ", "_")
        return next((column for column in self.columns if wanted in (fold(name) for name in column.names)), None)


_VALID = (Column("valid_from", "von", "start"), Column("valid_to", "bis", "end"))
_SOURCE = Column("source", "quelle")

ACTORS = Table(
    "actors",
    "Akteure",
    "Actors",
    (
        Column("id", "id", "id"),
        Column("name", "name", "name", required=True),
        Column("short_name", "kurzname"),
        Column("kind", "art", "concept", "actor_kinds"),
        Column("legal_form", "rechtsform", "concept", "legal_forms"),
        Column("part_of", "teil_von", "reference", target="actors"),
        Column("street", "anschrift"),
        Column("postcode", "plz"),
        Column("city", "ort"),
        Column("territory", "gebiet", "territories"),
        Column("web", "web"),
        Column("email", "email"),
        Column("phone", "telefon"),
        Column("register_number", "registernummer"),
        Column("alias", "alias", "texts"),
        Column("topic", "thema", "concepts", "topics"),
        Column("target_group", "zielgruppe", "concepts", "target_groups"),
        Column("voluntary", "ehrenamtlich", "yes_no"),
        *_VALID,
        _SOURCE,
    ),
)
STRUCTURES = Table(
    "structures",
    "Strukturen",
    "Structures",
    (
        Column("id", "id", "id"),
        Column("name", "name", "name", required=True),
        Column("short_name", "kurzname"),
        Column("alias", "alias", "texts"),
        Column("kind", "art", "concept", "structure_kinds"),
        Column("function", "funktion", "concepts", "functions"),
        Column("level", "ebene", "concept", "levels"),
        Column("topic", "thema", "concepts", "topics"),
        Column("target_group", "zielgruppe", "concepts", "target_groups"),
        Column("education_stage", "bildungsphase", "concepts", "education_stages"),
        Column("territory", "gebiet", "territories"),
        *_VALID,
        Column("status", "status", "concept", "statuses"),
        Column("coordinator", "koordination", "reference", target="actors"),
        Column("chair", "vorsitz", "reference", target="actors"),
        Column("binding", "bindung", "concept", "bindings"),
        Column("legal_basis", "rechtsgrundlage"),
        Column("funding", "finanzierung", "programme", "programmes"),
        Column("meetings_per_year", "sitzungen_jahr", "number"),
        Column("hours", "dauer_h", "number"),
        Column("last_meeting", "letzte_sitzung", "last_day"),
        Column("part_of", "teil_von", "reference", target="structures"),
        Column("successor_of", "nachfolger_von", "reference", target="structures"),
        Column("purpose", "zweck"),
        Column("members_complete", "mitglieder_vollstaendig", "yes_no"),
        Column("members_total", "mitglieder_gesamt", "whole"),
        Column("as_recorded", "stand", "last_day"),
        _SOURCE,
    ),
)
MEMBERSHIPS = Table(
    "memberships",
    "Mitgliedschaften",
    "Memberships",
    (
        Column("actor", "akteur", "reference", target="actors", required=True),
        Column("structure", "struktur", "reference", target="structures", required=True),
        Column("role", "rolle", "concept", "roles"),
        Column("deputy", "stellvertretung", "yes_no"),
        *_VALID,
        _SOURCE,
    ),
)
AGREEMENTS = Table(
    "agreements",
    "Vereinbarungen",
    "Agreements",
    (
        Column("id", "id", "id"),
        Column("title", "titel", "name", required=True),
        Column("kind", "art", "concept", "agreement_kinds"),
        Column("subject", "gegenstand"),
        Column("concluded", "abschluss", "first_day"),
        *_VALID,
        Column("renewal", "verlaengerung"),
        Column("notice_period", "kuendigungsfrist"),
        Column("establishes", "begruendet", "references", target="structures"),
        Column("topic", "thema", "concepts", "topics"),
        Column("document", "dokument"),
        _SOURCE,
    ),
)
PARTIES = Table(
    "parties",
    "Vertragsparteien",
    "Parties",
    (
        Column("agreement", "vereinbarung", "reference", target="agreements", required=True),
        Column("actor", "akteur", "reference", target="actors", required=True),
        Column("role", "rolle", "concept", "roles"),
    ),
)
RELATIONS = Table(
    "relations",
    "Beziehungen",
    "Relations",
    (
        Column("from_id", "von", "reference", target="ends", required=True, en="from"),
        Column("to_id", "nach", "reference", target="ends", required=True, en="to"),
        Column("kind", "art"),
        Column("valid_from", "gueltig_von", "start"),
        Column("valid_to", "gueltig_bis", "end"),
        _SOURCE,
    ),
)
PLACES = Table(
    "places",
    "Gebiete",
    "Places",
    (
        Column("key", "schluessel", "id", required=True),
        Column("name", "name"),
        Column("part_of", "teil_von", "reference", target="places"),
        Column("population", "einwohner", "whole"),
    ),
)
NEEDS = Table(
    "needs",
    "Bedarf",
    "Needs",
    (
        Column("topic", "thema", "concept", "topics"),
        Column("target_group", "zielgruppe", "concept", "target_groups"),
        Column("territory", "gebiet", "territory"),
        Column("value", "wert", "number", required=True),
        _SOURCE,
    ),
)

TEMPLATE: tuple[Table, ...] = (ACTORS, STRUCTURES, MEMBERSHIPS, AGREEMENTS, PARTIES, RELATIONS, PLACES, NEEDS)


VOCABULARIES = "Vokabulare"
"""The sheet of the blank template that lists what vocabulary cells may say; it is not imported."""


def table_for(sheet_name: str) -> Table | None:
    """The table of the template that a sheet or file name means, in either language; None for other sheets."""
    wanted = fold(sheet_name)
    return next((table for table in TEMPLATE if wanted in (fold(table.de), fold(table.en))), None)
