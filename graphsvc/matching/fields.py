"""The fields beside the name, made comparable: every value becomes a number, so that all pairs are compared at once.

A field says "same", "different" or nothing: a missing value is no disagreement. How much "same" says depends on how
often that value occurs in the list: a switchboard number of forty offices says little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graphsvc.matching import tables
from graphsvc.matching.normalise import fold
from graphsvc.matching.record import Record
from graphsvc.matching.text_keys import looked_up, text_keys

__all__ = ["FieldTable", "field_table", "similar_streets"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "aol.com", "yahoo.com", "yahoo.de",
        "hotmail.com", "hotmail.de", "outlook.com", "outlook.de", "live.com", "icloud.com", "freenet.de", "arcor.de",
        "mail.de", "posteo.de", "mailbox.org",
    }
)  # fmt: skip
"""Mail providers: a common domain among them says nothing."""
_REMEMBERED = 50_000
"""So many values of a kind are remembered as they were read."""
_FULL_BITS = 8.0
"""A value that one record in 2^8 has counts in full."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all records.

    Attributes:
        code: the number of the value of each record, -1 where it is missing.
        keys: the key of each value, in rising order.
        counts: how many records have it.
        worth: the share of its full weight that having it in common counts, with a 0 behind.
    """

    code: NDArray[np.int32]
    keys: Ints
    counts: Ints
    worth: Floats

    @property
    def of_records(self) -> Ints:
        """The key of the value of each record, 0 where it is missing."""
        return np.append(self.keys, 0)[self.code]

    def same(self, left: Ints, right: Ints) -> Floats:
        """The worth of the common value, 0 where the values differ or one is missing."""
        a, b = self.code[left], self.code[right]
        return np.where(a == b, self.worth[a], np.float32(0))

    def differs(self, left: Ints, right: Ints) -> NDArray[np.bool_]:
        """Whether both have a value and not the same."""
        a, b = self.code[left], self.code[right]
        found: NDArray[np.bool_] = (a != b) & (a >= 0) & (b >= 0)
        return found


@dataclass(frozen=True, slots=True)
class FieldTable:
    """All records' fields as numbers; `streets` keeps the names of the streets for comparing similar ones."""

    columns: dict[str, Column]
    streets: tuple[str, ...]
    territories: tuple[tuple[str, ...], ...]
    is_parent: frozenset[tuple[int, int]]

    def places(self) -> Ints:
        """The place of each record by number: its town, else its post code, else -1."""
        city, postcode = (self.columns[name].code.astype(np.int64) for name in ("city", "postcode"))
        found: Ints = np.where(city >= 0, city, np.where(postcode >= 0, postcode + int(city.max(initial=-1)) + 1, -1))
        return found


def field_table(records: Sequence[Record], *, counted: FieldTable | None = None) -> FieldTable:
    """Make the fields of all records comparable.

    Args:
        records: the records.
        counted: the fields of a longer list: how usual a value is there counts.
    """
    keys, streets = _read(records)
    columns = {name: _column(keys.pop(name), counted.columns[name] if counted else None) for name in _READERS}
    territories = tuple([record.territory for record in records])
    return FieldTable(columns, streets, territories, _with_carriers(records))


def _read(records: Sequence[Record]) -> tuple[dict[str, Ints], tuple[str, ...]]:
    """The keys of all values, field by field, and the names of the streets; in pieces, so that a street that three
    fields are read from is read once."""
    keys = {name: np.zeros(len(records), np.int64) for name in _READERS}
    streets: list[str] = []
    for start in range(0, len(records), _REMEMBERED):
        piece = records[start : start + _REMEMBERED]
        for name, read in _READERS.items():
            keys[name][start : start + len(piece)] = text_keys([read(record) for record in piece])
        streets += [intern(_street_of(record).name) for record in piece]
    return keys, tuple(streets)


