"""Which pairs of records are worth comparing: never all, and no true one lost.

Names that look alike letter by letter (in long lists instead: that share a word and the place, or two neighbouring
words), names that share a rare word or the stem of one, an acronym beside the words that it stands for, and records
with one register number, telephone, e-mail, domain or address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.information import NameTable
from graphsvc.matching.letter_triples import LetterTriples, nearest_rows
from graphsvc.matching.prepared import Prepared
from graphsvc.matching.shared_keys import (
    Index,
    Pairs,
    acronyms,
    all_pairs_between,
    all_pairs_within,
    equal_fields,
    initials,
    neighbours_and_places,
    rare_words,
)

__all__ = ["Net", "Scope", "candidate_pairs", "nets", "united"]

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_COSINE = 0.3
"""Below it the letters of two names have little in common (recall .95 to .97 on real lists with the other nets)."""
LEAST_COSINE_OTHER_CITY, LEAST_COSINE_OTHER_POSTCODE = 0.45, 0.7
"""The same for names of records in different places: of 171,422 other pairs with different post codes in a list of
10,000 none was true."""
LONG_LIST = 20_000
"""Longer lists are searched by keys: comparing letters grows with the square of the length."""
MOST_ALIKE, MOST_ALIKE_IN_SHORT_LISTS = 12, 100
"""At most so many letter-alike partners of one name; larger groups are completed after the first comparison."""
LETTER_ALIKE_PAIRS = 250_000
"""Names of short lists get more partners, until there are so many pairs: bodies may be written down dozens of times."""


@dataclass(frozen=True, slots=True)
class Net:
    """What one kind of key brings together: pairs (one may be there twice, and either way round), how many share the
    most common key that was used, and how many keys were left out because too many share them."""

    name: str
    pairs: Pairs
    largest: int
    left_out: int

    @classmethod
    def of(cls, index: Index) -> Net:
        """All pairs of one index."""
        return cls(index.name, index.pairs(), index.largest, index.left_out)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which pairs of records are asked for: those of an asked record with another one of the catalogue."""

    asked: Flags
    catalogue: Flags

    @classmethod
    def within(cls, n: int) -> Scope:
        """All pairs of one list."""
        every = np.ones(n, np.bool_)
        return cls(every, every)

    @classmethod
    def across(cls, n_first: int, n_second: int) -> Scope:
        """The pairs across two lists, one behind the other."""
        first = np.arange(n_first + n_second) < n_first
        return cls(first, ~first)

    def holds(self, left: Ids, right: Ids) -> Flags:
        """Whether each pair is asked for."""
        forth, back = self.asked[left] & self.catalogue[right], self.asked[right] & self.catalogue[left]
        found: Flags = (left != right) & (forth | back)
        return found

    @property
    def sizes(self) -> tuple[int, int]:
        """How many records each may be the same as one of how many others, every pair seen from both ends."""
        n_asked, n_catalogue = int(self.asked.sum()), int(self.catalogue.sum())
        if n_asked == n_catalogue == len(self.asked):
            return n_asked, n_asked
        return 2 * min(n_asked, n_catalogue), max(n_asked, n_catalogue)

    def of_names(self, owner: Ids) -> Scope:
        """The same for the names of the records."""
        return Scope(self.asked[owner], self.catalogue[owner])


def candidate_pairs(prepared: Prepared, scope: Scope) -> Pairs:
    """The pairs of records (left < right by position) that are asked for and worth comparing."""
    return united([net.pairs for net in nets(prepared, scope)], len(prepared.records), scope)


def nets(prepared: Prepared, scope: Scope) -> list[Net]:
    """Every net with its pairs of records; some may not be asked for."""
    names = scope.of_names(prepared.owner)
    found = _keyed(prepared) if len(prepared.names) > LONG_LIST else _lettered(prepared, names)
    of_records = [replace(net, pairs=_owners(prepared, net.pairs)) for net in found]
    return of_records + [Net.of(index) for index in equal_fields(prepared.fields)]


def united(pairs: list[Pairs], n: int, scope: Scope) -> Pairs:
    """The pairs of n records that are asked for, each once, the smaller number first, sorted."""
    keys = [np.minimum(a, b) * max(n, 1) + np.maximum(a, b) for a, b in pairs]
    key = np.unique(np.concatenate(keys))
    left, right = key // max(n, 1), key % max(n, 1)
    asked = scope.holds(left, right)
    return left[asked], right[asked]


