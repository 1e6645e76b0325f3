"""Ids made from what does not change: kind and name, never from the order of rows."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from graphsvc.model.entities import Membership, Need, Party, Relation
from graphsvc.vocabulary import fold


def stable_id(prefix: str, *parts: str | None) -> str:
    """A readable id from words: `stable_id("a", "verein", "Café Welt")` is the same in every import. Words that fold to
    nothing or are long are told apart by a short hash of the whole."""
    folded = "|".join(fold(part) if part else "" for part in parts)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-")
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{prefix}-{slug}-{digest}" if slug else f"{prefix}-{digest}"


def membership_id(membership: Membership) -> str:
    """A seat is the same when actor, structure, role, deputy and beginning are."""
    return membership.id or _hashed(
        "m",
        membership.actor,
        membership.structure,
        membership.role,
        {True: "ja", False: "nein", None: None}[membership.deputy],
        membership.valid_from.isoformat() if membership.valid_from else None,
    )


def party_id(party: Party) -> str:
    """An actor is party to an agreement once in each role."""
    return party.id or _hashed("p", party.agreement, party.actor, party.role)


def relation_id(relation: Relation) -> str:
    """A tie is the same when its ends, its kind, its words and its beginning are."""
    beginning = relation.valid_from.isoformat() if relation.valid_from else None
    return relation.id or _hashed("r", relation.from_id, relation.to_id, relation.kind, relation.label, beginning)


def need_id(need: Need) -> str:
    """One need figure for each cell of the coverage matrix."""
    return need.id or _hashed("n", need.topic, need.target_group, need.territory)


def _hashed(prefix: str, *parts: str | None) -> str:
    """Ids of facts that nobody reads aloud: the parts as they are written, so that case keeps two ids apart."""
    return f"{prefix}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"
