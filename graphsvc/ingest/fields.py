"""Which meaning of a column fills which field of a record."""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, str]
"""Meaning of a column -> field of the record."""

MENTIONED = "mentioned"
"""Marks records that stand for a name met in another record's row."""

COMMON: Fields = {"territory": "territory", "key": "territory", "source": "source"}
ACTOR_FIELDS: Fields = {
    **COMMON,
    "id": "id",
    "short_name": "short_name",
    "alias": "alias",
    "kind": "kind",
    "legal_form": "legal_form",
    "street": "street",
    "postcode": "postcode",
    "city": "city",
    "web": "web",
    "email": "email",
    "phone": "phone",
    "register_number": "register_number",
    "topic": "topic",
    "target_group": "target_group",
    "voluntary": "voluntary",
}
STRUCTURE_FIELDS: Fields = {
    **COMMON,
    "id": "id",
    "short_name": "short_name",
    "alias": "alias",
    "kind": "kind",
    "function": "function",
    "level": "level",
    "topic": "topic",
    "target_group": "target_group",
    "education_stage": "education_stage",
    "status": "status",
    "binding": "binding",
    "legal_basis": "legal_basis",
    "funding": "funding",
    "meetings_per_year": "meetings_per_year",
    "hours": "hours",
    "last_meeting": "last_meeting",
    "purpose": "purpose",
    "members_complete": "members_complete",
    "members_total": "members_total",
    "as_recorded": "as_recorded",
}
AGREEMENT_FIELDS: Fields = {
    "id": "id",
    "agreement_kind": "kind",
    "subject": "subject",
    "concluded": "concluded",
    "renewal": "renewal",
    "notice_period": "notice_period",
    "topic": "topic",
    "document": "document",
    "source": "source",
}
MEMBERSHIP_FIELDS: Fields = {"role": "role", "deputy": "deputy"}
