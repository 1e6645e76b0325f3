"""What the map is made of: actors, structures, agreements, territories, and how they hang together.

Field names are the English column names of the import template. Vocabulary fields hold the code where the vocabulary
knows the value, else the text as it was written. References hold ids. Intervals are closed at both ends; None is open.
A membership, party, relation or need gets its `id` from `graphsvc.model.identifiers` when it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact stands: what was imported (its id), the sheet, the row (counted from 1) and, in a folder or archive,
    the file."""

    source_id: str
    source_sheet: str | None = None
    source_row: int | None = None
    source_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One imported file or document, told apart by its content."""

    id: str
    name: str
    kind: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An organisation, an organisational unit or a function; never a private person."""

    id: str
    name: str
    short_name: str | None = None
    kind: str | None = None
    legal_form: str | None = None
    part_of: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    territory: Codes = ()
    web: str | None = None
    email: str | None = None
    phone: str | None = None
    register_number: str | None = None
    alias: tuple[str, ...] = ()
    topic: Codes = ()
    target_group: Codes = ()
    voluntary: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    canonical_id: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A body in which actors work together: network, steering group, working group, project, ..."""

    id: str
    name: str
    short_name: str | None = None
    alias: tuple[str, ...] = ()
    kind: str | None = None
    function: Codes = ()
    level: str | None = None
    topic: Codes = ()
    target_group: Codes = ()
    education_stage: Codes = ()
    territory: Codes = ()
    valid_from: date | None = None
    valid_to: date | None = None
    status: str | None = None
    coordinator: str | None = None
    chair: str | None = None
    binding: str | None = None
    legal_basis: str | None = None
    funding: str | None = None
    meetings_per_year: float | None = None
    hours: float | None = None
    last_meeting: date | None = None
    part_of: str | None = None
    successor_of: str | None = None
    purpose: str | None = None
    members_complete: bool | None = None
    members_total: int | None = None
    as_recorded: date | None = None
    source: str | None = None
    canonical_id: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An actor sits in a structure."""

    actor: str
    structure: str
    role: str | None = None
    deputy: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    origin: Origin | None = field(default=None, compare=False)
    id: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A contract, a cooperation or network agreement, a grant notice, ..."""

    id: str
    title: str
    kind: str | None = None
    subject: str | None = None
    concluded: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    renewal: str | None = None
    notice_period: str | None = None
    establishes: Codes = ()
    topic: Codes = ()
    document: str | None = None
    source: str | None = None
    canonical_id: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor is party to an agreement."""

    agreement: str
    actor: str
    role: str | None = None
    origin: Origin | None = field(default=None, compare=False)
    id: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A directed tie between two actors or structures; `kind` is a code of `relation_kinds` (CARRIES, PART_OF, ...),
    `label` the free text of a CONNECTED_TO."""

    from_id: str
    to_id: str
    kind: str
    label: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    origin: Origin | None = field(default=None, compare=False)
    id: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A territory: official key or an own one; `population` is None where unknown."""

    key: str
    name: str
    part_of: str | None = None
    population: int | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need figure for one cell of the coverage matrix; an empty part stands for every value."""

    value: float
    topic: str | None = None
    target_group: str | None = None
    territory: str | None = None
    source: str | None = None
    origin: Origin | None = field(default=None, compare=False)
    id: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A whole map, from a folder in the import template or out of the graph: what the analyses take."""

    actors: tuple[Actor, ...] = ()
    structures: tuple[Structure, ...] = ()
    memberships: tuple[Membership, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    parties: tuple[Party, ...] = ()
    relations: tuple[Relation, ...] = ()
    places: tuple[Place, ...] = ()
    needs: tuple[Need, ...] = ()