def _with_carriers(records: Sequence[Record]) -> frozenset[tuple[int, int]]:
    """The pairs of a record and its carrier, which it gives by id or by name."""
    parts = [(at, record) for at, record in enumerate(records) if record.parent]
    if not parts:
        return frozenset()
    position = {record.id: at for at, record in enumerate(records)}
    called: dict[str, list[int]] = {}
    for at, record in enumerate(records):
        called.setdefault(fold(record.name), []).append(at)
    pairs: set[tuple[int, int]] = set()
    for at, record in parts:
        carrier = record.parent or ""
        named = called.get(fold(carrier), []) if fold(carrier) != fold(record.name) else []
        found = [position[carrier]] if carrier in position else named
        pairs.update((min(at, other), max(at, other)) for other in found if other != at)
    return frozenset(pairs)


def similar_streets(table: FieldTable, left: Ints, right: Ints) -> Floats:
    """Similarity 0..1 of the street names of records with the same house number, 0 for all others."""
    number, streets = table.columns["house_number"].code, table.streets
    found = np.zeros(len(left), np.float32)
    same_number = np.flatnonzero((number[left] == number[right]) & (number[left] >= 0))
    pairs = zip(same_number.tolist(), left[same_number].tolist(), right[same_number].tolist(), strict=True)
    known = [(at, streets[a], streets[b]) for at, a, b in pairs if streets[a] and streets[b]]
    if known:
        at, first, second = zip(*known, strict=True)
        found[list(at)] = process.cpdist(first, second, scorer=fuzz.token_sort_ratio, dtype=np.float32) / 100
    return found


def _column(of_records: Ints, counted: Column | None) -> Column:
    known = of_records != 0
    keys, number, counts = np.unique(of_records[known], return_inverse=True, return_counts=True)
    code = np.full(len(of_records), -1, np.int32)
    code[known] = number
    if counted is None:
        return Column(code, keys, counts, _worth(counts, len(code)))
    counts = looked_up(counted.keys, counted.counts, keys) + 1
    return Column(code, keys, counts, _worth(counts, len(counted.code) + 1))


def _worth(counts: Ints, n_records: int) -> Floats:
    """What values that so many records have in common count, with a 0 behind for the missing one."""
    bits = np.log2((n_records + 1) / np.maximum(counts - 1, 1))
    share = np.minimum(bits / min(_FULL_BITS, np.log2(n_records + 2)), 1.0)
    return np.append(share, 0).astype(np.float32)


_EXTENSION = re.compile(r"(?:\bext\w*|\bapp|\bdw|x|#)[.:\s]*\d{1,5}\s*$", re.IGNORECASE)
"""An extension behind a telephone number: "x 38", "ext. 12"."""
_FIRST_NUMBER, _NO_DIGITS = re.compile(r"[^;,]*"), re.compile(r"\D+")


def _phone(record: Record) -> str | None:
    """The last seven digits, without the extension: country and area codes are written in too many ways."""
    if not record.phone:
        return None
    digits = _NO_DIGITS.sub("", _EXTENSION.sub("", _FIRST_NUMBER.match(record.phone)[0]))  # type: ignore[index]
    return digits[-7:] if len(digits) > 5 else None


def _email(record: Record) -> str | None:
    return (record.email or "").strip().casefold() or None


_SCHEME = re.compile(r"^\w+://")


def _domain(record: Record) -> str | None:
    host = _SCHEME.sub("", (record.web or "").strip().casefold()).split("/")[0].removeprefix("www.")
    host = host or (record.email or "").strip().casefold().partition("@")[2]
    return host if "." in host and host not in _FREE_MAIL else None


_COUNTRY_BEFORE = re.compile(r"^[A-Z]{1,3}[-\s]+(?=\d{4})")
_ROUTE_BEHIND = re.compile(r"^(\d{5})-?\d{4}$")


def _postcode(record: Record) -> str | None:
    return _plain_code(record.postcode) if record.postcode else None


