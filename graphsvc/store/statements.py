"""Which statement of the library writes, clears or removes what."""

from __future__ import annotations

from graphsvc.store.facts import Kind

PUT: dict[Kind, str] = {
    "Source": "edits.put_sources",
    "Place": "edits.put_places",
    "Actor": "edits.put_actors",
    "Structure": "edits.put_structures",
    "Agreement": "edits.put_agreements",
    "Need": "edits.put_needs",
}
REMOVE: dict[Kind, str] = {
    "Source": "edits.remove_sources",
    "Place": "edits.remove_places",
    "Actor": "edits.remove_actors",
    "Structure": "edits.remove_structures",
    "Agreement": "edits.remove_agreements",
    "Need": "edits.remove_needs",
}
CLEAR_FIELDS: dict[Kind, str] = {
    "Place": "edits.clear_place_fields",
    "Actor": "edits.clear_actor_fields",
    "Structure": "edits.clear_structure_fields",
    "Agreement": "edits.clear_agreement_fields",
}
MARK: dict[Kind, str] = {
    "Source": "edits.mark_sources",
    "Actor": "edits.mark_actors",
    "Structure": "edits.mark_structures",
    "Agreement": "edits.mark_agreements",
    "Need": "edits.mark_needs",
}
SET_CANONICAL: dict[Kind, str] = {
    "Actor": "edits.set_canonical_actors",
    "Structure": "edits.set_canonical_structures",
    "Agreement": "edits.set_canonical_agreements",
}
LINK = {
    "ADDRESSES": "link.addresses",
    "CARRIES": "link.carries",
    "CHAIRS": "link.chairs",
    "CONNECTED_TO": "link.connected_to",
    "COORDINATES": "link.coordinates",
    "COVERS": "link.covers",
    "DELIMITED_FROM": "link.delimited_from",
    "ESTABLISHES": "link.establishes",
    "FUNDS": "link.funds",
    "HAS_FUNCTION": "link.has_function",
    "MEMBER_OF": "link.member_of",
    "PARTY_TO": "link.party_to",
    "PART_OF": "link.part_of",
    "SERVES": "link.serves",
    "SUCCEEDS": "link.succeeds",
    "SUPPORTS": "link.supports",
    "TARGETS": "link.targets",
}