def _keyed(prepared: Prepared) -> list[Net]:
    """Pairs of names of a long list."""
    table, places = prepared.names, prepared.fields.places()[prepared.owner]
    return [*map(Net.of, neighbours_and_places(table, places)), *_by_words(table)]


def _by_words(table: NameTable) -> list[Net]:
    """Pairs of names that share a rare word or its stem, or of which one is the acronym of the other."""
    short = acronyms(table)
    met = Net(short.name, short.pairs_with(initials(table)), short.largest, short.left_out)
    return [*map(Net.of, rare_words(table)), met]


def _lettered(prepared: Prepared, scope: Scope) -> list[Net]:
    """Pairs of names; names of the same words are looked up once and stand for one another."""
    group, first = _equal_names(prepared.names, scope)
    table, different = prepared.names.only(first), Scope(scope.asked[first], scope.catalogue[first])
    most = int(np.clip(LETTER_ALIKE_PAIRS // max(len(table), 1), MOST_ALIKE, MOST_ALIKE_IN_SHORT_LISTS))
    left, right, cosine = _letter_alike(table, different, least=LEAST_COSINE, most=most)
    a, b, of_pair = _spread(left, right, group)
    alike = cosine[of_pair] >= _least_alike(prepared, a, b)
    words = [replace(net, pairs=_spread(*net.pairs, group)[:2]) for net in _by_words(table)]
    return [_same_words(group), Net("letters", (a[alike], b[alike]), most, 0), *words]


def _least_alike(prepared: Prepared, a: Ids, b: Ids) -> NDArray[np.float64]:
    """How alike the letters of two names must be: more if their records lie in different places."""
    left, right = _owners(prepared, (a, b))
    columns = prepared.fields.columns
    by_city = np.where(columns["city"].differs(left, right), LEAST_COSINE_OTHER_CITY, LEAST_COSINE)
    return np.where(columns["postcode"].differs(left, right), LEAST_COSINE_OTHER_POSTCODE, by_city)


def _letter_alike(table: NameTable, scope: Scope, *, least: float, most: int) -> tuple[Ids, Ids, NDArray[np.float32]]:
    asked, catalogue = np.flatnonzero(scope.asked), np.flatnonzero(scope.catalogue)
    rows, itself = LetterTriples.of(table).rows, np.full(len(table), -1, np.int64)
    itself[catalogue] = np.arange(len(catalogue))
    postings = rows[catalogue].T.tocsr()
    left, right, cosine = nearest_rows(rows[asked], postings, itself=itself[asked], least=least, most=most)
    return asked[left], catalogue[right], cosine


def _owners(prepared: Prepared, pairs: Pairs) -> Pairs:
    """The records that pairs of names belong to."""
    return prepared.owner[pairs[0]], prepared.owner[pairs[1]]


def _equal_names(table: NameTable, scope: Scope) -> tuple[Ids, Ids]:
    """The group of each name (same words in the same order, asked for alike) and the first name of each group."""
    number: dict[tuple[bool, bool, bytes], int] = {}
    first: list[int] = []
    group = np.empty(len(table), np.int64)
    for name, (asked, known) in enumerate(zip(scope.asked.tolist(), scope.catalogue.tolist(), strict=True)):
        words = table.words[table.offsets[name] : table.offsets[name + 1]]
        key = (asked, known, words.tobytes())
        if key not in number:
            number[key] = len(first)
            first.append(name)
        group[name] = number[key]
    return group, np.array(first, np.int64)


def _same_words(group: Ids) -> Net:
    """Names of one group."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    pairs = all_pairs_within(order, starts[sizes > 1], sizes[sizes > 1])
    return Net("same_words", pairs, int(sizes.max(initial=0)), 0)


def _spread(left: Ids, right: Ids, group: Ids) -> tuple[Ids, Ids, Ids]:
    """From pairs of groups to pairs of their names, with the pair of groups that each comes from."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    pair, a, b = all_pairs_between(starts, sizes, left, right)
    return order[a], order[b], pair
