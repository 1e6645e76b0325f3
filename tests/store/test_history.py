"""Undo: exact where nothing happened since, careful where something did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graphsvc.demoregion import generate
from graphsvc.ingest.template import read_template
from graphsvc.model.entities import Actor, Dataset, Membership, Source
from graphsvc.model.history import Kept
from graphsvc.store.edits import Edit, apply, put
from graphsvc.store.graph import Graph
from graphsvc.store.records import all_facts, load_dataset
from graphsvc.store.undo import change_of, undo
from tests.store.test_edits import assert_same_map, small_map


def write(graph: Graph, dataset: Dataset, *, batch: str, sources: tuple[Source, ...] = ()) -> None:
    with graph.transaction(user="tests", what="import", batch=batch) as tx:
        put(tx, dataset, sources=sources)


def take_back(graph: Graph, batch: str) -> tuple[int, tuple[Kept, ...]]:
    changes = [change_of(row) for row in graph.read("history.by_batch", batch=batch)]
    with graph.transaction(user="tests", what="undo", batch=f"undo-{batch}") as tx:
        return undo(tx, changes)


def test_an_undone_import_leaves_nothing(graph: Graph) -> None:
    write(graph, small_map(), batch="b1", sources=(Source(id="list-1", name="list.xlsx"),))

    facts, kept = take_back(graph, "b1")

    assert (facts, kept) == (15, ())
    assert_same_map(load_dataset(graph), Dataset())
    assert graph.read("facts.sources") == []


def test_an_undone_undo_is_the_import(graph: Graph) -> None:
    write(graph, small_map(), batch="b1")
    take_back(graph, "b1")

    take_back(graph, "undo-b1")

    assert_same_map(load_dataset(graph), small_map())


def test_an_undone_second_import_leaves_the_first(graph: Graph) -> None:
    write(graph, small_map(), batch="b1")
    write(graph, Dataset(actors=(Actor(id="a-verein", name="Other", topic=("bildung",), city="Herford"),)), batch="b2")

    take_back(graph, "b2")

    assert_same_map(load_dataset(graph), small_map())


def test_what_later_edits_touched_is_kept_and_told(graph: Graph) -> None:
    write(graph, small_map(), batch="b1")
    write(graph, Dataset(actors=(Actor(id="a-verein", name="Other", city="Herford"),)), batch="b2")
    write(graph, Dataset(actors=(Actor(id="a-verein", name="Later"),)), batch="b3")

    _, kept = take_back(graph, "b2")

    verein = {actor.id: actor for actor in load_dataset(graph).actors}["a-verein"]
    assert kept == (Kept("Actor", "a-verein", "changed_later", ("name",)),)
    assert verein == replace(small_map().actors[1], name="Later")


def test_a_new_record_that_others_came_to_need_is_kept_and_told(graph: Graph) -> None:
    write(graph, Dataset(actors=(Actor(id="a-1", name="One"), Actor(id="a-2", name="Two"))), batch="b1")
    write(graph, replace(small_map(), memberships=(Membership(actor="a-1", structure="s-ag"),)), batch="b2")

    facts, kept = take_back(graph, "b1")

    assert facts == 1
    assert kept == (Kept("Actor", "a-1", "still_used"),)


def test_a_removed_seat_does_not_come_back_without_its_structure(graph: Graph) -> None:
    write(graph, Dataset(actors=small_map().actors, structures=small_map().structures[:1]), batch="b1")
    write(graph, Dataset(memberships=small_map().memberships[:1]), batch="b2")
    seat, structure = all_facts(graph, "Membership")[0], all_facts(graph, "Structure")[0]
    for fact, batch in ((seat, "b3"), (structure, "b4")):
        with graph.transaction(user="tests", what="remove", batch=batch) as tx:
            apply(tx, [Edit(fact.kind, fact.key, fact.fields, None)])

    _, kept = take_back(graph, "b3")
    take_back(graph, "b4")
    take_back(graph, "b3")

    assert kept == (Kept("Membership", seat.key, "end_missing"),)
    assert load_dataset(graph).memberships == small_map().memberships[:1]


def test_an_undone_import_of_a_region_leaves_nothing(graph: Graph, tmp_path: Path) -> None:
    generate(1, 1).write(tmp_path)
    region = read_template(tmp_path / "template").dataset
    write(graph, region, batch="b1")

    _, kept = take_back(graph, "b1")

    assert kept == ()
    assert_same_map(load_dataset(graph), Dataset())
