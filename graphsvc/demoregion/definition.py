"""The operational definition of a duplicate structure, on what is true of two bodies (not on what is recorded).

Same function, overlapping target group, same or near topic, overlapping territory, overlapping time, and neither part,
nor successor of the other (domain, section 2.1). The generator plants pairs that meet it and keeps all others from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from graphsvc.model.entities import Structure
from graphsvc.vocabulary import ALL_TARGET_GROUPS, scheme

EARLY, LATE = date.min, date.max


def same_job(a: Structure, b: Structure) -> bool:
    """Whether two bodies do the same job for the same people at the same place and time."""
    return (
        bool(set(a.function) & set(b.function))
        and near_topics(a, b)
        and same_people(a, b)
        and same_place(a, b)
        and same_time(a, b)
    )


def near_topics(a: Structure, b: Structure) -> bool:
    """Whether they share a topic, or one's topic lies under the other's."""
    return any(x in scheme("topics").path(y) or y in scheme("topics").path(x) for x in a.topic for y in b.topic)


def same_people(a: Structure, b: Structure) -> bool:
    """Whether their target groups overlap; "all" and "nobody in particular" overlap with everybody."""
    groups_a, groups_b = set(a.target_group), set(b.target_group)
    unbounded = not groups_a or not groups_b or ALL_TARGET_GROUPS in groups_a | groups_b
    return unbounded or bool(groups_a & groups_b)


def same_place(a: Structure, b: Structure) -> bool:
    """Whether one place lies in the other; keys below a town begin with the town's, those with the district's."""
    return any(x.startswith(y) or y.startswith(x) for x in a.territory for y in b.territory)


def same_time(a: Structure, b: Structure) -> bool:
    """Whether there is a day on which both exist."""
    begin = max(a.valid_from or EARLY, b.valid_from or EARLY)
    return begin <= min(a.valid_to or LATE, b.valid_to or LATE)


def one_family(a: Structure, b: Structure, structures: Mapping[str, Structure]) -> bool:
    """Whether the two hang together by part or succession."""
    successors = b.id == a.successor_of or a.id == b.successor_of
    return successors or root(a, structures) == root(b, structures)


def root(structure: Structure, structures: Mapping[str, Structure]) -> str:
    """The outermost body that a structure is part of."""
    while structure.part_of is not None:
        structure = structures[structure.part_of]
    return structure.id
