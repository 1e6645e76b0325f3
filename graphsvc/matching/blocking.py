"""Which pairs are worth comparing: never all, and no true one lost.

Three nets, each an inverted index: names that look alike letter by letter (TF-IDF of letter triples, cosine), names
that share a rare word or the stem of one, and an acronym beside the words that it stands for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graphsvc.compiled import compiled
from graphsvc.matching.fields import FieldTable
from graphsvc.matching.information import NameTable
from graphsvc.matching.threads import in_threads

__all__ = ["Pairs", "all_pairs_within", "candidate_pairs", "nearest_names", "record_pairs_by_fields"]

Ids = NDArray[np.int64]
Pairs = tuple[Ids, Ids]

LEAST_COSINE = 0.3
"""Below it the letters of two names have little in common (recall .95 to .97 on real lists with the other nets)."""
LONG_LIST = 20_000
"""Longer lists are searched by keys: comparing letters grows with the square of the length."""
SHORT_WORD = 4
"""Shorter words are no key of their own."""
MOST_SHARING = 12
"""A key that more names share brings none of them together; other keys do."""
MOST_ALIKE = 12
"""At most so many letter-alike partners of one name; larger groups are completed after the first comparison."""
RARE_WORD = 10
"""A word in at most so many names brings its names together."""
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 6
STEM = 6
"""So many first letters of a longer word are its stem ("Bayer|ische", "Bayer|n")."""


def candidate_pairs(table: NameTable, places: Ids, side: NDArray[np.int8] | None = None) -> Pairs:
    """All candidate pairs (left < right by position); with `side`, only pairs of names from different sides.

    `places` is the place of each name by number, -1 where it is not known. Names of the same words are looked up once
    and stand for one another, unless the list is long: then keys take the place of the first net.
    """
    if len(table) > LONG_LIST:
        return _joined_nets([*_composite_keys(table, places), *_shared_rare(table), _acronyms(table)], table, side)
    group, first = _equal_names(table, side)
    different = table.only(first)
    sides = None if side is None else side[first]
    nets = [_letter_alike(different, sides), *_shared_rare(different), _acronyms(different)]
    return _spread(*_joined_nets(nets, different, None), group, side)


def _joined_nets(nets: list[Pairs], table: NameTable, side: NDArray[np.int8] | None) -> Pairs:
    left = np.concatenate([pair[0] for pair in nets])
    right = np.concatenate([pair[1] for pair in nets])
    return _unique(np.minimum(left, right), np.maximum(left, right), len(table), side)


def _composite_keys(table: NameTable, places: Ids) -> list[Pairs]:
    """Names that share a word and the place, the beginning of a word and the place, or two neighbouring words: what
    grows with the list and not with its square."""
    owner = np.repeat(np.arange(len(table)), np.diff(table.offsets))
    words = table.words.astype(np.int64)
    useful = np.array([word.isalpha() and len(word) >= SHORT_WORD for word in table.vocabulary], np.bool_)[words]
    stem_of, _ = _stems(table, SHORT_WORD)
    place, n_places = places[owner], int(places.max(initial=-1)) + 2
    here = useful & (place >= 0)
    neighbours = (owner[1:] == owner[:-1]) & (useful[1:] | useful[:-1])
    low, high = np.minimum(words[1:], words[:-1]), np.maximum(words[1:], words[:-1])
    return [
        _pairs_by_key((words * n_places + place)[here], owner[here], MOST_SHARING),
        _pairs_by_key((stem_of[words] * n_places + place)[here], owner[here], MOST_SHARING),
        _pairs_by_key((low * len(table.vocabulary) + high)[neighbours], owner[1:][neighbours], MOST_SHARING),
    ]


def _stems(table: NameTable, length: int) -> tuple[Ids, int]:
    """The number of each word's first letters, -1 where it is shorter; and how many there are."""
    stems: dict[str, int] = {}
    found = [stems.setdefault(word[:length], len(stems)) if len(word) >= length else -1 for word in table.vocabulary]
    return np.array(found, np.int64), len(stems)


def _equal_names(table: NameTable, side: NDArray[np.int8] | None) -> tuple[Ids, Ids]:
    """The group of each name (same words in the same order, same side) and the first name of each group."""
    number: dict[tuple[int, bytes], int] = {}
    first: list[int] = []
    group = np.empty(len(table), np.int64)
    for name in range(len(table)):
        words = table.words[table.offsets[name] : table.offsets[name + 1]]
        key = (0 if side is None else int(side[name]), words.tobytes())
        if key not in number:
            number[key] = len(first)
            first.append(name)
        group[name] = number[key]
    return group, np.array(first, np.int64)


