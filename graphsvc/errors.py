"""Everything graphsvc raises on purpose.

GraphsvcError
├── InputRefused          what came in cannot be used; carries the list of problems with their places
├── WrongUsage            a parameter or a combination of parameters makes no sense
├── NotFound              no such actor, structure, agreement, batch, ...
├── Conflict              the state of the data forbids it (still referenced, already decided, ...)
│   ├── LikelyDouble      what shall be created may be there already; carries what comes nearest
│   ├── Outdated          somebody else changed the record meanwhile; carries both versions
│   └── InUse             other facts hang on the record; carries their counts
├── Cancelled             the caller stopped a long computation
├── StoreError            the database refused a statement; names the query
│   └── DatabaseUnreachable   nothing answers at the configured address
└── EngineUnavailable     the embedded engine cannot run here

Messages are German and English texts of the catalogues (`graphsvc.language`); `str()` gives the English one.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphsvc.language import Said, text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input: what, where, and what to do next.

    `message` and `advice` are catalogue keys with their `values`; places count rows from 1 as a spreadsheet does.
    """

    message: str
    advice: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Message and advice in one line, without the place."""
        parts = [text(key, lang, **{"value": self.value, **self.values}) for key in (self.message, self.advice) if key]
        return " ".join(parts)

    def place(self, lang: str = "en") -> str:
        """File, sheet, row and column as a reader would look them up, outside of tables the field; empty when
        unknown."""
        in_table = [("file", self.file), ("sheet", self.sheet), ("row", self.row)]
        is_in_table = any(value is not None for _, value in in_table)
        named = [*in_table, ("column" if is_in_table else "field", self.column)]
        return ", ".join(text(f"errors.place_{name}", lang, at=value) for name, value in named if value is not None)

    def line(self, lang: str = "en") -> str:
        """Place, message and advice: one line for a terminal or a list."""
        place = self.place(lang)
        return f"{place}: {self.text(lang)}" if place else self.text(lang)

    def told(self, lang: str = "en") -> dict[str, Any]:
        """Message and place as a program reads them."""
        parts = {part: getattr(self, part) for part in ("file", "sheet", "row", "column", "value")}
        return {"message": self.text(lang), "place": self.place(lang), **parts}


class GraphsvcError(Exception):
    """Base of all; `key` names the catalogue entry, `values` fill it."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, lang: str = "en") -> str:
        """The message for people."""
        return text(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.text("en")


class InputRefused(GraphsvcError):
    """What came in cannot be used; `problems` says each reason with its place."""

    def __init__(self, problems: Sequence[Problem], key: str = "errors.input_refused", **values: Any) -> None:
        super().__init__(key, count=len(problems), **values)
        self.problems = tuple(problems)

    def text(self, lang: str = "en") -> str:
        head = super().text(lang)
        return "\n".join([head, *(problem.line(lang) for problem in self.problems)])


class WrongUsage(GraphsvcError):
    """A parameter or a combination of parameters makes no sense."""


class NotFound(GraphsvcError):
    """No such thing."""


class Conflict(GraphsvcError):
    """The state of the data forbids it."""


class LikelyDouble(Conflict):
    """What shall be created may be there already; `nearest` are the records that come nearest, best first: id, name,
    probability."""

    def __init__(self, name: str, nearest: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("records.likely_double", name=name, nearest=nearest)
        self.nearest = nearest

    def text(self, lang: str = "en") -> str:
        lines = (
            text("records.likely_double_of", lang, **each, percent=round(100 * each["probability"]))
            for each in self.nearest
        )
        return "\n".join([super().text(lang), *lines])


class Outdated(Conflict):
    """Somebody else changed the record meanwhile."""

    def __init__(self, key: str, *, yours: Any, theirs: Any, **values: Any) -> None:
        super().__init__(key, **values)
        self.yours = yours
        self.theirs = theirs


class InUse(Conflict):
    """Other facts hang on the record; `counts` says how many memberships, parties, relations and references."""

    def __init__(self, ref: str, counts: Mapping[str, int]) -> None:
        super().__init__("store.in_use", ref=ref, counts=dict(counts))
        self.counts = counts

    def text(self, lang: str = "en") -> str:
        what = (text(f"store.uses_{kind}", lang, count=count) for kind, count in sorted(self.counts.items()))
        return text(self.key, lang, **self.values, what=", ".join(what))


class Cancelled(GraphsvcError):
    """The caller stopped a long computation."""


class StoreError(GraphsvcError):
    """The database refused a statement; the driver's error is the cause."""


class DatabaseUnreachable(StoreError):
    """Nothing answers at the configured address, or the password is wrong."""


class EngineUnavailable(GraphsvcError):
    """The embedded engine cannot run on this machine."""


_SYSTEM = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.ENOTDIR: "below_a_file",
    errno.EISDIR: "folder",
    errno.EEXIST: "file",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
}


def system_reason(error: OSError) -> Said | str | None:
    """Why the operating system refused a file or folder, in words; its own where it is nothing usual."""
    known = _SYSTEM.get(error.errno or 0)
    return Said(f"errors.system_{known}") if known else error.strerror


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Refuse the input where the system does not let a file or folder be read."""
    try:
        yield
    except OSError as error:
        key, reason = "plainfile.file_unreadable", system_reason(error)
        problem = Problem(key, f"{key}_advice", file=str(path), values={"reason": reason})
        raise InputRefused([problem]) from error
