"""`graphsvc demo`: from nothing to the first findings, the figure and the explorer."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

SENTENCE = "„widunetz“ (13 Mitglieder) und „Regionales Bildungsnetzwerk“ (6 Mitglieder) 1 gemeinsames Mitglied"


def graphsvc(*arguments: str) -> subprocess.CompletedProcess[str]:
    """One call of the command line in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    command = [sys.executable, "-m", "graphsvc", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env=environment)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the Herford example."""
    folder = tmp_path_factory.mktemp("demo")
    done = graphsvc("demo", "--once", "--example", "herford", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    assert SENTENCE in done.stdout
    assert "In beiden: Kreis Herford." in done.stdout
    assert "http://" not in done.stdout
    return folder


def test_figure_is_written(folder: Path) -> None:
    assert (folder / "figures" / "herford.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process on Windows")
def test_second_start_keeps_the_data_serves_and_leaves_nothing_behind(folder: Path) -> None:
    before = (folder / "figures" / "herford.svg").read_bytes()
    command = [sys.executable, "-m", "graphsvc", "demo", "--example", "herford", "--data", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        said = ""
        while not (address := re.search(r"http://127\.0\.0\.1:\d+", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        with urllib.request.urlopen(f"{address[0]}/api/structures?q=widunetz", timeout=20) as answer:
            assert json.load(answer)["total"] >= 1
        with urllib.request.urlopen(f"{address[0]}/api/imports", timeout=20) as answer:
            assert len(json.load(answer)["items"]) == 1
        family = [process, *psutil.Process(process.pid).children(recursive=True)]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        code = process.wait(30)
        process.stdout.close()

    assert code == 0
    assert [member.pid for member in family if psutil.pid_exists(member.pid)] == []
    assert (folder / "figures" / "herford.svg").read_bytes() == before


def test_another_example_goes_into_a_folder_of_its_own(folder: Path) -> None:
    done = graphsvc("demo", "--once", "--example", "musterkreis", "--data", str(folder), "--lang", "en", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["example"]) == (0, "musterkreis")
    assert told["actors"] >= 230
    assert Path(told["figure"]).parent == folder / "musterkreis" / "figures"
    assert len(told["findings"]) >= 3
    assert len({each["file"] for each in told["read"]["understood"]}) == 7
    assert told["read"]["persons"] > 0
