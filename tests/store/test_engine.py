"""The embedded engine: private, shared, and gone with its last user."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.config import Settings
from graphsvc.errors import DatabaseUnreachable, EngineUnavailable
from graphsvc.store import embedded, keeper
from graphsvc.store.engine import open_graph

NOT_LOOPBACK_ONE = "127.0.0.2"
"""An address of this machine at which only those listen who listen everywhere."""
USER = """
import sys
from pathlib import Path
from graphsvc.config import Settings
from graphsvc.store.engine import open_graph
with open_graph(Settings(data_dir=Path(sys.argv[1]), neo4j_uri=None, engine_heap="256m")) as graph:
    print(graph.revision(), flush=True)
    sys.stdin.readline()
"""

WRITER = """
import sys
from pathlib import Path
from graphsvc.config import Settings
from graphsvc.model.entities import Actor, Dataset
from graphsvc.store.edits import put
from graphsvc.store.engine import open_graph
with open_graph(Settings(data_dir=Path(sys.argv[1]), neo4j_uri=None, engine_heap="256m")) as graph:
    for number in range(5):
        with graph.transaction(user=sys.argv[2], what="import") as tx:
            put(tx, Dataset(actors=(Actor(id=f"{sys.argv[2]}-{number}", name="Somebody"),)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    keeper.end_orphan(tmp_path / "engine")


def start_user(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the engine until it is told to end."""
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert user.stdout and user.stdout.readline().strip().isdigit()
    return user


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, neo4j_uri=None, engine_heap="256m")


def state(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "engine" / keeper.STATE_FILE).read_text())
    return found


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int, within: float = 20) -> bool:
    deadline = time.monotonic() + within
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_running(pid)


def test_the_engine_listens_on_loopback_only_keeps_its_password_private_and_ends(folder: Path) -> None:
    with open_graph(settings(folder)):
        running = state(folder)
        mode = (folder / "engine" / keeper.STATE_FILE).stat().st_mode

        for port in (running["bolt_port"], running["http_port"], running["keeper_port"]):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            with pytest.raises(OSError):
                socket.create_connection((NOT_LOOPBACK_ONE, port), timeout=1)

        assert stat.S_IMODE(mode) == 0o600

    assert not is_running(running["engine_pid"])
    assert not (folder / "engine" / keeper.STATE_FILE).exists()


def test_two_processes_share_one_engine_until_the_last_one_leaves(folder: Path) -> None:
    other = start_user(folder)
    with other, open_graph(settings(folder)) as graph:
        engine = state(folder)["engine_pid"]
        other.communicate("done\n", timeout=60)

        assert graph.read("admin.revision")
        assert is_running(engine)

    assert not is_running(engine)


def test_two_processes_that_start_and_write_at_once_both_get_their_turn(folder: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name]) for name in ("a", "b")]

    assert [writer.wait(120) for writer in writers] == [0, 0]
    with open_graph(settings(folder)) as graph:
        assert len(graph.read("facts.actors")) == 10


def test_a_copied_folder_has_an_engine_of_its_own_and_leaves_the_original_alone(folder: Path) -> None:
    with open_graph(settings(folder)) as graph:
        before = graph.revision()
        (folder / "copy" / "engine").mkdir(parents=True)
        shutil.copy(folder / "engine" / keeper.STATE_FILE, folder / "copy" / "engine")

        with open_graph(settings(folder / "copy")) as copy, copy.transaction(user="tests", what="mark") as tx:
            tx.change("Mark", "copied", before=None, after={"name": "copied"})

        assert graph.revision() == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_the_engine_of_a_killed_process_ends_by_itself(folder: Path) -> None:
    with start_user(folder) as user:
        engine = state(folder)["engine_pid"]
        user.kill()

    assert ends(engine)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_engine_is_recovered_at_the_next_start(folder: Path) -> None:
    with open_graph(settings(folder)) as graph:
        with graph.transaction(user="tests", what="mark") as tx:
            tx.change("Mark", "kept", before=None, after={"name": "kept"})
        revision = graph.revision()
        os.kill(state(folder)["engine_pid"], signal.SIGKILL)

    with open_graph(settings(folder)) as graph:
        assert graph.revision() == revision


@pytest.mark.skipif(sys.platform == "win32", reason="an engine whose keeper is missing, as POSIX leaves it")
def test_the_orphan_of_a_killed_keeper_is_ended_at_the_next_start(folder: Path) -> None:
    (folder / "engine").mkdir()
    state_of_it = {**keeper.new_state(keeper_port=1), "folder": keeper.identity(folder / "engine")}
    java, jars = embedded.engine_parts()
    with keeper.start_engine(folder / "engine", state_of_it, [str(java), "-Xmx256m", "-cp", str(jars / "*")]) as orphan:
        (folder / "engine" / keeper.STATE_FILE).write_text(json.dumps({**state_of_it, "engine_pid": orphan.pid}))
        _wait_for_port(state_of_it["http_port"])

        with open_graph(settings(folder)) as graph:
            assert graph.revision() >= 1
            assert orphan.wait(20) is not None


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def test_a_platform_without_the_engine_is_told_to_use_neo4j(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda _: None)

    with pytest.raises(EngineUnavailable, match="GRAPHSVC_NEO4J_URI"), open_graph(settings(folder)):
        pass


def test_a_neo4j_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.store.engine.ANSWER_WITHIN", 0.5)
    uri = f"bolt://127.0.0.1:{keeper.free_ports(1)[0]}"

    with pytest.raises(DatabaseUnreachable, match=uri), open_graph(Settings(neo4j_uri=uri)):
        pass


def test_an_engine_that_cannot_start_is_told_at_once(folder: Path) -> None:
    began = time.monotonic()
    much = Settings(data_dir=folder, neo4j_uri=None, engine_heap="much")

    with pytest.raises(EngineUnavailable, match=re.escape(keeper.LOG_FILE)), open_graph(much):
        pass

    assert time.monotonic() - began < embedded.START_WITHIN / 2
