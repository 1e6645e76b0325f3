"""What scenarios do to a small map, and what is told about it."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.analysis.consolidation import carry_out
from graphsvc.analysis.effects import State, effects
from graphsvc.demoregion import generate
from graphsvc.errors import WrongUsage
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Place, Structure
from graphsvc.model.scenario import Effects, Step

AT = date(2024, 6, 1)
SEATS = {"a": "xyz", "b": "yz", "c": "w"}
MAP = Dataset(
    actors=tuple(Actor(id=each, name=each.upper()) for each in "wxyz"),
    structures=(
        Structure(id="a", name="A", topic=("daz",), target_group=("frauen",), territory=("K",), meetings_per_year=2.0),
        Structure(id="b", name="B", topic=("asyl",), target_group=("frauen",), territory=("K",), meetings_per_year=4.0),
        Structure(id="c", name="C", binding="gesetzlich"),
    ),
    memberships=tuple(Membership(actor=actor, structure=body) for body, held in SEATS.items() for actor in held),
    agreements=(Agreement(id="v", title="Vertrag", establishes=("b",)),),
    places=(Place(key="K", name="Kreis"),),
)


def told(found: Effects) -> dict[str, list[tuple[str, ...]]]:
    kinds: dict[str, list[tuple[str, ...]]] = {}
    for effect in found.effects:
        kinds.setdefault(effect.kind, []).append(effect.ids)
    return kinds


def test_a_merger_keeps_cells_and_ties_and_saves_seats() -> None:
    found = effects(MAP, [Step(kind="merge", structures=("b",), target="a")], at=AT)

    assert (found.before.structures, found.after.structures) == (3, 2)
    assert (found.before.seats, found.after.seats) == (6, 4)
    assert found.after.cells == found.before.cells
    assert found.after.ties == found.before.ties
    assert told(found) == {
        "ended": [("b",)],
        "seats": [("y",), ("z",)],
        "hours": [("b", "y", "z")],
        "agreement": [("v", "b")],
    }


def test_the_hours_of_bodies_add_up_to_those_of_the_map() -> None:
    region = generate(seed=2, size=0.3)
    state = State(region.dataset, region.truth.at)

    hours = [state.hours_of(body) for body in state.bodies]

    assert sum(each.low for each in hours) == pytest.approx(state.hours.low)
    assert sum(each.high for each in hours) == pytest.approx(state.hours.high)


def test_a_body_that_is_dissolved_takes_its_only_cover_along() -> None:
    found = effects(MAP, [Step(kind="dissolve", structures=("a",))], at=AT)

    kinds = told(found)
    assert kinds["cell_lost"] == [("a",)]
    assert kinds["last_seat"] == [("x",)]
    assert ("x", "y", "z") in kinds["ties"]


def test_what_is_gained_is_told_with_its_rows() -> None:
    found = effects(MAP, [Step(kind="move", structures=("c",), target="a", actor="w")], at=AT)

    assert ("w", "x", "y", "z") in told(found)["ties_new"]


def test_every_difference_of_bodies_and_seats_has_its_rows() -> None:
    steps = [
        Step(kind="one_roof", structures=("a", "b"), name="Netz"),
        Step(kind="merge", structures=("c",), target="a"),
        Step(kind="leave", actor="y"),
    ]
    found = effects(MAP, steps, at=AT)

    kinds = told(found)
    assert found.after.structures - found.before.structures == len(kinds["founded"]) - len(kinds["ended"]) == 0
    assert found.after.seats - found.before.seats == -2
    assert kinds["last_seat"] == [("y",)]


def test_what_is_mandated_is_refused() -> None:
    found = effects(MAP, [Step(kind="dissolve", structures=("c",))], at=AT)

    assert [effect.ids for effect in found.refused] == [("c",)]


def test_docking_on_moves_the_task_and_not_the_members() -> None:
    after = State(carry_out(MAP, [Step(kind="dock_on", structures=("b",), target="c")], at=AT), AT)

    assert after.bodies.keys() == {"a", "c"}
    assert after.bodies["c"].topic == ("asyl",)
    assert after.members["c"] == {"w"}


def test_a_roof_keeps_its_parts() -> None:
    after = carry_out(MAP, [Step(kind="one_roof", structures=("a", "b"), name="Netz")], at=AT)

    roof = after.structures[-1]
    assert (roof.name, roof.topic, roof.valid_from) == ("Netz", ("daz", "asyl"), AT)
    assert [s.part_of for s in after.structures] == [roof.id, roof.id, None, None]


def test_moving_and_leaving() -> None:
    moved = State(carry_out(MAP, [Step(kind="move", structures=("a",), target="b", actor="x")], at=AT), AT)
    left = State(carry_out(MAP, [Step(kind="leave", actor="y")], at=AT), AT)

    assert (moved.members["a"], moved.members["b"]) == ({"y", "z"}, {"x", "y", "z"})
    assert (left.members["a"], left.members["b"]) == ({"x", "z"}, {"z"})


@pytest.mark.parametrize(
    "step",
    [
        Step(kind="merge", structures=("a",), target="nichts"),
        Step(kind="one_roof", structures=("a",), name="Netz"),
        Step(kind="move", structures=("a",), target="b", actor="w"),
        Step(kind="leave", actor="nobody"),
        Step(kind="merge", structures=("a",), target="a"),
        Step(kind="merge", target="a"),
        Step(kind="dock_on", structures=("a",), target="a"),
        Step(kind="dissolve"),
        Step(kind="move", structures=("a",), target="a", actor="x"),
    ],
)
def test_steps_that_cannot_be_taken(step: Step) -> None:
    with pytest.raises(WrongUsage):
        carry_out(MAP, [step], at=AT)


@pytest.mark.parametrize(
    "second",
    [
        Step(kind="merge", structures=("b",), target="a"),
        Step(kind="dissolve", structures=("a",)),
        Step(kind="move", structures=("a",), target="b", actor="x"),
        Step(kind="one_roof", structures=("a", "b"), name="Netz"),
    ],
)
def test_a_body_that_an_earlier_step_ended_takes_no_further_part(second: Step) -> None:
    with pytest.raises(WrongUsage, match="has ended"):
        carry_out(MAP, [Step(kind="dock_on", structures=("a",), target="b"), second], at=AT)


def test_the_target_may_stand_among_the_bodies_that_become_one() -> None:
    named = carry_out(MAP, [Step(kind="merge", structures=("a", "b"), target="a")], at=AT)

    assert named == carry_out(MAP, [Step(kind="merge", structures=("b",), target="a")], at=AT)
