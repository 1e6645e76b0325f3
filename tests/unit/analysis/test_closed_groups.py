from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis.closed_groups import Group, closed_groups, few_closed_sets
from graphsvc.analysis.group_kernels import closed_sets
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


@settings(max_examples=200, deadline=None)
@given(table=edges, min_support=st.integers(1, 3), min_length=st.integers(1, 3))
def test_both_miners_say_the_same(table: Edges, min_support: int, min_length: int) -> None:
    incidence = Incidence.from_edges(table)
    few = few_closed_sets(incidence, min_support=min_support, min_length=min_length)
    mined = closed_sets(incidence.indptr, incidence.indices, incidence.n_actors, min_support, min_length)

    assert few is not None
    assert sorted(few) == sorted((items.tolist(), sorted(rows.tolist())) for items, rows in zip(*mined, strict=True))


def test_what_takes_too_long_is_left_to_compiled_code() -> None:
    """Everybody sits in all structures but one: 2^12 closed sets."""
    incidence = Incidence.from_edges([(f"a{a}", f"s{s}") for a in range(12) for s in range(12) if a != s])

    assert few_closed_sets(incidence, min_support=1, min_length=1, most_steps=10_000) is None
    assert len(closed_groups(incidence, min_structures=1, min_actors=1)) == 2**12 - 2


def test_most_seats_come_first() -> None:
    table = [(actor, structure) for actor in "abc" for structure in ("x", "y")] + [("a", "z")]

    found = closed_groups(Incidence.from_edges(table), min_structures=1, min_actors=1)

    assert [(group.seats, group.structures) for group in found] == [(6, ("x", "y")), (3, ("x", "y", "z"))]


def test_minimum_below_one_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage):
        closed_groups(Incidence.from_edges([]), min_structures=0, min_actors=1)
