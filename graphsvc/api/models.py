"""What actors, structures, memberships and agreements look like over HTTP.

Field names are the English columns of the import template. For each noun: `...Changes` (every field optional: what a
PATCH names), `...Input` (what a POST or PUT must say) and `...Model` (what comes back).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from graphsvc.model.soundness import LARGEST_NUMBER

Texts = list[str]
ValidFrom = Annotated[
    date | None, Field(description="First day of validity, included; empty: always.", examples=["2014-08-01"])
]
ValidTo = Annotated[
    date | None, Field(description="Last day of validity, included; empty: still.", examples=["2026-12-31"])
]
Source = Annotated[str | None, Field(description="Where it is written.", examples=["Kreistag 13.12.2013"])]


class Record(BaseModel):
    """Base of everything that is read from a record or becomes one; unknown fields are refused."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")

    def values(self, *, named_only: bool = False) -> dict[str, Any]:
        """The fields as arguments of an entity; `named_only` leaves out what the client did not name."""
        given = self.model_dump(exclude_unset=named_only)
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


class OriginModel(Record):
    """Where a fact stands: imported file, sheet, row (counted from 1); in a folder or archive also the file inside."""

    source_id: str = Field(examples=["src-2f1c"])
    source_sheet: str | None = Field(default=None, examples=["Akteure"])
    source_row: int | None = Field(default=None, examples=[7])
    source_file: str | None = Field(default=None, examples=["akteure.csv"])


class Identified(Record):
    """What may come with an id of its own."""

    id: str | None = Field(default=None, description="Own id; empty: made from kind and name.")


class ActorChanges(Record):
    """Fields of an actor."""

    name: str | None = Field(default=None, min_length=1, examples=["Kommunales Integrationszentrum Kreis Herford"])
    short_name: str | None = Field(default=None, examples=["KI Herford"])
    kind: str | None = Field(default=None, description="Code of `actor_kinds`, or free text.", examples=["ki"])
    legal_form: str | None = Field(default=None, description="Code of `legal_forms`.", examples=["eV"])
    part_of: str | None = Field(
        default=None, description="Id or exact name of the actor above.", examples=["kreis-herford"]
    )
    street: str | None = Field(default=None, examples=["Amtshausstraße 3"])
    postcode: str | None = Field(default=None, examples=["32051"])
    city: str | None = Field(default=None, examples=["Herford"])
    territory: Texts = Field(default=[], description="Keys of territories.", examples=[["05758"]])
    web: str | None = Field(default=None, examples=["https://www.kreis-herford.de"])
    email: str | None = Field(
        default=None, description="Mailbox of the function, of no person.", examples=["ki@kreis.de"]
    )
    phone: str | None = Field(default=None, examples=["05221 13-0"])
    register_number: str | None = Field(default=None, examples=["VR 1234"])
    alias: Texts = Field(default=[], description="Other and former names.", examples=[["RAA Herford"]])
    topic: Texts = Field(default=[], description="Codes of `topics`.", examples=[["bildung"]])
    target_group: Texts = Field(default=[], description="Codes of `target_groups`.", examples=[["gefluechtete"]])
    voluntary: bool | None = Field(default=None, description="Runs on voluntary work.", examples=[False])
    valid_from: ValidFrom = None
    valid_to: ValidTo = None
    source: Source = None


class ActorInput(ActorChanges, Identified):
    """A new actor, or all fields of one."""

    name: str = Field(min_length=1, examples=["Kommunales Integrationszentrum Kreis Herford"])


class ActorModel(ActorInput):
    """An organisation, an organisational unit or a function."""

    id: str = Field(examples=["ki-herford"])
    canonical_id: str | None = Field(
        default=None, description="After a merge: the record it counts as.", examples=[None]
    )
    origin: OriginModel | None = None


