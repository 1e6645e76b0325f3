"""Pairs of names or records that share a key: a rare word, a word and the place, an acronym, a telephone number.

Every net is an inverted index; a key that many share brings none of them together, so what a net gives grows with the
list and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.compiled import compiled
from graphsvc.matching.fields import FieldTable
from graphsvc.matching.information import NameTable

__all__ = [
    "Index",
    "Pairs",
    "acronyms",
    "all_pairs_between",
    "all_pairs_within",
    "equal_fields",
    "initials",
    "neighbours_and_places",
    "rare_words",
]

Ids = NDArray[np.int64]
Pairs = tuple[Ids, Ids]

RARE_WORD = 10
"""A word (or a telephone number, an address, ...) that at most so many have brings them together."""
MOST_SHARING = 12
"""The same for a word with its place or its neighbour."""
SHORT_WORD = 4
"""Shorter words are no key of their own."""
STEM = 6
"""So many first letters of a longer word are its stem ("Bayer|ische", "Bayer|n")."""
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 6
_LETTERS = 32
"""Base in which a run of letters becomes a number."""
_BEFORE_A, _ALPHABET = ord("a") - 1, 26
_PLACES = 0x9E3779B9
"""An odd number that keeps places apart from words when both are added up."""
_OWNER_BITS = np.uint64(26)
"""An owner takes so many bits of an entry; the key is spread over the others, where two different ones meet so seldom
that it costs a candidate in a hundred thousand."""
_OWNER = (np.uint64(1) << _OWNER_BITS) - np.uint64(1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4)."""


@dataclass(frozen=True, slots=True)
class Index:
    """Who has which key, as sorted numbers that hold key and owner, each once.

    Attributes:
        name: what kind of key.
        entries: the entries of all keys that are not too common.
        largest: how many share the most common of them.
        left_out: how many keys are too common.
    """

    name: str
    entries: NDArray[np.uint64]
    largest: int
    left_out: int

    @classmethod
    def of(cls, name: str, keys: Ids, owners: Ids, most: int) -> Index:
        """The index of keys and their owners (names or records by number); keys with more than `most` owners are left
        out."""
        entries = keys.astype(np.uint64) * _SPREAD >> _OWNER_BITS << _OWNER_BITS | owners.astype(np.uint64)
        entries.sort()
        entries = entries[np.diff(entries, prepend=~entries[:1]) != 0]
        _, sizes = _groups(entries)
        rare = sizes <= most
        return cls(name, entries[np.repeat(rare, sizes)], int(sizes[rare].max(initial=0)), int((~rare).sum()))

    def pairs(self) -> Pairs:
        """All pairs of different owners of one key."""
        found: Pairs = all_pairs_within(self._owners, *_groups(self.entries))
        return found

    def pairs_with(self, others: Index) -> Pairs:
        """All pairs of an owner here and one of the same key there."""
        key = self.entries >> _OWNER_BITS << _OWNER_BITS
        start = np.searchsorted(others.entries, key)
        found = np.searchsorted(others.entries, key | _OWNER, side="right") - start
        within = np.arange(int(found.sum())) - np.repeat(np.cumsum(found) - found, found)
        return np.repeat(self._owners, found), others._owners[np.repeat(start, found) + within]

    @property
    def _owners(self) -> Ids:
        return (self.entries & _OWNER).astype(np.int64)


def _groups(entries: NDArray[np.uint64]) -> tuple[Ids, Ids]:
    """Where the entries of each key start, and how many there are."""
    keys = entries >> _OWNER_BITS
    starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    return starts, np.diff(np.append(starts, len(keys)))


def rare_words(table: NameTable, most: int = RARE_WORD) -> Iterator[Index]:
    """Names by their words, and by the stems of those."""
    owner = _owners(table)
    lettered = ~table.numeric[table.words]
    stem = _beginnings(table, STEM)[table.words]
    yield Index.of("word", table.keys[table.words][lettered], owner[lettered], most)
    yield Index.of("stem", stem[stem != 0], owner[stem != 0], most)


def neighbours_and_places(table: NameTable, places: Ids) -> Iterator[Index]:
    """Names by a word and the place, the beginning of a word and the place, and two neighbouring words.

    `places` is the place of each name by number, -1 where it is not known.
    """
    owner = _owners(table)
    words = table.keys[table.words]
    beginnings = _beginnings(table, SHORT_WORD)[table.words]
    useful = (beginnings != 0) & ~table.numeric[table.words]
    place = places[owner]
    here = useful & (place >= 0)
    yield Index.of("word_and_place", (words + place * _PLACES)[here], owner[here], MOST_SHARING)
    yield Index.of("stem_and_place", (beginnings + place * _PLACES)[here], owner[here], MOST_SHARING)
    neighbours = (owner[1:] == owner[:-1]) & (useful[1:] | useful[:-1])
    both = (words[1:] + words[:-1])[neighbours]
    yield Index.of("neighbouring_words", both, owner[1:][neighbours], MOST_SHARING)


