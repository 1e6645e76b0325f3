"""Reading of foreign workbooks in a process of its own, with limits of memory and time.

A workbook can be made (or happen) to ask its reader for hundreds of gigabytes; then this process ends, not the
application. On Windows there is no limit of memory for a process, only the one of time.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.sheets import Tables

MEMORY_LIMIT = 2 * 2**30
"""Bytes of address space for the reading process."""
TIME_LIMIT = 180.0
"""Seconds for one file."""

_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from graphsvc.ingest.sandbox import serve; serve(sys.argv[2:])"


def read_in_child(path: Path, *, memory: int = MEMORY_LIMIT, seconds: float = TIME_LIMIT) -> Tables:
    """`tables.read_here(path)` in a child process. Raises InputRefused also where the child runs out of memory or
    time."""
    package_root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _PROGRAM, str(package_root), str(path), str(memory)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise _refused("imports.took_too_long", path, seconds=seconds) from error
    if done.returncode != 0 or not done.stdout:
        raise _refused("imports.reader_died", path)
    answer = pickle.loads(done.stdout)
    if isinstance(answer, Tables):
        return answer
    raise InputRefused(answer)


def serve(arguments: list[str]) -> None:
    """The child: read one file, write the tables or the problems to standard output."""
    from graphsvc.ingest.tables import read_here

    path, memory = Path(arguments[0]), int(arguments[1])
    _limit_memory(memory)
    try:
        answer: Tables | tuple[Problem, ...] = read_here(path)
    except InputRefused as refused:
        answer = refused.problems
    except (MemoryError, RecursionError):
        answer = _refused("imports.reader_died", path).problems
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refused(message: str, path: Path, **values: object) -> InputRefused:
    return InputRefused([Problem(message, f"{message}_advice", file=path.name, values=values)])