class StructureChanges(Record):
    """Fields of a structure."""

    name: str | None = Field(default=None, min_length=1, examples=["widunetz"])
    short_name: str | None = Field(default=None, examples=["widunetz"])
    alias: Texts = Field(default=[], description="Other and former names.", examples=[["Migrationsvernetzung"]])
    kind: str | None = Field(default=None, description="Code of `structure_kinds`.", examples=["netzwerk"])
    function: Texts = Field(default=[], description="Codes of `functions`.", examples=[["koordinieren"]])
    level: str | None = Field(default=None, description="strategisch, operativ or fall.", examples=["operativ"])
    topic: Texts = Field(default=[], description="Codes of `topics`.", examples=[["teilhabe"]])
    target_group: Texts = Field(default=[], description="Codes of `target_groups`.", examples=[["gefluechtete"]])
    education_stage: Texts = Field(default=[], description="Codes of `education_stages`.", examples=[[]])
    territory: Texts = Field(default=[], description="Keys of territories.", examples=[["05758"]])
    valid_from: ValidFrom = None
    valid_to: ValidTo = None
    status: str | None = Field(default=None, description="aktiv, ruhend, beendet or geplant.", examples=["aktiv"])
    coordinator: str | None = Field(
        default=None, description="Id or exact name of the actor that coordinates.", examples=["ki-herford"]
    )
    chair: str | None = Field(default=None, description="Id or exact name of the actor in the chair.", examples=[None])
    binding: str | None = Field(default=None, description="Code of `bindings`.", examples=["vertrag"])
    legal_basis: str | None = Field(default=None, examples=["§ 8 TIntG"])
    funding: str | None = Field(
        default=None, description="Code of `programmes`, or free text.", examples=["KOMM-AN NRW"]
    )
    meetings_per_year: float | None = Field(default=None, ge=0, le=LARGEST_NUMBER, examples=[4])
    hours: float | None = Field(
        default=None, ge=0, le=LARGEST_NUMBER, description="Length of a meeting in hours.", examples=[2.5]
    )
    last_meeting: date | None = Field(default=None, examples=["2023-09-29"])
    part_of: str | None = Field(default=None, description="Id or exact name of the structure above.", examples=[None])
    successor_of: str | None = Field(
        default=None, description="Id or exact name of the structure before.", examples=[None]
    )
    purpose: str | None = Field(default=None, examples=["Transparenz, Vernetzung, gemeinsame Projekte"])
    members_complete: bool | None = Field(default=None, description="Is the member list complete? Empty: unknown.")
    members_total: int | None = Field(
        default=None, ge=0, le=LARGEST_NUMBER, description="Members in all, listed or not.", examples=[40]
    )
    as_recorded: date | None = Field(
        default=None, description="The day these facts were gathered.", examples=["2023-09-29"]
    )
    source: Source = None


class StructureInput(StructureChanges, Identified):
    """A new structure, or all fields of one."""

    name: str = Field(min_length=1, examples=["widunetz"])


class StructureModel(StructureInput):
    """A body in which actors work together."""

    id: str = Field(examples=["widunetz"])
    canonical_id: str | None = Field(
        default=None, description="After a merge: the record it counts as.", examples=[None]
    )
    origin: OriginModel | None = None


class MembershipChanges(Record):
    """Fields of a membership."""

    actor: str | None = Field(default=None, description="Id or exact name.", examples=["kreis-herford"])
    structure: str | None = Field(default=None, description="Id or exact name.", examples=["widunetz"])
    role: str | None = Field(default=None, description="Code of `roles`.", examples=["mitglied"])
    deputy: bool | None = Field(default=None, description="Sits there as a deputy.", examples=[False])
    valid_from: ValidFrom = None
    valid_to: ValidTo = None
    source: Source = None


class MembershipInput(MembershipChanges):
    """A new membership, or all fields of one."""

    actor: str = Field(description="Id or exact name.", examples=["kreis-herford"])
    structure: str = Field(description="Id or exact name.", examples=["widunetz"])


class MembershipModel(MembershipInput, Identified):
    """An actor sits in a structure."""

    id: str = Field(examples=["m-5d41402abc4b2a76b971"])
    origin: OriginModel | None = None