def acronyms(table: NameTable, most: int = RARE_WORD) -> Index:
    """Names by their short words, which may be acronyms, spelled as `initials` spells."""
    spelled = _spelled(table)[table.words]
    return Index.of("acronym", spelled[spelled > 0], _owners(table)[spelled > 0], most)


def initials(table: NameTable, most: int = RARE_WORD) -> Index:
    """Names by the first letters of their words: of all of them, or of the first or last few."""
    first = _first_letters(table)[table.words]
    wordlike = first >= 0
    counts = np.bincount(_owners(table)[wordlike], minlength=len(table))
    return Index.of("initials", *_runs(first[wordlike], np.cumsum(counts) - counts, counts), most)


def equal_fields(fields: FieldTable, most: int = RARE_WORD) -> Iterator[Index]:
    """Records by register number, telephone, e-mail and web domain, by street, and by street and place."""
    keys = {name: fields.columns[name].of_records for name in ("register_number", "phone", "email", "domain", "street")}
    postcode, city = fields.columns["postcode"].of_records, fields.columns["city"].of_records
    place = np.where(postcode != 0, postcode, city)
    keys["address"] = np.where(keys["street"] != 0, keys["street"] + place * _PLACES, 0)
    for name, key in keys.items():
        yield Index.of(name, key[key != 0], np.flatnonzero(key), most)


def _owners(table: NameTable) -> Ids:
    """The name that each word of the table stands in."""
    return np.repeat(np.arange(len(table)), np.diff(table.offsets))


def _letters_at(table: NameTable, place: int) -> NDArray[np.int64]:
    """The letter of every word at that place as its UTF-8 byte; what stands behind shorter ones means nothing."""
    return table.chars[np.minimum(table.starts[:-1] + place, len(table.chars) - 1)].astype(np.int64)


def _beginnings(table: NameTable, length: int) -> Ids:
    """Every word's first letters as a number, 0 where it is shorter."""
    value = np.zeros(len(table.vocabulary), np.int64)
    for place in range(length):
        value = value << 8 | _letters_at(table, place)
    return np.where(np.diff(table.starts) >= length, value, 0)


def _spelled(table: NameTable) -> Ids:
    """Every word that may be an acronym as a number, any other as 0."""
    lengths = np.diff(table.starts)
    value = np.zeros(len(lengths), np.int64)
    plain = (lengths >= _SHORTEST_ACRONYM) & (lengths <= _LONGEST_ACRONYM)
    for place in range(_LONGEST_ACRONYM):
        inside = place < lengths
        letter = _letters_at(table, place) - _BEFORE_A
        plain &= ~inside | ((letter > 0) & (letter <= _ALPHABET))
        value = np.where(inside, value * _LETTERS + letter, value)
    return np.where(plain, value, 0)


def _first_letters(table: NameTable) -> Ids:
    """The first letter of every word as a number from 1 on, 0 for one beyond a to z, -1 for a number."""
    letter = _letters_at(table, 0) - _BEFORE_A
    return np.where(table.numeric, -1, np.where((letter > 0) & (letter <= _ALPHABET), letter, 0))


def _runs(letters: Ids, starts: Ids, counts: Ids) -> Pairs:
    """The first and the last letters of every group as numbers, with the group they come from."""
    keys, groups = [], []
    for length in range(_SHORTEST_ACRONYM, _LONGEST_ACRONYM + 1):
        long_enough = np.flatnonzero(counts >= length)
        for begin in (starts[long_enough], starts[long_enough] + counts[long_enough] - length):
            run = letters[begin[:, None] + np.arange(length)]
            known = (run > 0).all(axis=1)
            keys.append((run @ (_LETTERS ** np.arange(length - 1, -1, -1)))[known])
            groups.append(long_enough[known])
    return np.concatenate(keys), np.concatenate(groups)


def all_pairs_between(starts: Ids, sizes: Ids, left: Ids, right: Ids) -> tuple[Ids, Ids, Ids]:
    """All pairs of a member of group `left[i]` and one of group `right[i]`: i, and the places of both, where group g
    takes the places from `starts[g]` to `starts[g] + sizes[g] - 1`."""
    n_pairs = sizes[left] * sizes[right]
    pair = np.repeat(np.arange(len(left)), n_pairs)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
    width = sizes[right][pair]
    return pair, starts[left][pair] + within // width, starts[right][pair] + within % width


@compiled
def all_pairs_within(owners: Ids, starts: Ids, sizes: Ids) -> Pairs:
    """All pairs inside each of the groups `owners[start : start + size]`."""
    total = 0
    for size in sizes:
        total += size * (size - 1) // 2
    left = np.empty(total, np.int64)
    right = np.empty(total, np.int64)
    at = 0
    for block in range(len(starts)):
        for i in range(starts[block], starts[block] + sizes[block]):
            for j in range(i + 1, starts[block] + sizes[block]):
                left[at] = owners[i]
                right[at] = owners[j]
                at += 1
    return left, right
