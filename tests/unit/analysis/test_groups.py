from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis.groups import Group, closed_groups
from graphsvc.analysis.incidence import Incidence
from graphsvc.errors import WrongUsage

Edges = list[tuple[str, str]]


def brute_force(table: Edges, min_structures: int, min_actors: int) -> set[Group]:
    members: dict[str, set[str]] = {}
    for actor, structure in table:
        members.setdefault(structure, set()).add(actor)
    found = set()
    for size in range(1, len(members) + 1):
        for chosen in combinations(members, size):
            actors = set.intersection(*(members[structure] for structure in chosen))
            structures = [structure for structure in members if actors <= members[structure]]
            if len(actors) >= min_actors and len(structures) >= min_structures:
                found.add(Group(tuple(sorted(actors)), tuple(sorted(structures))))
    return found


edges = st.lists(st.tuples(st.integers(0, 11).map("a{}".format), st.integers(0, 6).map("s{}".format)), max_size=60)


@settings(max_examples=200, deadline=None)
@given(table=edges, min_structures=st.integers(1, 3), min_actors=st.integers(1, 3), wide=st.booleans())
def test_all_closed_sets_and_each_once(table: Edges, min_structures: int, min_actors: int, wide: bool) -> None:
    turned = [(b, a) for a, b in table] if wide else table
    found = closed_groups(Incidence.from_edges(turned), min_structures=min_structures, min_actors=min_actors)

    assert len(found) == len(set(found))
    assert set(found) == brute_force(turned, min_structures, min_actors)


def test_most_seats_come_first() -> None:
    table = [(actor, structure) for actor in "abc" for structure in ("x", "y")] + [("a", "z")]

    found = closed_groups(Incidence.from_edges(table), min_structures=1, min_actors=1)

    assert [(group.seats, group.structures) for group in found] == [(6, ("x", "y")), (3, ("x", "y", "z"))]


def test_minimum_below_one_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage):
        closed_groups(Incidence.from_edges([]), min_structures=0, min_actors=1)