class AgreementChanges(Record):
    """Fields of an agreement."""

    title: str | None = Field(default=None, min_length=1, examples=["Netzwerkvereinbarung widunetz"])
    kind: str | None = Field(default=None, description="Code of `agreement_kinds`.", examples=["netzwerkvereinbarung"])
    subject: str | None = Field(default=None, examples=["Vernetzung der Integrationsarbeit"])
    concluded: date | None = Field(default=None, examples=["2008-02-27"])
    valid_from: ValidFrom = None
    valid_to: ValidTo = None
    renewal: str | None = Field(default=None, examples=["verlängert sich um ein Jahr"])
    notice_period: str | None = Field(default=None, examples=["3 Monate"])
    establishes: Texts = Field(
        default=[], description="Ids or exact names of structures it sets up.", examples=[["widunetz"]]
    )
    topic: Texts = Field(default=[], description="Codes of `topics`.", examples=[["querschnitt"]])
    document: str | None = Field(default=None, description="Where the text can be found.", examples=[None])
    source: Source = None


class AgreementInput(AgreementChanges, Identified):
    """A new agreement, or all fields of one."""

    title: str = Field(min_length=1, examples=["Netzwerkvereinbarung widunetz"])


class AgreementModel(AgreementInput):
    """A contract, a cooperation or network agreement, a grant notice."""

    id: str = Field(examples=["v-2008"])
    canonical_id: str | None = Field(
        default=None, description="After a merge: the record it counts as.", examples=[None]
    )
    origin: OriginModel | None = None


class TieModel(Record):
    """One edge of a record."""

    type: str = Field(description="The relationship.", examples=["MEMBER_OF"])
    outgoing: bool = Field(description="It leads from the record to the other one.", examples=[True])
    other_kind: str = Field(examples=["Structure"])
    other_id: str = Field(examples=["widunetz"])
    other_name: str = Field(examples=["widunetz"])
    id: str | None = Field(
        default=None, description="Id of the membership, party or relation.", examples=["m-5d41402a"]
    )
    role: str | None = Field(default=None, examples=["mitglied"])
    deputy: bool | None = Field(default=None, examples=[False])
    label: str | None = Field(default=None, description="Words of a free relation.", examples=[None])
    valid_from: date | None = Field(default=None, examples=["2008-02-27"])
    valid_to: date | None = Field(default=None, examples=[None])
    source: str | None = Field(default=None, examples=["Netzwerkvereinbarung 27.02.2008"])
    origin: OriginModel | None = None


class SourceModel(Record):
    """An imported file or document."""

    id: str = Field(examples=["src-2f1c"])
    name: str = Field(examples=["herford.xlsx"])
    kind: str | None = Field(default=None, examples=["xlsx"])
    sha256: str | None = Field(default=None, examples=[None])


class Around(Record):
    """What stands around a record."""

    version: str = Field(description="The same as the header `ETag`.", examples=["9f86d081884c7d65"])
    merged: Texts = Field(default=[], description="Ids of the records that were merged into it.", examples=[[]])
    ties: list[TieModel] = Field(default=[], description="What it is tied to.")
    sources: list[SourceModel] = Field(default=[], description="The files in which all that stands.")


class ActorDetail(ActorModel, Around):
    """An actor with everything around it."""


class StructureDetail(StructureModel, Around):
    """A structure with everything around it."""


class AgreementDetail(AgreementModel, Around):
    """An agreement with everything around it."""


class MembershipDetail(MembershipModel):
    """A membership as it was written, and its version."""

    version: str = Field(description="The same as the header `ETag`.", examples=["9f86d081884c7d65"])


class SeatModel(Record):
    """A membership with the names of both ends; merged records stand as the one that counts."""

    id: str = Field(examples=["m-5d41402abc4b2a76b971"])
    actor_id: str = Field(examples=["kreis-herford"])
    actor_name: str = Field(examples=["Kreis Herford"])
    structure_id: str = Field(examples=["widunetz"])
    structure_name: str = Field(examples=["widunetz"])
    role: str | None = Field(default=None, examples=["mitglied"])
    deputy: bool | None = Field(default=None, examples=[False])
    valid_from: date | None = Field(default=None, examples=["2008-02-27"])
    valid_to: date | None = Field(default=None, examples=[None])
    source: str | None = Field(default=None, examples=["Netzwerkvereinbarung 27.02.2008"])
