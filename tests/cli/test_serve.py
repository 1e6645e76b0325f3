"""`graphsvc serve`: which port, what is announced when, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from graphsvc.cli.serve import PORT, listen
from graphsvc.errors import WrongUsage


def test_next_free_port_is_taken_when_the_usual_one_is_busy() -> None:
    with listen("127.0.0.1") as first, listen("127.0.0.1") as second:
        assert first.getsockname()[1] >= PORT
        assert second.getsockname()[1] > first.getsockname()[1]


def test_port_that_was_asked_for_and_is_busy_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(WrongUsage):
            listen("127.0.0.1", other.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process on Windows")
def test_address_answers_when_it_is_printed_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "graphsvc", "serve", "--lang", "en", "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        with urllib.request.urlopen(f"{address[0]}/readyz", timeout=10) as answer:
            assert answer.status == 200
        started = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        code = process.wait(30)
        process.stdout.close()

    assert code == 0
    assert [pid for pid in started if psutil.pid_exists(pid)] == []
