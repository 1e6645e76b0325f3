"""Pairs of names or records that share a key: a rare word, a word and the place, an acronym, a telephone number.

Every net is an inverted index; a key that many share brings none of them together, so what a net gives grows with the
list and not with its square.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.compiled import compiled
from graphsvc.matching.fields import FieldTable
from graphsvc.matching.information import NameTable

__all__ = [
    "Net",
    "Pairs",
    "acronyms",
    "all_pairs_between",
    "all_pairs_within",
    "equal_fields",
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


@dataclass(frozen=True, slots=True)
class Net:
    """What one kind of key brings together: pairs (one may be there twice, and either way round), how many share the
    most common key that was used, and how many keys were left out because too many share them."""

    name: str
    pairs: Pairs
    largest: int
    left_out: int


def rare_words(table: NameTable) -> list[Net]:
    """Names that share a rare word, and names that share the stem of one."""
    owner = _owners(table)
    letters = np.array([any(char.isalpha() for char in word) for word in table.vocabulary], np.bool_)
    useful = letters[table.words]
    stem = _stems(table, STEM)[table.words]
    return [
        _by_key("word", table.words[useful].astype(np.int64), owner[useful], RARE_WORD),
        _by_key("stem", stem[stem >= 0], owner[stem >= 0], RARE_WORD),
    ]


def neighbours_and_places(table: NameTable, places: Ids) -> list[Net]:
    """Names that share a word and the place, the beginning of a word and the place, or two neighbouring words.

    `places` is the place of each name by number, -1 where it is not known.
    """
    owner = _owners(table)
    words = table.words.astype(np.int64)
    useful = np.array([word.isalpha() and len(word) >= SHORT_WORD for word in table.vocabulary], np.bool_)[words]
    stems = _stems(table, SHORT_WORD)
    place, n_places = places[owner], int(places.max(initial=-1)) + 2
    here = useful & (place >= 0)
    neighbours = (owner[1:] == owner[:-1]) & (useful[1:] | useful[:-1])
    low, high = np.minimum(words[1:], words[:-1]), np.maximum(words[1:], words[:-1])
    pairs_of_words = (low * len(table.vocabulary) + high)[neighbours]
    return [
        _by_key("word_and_place", (words * n_places + place)[here], owner[here], MOST_SHARING),
        _by_key("stem_and_place", (stems[words] * n_places + place)[here], owner[here], MOST_SHARING),
        _by_key("neighbouring_words", pairs_of_words, owner[1:][neighbours], MOST_SHARING),
    ]


def acronyms(table: NameTable) -> Net:
    """A short word of one name against the first letters of another's words: of all of them, or of the first or last
    few."""
    owner = _owners(table)
    spelled = np.array([_as_number(word) for word in table.vocabulary], np.int64)[table.words]
    first_letter = np.array([_letter(word) for word in table.vocabulary], np.int64)[table.words]
    wordlike = first_letter >= 0
    initials, of_name = first_letter[wordlike], owner[wordlike]
    counts = np.bincount(of_name, minlength=len(table))
    keys, names = _runs(initials, np.cumsum(counts) - counts, counts)
    return _across("acronym", spelled[spelled > 0], owner[spelled > 0], keys, names)


def equal_fields(fields: FieldTable) -> list[Net]:
    """Records with one register number, telephone, e-mail or web domain, or one street address."""
    place = np.where(fields.columns["postcode"].code >= 0, fields.columns["postcode"].code, fields.columns["city"].code)
    street = fields.columns["street"].code
    keys = {name: fields.columns[name].code for name in ("register_number", "phone", "email", "domain", "street")}
    keys["address"] = np.where(street >= 0, street * (int(place.max(initial=0)) + 2) + place + 1, -1)
    return [_by_key(name, key[key >= 0], np.flatnonzero(key >= 0), RARE_WORD) for name, key in keys.items()]


def _owners(table: NameTable) -> Ids:
    """The name that each word of the table stands in."""
    return np.repeat(np.arange(len(table)), np.diff(table.offsets))


def _stems(table: NameTable, length: int) -> Ids:
    """The number of each word's first letters, -1 where it is shorter."""
    stems: dict[str, int] = {}
    found = [stems.setdefault(word[:length], len(stems)) if len(word) >= length else -1 for word in table.vocabulary]
    return np.array(found, np.int64)


def _as_number(word: str) -> int:
    """A word that may be an acronym as a number, any other as 0."""
    if not (_SHORTEST_ACRONYM <= len(word) <= _LONGEST_ACRONYM and word.isascii() and word.isalpha()):
        return 0
    value = 0
    for char in word:
        value = value * _LETTERS + _letter(char)
    return value


def _letter(word: str) -> int:
    """The first letter as a number from 1 on, 0 for one beyond a to z, -1 where the word holds other signs."""
    if not word.isalpha():
        return -1
    return ord(word[0]) - ord("a") + 1 if "a" <= word[0] <= "z" else 0


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


def _by_key(name: str, keys: Ids, owners: Ids, most: int) -> Net:
    """All pairs of different owners of one key, keys with more than `most` owners left out."""
    _, owners, starts, sizes = _grouped(keys, owners)
    used = (sizes > 1) & (sizes <= most)
    pairs = all_pairs_within(owners, starts[used], sizes[used])
    return Net(name, pairs, int(sizes[used].max(initial=0)), int((sizes > most).sum()))


def _across(name: str, keys: Ids, owners: Ids, other_keys: Ids, other_owners: Ids) -> Net:
    """All pairs of an owner of a key on one side and one on the other, keys that are not rare on a side left out."""
    keys, owners, starts, sizes = _grouped(keys, owners)
    other_keys, other_owners, other_starts, other_sizes = _grouped(other_keys, other_owners)
    _, here, there = np.intersect1d(keys[starts], other_keys[other_starts], assume_unique=True, return_indices=True)
    more = np.maximum(sizes[here], other_sizes[there])
    here, there = here[more <= RARE_WORD], there[more <= RARE_WORD]
    n_pairs = sizes[here] * other_sizes[there]
    within = np.arange(int(n_pairs.sum())) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
    here, there = np.repeat(here, n_pairs), np.repeat(there, n_pairs)
    width = other_sizes[there]
    pairs = owners[starts[here] + within // width], other_owners[other_starts[there] + within % width]
    return Net(name, pairs, int(more[more <= RARE_WORD].max(initial=0)), int((more > RARE_WORD).sum()))


def _grouped(keys: Ids, owners: Ids) -> tuple[Ids, Ids, Ids, Ids]:
    """Keys and owners sorted, each pair of them once, with the start and the size of every key's group."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    keys, owners = keys[first], owners[first]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys, owners, starts, np.diff(np.append(starts, len(keys)))


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
