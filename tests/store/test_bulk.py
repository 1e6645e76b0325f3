"""Writings too large for one transaction: unseen until they are whole, gone when they die."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.config import Settings
from graphsvc.errors import Conflict
from graphsvc.model.entities import Dataset, Membership, Structure
from graphsvc.model.history import Kept
from graphsvc.store import bulk
from graphsvc.store.edits import plan
from graphsvc.store.edits import put as put_dataset
from graphsvc.store.engine import open_graph
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset
from graphsvc.store.undo import change_of, planned
from tests.conftest import empty
from tests.store.test_edits import assert_same_map, small_map, write

DIES = """
import os, signal, sys
from pathlib import Path
from graphsvc.config import Settings
from graphsvc.store import bulk, graph
from graphsvc.store.engine import open_graph
from tests.store.test_bulk import put, take_back

folder, one_transaction, last, what = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
bulk.ONE_TRANSACTION, bulk.PIECE = one_transaction, 4
written = graph.Writing.write

def write_or_die(self, name, **params):
    answer = written(self, name, **params)
    if name == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

with open_graph(Settings(data_dir=folder, neo4j_uri=None, engine_heap="256m")) as opened:
    if what == "undo":
        put(opened, folder)
    graph.Writing.write = write_or_die
    take_back(opened, folder) if what == "undo" else put(opened, folder)
