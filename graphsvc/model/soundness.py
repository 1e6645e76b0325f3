"""What a record may say, and every text beside it, whoever writes it: clean texts of sensible length, numbers of
sensible size, no end before the start. What needs the map to be told (references, circles) is checked by
`graphsvc.services.checks`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphsvc.errors import InputRefused, Problem
from graphsvc.model.entities import Actor, Agreement, Membership, Place, Structure

Entity = Actor | Structure | Agreement | Membership | Place
"""What is written by hand."""
Written = TypeVar("Written", bound=Entity)

LARGEST_NUMBER = 1e12
"""Beyond this no count, amount or duration of a coordination office is meant."""
LONGEST_TEXT = 1_000
"""Characters of a name, an address, an alias, ..."""
LONGEST_PROSE = 20_000
"""Characters of a text in sentences."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text holds, and no XML, workbook or terminal takes."""
_BLANKS = re.compile(r"[^\S\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
"""White space, as far as it is no control character."""

_PROSE = frozenset({"purpose", "subject", "source", "document", "legal_basis", "reason", "note", "query"})
_AS_WRITTEN = frozenset(
    {"id", "key", "part_of", "successor_of", "coordinator", "chair", "establishes", "actor", "structure", "territory"}
)
"""Ids and keys: a blank inside belongs to them."""
_NAMES = frozenset({"name", "title", "key"})
_REQUIRED = _NAMES | {"actor", "structure"}
_NUMBERS = frozenset({"meetings_per_year", "hours", "members_total", "population"})


def tidy(record: Written) -> Written:
    """The record as it is written down: texts without blanks at their ends, those of one line on one line, an empty
    text as nothing said."""
    texts = {spec.name: getattr(record, spec.name) for spec in fields(record) if spec.name not in ("id", "origin")}
    tidied: dict[str, Any] = {name: _tidy(name, value) for name, value in texts.items() if _is_text(value)}
    return replace(record, **tidied)


def unsound(record: Entity, said: Collection[str]) -> Iterator[Problem]:
    """Everything that cannot be written; only fields in `said` are looked at, the others stand there already."""
    for name in said:
        value = getattr(record, name)
        for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            yield from _unsound_text(name, text)
        if name in _NUMBERS and value is not None and not 0 <= value <= LARGEST_NUMBER:
            yield Problem("fields.out_of_range", column=name, value=str(value), values={"bound": LARGEST_NUMBER})
    if not isinstance(record, Place) and {"valid_from", "valid_to"} & set(said) and _ends_before_it_starts(record):
        yield Problem("fields.end_before_start", column="valid_to", value=str(record.valid_to))


def unsound_texts(**texts: str | None) -> Iterator[Problem]:
    """The same of texts beside the records: reasons, notes, names of views, ...; each under the name of its field."""
    for name, text in texts.items():
        yield from _unsound_text(name, text or "")


def refuse_unsound_texts(**texts: str | None) -> None:
    """Raise InputRefused with every such text that cannot be written."""
    problems = [*unsound_texts(**texts)]
    if problems:
        raise InputRefused(problems)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(each, str) for each in value))


def _tidy(name: str, value: str | tuple[str, ...]) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(tidied for each in value if isinstance(tidied := _tidy(name, each), str))
    tidied = value if name in _AS_WRITTEN | _PROSE else _BLANKS.sub(" ", value)
    tidied = tidied.strip(" \t\r\n")
    return tidied if tidied or name in _REQUIRED else None


def _unsound_text(name: str, text: str) -> Iterator[Problem]:
    longest = LONGEST_PROSE if name in _PROSE else LONGEST_TEXT
    if CONTROL.search(text):
        yield Problem("fields.control_character", column=name, value=CONTROL.sub("�", text)[:LONGEST_TEXT])
    if len(text) > longest:
        yield Problem("fields.too_long", column=name, values={"bound": longest, "count": longest})
    if name in _NAMES and not any(unicodedata.category(sign)[0] not in "CZ" for sign in text):
        yield Problem("fields.blank", column=name)


def _ends_before_it_starts(record: Actor | Structure | Agreement | Membership) -> bool:
    return record.valid_from is not None and record.valid_to is not None and record.valid_to < record.valid_from
