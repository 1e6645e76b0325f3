"""Files on the command line: what cannot be read is refused input (exit code 3), where nothing can be written is wrong
usage (2)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

import click

from graphsvc.errors import WrongUsage, reading, system_reason


class InputPath(click.Path):
    """A file (or, with `folders`, also a folder) that can be read."""

    def __init__(self, *, folders: bool = False) -> None:
        super().__init__(path_type=Path)
        self._folders = folders

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, opened once so that a refusal comes before any work."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        with reading(path):
            if not (self._folders and path.is_dir()):
                path.open("rb").close()
        _keep_apart(ctx, path, "read")
        return path


class OutputPath(click.Path):
    """A file (or, with `folder`, a folder) that can be written. Only folders make what is missing above them."""

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=folder, file_okay=not folder)
        self._folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; that its folder is missing is said before any work."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        with writing(path):
            if not self._folder:
                os.scandir(path.parent).close()
            _keep_apart(ctx, path, "written")
        return path


def _keep_apart(ctx: click.Context | None, path: Path, use: Literal["read", "written"]) -> None:
    """Refuse that a command overwrites a file which it reads, whichever of the two is given first."""
    if ctx is None or not path.is_file():
        return
    files = ctx.meta.setdefault(__name__, {"read": set(), "written": set()})
    files[use].add(path.resolve())
    if files["read"] & files["written"]:
        raise WrongUsage("plainfile.overwrites_input", path=str(path))


OUT = click.option("--out", required=True, type=OutputPath(), help="File to write.")
"""The file that a command writes."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say that the usage is wrong where the system does not let something be written."""
    try:
        yield
    except OSError as error:
        raise WrongUsage("plainfile.cannot_write", path=str(path), reason=system_reason(error)) from error


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into that takes its place at the end: it is there whole or not at all.

    Raises:
        WrongUsage: nothing can be written there.
    """
    import tempfile

    with writing(path):
        if path.exists() and not path.is_file():  # a terminal, a pipe, /dev/null
            with path.open("wb") as out:
                yield out
            return
        path = path.resolve()
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
            Path(draft).chmod(0o644)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file; text as UTF-8, its line ends unchanged. Raises WrongUsage where nothing can be written."""
    with new_file(path) as out:
        out.write(content.encode() if isinstance(content, str) else content)
