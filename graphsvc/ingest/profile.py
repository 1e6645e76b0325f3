"""What a column holds, judged by its cells alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from graphsvc.ingest import dates, values
from graphsvc.ingest.marks import is_mark
from graphsvc.ingest.money import is_money
from graphsvc.ingest.persons import ORGANISATION, is_person
from graphsvc.ingest.segments import split_cell
from graphsvc.ingest.sheets import Value, raw_text
from graphsvc.ingest.text import clean, is_blank, is_ditto
from graphsvc.vocabulary import Scheme, SchemeName, fold, scheme, territories

SAMPLE = 200
"""Cells looked at, evenly spread, in a column."""

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:de|org|com|net|eu|nrw|info)(?:/\S*)?", re.I)
PHONE = re.compile(r"(?:tel\.?:?\s*)?(?:\+49|0\d)[\d\s/()–-]{5,20}", re.I)
STREET = re.compile(
    r".*(?:str(?:\.|aße|asse)|weg|platz|allee|ring|gasse|hof|damm|ufer|markt)\s*\d+\s*[a-z]?(?:\s*[-–]\s*\d+)?,?.*",
    re.I,
)

_SCHEMES: Mapping[str, SchemeName] = {
    "topic": "topics",
    "target_group": "target_groups",
    "education_stage": "education_stages",
    "actor_kind": "actor_kinds",
    "structure_kind": "structure_kinds",
    "legal_form": "legal_forms",
    "function": "functions",
    "role": "roles",
    "status": "statuses",
    "binding": "bindings",
    "level": "levels",
    "programme": "programmes",
    "agreement_kind": "agreement_kinds",
}


def profile(cells: Sequence[Value]) -> Mapping[str, float]:
    """Share of the filled cells that read as each kind of content; the number of filled cells as `filled`."""
    filled = [cell for cell in cells if _says_something(cell)]
    sample = filled[:: max(1, len(filled) // SAMPLE)][:SAMPLE]
    counts = Counter(kind for cell in sample for kind in _kinds(raw_text(cell)))
    shares = {kind: count / len(sample) for kind, count in counts.items()} if sample else {}
    return {**shares, "filled": float(len(filled)), "distinct": _distinct(sample)}


def _says_something(cell: Value) -> bool:
    text = raw_text(cell)
    return not is_blank(text) and not is_ditto(text)


def _distinct(sample: Sequence[Value]) -> float:
    return len({fold(raw_text(cell)) for cell in sample}) / len(sample) if sample else 0.0


def _kinds(text: str) -> tuple[str, ...]:
    written = clean(text)
    found = [name for name, vocabulary in _SCHEMES.items() if _is_vocabulary(written, scheme(vocabulary))]
    return tuple(dict.fromkeys([*_plain_kinds(written), *found]))


@lru_cache(maxsize=50_000)
def _plain_kinds(written: str) -> tuple[str, ...]:
    return tuple(name for name, test in _TESTS.items() if test(written))


@lru_cache(maxsize=200_000)
def _is_vocabulary(text: str, table: Scheme) -> bool:
    return all(table.find(part) for part in split_cell(text, lambda each: table.find(each) is not None))


@lru_cache(maxsize=1)
def _territory_names() -> frozenset[str]:
    return frozenset(fold(territory.name) for territory in territories().values())


def _is_date(text: str) -> bool:
    return dates.read_interval(text) is not None and (any(sign.isdigit() for sign in text) or dates.is_open_end(text))


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "year": lambda text: len(text) == 4 and text.isdecimal() and int(text) in dates.YEARS,
    "key": lambda text: text.isdecimal() and len(text) in (5, 7, 8, 12) and values.looks_like_key(text),
    "email": lambda text: EMAIL.search(text) is not None,
    "web": lambda text: URL.fullmatch(text) is not None,
    "phone": lambda text: PHONE.fullmatch(text) is not None,
    "postcode": lambda text: len(text) == 5 and text.isdecimal() and not text.endswith("00"),
    "money": is_money,
    "number": lambda text: values.number(text) is not None,
    "street": lambda text: STREET.fullmatch(text) is not None,
    "yes_no": lambda text: values.yes_no(text) is not None,
    "territory": lambda text: fold(text) in _territory_names(),
    "person": is_person,
    "organisation": lambda text: ORGANISATION.search(fold(text)) is not None,
    "wordless": lambda text: not any(sign.isalpha() for sign in text),
    "mark": is_mark,
    "short": lambda text: len(text) <= 12,
    "long": lambda text: len(text) > 60,
}
