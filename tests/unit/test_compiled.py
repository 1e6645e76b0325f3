"""Compiled code is kept on disk, and nothing that happens to the disk stops the work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LOOPS = """
import logging, sys
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
from graphsvc.compiled import compiled

@compiled
def doubled(number):
    return 2 * number

print(doubled(21))
"""


def run(script: Path, cache: Path | None) -> list[str]:
    """What the script says; numba's folder is `cache`, or none that it could write to."""
    nowhere = script.parent / "__pycache__"
    folders = {"NUMBA_CACHE_DIR": str(cache)} if cache else {"XDG_CACHE_HOME": str(nowhere), "HOME": str(nowhere)}
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **folders}
    done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loops")
    (folder / "__pycache__").write_text("a file where the folder of compiled code would be")
    (folder / "loops.py").write_text(LOOPS)
    return folder / "loops.py"


@pytest.fixture(scope="module")
def filled(script: Path) -> Path:
    """A cache after a first run."""
    cache = script.parent / "cache"
    assert run(script, cache) == ["compiling", "42"]
    return cache


def test_what_is_compiled_once_is_loaded(script: Path, filled: Path) -> None:
    assert run(script, filled) == ["42"]


def test_where_nothing_can_be_written_it_is_compiled_each_time(script: Path) -> None:
    assert run(script, None) == ["compiling", "42"]


@pytest.mark.parametrize("damaged", ["*.nbi", "*.nbc"], ids=["index", "code"])
def test_damaged_files_are_written_anew(script: Path, filled: Path, tmp_path: Path, damaged: str) -> None:
    cache = shutil.copytree(filled, tmp_path / "cache")
    [file] = cache.rglob(damaged)
    file.write_bytes(file.read_bytes()[:100])

    assert run(script, cache) == ["compiling", "42"]
    assert run(script, cache) == ["42"]


def test_a_folder_that_takes_nothing_does_not_stop_the_work(script: Path, filled: Path, tmp_path: Path) -> None:
    cache = shutil.copytree(filled, tmp_path / "cache")
    [index] = cache.rglob("*.nbi")
    index.unlink()
    index.mkdir()

    assert run(script, cache) == ["compiling", "42"]
