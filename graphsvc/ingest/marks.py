"""What a cell of a matrix says: who sits where, in what role, and until when."""

from __future__ import annotations

import re

from graphsvc.ingest.dates import Interval, read_interval
from graphsvc.ingest.text import clean
from graphsvc.vocabulary import scheme

_MARK = re.compile(r"\(?\s*(?:[xX×✓✔●•]|ja|j|1)\s*[?!*]?\s*\)?[?!*]?", re.I)
_MARK_AND_MORE = re.compile(r"[xX×✓✔●•]\s*[(,:/-]?\s*([^()]+)\)?")
_DEPUTY = re.compile(r"(?:[xX]\s*)?\(?(?:stv|stellv|stellvertret\w*|vertretung)\.?(?:\s+mitglied)?\)?", re.I)
_NAME_AND_ROLE = re.compile(r"(.+?)\s*\(([^()]+)\)")
_SINCE = re.compile(r"(?:seit|ab|bis)\s", re.I)
_NO_SEAT = frozenset({"-", "–", "—", "?", "0", "n", "nein", "no", "o"})
_YES_NO = frozenset({"1", "0", "j", "ja", "n", "nein", "no"})
_LONGEST_ROLE = 30


def is_mark(text: str) -> bool:
    """Whether a cell of a matrix says "sits there": x, (x), X?, a tick, ja, 1."""
    return _MARK.fullmatch(clean(text)) is not None


def is_no_seat(text: str) -> bool:
    """Whether a cell of a matrix says "does not sit there": a dash, nein, 0."""
    return clean(text).casefold() in _NO_SEAT


def is_yes_no(text: str) -> bool:
    """Whether a mark may as well be the answer to a question: ja, nein, 1, 0."""
    return clean(text).casefold() in _YES_NO


def role_of(text: str) -> str | None:
    """The role that a cell of a matrix gives: a mark, a role, or a mark with a role or a period behind it
    ("x (Vorsitz)", "x (bis 2023)")."""
    if is_mark(text) or period_of(text) is not None:
        return "mitglied"
    both = _MARK_AND_MORE.fullmatch(text)
    return scheme("roles").find(both[1] if both else text)


def period_of(text: str) -> Interval | None:
    """The period behind a mark, or alone: "x (bis 2023)", "seit 2019"."""
    both = _MARK_AND_MORE.fullmatch(clean(text))
    said = both[1].strip() if both else clean(text)
    return read_interval(said) if both or _SINCE.match(said) else None


def is_deputy(text: str) -> bool:
    """Whether a cell of a matrix says that one is there for somebody else: "stv.", "stellv. Mitglied"."""
    return _DEPUTY.fullmatch(clean(text).strip("()")) is not None


def is_matrix_entry(text: str) -> bool:
    """Whether a cell of a matrix says that one sits in the other: a mark or a role."""
    if is_mark(text) or is_deputy(text):
        return True
    return len(text) <= _LONGEST_ROLE and role_of(text.strip("?! ").strip("()")) is not None


def with_role(written: str) -> tuple[str, str | None]:
    """A name without the role in brackets behind it ("AWO (Vorsitz)"), and the role."""
    found = _NAME_AND_ROLE.fullmatch(written)
    role = scheme("roles").find(found[2]) if found else None
    return (found[1], role) if found and role else (written, None)
