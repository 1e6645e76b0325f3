"""The library of statements: one file under `cypher/` = one statement = one name.

`cypher/structures/members.cypher` is `"structures.members"`. A file begins with what it answers, then its header:

    // Members of one structure on a given day.
    // mode: read | write | schema
    // params: structure_id, at
    // returns: actor_id, actor_name, role

Everything is checked when the library is loaded, so a wrong header never meets data. Only `schema` files hold several
statements, separated by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Mode = Literal["read", "write", "schema"]

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_WRITING = re.compile(r"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|FOREACH|LOAD)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """One statement of the library with what its header declares; `text` is the file as it stands."""

    name: str
    answers: str
    mode: Mode
    params: frozenset[str]
    returns: tuple[str, ...]
    text: str

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements without comments; one, but for schema files."""
        bare = "\n".join(line for line in self.text.splitlines() if not line.lstrip().startswith("//"))
        return tuple(part.strip() for part in bare.split(";") if part.strip())


class QueryError(Exception):
    """A file of the library contradicts its header: an error of the program, found before any data is touched."""


def library_folder() -> Path:
    """The folder `cypher/`: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "cypher"
    return inside if inside.is_dir() else package.parent / "cypher"


@cache
def library() -> Mapping[str, Query]:
    """Every statement by name, read and checked once."""
    root = library_folder()
    files = sorted(root.rglob("*.cypher"))
    return {query.name: query for query in (load(path, name=query_name(path, root)) for path in files)}


def query_name(path: Path, root: Path) -> str:
    """`structures.members` for `structures/members.cypher`."""
    return ".".join(path.relative_to(root).with_suffix("").parts)


def load(path: Path, *, name: str) -> Query:
    """Read one file and check its header against its statement."""
    text = path.read_text(encoding="utf-8")
    header = _header(text, name)
    query = Query(
        name=name,
        answers=header["answers"],
        mode=_mode(header["mode"], name),
        params=frozenset(_names(header["params"])),
        returns=_names(header["returns"]),
        text=text,
    )
    _check(query)
    return query


def _header(text: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        key, colon, value = line[2:].strip().partition(":")
        if colon and key in ("mode", "params", "returns"):
            found[key] = value.strip()
        else:
            found["answers"] = f"{found.get('answers', '')} {line[2:].strip()}".strip()
    missing = {"answers", "mode", "params", "returns"} - found.keys()
    if missing:
        raise QueryError(f"{name}: the header lacks {', '.join(sorted(missing))}")
    return found


def _mode(word: str, name: str) -> Mode:
    for mode in get_args(Mode):
        if word == mode:
            return mode  # type: ignore[no-any-return]  # get_args is untyped
    raise QueryError(f"{name}: mode is {word!r}, not read, write or schema")


def _names(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip() not in ("", "-"))


def _check(query: Query) -> None:
    bare = _QUOTED.sub(" ", query.text)
    used = frozenset(_PARAMETER.findall(bare))
    if used != query.params:
        raise QueryError(f"{query.name}: parameters declared {sorted(query.params)}, used {sorted(used)}")
    if query.mode == "read" and _WRITING.search(bare):
        raise QueryError(f"{query.name}: a read statement holds {_WRITING.findall(bare)}")
    if query.mode != "schema" and len(query.statements) != 1:
        raise QueryError(f"{query.name}: one file holds one statement, found {len(query.statements)}")