def _postcode_area(record: Record) -> str | None:
    code = _postcode(record)
    return _area(code) if code else None


@lru_cache(maxsize=_REMEMBERED)
def _plain_code(written: str) -> str | None:
    """Letters and digits, without a country before ("D-33602") or a delivery route behind ("02139-7241")."""
    within = _COUNTRY_BEFORE.sub("", written.upper().strip())
    return re.sub(r"[^A-Z0-9]", "", _ROUTE_BEHIND.sub(r"\1", within)) or None


@lru_cache(maxsize=_REMEMBERED)
def _area(code: str) -> str:
    """The region of a post code: its first two digits, or what a British one begins with."""
    if code.isdigit():
        return code[:2]
    found = re.match(r"[A-Z]+\d*", code[:-3] if len(code) > 4 else code)
    return found.group() if found else code[:2]


def _city(record: Record) -> str | None:
    return _town(record.city) if record.city else None


@lru_cache(maxsize=_REMEMBERED)
def _town(written: str) -> str | None:
    name = re.split(r"[/(,]|\s-\s", written)[0]
    parts = [
        word for word in re.findall(r"\w+", fold(name)) if word not in ("stadt", "kreis", "bad", "st", "city", "of")
    ]
    return parts[0] if parts else None


_UNIT = re.compile(
    r"(?:\b(?:suite|ste|apt|apartment|unit|room|rm|floor|fl|zimmer|raum|etage)\b[.:\s]*|#\s*)\w*\d\w*"
    r"|\b\d+\.?\s*(?:og|etage|stock)\b"
)
"""Where in the house it is: no part of the address of the house."""


@dataclass(frozen=True, slots=True)
class _Street:
    """A street as written down, read: its name without the house number, that number, and both; words sorted."""

    name: str
    number: str | None
    address: str | None


_NO_STREET = _Street("", None, None)
_STREET_ENDING = re.compile(r"(?<=[a-z]{3})(?:strasse|str\b)")
_STREET_WORD = re.compile(r"[a-z]+|\d+")


def _street_of(record: Record) -> _Street:
    return _read_street(record.street) if record.street else _NO_STREET


@lru_cache(maxsize=_REMEMBERED)
def _read_street(text: str) -> _Street:
    short = _street_words()
    plain = _STREET_ENDING.sub(" st", _UNIT.sub(" ", fold(text)))
    words = [short.get(word, word) for word in _STREET_WORD.findall(plain)]
    numbers = [word for word in words if word.isdigit()]
    name = " ".join(sorted(word for word in words if word and not word.isdigit()))
    return _Street(name, numbers[0] if numbers else None, " ".join(sorted(words)) or None)


def _house_number(record: Record) -> str | None:
    return _street_of(record).number


def _street(record: Record) -> str | None:
    return _street_of(record).address


def _register(record: Record) -> str | None:
    """Kind of register and number, without the court: "VR 1720 Amtsgericht Herford" is "vr1720"."""
    if not record.register_number:
        return None
    written = fold(record.register_number)
    found = re.search(r"([a-z]*)[\s.:-]*(\d[\d ]*)", written)
    return f"{found[1]}{found[2].replace(' ', '')}" if found else re.sub(r"\W", "", written) or None


def _kind(record: Record) -> str | None:
    return _folded(record.kind) if record.kind else None


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str | None:
    return fold(text).strip() or None


def _parent(record: Record) -> str | None:
    return record.parent


_READERS: dict[str, Callable[[Record], str | None]] = {
    "register_number": _register,
    "phone": _phone,
    "email": _email,
    "domain": _domain,
    "postcode": _postcode,
    "postcode_area": _postcode_area,
    "city": _city,
    "street": _street,
    "house_number": _house_number,
    "kind": _kind,
    "parent": _parent,
}


@cache
def _street_words() -> dict[str, str]:
    return {fold(row["word"]): row["short"] for row in tables.rows("street_words")}
