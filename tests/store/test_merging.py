"""Merges move no edges, so they are undone exactly, in any order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graphsvc.errors import Conflict, NotFound
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.store.edits import put
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph
from graphsvc.store.merging import merge, unmerge
from graphsvc.store.records import load_dataset
from graphsvc.store.undo import change_of, undo
from tests.conftest import empty

THREE = Dataset(
    actors=tuple(Actor(id=key, name=key.upper()) for key in ("a", "b", "c")),
    structures=(Structure(id="s", name="S"), Structure(id="t", name="T", coordinator="a")),
    memberships=(
        Membership(actor="a", structure="s"),
        Membership(actor="b", structure="s"),
        Membership(actor="c", structure="t"),
    ),
)


@pytest.fixture
def three(graph: Graph) -> Graph:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, THREE)
    return graph


def put_into(graph: Graph, ids: Sequence[str], into: str) -> None:
    with graph.transaction(user="tests", what="merge") as tx:
        merge(tx, "Actor", ids, into=into)


def take_out(graph: Graph, *ids: str) -> None:
    with graph.transaction(user="tests", what="unmerge") as tx:
        unmerge(tx, "Actor", ids)


def canonical(graph: Graph) -> dict[str, str | None]:
    return {actor.id: actor.canonical_id for actor in load_dataset(graph, canonical=False).actors}


def test_a_merged_record_is_counted_once(three: Graph) -> None:
    put_into(three, ["a"], "b")

    seen = load_dataset(three)

    assert [actor.id for actor in seen.actors] == ["b", "c"]
    assert seen.actors[0].alias == ("A",)
    assert {(seat.actor, seat.structure) for seat in seen.memberships} == {("b", "s"), ("c", "t")}
    assert [structure.coordinator for structure in seen.structures] == [None, "b"]


def test_a_chain_is_undone_from_either_end(three: Graph) -> None:
    put_into(three, ["a"], "b")
    put_into(three, ["b"], "c")
    assert canonical(three) == {"a": "c", "b": "c", "c": None}

    take_out(three, "a")
    assert canonical(three) == {"a": None, "b": "c", "c": None}

    put_into(three, ["a"], "b")
    take_out(three, "b")
    assert canonical(three) == {"a": "b", "b": None, "c": None}


def test_the_record_that_stands_for_the_others_can_be_changed(three: Graph) -> None:
    put_into(three, ["a", "b"], "c")

    put_into(three, ["b", "c"], "a")

    assert canonical(three) == {"a": None, "b": "a", "c": "a"}


def test_an_unmerge_is_exact(three: Graph) -> None:
    put_into(three, ["a", "c"], "b")

    take_out(three, "a", "c")

    seen = load_dataset(three)
    assert (set(seen.actors), set(seen.structures), set(seen.memberships)) == (
        set(THREE.actors),
        set(THREE.structures),
        set(THREE.memberships),
    )


def test_an_import_does_not_part_what_was_merged(three: Graph) -> None:
    put_into(three, ["a"], "b")

    with three.transaction(user="tests", what="import") as tx:
        put(tx, Dataset(actors=(Actor(id="a", name="A again"),)))

    assert canonical(three)["a"] == "b"


def test_what_is_not_merged_or_not_there_cannot_be_unmerged(three: Graph) -> None:
    with pytest.raises(Conflict, match="not merged"):
        take_out(three, "a")
    with pytest.raises(NotFound, match="nobody"):
        take_out(three, "nobody")


def test_after_edits_an_unmerge_leaves_what_the_edits_alone_would_have_left(graph: Graph) -> None:
    def written(*, with_merges: bool) -> str:
        empty(graph)
        steps = [
            lambda tx: put(tx, THREE),
            lambda tx: merge(tx, "Actor", ["a"], into="b"),
            lambda tx: put(tx, Dataset(memberships=(Membership(actor="a", structure="t"),))),
            lambda tx: merge(tx, "Actor", ["b"], into="c"),
            lambda tx: put(tx, Dataset(actors=(Actor(id="b", name="B", topic=("sprache",)),))),
            lambda tx: unmerge(tx, "Actor", ["b"]),
            lambda tx: unmerge(tx, "Actor", ["a"]),
        ]
        for number, step in enumerate(steps):
            if with_merges or number in (0, 2, 4):
                with graph.transaction(user="tests", what="step") as tx:
                    step(tx)
        return canonical_json(graph)

    assert written(with_merges=True) == written(with_merges=False)
    assert '"topic"' in written(with_merges=True)


def test_a_merge_is_undone_like_any_other_change(three: Graph) -> None:
    before = canonical_json(three)
    with three.transaction(user="tests", what="merge", batch="m1") as tx:
        merge(tx, "Actor", ["a", "c"], into="b")

    changes = [change_of(row) for row in three.read("history.by_batch", batch="m1")]
    with three.transaction(user="tests", what="undo") as tx:
        undo(tx, changes)

    assert canonical_json(three) == before
