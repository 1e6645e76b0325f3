"""The recorded rows that each part of a finding rests on, so that every sentence can be looked up where it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graphsvc.analysis.profiles import Profile, Region
from graphsvc.analysis.relations import MEMBERS
from graphsvc.analysis.structures import Suspicions
from graphsvc.model.entities import Actor, Agreement, Membership, Relation, Structure
from graphsvc.model.finding import Row

FIELDS: Mapping[str, Sequence[str]] = {
    "topic": ("topic", "name", "purpose"),
    "target_group": ("target_group", "name", "purpose"),
    "function": ("function",),
    "task": ("kind", "name"),
    "level": ("level",),
    "territory": ("territory", "name", "coordinator"),
    "time": ("valid_from", "valid_to", "status"),
    "stage": ("education_stage",),
    "funding": ("funding",),
    "name": ("name",),
    "purpose": ("purpose",),
}
"""The columns of each dimension, the first of which is its own; the others speak too, or where that one is empty."""
RULED: Mapping[str, tuple[Sequence[str], str]] = {
    "same_record": (("name", "alias", "coordinator", "territory"), ""),
    "delimited": ((), "DELIMITED_FROM"),
    "succession": (("successor_of",), "SUCCEEDS"),
    "nested": (("part_of", "name"), "PART_OF"),
    "siblings": (("part_of", "name"), "PART_OF"),
    "disjoint_area": (("territory", "name"), ""),
    "name_family": (("name", "territory"), ""),
    "no_common_time": (("valid_from", "valid_to"), ""),
    "handover": (("valid_from", "valid_to"), ""),
    "edition": (("name",), ""),
    "other_level": (("kind", "function", "name", "topic", "target_group"), ""),
    "other_function": (("function", "topic", "target_group"), ""),
    "people_only": (("members", "topic", "target_group", "function"), ""),
    "wanted": (("name", "purpose"), ""),
    "stands_in": (("name", "purpose"), ""),
    "to_choose": (("name", "purpose", "coordinator"), ""),
}
"""The columns that each rule looks at, and the kind of relation."""


def rows_behind(found: Suspicions, pair: int) -> Mapping[str, tuple[Row, ...]]:
    """Rows by dimension, and as `rule` those of the rule that decides (if one does)."""
    a, b = sorted(found.evidence.pair(pair), key=lambda profile: profile.id)
    region = found.evidence.region
    rows = {name: tuple(_of_dimension(name, (a, b), region)) for name in found.bits if name not in MEMBERS}
    rows["members"] = tuple(_of_members(a, b, region))
    reason = str(found.relations.reason[pair])
    return rows | {"rule": tuple(_of_rule(reason, (a, b), found))} if reason else rows


def _of_dimension(name: str, pair: Sequence[Profile], region: Region) -> Iterator[Row]:
    for profile in pair:
        yield _row(profile.structure, FIELDS[name])
        if name == "territory" and profile.area_is_guessed and profile.coordinator is not None:
            yield _row(region.actors[profile.coordinator], ("territory",))


def _of_members(a: Profile, b: Profile, region: Region) -> Iterator[Row]:
    """Both lists as a whole, then the seats of those who sit in both."""
    for profile in (a, b):
        yield _row(profile.structure, ("members", "members_complete", "members_total"))
    for actor in sorted(a.members & b.members):
        for profile in (a, b):
            for seat in region.seats[profile.id][actor]:
                sides = {region.actors[actor].id: region.actors[actor].name, profile.id: profile.name}
                yield _tie(seat, sides, ("actor", "structure"))


def _of_rule(reason: str, pair: Sequence[Profile], found: Suspicions) -> Iterator[Row]:
    fields, kind = RULED[reason]
    ids = frozenset(profile.id for profile in pair)
    names = {profile.id: profile.name for profile in found.evidence.region.profiles}
    if fields:
        yield from (_row(profile.structure, fields) for profile in pair)
    for relation in found.ties.relations:
        if relation.kind == kind and ids & {relation.from_id, relation.to_id}:
            sides = {key: names[key] for key in (relation.from_id, relation.to_id)}
            yield _tie(relation, sides, ("from", "to", "kind"))
    if reason == "delimited" and ids in found.ties.agreements:
        agreement = found.ties.agreements[ids]
        yield _tie(agreement, {agreement.id: agreement.title}, ("title", "subject", "establishes"))


def _row(record: Structure | Actor, fields: Sequence[str]) -> Row:
    """The row of a structure or actor with those of its columns that are filled, or the first, which should be."""
    filled = tuple(name for name in fields if name == "members" or getattr(record, name) not in (None, (), ""))
    kind = "structure" if isinstance(record, Structure) else "actor"
    return Row(
        kind=kind,  # type: ignore[arg-type]
        id=record.id,
        about=(record.id,),
        name=record.name,
        fields=filled or (fields[0],),
        source=record.source,
        origin=record.origin,
    )


def _tie(fact: Membership | Relation | Agreement, sides: Mapping[str, str], fields: tuple[str, ...]) -> Row:
    kinds = {Membership: "membership", Relation: "relation", Agreement: "agreement"}
    return Row(
        kind=kinds[type(fact)],  # type: ignore[arg-type]
        id=fact.id,
        about=tuple(sides),
        name=" / ".join(sides.values()),
        fields=fields,
        source=fact.source,
        origin=fact.origin,
    )