"""


def put(graph: Graph, folder: Path) -> None:
    """Write the small map as an import."""
    edits = plan(graph, small_map()).edits
    bulk.write(graph, edits, user="tests", batch="b1", folder=folder / bulk.LOCKS)


def take_back(graph: Graph, folder: Path, batch: str = "b1", tell: bulk.Tell = bulk.tell_nobody) -> tuple[Kept, ...]:
    """Undo a batch; what was kept."""
    due, kept = planned(graph, [change_of(row) for row in graph.read("history.by_batch", batch=batch)])
    locks = folder / bulk.LOCKS
    bulk.write(graph, due, user="tests", what="undo", batch=f"undo-{batch}", folder=locks, tell=tell)
    return kept


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ONE_TRANSACTION", 5)
    monkeypatch.setattr(bulk, "PIECE", 4)


@pytest.mark.usefixtures("pieces")
def test_a_writing_in_pieces_is_unseen_until_it_is_whole(graph: Graph, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(done: int, total: int) -> None:
        if done < total:
            seen.append(len(load_dataset(graph).actors) + len(graph.read("history.changes", **NO_FILTER)))

    bulk.write(graph, plan(graph, small_map()).edits, user="tests", batch="b1", folder=tmp_path, tell=look)

    assert len(seen) > 3
    assert set(seen) == {0}
    assert_same_map(load_dataset(graph), small_map())


NO_FILTER = {"batch": None, "key": None, "user": None, "what": None, "words": None, "offset": 0, "limit": 500}


@pytest.mark.usefixtures("pieces")
def test_pieces_leave_the_same_graph_as_one_transaction_and_are_undone_alike(graph: Graph, tmp_path: Path) -> None:
    empty_map = canonical_json(graph)
    put(graph, tmp_path)
    in_pieces = canonical_json(graph)

    take_back(graph, tmp_path)
    assert canonical_json(graph) == empty_map
    take_back(graph, tmp_path, "undo-b1")
    assert canonical_json(graph) == in_pieces

    empty(graph)
    write(graph, small_map())
    assert canonical_json(graph) == in_pieces


@pytest.mark.usefixtures("pieces")
def test_an_undo_in_pieces_is_whole_from_the_moment_it_is_live(graph: Graph, tmp_path: Path) -> None:
    put(graph, tmp_path)
    before = canonical_json(graph)
    seen: list[tuple[str, int]] = []

    def look(done: int, total: int) -> None:
        seen.append((canonical_json(graph), len(load_dataset(graph).actors)))

    take_back(graph, tmp_path, tell=look)

    assert len(seen) > 3 and len(set(seen)) == 1
    assert seen[0][0] != before and seen[0][1] == 0


@pytest.mark.usefixtures("pieces")
def test_an_undo_in_pieces_keeps_what_was_edited_later(graph: Graph, tmp_path: Path) -> None:
    put(graph, tmp_path)
    with graph.transaction(user="tests", what="edit") as tx:
        put_dataset(tx, Dataset(actors=(replace(small_map().actors[0], name="Anders"),)))

    kept = take_back(graph, tmp_path)

    assert [(each.key, each.reason) for each in kept if each.kind == "Actor"] == [("a-kreis", "changed_later")]
    (left,) = load_dataset(graph).actors
    assert left.name == "Anders" and load_dataset(graph).structures == ()


@pytest.mark.usefixtures("pieces")
def test_who_writes_to_what_an_undo_takes_away_is_not_lost(graph: Graph, tmp_path: Path) -> None:
    put(graph, tmp_path)
    due, _ = planned(graph, [change_of(row) for row in graph.read("history.by_batch", batch="b1")])
    before = canonical_json(graph)
    long = bulk._LongWriting(graph, due, user="tests", what="undo", batch="undo", tell=bulk.tell_nobody)
    long.make()
    assert canonical_json(graph) == before
    with graph.transaction(user="tests", what="edit") as tx:
        put_dataset(tx, Dataset(memberships=(Membership(actor="a-kreis", structure="s-netz"),)))

    with pytest.raises(Conflict):
        long.set_live()
    bulk.remove_unfinished(graph, "undo")
    assert len(load_dataset(graph).memberships) == 3

    due, _ = planned(graph, [change_of(row) for row in graph.read("history.by_batch", batch="b1")])
    again = bulk._LongWriting(graph, due, user="tests", what="undo", batch="undo-2", tell=bulk.tell_nobody)
    again.make()
    again.set_live()
    with pytest.raises(Conflict), graph.transaction(user="tests", what="edit") as tx:
        put_dataset(tx, Dataset(structures=(Structure(id="s-ag", name="Wieder da"),)))
    again.remove()
    assert [each.id for each in load_dataset(graph).actors] == ["a-kreis"]


@pytest.mark.usefixtures("pieces")
def test_a_failed_writing_leaves_nothing(graph: Graph, tmp_path: Path) -> None:
    before = canonical_json(graph)

    def fail(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bulk.write(graph, plan(graph, small_map()).edits, user="tests", batch="b1", folder=tmp_path, tell=fail)

    assert canonical_json(graph) == before
    assert graph.read("admin.hidden_batches") == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(("one_transaction", "last"), [(50_000, "link.member_of"), (5, "link.covers")])
def test_kill_9_during_an_import_leaves_nothing(tmp_path: Path, one_transaction: int, last: str) -> None:
    with after_kill_9(tmp_path, one_transaction, last, "import") as graph:
        assert_same_map(load_dataset(graph), Dataset())
        assert graph.read("history.by_batch", batch="b1") == []
        assert graph.read("admin.hidden_batches") == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(("last", "left"), [("edits.mark_actors", small_map()), ("edits.remove_actors", Dataset())])
def test_kill_9_during_an_undo_leaves_all_or_nothing(tmp_path: Path, last: str, left: Dataset) -> None:
    with after_kill_9(tmp_path, 5, last, "undo") as graph:
        assert_same_map(load_dataset(graph), left)
        assert graph.read("admin.hidden_batches") == []
        recorded = {row["key"] for row in graph.read("history.by_batch", batch="undo-b1")}
        assert len(recorded) == (0 if left.actors else 14)


@contextmanager
def after_kill_9(folder: Path, one_transaction: int, last: str, what: str) -> Iterator[Graph]:
    """The graph as the next start finds it after a process died at a statement."""
    arguments = [sys.executable, "-c", DIES, str(folder), str(one_transaction), last, what]
    died = subprocess.run(arguments, check=False, timeout=300)
    assert died.returncode == -signal.SIGKILL
    with open_graph(Settings(data_dir=folder, neo4j_uri=None, engine_heap="256m")) as graph:
        yield graph
