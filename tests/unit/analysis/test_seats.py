from __future__ import annotations

from datetime import date

import pytest

from graphsvc.analysis.pair import shared_range
from graphsvc.analysis.seats import Map
from graphsvc.model.entities import Actor, Dataset, Membership, Relation, Structure


def actor(id_: str, **fields: str | date) -> Actor:
    return Actor(id=id_, name=id_, **fields)  # type: ignore[arg-type]


def seat(actor_id: str, structure: str, begin: int | None = None, end: int | None = None) -> Membership:
    return Membership(
        actor=actor_id,
        structure=structure,
        valid_from=date(begin, 1, 1) if begin else None,
        valid_to=date(end, 12, 31) if end else None,
    )


def test_chains_of_merged_records_count_once_but_stand_apart_as_sites() -> None:
    dataset = Dataset(
        actors=(actor("a"), actor("b", canonical_id="a"), actor("c", canonical_id="b")),
        structures=(Structure(id="s", name="s"), Structure(id="t", name="t", canonical_id="s")),
        memberships=(seat("a", "s"), seat("b", "s"), seat("c", "t")),
    )

    assert Map(dataset).members(at=None, level="organisation", organs="own") == {"s": {"a"}}
    assert Map(dataset).members(at=None, level="site", organs="own") == {"s": {"a", "b", "c"}}


def test_carrier_is_at_the_top_of_part_of_by_record_or_dated_relation() -> None:
    dataset = Dataset(
        actors=(actor("service", part_of="site"), actor("site"), actor("carrier")),
        structures=(Structure(id="s", name="s"),),
        memberships=(seat("service", "s"),),
        relations=(Relation(from_id="site", to_id="carrier", kind="PART_OF", valid_from=date(2020, 1, 1)),),
    )

    members = {year: Map(dataset).members(at=date(year, 1, 1), level="carrier", organs="own") for year in (2019, 2020)}

    assert members == {2019: {"s": {"site"}}, 2020: {"s": {"carrier"}}}


def test_part_of_in_a_circle_ends() -> None:
    dataset = Dataset(
        actors=(actor("a", part_of="b"), actor("b", part_of="a")),
        structures=(Structure(id="s", name="s", part_of="t"), Structure(id="t", name="t", part_of="s")),
        memberships=(seat("a", "s"), seat("b", "t")),
    )

    assert Map(dataset).members(at=None, level="carrier", organs="include")["s"] == {"a", "b"}


@pytest.mark.parametrize(
    ("year", "own", "included"),
    [(2018, set(), {"x"}), (2020, {"a"}, {"a", "x", "y"}), (2022, {"a"}, {"a", "y"}), (2024, {"a"}, {"a"})],
)
def test_organs_count_while_they_and_the_seat_last(year: int, own: set[str], included: set[str]) -> None:
    dataset = Dataset(
        actors=(actor("a"), actor("x"), actor("y")),
        structures=(
            Structure(id="s", name="s"),
            Structure(id="organ", name="organ", part_of="s", valid_to=date(2020, 12, 31)),
            Structure(id="deep", name="deep", part_of="organ2", valid_to=date(2023, 12, 31)),
            Structure(id="organ2", name="organ2", part_of="s"),
        ),
        memberships=(seat("a", "s", begin=2019), seat("x", "organ"), seat("y", "deep", begin=2020)),
    )

    for organs, expected in (("own", own), ("include", included)):
        members = Map(dataset).members(at=date(year, 6, 1), level="organisation", organs=organs)  # type: ignore[arg-type]
        assert members["s"] == expected


def test_a_structure_without_members_is_a_row_and_one_that_ended_is_none() -> None:
    dataset = Dataset(
        structures=(Structure(id="s", name="s"), Structure(id="old", name="old", valid_to=date(2020, 1, 1)))
    )

    incidence = Map(dataset).incidence(at=date(2024, 1, 1), level="organisation", organs="own")

    assert incidence.structures == ["s"]
    assert incidence.sizes.tolist() == [0]


@pytest.mark.parametrize(
    ("unlisted_a", "unlisted_b", "most"),
    [(0, 0, 2), (1, 0, 3), (5, 0, 3), (0, 5, 4), (4, 5, 8), (None, 0, None), (0, None, None)],
)
def test_range_of_shared_members(unlisted_a: int | None, unlisted_b: int | None, most: int | None) -> None:
    """Two shared, two only in A, one only in B. With 4 and 5 unlisted: 1 + 2 + min(3, 3) more."""
    in_a, in_b = {"s", "t", "a1", "a2"}, {"s", "t", "b"}

    found = shared_range(in_a, in_b, unlisted_a, unlisted_b)

    assert (found.min, found.max) == (2, most)
