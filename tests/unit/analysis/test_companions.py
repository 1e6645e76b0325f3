"""Bridges, single delegates, deadlines and who is missing, on maps small enough to check by eye."""

from __future__ import annotations

from datetime import date

from graphsvc.analysis.companions import bridges, deadlines, single_delegates, who_is_missing
from graphsvc.analysis.profiles import read_region
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Place, Structure

AT = date(2024, 6, 1)


def seats(**members: str) -> tuple[Membership, ...]:
    return tuple(Membership(actor=actor, structure=body) for body, held in members.items() for actor in held)


def test_an_actor_between_two_circles_is_a_bridge() -> None:
    dataset = Dataset(
        actors=tuple(Actor(id=each, name=each.upper()) for each in "abcdx"),
        structures=tuple(Structure(id=f"s{n}", name=f"S{n}") for n in (1, 2, 3)),
        memberships=seats(s1="abx", s2="abx", s3="cdx"),
    )

    assert [(bridge.actor, bridge.cut_off) for bridge in bridges(dataset, at=AT)] == [("x", ("s3",))]


def test_a_delegate_with_a_deputy_is_not_alone() -> None:
    bodies = tuple(Structure(id=f"s{n}", name=f"S{n}") for n in range(40))
    busy = tuple(Membership(actor="a", structure=f"s{n}") for n in range(7))
    deputy = tuple(Membership(actor="a", structure=f"s{n}", deputy=True) for n in range(7))
    dataset = Dataset(actors=(Actor(id="a", name="A"),), structures=bodies, memberships=busy)

    assert [each.actor for each in single_delegates(dataset, at=AT)] == ["a"]
    covered = Dataset(actors=dataset.actors, structures=bodies, memberships=busy + deputy)
    assert single_delegates(covered, at=AT) == ()


def test_deadlines_are_what_ends_soon_and_what_has_been_quiet() -> None:
    dataset = Dataset(
        structures=(
            Structure(id="s1", name="Projekt", valid_to=date(2024, 8, 1)),
            Structure(id="s2", name="Runde", last_meeting=date(2022, 6, 1)),
            Structure(id="s3", name="Später", valid_to=date(2025, 8, 1)),
        ),
        agreements=(Agreement(id="v1", title="Vertrag", valid_to=date(2024, 6, 30)),),
    )

    found = deadlines(dataset, at=AT, days=90)

    assert [(each.id, each.kind) for each in found] == [("s2", "quiet"), ("v1", "agreement"), ("s1", "structure")]
    assert found[1].text["de"] == "Vereinbarung „Vertrag“ endet am 30.06.2024."


def test_municipalities_and_usual_members_are_missed() -> None:
    bodies = tuple(Structure(id=f"s{n}", name=f"AK {n}", topic=("daz",), territory=("K",)) for n in range(4))
    dataset = Dataset(
        actors=(
            Actor(id="t", name="Stadt Ort", kind="stadt", territory=("K-1",)),
            Actor(id="j", name="Jobcenter", kind="jobcenter"),
            Actor(id="a", name="Verein"),
        ),
        structures=bodies,
        memberships=seats(s0="a", s1="aj", s2="aj", s3="aj"),
        places=(Place(key="K", name="Kreis"), Place(key="K-1", name="Ort", part_of="K")),
    )

    found = who_is_missing(dataset, read_region(dataset, at=AT), "s0")

    assert [(each.actor, each.reason) for each in found] == [("t", "municipality"), ("j", "actor"), (None, "kind")]
    assert "3 von 3" in found[1].text["de"]


def test_who_is_missing_is_certain_only_where_the_list_of_members_is_complete() -> None:
    bodies = tuple(
        Structure(id=key, name=key, territory=("K-1",), members_complete=complete)
        for key, complete in (("whole", True), ("part", False), ("unsaid", None))
    )
    dataset = Dataset(
        actors=(Actor(id="t", name="Stadt Ort", kind="stadt", territory=("K-1",)),),
        structures=bodies,
        places=(Place(key="K-1", name="Ort"),),
    )
    region = read_region(dataset, at=AT)

    found = {body.id: who_is_missing(dataset, region, body.id)[0] for body in bodies}

    assert {key: each.certain for key, each in found.items()} == {"whole": True, "part": False, "unsaid": False}
    assert "nicht bekannt" in found["unsaid"].text["de"]
    assert "nicht bekannt" not in found["whole"].text["de"]


def test_a_municipality_of_elsewhere_is_not_missed() -> None:
    bodies = tuple(Structure(id=f"s{n}", name=f"AK {n}", topic=("daz",), territory=("A",)) for n in range(4))
    dataset = Dataset(
        actors=(Actor(id="b", name="Gemeinde B", kind="gemeinde", territory=("B",)), Actor(id="x", name="Verein")),
        structures=bodies,
        memberships=seats(s0="x", s1="bx", s2="bx", s3="bx"),
        places=(Place(key="A", name="A"), Place(key="B", name="B")),
    )

    found = who_is_missing(dataset, read_region(dataset, at=AT), "s0")

    assert "b" not in {each.actor for each in found}
