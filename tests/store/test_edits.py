"""Writing a map and reading it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.errors import InputRefused
from graphsvc.model.entities import (
    Actor,
    Agreement,
    Dataset,
    Membership,
    Need,
    Origin,
    Party,
    Place,
    Relation,
    Structure,
)
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset

ORIGIN = Origin("list-1", "Akteure", 7)


def small_map() -> Dataset:
    """One of everything, with values that the vocabularies know and values that they do not."""
    return Dataset(
        actors=(
            Actor(id="a-kreis", name="Kreis Musterland", kind="gemeinde", territory=("05758",), origin=ORIGIN),
            Actor(
                id="a-verein",
                name="Café Müller e.V.",
                alias=("Cafe M.",),
                part_of="a-kreis",
                topic=("sprache", "something new"),
                target_group=("alle",),
                voluntary=False,
                valid_from=date(2019, 1, 1),
                territory=("05758012", "hinter dem Berg"),
                origin=ORIGIN,
            ),
        ),
        structures=(
            Structure(
                id="s-netz",
                name="Netz",
                coordinator="a-kreis",
                chair="Frau Vorsitz",
                function=("austausch",),
                meetings_per_year=4.0,
                members_complete=False,
                members_total=12,
                as_recorded=date(2026, 1, 1),
            ),
            Structure(id="s-ag", name="AG", part_of="s-netz", successor_of="s-alt"),
            Structure(id="s-alt", name="Alte AG", valid_to=date(2020, 12, 31)),
        ),
        memberships=(
            Membership(actor="a-verein", structure="s-netz", role="mitglied", deputy=True, origin=ORIGIN),
            Membership(actor="a-verein", structure="s-ag", valid_from=date(2021, 1, 1), valid_to=date(2022, 1, 1)),
        ),
        agreements=(Agreement(id="v-1", title="Kooperation", establishes=("s-netz",), concluded=date(2018, 5, 4)),),
        parties=(Party(agreement="v-1", actor="a-kreis", role="land"),),
        relations=(
            Relation(from_id="a-kreis", to_id="s-netz", kind="FUNDS"),
            Relation(from_id="s-ag", to_id="a-verein", kind="CONNECTED_TO", label="kennt"),
        ),
        places=(
            Place(key="05758", name="Kreis Herford", part_of="057", population=250_000),
            Place(key="quartier", name="Quartier", part_of="05758012"),
        ),
        needs=(Need(value=3.5, topic="sprache", territory="quartier"),),
    )


def write(graph: Graph, dataset: Dataset) -> tuple[int, int, int]:
    with graph.transaction(user="tests", what="import", batch="b1") as tx:
        plan = put(tx, dataset)
    return len(plan.new), len(plan.changed), len(plan.unchanged)


def assert_same_map(one: Dataset, other: Dataset) -> None:
    for part in Dataset.__dataclass_fields__:
        assert set(getattr(one, part)) == set(getattr(other, part)), part


def test_a_map_comes_back_as_it_was_written(graph: Graph) -> None:
    write(graph, small_map())

    read = load_dataset(graph)

    assert_same_map(read, small_map())
    assert {actor.origin for actor in read.actors} == {ORIGIN}


def test_writing_twice_is_writing_once(graph: Graph) -> None:
    first = write(graph, small_map())
    revision = graph.revision()

    again = write(graph, small_map())

    assert first == (14, 0, 0)
    assert again == (0, 0, 14)
    assert graph.revision() == revision


def test_what_a_list_leaves_empty_erases_nothing(graph: Graph) -> None:
    write(graph, small_map())

    changes = write(graph, Dataset(actors=(Actor(id="a-verein", name="Café Müller gGmbH"),)))

    verein = {actor.id: actor for actor in load_dataset(graph).actors}["a-verein"]
    assert changes == (0, 1, 0)
    assert verein == replace(small_map().actors[1], name="Café Müller gGmbH")


def test_a_seat_of_nobody_is_refused_and_nothing_is_written(graph: Graph) -> None:
    loose = Membership(actor="a-unknown", structure="s-netz")

    with pytest.raises(InputRefused, match="a-unknown"):
        write(graph, replace(small_map(), memberships=(loose,)))

    assert load_dataset(graph).actors == ()


def test_two_records_with_one_id_are_refused(graph: Graph) -> None:
    with pytest.raises(InputRefused, match="a-1"):
        write(graph, Dataset(actors=(Actor(id="a-1", name="One"), Actor(id="a-1", name="Two"))))


def test_an_actor_and_a_structure_may_share_an_id(graph: Graph) -> None:
    twins = Dataset(
        actors=(Actor(id="1", name="Actor", topic=("sprache",)), Actor(id="2", name="Boss")),
        structures=(Structure(id="1", name="Structure", coordinator="1", chair="2"),),
        memberships=(Membership(actor="1", structure="1"),),
    )
    write(graph, twins)
    write(graph, replace(twins, actors=(Actor(id="1", name="Renamed", topic=("bildung",)),)))

    read = load_dataset(graph)

    assert read.structures == twins.structures
    assert read.actors[0].name == "Renamed"


def test_a_day_keeps_what_holds_then(graph: Graph) -> None:
    write(graph, small_map())

    then = load_dataset(graph, date(2021, 6, 1))

    assert {structure.id for structure in then.structures} == {"s-netz", "s-ag"}
    assert len(then.memberships) == 2
    assert len(load_dataset(graph, date(2023, 1, 1)).memberships) == 1
