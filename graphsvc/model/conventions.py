"""What an office agreed on, and where its words stand in the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graphsvc.vocabulary import SchemeName

ConventionName = Literal["hours", "hubs", "terms", "weights"]

CODED_FIELDS: Mapping[SchemeName, tuple[tuple[str, str], ...]] = {
    "topics": (("actors", "topic"), ("structures", "topic"), ("agreements", "topic")),
    "target_groups": (("actors", "target_group"), ("structures", "target_group")),
    "education_stages": (("structures", "education_stage"),),
    "functions": (("structures", "function"),),
    "structure_kinds": (("structures", "kind"),),
    "actor_kinds": (("actors", "kind"),),
    "legal_forms": (("actors", "legal_form"),),
    "agreement_kinds": (("agreements", "kind"),),
    "roles": (("memberships", "role"), ("parties", "role")),
    "programmes": (("structures", "funding"),),
    "levels": (("structures", "level"),),
    "bindings": (("structures", "binding"),),
    "statuses": (("structures", "status"),),
}
"""Where in a `Dataset` the codes of a vocabulary stand: table and field."""


@dataclass(frozen=True, slots=True)
class Convention:
    """One thing agreed on: how many hours a meeting costs (`hours`), who is a hub (`hubs`), the words of the office
    (`terms`), the weights of evidence (`weights`). `default` is what ships with the program and counts until somebody
    writes another; `user` and `at` say who did so and when, and are None until then."""

    name: ConventionName
    value: Mapping[str, Any]
    default: Mapping[str, Any]
    version: str
    user: str | None = None
    at: str | None = None