def _spread(left: Ids, right: Ids, group: Ids, side: NDArray[np.int8] | None) -> Pairs:
    """From pairs of groups to pairs of their names, with the pairs inside each group."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    counts = sizes[left] * sizes[right]
    pair = np.repeat(np.arange(len(left)), counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    width = sizes[right][pair]
    across = (order[starts[left][pair] + within // width], order[starts[right][pair] + within % width])
    inside = all_pairs_within(order, starts[sizes > 1], sizes[sizes > 1])
    a, b = np.concatenate([across[0], inside[0]]), np.concatenate([across[1], inside[1]])
    return _unique(np.minimum(a, b), np.maximum(a, b), len(group), side)


def nearest_names(table: NameTable, queries: Ids, catalogue: Ids, most: int) -> Pairs:
    """For every query the `most` letter-alike names of the catalogue, plus those of the other nets."""
    grams = _gram_matrix(table)
    left, right = _top_cosine(grams[queries], grams[catalogue], least=1e-6, most=most, upper=False)
    side = np.full(len(table), -1, np.int8)
    side[catalogue], side[queries] = 1, 0
    found = [(queries[left], catalogue[right])]
    for a, b in [*_shared_rare(table), _acronyms(table)]:
        for first, second in ((a, b), (b, a)):
            keep = (side[first] == 0) & (side[second] == 1)
            found.append((first[keep], second[keep]))
    key = np.unique(np.concatenate([first * len(table) + second for first, second in found]))
    return key // len(table), key % len(table)


def record_pairs_by_fields(fields: FieldTable, side: NDArray[np.int8] | None = None) -> Pairs:
    """Pairs of records with one register number, telephone, e-mail or web domain, or one street address."""
    place = np.where(fields.columns["postcode"].code >= 0, fields.columns["postcode"].code, fields.columns["city"].code)
    street = fields.columns["street"].code
    address = np.where(street >= 0, street * (int(place.max(initial=0)) + 2) + place + 1, -1)
    keys = [fields.columns[name].code for name in ("register_number", "phone", "email", "domain")]
    found = [_pairs_by_key(key[key >= 0], np.flatnonzero(key >= 0), RARE_WORD) for key in (*keys, address, street)]
    left, right = np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])
    return _unique(np.minimum(left, right), np.maximum(left, right), max(len(place), 1), side)


def _unique(left: Ids, right: Ids, n: int, side: NDArray[np.int8] | None) -> Pairs:
    keep = left != right
    if side is not None:
        keep &= side[left] != side[right]
    key = np.unique(left[keep] * n + right[keep])
    return key // n, key % n


def _gram_matrix(table: NameTable) -> sparse.csr_matrix:
    """Name x letter triple, TF-IDF with unit rows."""
    grams: dict[str, int] = {}
    by_word = [[grams.setdefault(gram, len(grams)) for gram in _triples(word)] for word in table.vocabulary]
    counts = np.array([len(of_word) for of_word in by_word], np.int64)
    word_gram = sparse.csr_matrix(
        (
            np.ones(int(counts.sum()), np.float32),
            np.fromiter((gram for of_word in by_word for gram in of_word), np.int32, int(counts.sum())),
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(by_word), max(len(grams), 1)),
    )
    name_word = sparse.csr_matrix(
        (np.maximum(table.weights, 0.2), table.words, table.offsets), shape=(len(table), len(table.vocabulary))
    )
    matrix = (name_word @ word_gram).tocsr()
    matrix.data = np.minimum(matrix.data, 2.0)
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    idf = np.log((len(table) + 1) / np.maximum(frequency, 1)).astype(np.float32) + np.float32(0.1)
    matrix = matrix @ sparse.diags(idf)
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    result: sparse.csr_matrix = (sparse.diags(1 / np.maximum(norm, 1e-9)) @ matrix).tocsr().astype(np.float32)
    return result


def _triples(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


def _letter_alike(table: NameTable, side: NDArray[np.int8] | None) -> Pairs:
    grams = _gram_matrix(table)
    if side is None:
        return _top_cosine(grams, grams, least=LEAST_COSINE, most=MOST_ALIKE, upper=True)
    first, second = np.flatnonzero(side == 0), np.flatnonzero(side == 1)
    left, right = _top_cosine(grams[first], grams[second], least=LEAST_COSINE, most=MOST_ALIKE, upper=False)
    return first[left], second[right]


def _top_cosine(queries: sparse.csr_matrix, other: sparse.csr_matrix, *, least: float, most: int, upper: bool) -> Pairs:
    """The `most` rows of `other` with the highest cosine >= least for every row of `queries`; ties by position.
    `upper`: both are the same matrix, and a row is not its own partner."""
    index = other.T.tocsr()
    n = queries.shape[0]
    right = np.full((n, most), -1, np.int64)

    def fill(start: int, end: int) -> None:
        _accumulate(
            queries.indptr[start : end + 1].astype(np.int64), queries.indices, queries.data,
            index.indptr.astype(np.int64), index.indices, index.data,
            other.shape[0], np.float32(least), start if upper else -1, right[start:end],
        )  # fmt: skip

    in_threads(fill, n, least=256)
    left = np.repeat(np.arange(n), most)
    keep = right.ravel() >= 0
    return left[keep], right.ravel()[keep]


@compiled
def _accumulate(q_ptr, q_index, q_data, i_ptr, i_index, i_data, n_other, least, itself, out):  # type: ignore[no-untyped-def]
    most = out.shape[1]
    scores = np.zeros(n_other, np.float32)
    touched = np.empty(n_other, np.int64)
    best = np.zeros(most, np.float32)
    for row in range(len(q_ptr) - 1):
        n_touched = 0
        for at in range(q_ptr[row], q_ptr[row + 1]):
            gram, weight = q_index[at], q_data[at]
            for post in range(i_ptr[gram], i_ptr[gram + 1]):
                column = i_index[post]
                if scores[column] == 0.0:
                    touched[n_touched] = column
                    n_touched += 1
                scores[column] += weight * i_data[post]
        kept = 0
        for at in range(n_touched):
            column = touched[at]
            score = scores[column]
            scores[column] = 0.0
            if score < least or (column == itself + row and itself >= 0):
                continue
            if kept == most and (score < best[kept - 1] or (score == best[kept - 1] and column > out[row, kept - 1])):
                continue
            place = kept if kept < most else most - 1
            while place > 0 and (
                best[place - 1] < score or (best[place - 1] == score and out[row, place - 1] > column)
            ):
                best[place] = best[place - 1]
                out[row, place] = out[row, place - 1]
                place -= 1
            best[place] = score
            out[row, place] = column
            kept = min(kept + 1, most)


def _shared_rare(table: NameTable) -> list[Pairs]:
    """Names that share a rare word, and names that share the stem of one."""
    owner = np.repeat(np.arange(len(table)), np.diff(table.offsets))
    letters = np.array([any(char.isalpha() for char in word) for word in table.vocabulary], np.bool_)
    useful = letters[table.words]
    stem_of, _ = _stems(table, STEM)
    stem = stem_of[table.words]
    return [
        _pairs_by_key(table.words[useful].astype(np.int64), owner[useful], RARE_WORD),
        _pairs_by_key(stem[stem >= 0], owner[stem >= 0], RARE_WORD),
    ]


def _acronyms(table: NameTable) -> Pairs:
    """A short word of one name against the first letters of another's words."""
    short: dict[str, list[int]] = {}
    initials: dict[str, list[int]] = {}
    for name in range(len(table)):
        words = [table.vocabulary[word] for word in table.words[table.offsets[name] : table.offsets[name + 1]]]
        letters = [word for word in words if word.isalpha()]
        for word in letters:
            if _SHORTEST_ACRONYM <= len(word) <= _LONGEST_ACRONYM:
                short.setdefault(word, []).append(name)
        for key in _initials([word[0] for word in letters]):
            initials.setdefault(key, []).append(name)
    pairs = [
        (a, b)
        for key, names in short.items()
        if len(names) <= RARE_WORD and len(initials.get(key, ())) <= RARE_WORD
        for a in names
        for b in initials.get(key, ())
    ]
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return found[:, 0].copy(), found[:, 1].copy()


def _initials(letters: list[str]) -> set[str]:
    """The runs of first letters that an acronym may stand for: all words, or the first or last few."""
    every = "".join(letters)
    lengths = range(_SHORTEST_ACRONYM, min(len(every), _LONGEST_ACRONYM) + 1)
    return {every[:length] for length in lengths} | {every[-length:] for length in lengths}


def _pairs_by_key(keys: Ids, owners: Ids, most: int) -> Pairs:
    """All pairs of different owners of one key, keys with more than `most` owners left out."""
    if not len(keys):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    keys, owners = keys[first], owners[first]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.concatenate([starts, [len(keys)]]))
    starts, sizes = starts[(sizes > 1) & (sizes <= most)], sizes[(sizes > 1) & (sizes <= most)]
    pairs: Pairs = all_pairs_within(owners, starts, sizes)
    return pairs


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
