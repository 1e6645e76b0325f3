"""Writings too large for one transaction: unseen until they are whole, gone when they die."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.config import Settings
from graphsvc.model.entities import Dataset
from graphsvc.store import bulk
from graphsvc.store.edits import plan
from graphsvc.store.engine import open_graph
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset
from tests.conftest import empty
from tests.store.test_edits import assert_same_map, small_map, write
from tests.store.test_history import take_back

DIES = """
import os, signal, sys
from pathlib import Path
from graphsvc.config import Settings
from graphsvc.store import bulk, graph
from graphsvc.store.edits import plan
from graphsvc.store.engine import open_graph
from tests.store.test_edits import small_map

folder, one_transaction, writes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
bulk.ONE_TRANSACTION, bulk.PIECE = one_transaction, 4
written = graph.Writing.write

def count_down(self, *args, **kwargs):
    global writes
    answer = written(self, *args, **kwargs)
    writes -= 1
    if writes == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

with open_graph(Settings(data_dir=folder, neo4j_uri=None, engine_heap="256m")) as opened:
    graph.Writing.write = count_down
    bulk.write(opened, plan(opened, small_map()).edits, user="tests", batch="b1", folder=folder / bulk.LOCKS)
"""


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


NO_FILTER = {"batch": None, "key": None, "user": None, "what": None, "offset": 0, "limit": 500}


@pytest.mark.usefixtures("pieces")
def test_pieces_leave_the_same_graph_as_one_transaction_and_are_undone_alike(graph: Graph, tmp_path: Path) -> None:
    bulk.write(graph, plan(graph, small_map()).edits, user="tests", batch="b1", folder=tmp_path)
    in_pieces = canonical_json(graph)
    take_back(graph, "b1")
    assert_same_map(load_dataset(graph), Dataset())

    empty(graph)
    write(graph, small_map())

    assert canonical_json(graph) == in_pieces


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
@pytest.mark.parametrize(("one_transaction", "writes"), [(50_000, 12), (5, 9)], ids=["one transaction", "pieces"])
def test_kill_9_during_an_import_leaves_nothing(tmp_path: Path, one_transaction: int, writes: int) -> None:
    arguments = [sys.executable, "-c", DIES, str(tmp_path), str(one_transaction), str(writes)]
    died = subprocess.run(arguments, check=False, timeout=300)

    with open_graph(Settings(data_dir=tmp_path, neo4j_uri=None, engine_heap="256m")) as graph:
        assert died.returncode == -signal.SIGKILL
        assert_same_map(load_dataset(graph), Dataset())
        assert graph.read("history.by_batch", batch="b1") == []
        assert graph.read("admin.hidden_batches") == []
