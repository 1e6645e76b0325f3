"""Two names laid side by side: which words meet, and how much information is left over on either side.

Compiled with numba, for this is the inner loop over all candidate pairs. Words meet in this order: the same word; the
words that an acronym beside them stands for, where the other name has that acronym ("Internationaler Bund (IB)", "IB");
one word and two or three neighbours that spell it ("Elektro-Industrie", "Elektroindustrie"); the most similar words
left over (typing errors, endings, abbreviations, beginnings of compounds); an acronym and the words it stands for.
Numbers meet equal numbers only, words that name a kind of body ("Kreisverband", "Ortsverband") those of the same kind.
A word and a compound that makes another body of it ("Kreis", "Kreissportbund") do not meet.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graphsvc.compiled import compiled
from graphsvc.matching.information import KINDS, KINDS_A_GROUP, NameTable

__all__ = ["COLUMNS", "align_pairs"]

Floats = NDArray[np.float32]

COLUMNS = (
    "shared",
    "left_a",
    "left_b",
    "biggest_left_a",
    "biggest_left_b",
    "inexact",
    "number_conflict",
    "number_one_side",
    "acronym",
    "n_shared",
    "biggest_shared",
    "same_letters",
    "first_word",
    "n_left_a",
    "n_left_b",
    "carrier_and_site",
    "other_compound",
    *(f"{kind}_conflict" for kind in KINDS),
    *(f"{kind}_one_side" for kind in KINDS),
    "rarest_left_word_a",
    "rarest_left_word_b",
)
"""What `align_pairs` gives for a pair, in bits of information but for counts, flags and the numbers of words (-1 for
none)."""

_MAX_WORDS = 28
_KINDS_FROM = COLUMNS.index(f"{KINDS[0]}_conflict")
_LEVEL, _FACILITY, _PART = KINDS.index("level"), KINDS.index("facility"), KINDS.index("part")
_LEAST_SIMILARITY = 0.6
_LEAST_COMMON = 4
"""Letters at the beginning that a word and its compound share at least."""
_MAIN, _PLACE = 0.6, 0.3
"""Words of at least so much weight belong to the name itself, or at least say where the body is."""


@compiled
def _edit_distance(chars, a0, a1, b0, b1, limit):  # type: ignore[no-untyped-def]
    """Optimal string alignment distance (neighbours swapped count 1), or limit + 1."""
    n, m = a1 - a0, b1 - b0
    if abs(n - m) > limit:
        return limit + 1
    before = np.empty(m + 1, np.int32)
    previous = np.arange(m + 1).astype(np.int32)
    current = np.empty(m + 1, np.int32)
    for i in range(1, n + 1):
        current[0] = i
        best = i
        for j in range(1, m + 1):
            cost = 0 if chars[a0 + i - 1] == chars[b0 + j - 1] else 1
            value = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
            if i > 1 and j > 1 and chars[a0 + i - 1] == chars[b0 + j - 2] and chars[a0 + i - 2] == chars[b0 + j - 1]:
                value = min(value, before[j - 2] + 1)
            current[j] = value
            best = min(best, value)
        if best > limit:
            return limit + 1
        before, previous, current = previous, current, before
    return previous[m]


@compiled
def _other_compound(chars, a0, a1, head_a, b0, b1, head_b):  # type: ignore[no-untyped-def]
    """Whether one word names the body of its own that the other one, or both, are compounds of: "kreis" and
    "kreissportbund", "kolpingwerk" and "kolpingsfamilie"."""
    n, m = a1 - a0, b1 - b0
    common = 0
    while common < min(n, m) and chars[a0 + common] == chars[b0 + common]:
        common += 1
    if common >= min(n, m) - 1 and common >= _LEAST_COMMON:
        head = head_b if m > n else head_a
        return head > 0 and common <= max(n, m) - head
    differ = head_a > 0 and head_b > 0 and chars[a1 - head_a] != chars[b1 - head_b]
    return differ and common > _LEAST_COMMON and common <= n - head_a and common <= m - head_b


@compiled
def _text_similarity(chars, a0, a1, b0, b1):  # type: ignore[no-untyped-def]
    """Similarity of two different words, 0 below the least that counts."""
    n, m = a1 - a0, b1 - b0
    shorter, longer = min(n, m), max(n, m)
    if shorter < 3:
        return 0.0
    common = 0
    while common < shorter and chars[a0 + common] == chars[b0 + common]:
        common += 1
    if common == shorter:
        return 0.95 if longer - shorter <= 2 and shorter > 3 else (0.85 if shorter > 4 else 0.68)
    if common >= 5 and longer - common <= 3:
        return 0.88
    limit = 0 if longer < 4 else (1 if longer < 7 else (2 if longer < 11 else 3))
    distance = _edit_distance(chars, a0, a1, b0, b1, limit)
    if distance <= limit:
        similarity = 1.0 - distance / longer
        return similarity if common > 0 else similarity - 0.08
    return 0.65 if common >= 7 and common * 2 > shorter else 0.0


@compiled
def _joined_equal(chars, starts, words, first, count, b0, b1):  # type: ignore[no-untyped-def]
    """Whether `count` words from `first` on, written together, spell the text b0..b1, one letter of slack in long
    ones ("Werbe" + "Agentur", "Werbungs-")."""
    at = b0
    for step in range(count):
        word = words[first + step]
        for position in range(starts[word], starts[word + 1]):
            if at >= b1 or chars[position] != chars[at]:
                if (
                    step
                    and position == starts[word]
                    and at < b1
                    and chars[at] == 115
                    and chars[at + 1] == chars[position]
                ):
                    at += 1
                    at += 1
                    continue
                return False
            at += 1
    return at == b1


@compiled
def _same_letters(chars, starts, a_words, na, b_words, nb):  # type: ignore[no-untyped-def]
    """Whether both names are the same when written without spaces."""
    total_a, total_b = 0, 0
    for i in range(na):
        total_a += starts[a_words[i] + 1] - starts[a_words[i]]
    for j in range(nb):
        total_b += starts[b_words[j] + 1] - starts[b_words[j]]
    if total_a != total_b or nb == 0:
        return False
    j, at = 0, starts[b_words[0]]
    for i in range(na):
        for position in range(starts[a_words[i]], starts[a_words[i] + 1]):
            while at == starts[b_words[j] + 1]:
                j += 1
                at = starts[b_words[j]]
            if chars[position] != chars[at]:
                return False
            at += 1
    return True


@compiled
def _initials(chars, starts, acronym, words, free, first, n):  # type: ignore[no-untyped-def]
    """How many free words from `first` on have the acronym's letters as their first ones; 0 where they do not."""
    at, end = starts[acronym], starts[acronym + 1]
    used = 0
    while at < end:
        if first + used >= n or not free[first + used] or chars[starts[words[first + used]]] != chars[at]:
            return 0
        word = words[first + used]
        at += 1
        following = chars[starts[words[first + used + 1]]] if first + used + 1 < n else 0
        if at < end and following != chars[at] and starts[word + 1] - starts[word] > 7:
            for inner in range(starts[word] + 3, starts[word + 1]):
                if chars[inner] == chars[at]:
                    at += 1
                    break
        used += 1
    return used if used > 1 else 0


@compiled
def _spelled_out(chars, starts, acronym, words, free, n):  # type: ignore[no-untyped-def]
    """Take the words that an acronym in the same name stands for as met: the other name has the acronym."""
    for first in range(n - 1):
        used = _initials(chars, starts, acronym, words, free, first, n)
        if used:
            free[first : first + used] = False
            return


@compiled
def _common_weight(a, b):  # type: ignore[no-untyped-def]
    """How much a word counts that both names have: less where it is a place in one and the institution in the other,
    fully where one of them calls it its acronym or its former name."""
    return math.sqrt(a * b) if min(a, b) >= _PLACE else max(a, b)


@compiled
def _align(chars, starts, bits, numeric, kind, head, a_words, a_weights, b_words, b_weights, out):  # type: ignore[no-untyped-def]
    na, nb = min(len(a_words), _MAX_WORDS), min(len(b_words), _MAX_WORDS)
    free_a = np.ones(na, np.bool_)
    free_b = np.ones(nb, np.bool_)
    own_a = np.zeros(na, np.bool_)
    own_b = np.zeros(nb, np.bool_)
    shared, inexact, n_shared, biggest = 0.0, 0.0, 0, 0.0
    first_met = False
    for i in range(na):
        for j in range(nb):
            if free_b[j] and a_words[i] == b_words[j]:
                free_a[i] = False
                free_b[j] = False
                worth = bits[a_words[i]] * _common_weight(a_weights[i], b_weights[j])
                shared += worth
                n_shared += 1
                biggest = max(biggest, worth)
                first_met = first_met or (i == 0 and j == 0)
                own_a[i] = a_weights[i] == 0.0 < b_weights[j]
                own_b[j] = b_weights[j] == 0.0 < a_weights[i]
                break
    for i in range(na):
        if own_a[i]:
            _spelled_out(chars, starts, a_words[i], a_words, free_a, na)
    for j in range(nb):
        if own_b[j]:
            _spelled_out(chars, starts, b_words[j], b_words, free_b, nb)
    for side in range(2):
        words, other = (a_words, b_words) if side == 0 else (b_words, a_words)
        free, free_other = (free_a, free_b) if side == 0 else (free_b, free_a)
        weights, weights_other = (a_weights, b_weights) if side == 0 else (b_weights, a_weights)
        n, n_other = (na, nb) if side == 0 else (nb, na)
        for j in range(n_other):
            if not free_other[j] or numeric[other[j]]:
                continue
            for i in range(n - 1):
                for count in range(2, 4):
                    if i + count > n or not free_other[j]:
                        break
                    if not (free[i] and free[i + 1]) or (count == 3 and not free[i + 2]):
                        break
                    if _joined_equal(chars, starts, words, i, count, starts[other[j]], starts[other[j] + 1]):
                        worth = 0.0
                        for step in range(count):
                            free[i + step] = False
                            worth += bits[words[i + step]] * weights[i + step]
                        free_other[j] = False
                        worth = max(bits[other[j]] * weights_other[j], min(worth, 1.2 * bits[other[j]]))
                        shared += worth
                        n_shared += 1
                        biggest = max(biggest, worth)
                        first_met = first_met or (i == 0 and j == 0)
    similar = np.zeros((na, nb))
    compound = np.zeros((na, nb), np.bool_)
    for i in range(na):
        if not free_a[i] or numeric[a_words[i]]:
            continue
        for j in range(nb):
            if free_b[j] and not numeric[b_words[j]]:
                a0, a1 = starts[a_words[i]], starts[a_words[i] + 1]
                b0, b1 = starts[b_words[j]], starts[b_words[j] + 1]
                compound[i, j] = _other_compound(chars, a0, a1, head[a_words[i]], b0, b1, head[b_words[j]])
                other_kind = kind[a_words[i]] != kind[b_words[j]] and min(kind[a_words[i]], kind[b_words[j]]) > 0
                acronyms = na == nb == 1 and max(a1 - a0, b1 - b0) < _LEAST_COMMON + 1
                if not compound[i, j] and not other_kind and not acronyms:
                    similar[i, j] = _text_similarity(chars, a0, a1, b0, b1)
    while True:
        best, best_i, best_j = 0.0, -1, -1
        for i in range(na):
            for j in range(nb):
                if free_a[i] and free_b[j] and similar[i, j] > best:
                    best, best_i, best_j = similar[i, j], i, j
        if best < _LEAST_SIMILARITY:
            break
        free_a[best_i] = False
        free_b[best_j] = False
        worth_a = bits[a_words[best_i]] * a_weights[best_i]
        worth_b = bits[b_words[best_j]] * b_weights[best_j]
        worth = min(worth_a, worth_b)
        shared += worth * best
        inexact += max(worth_a, worth_b) * (1.0 - best)
        n_shared += 1
        biggest = max(biggest, worth * best)
        first_met = first_met or (best_i == 0 and best_j == 0)
    acronym = 0.0
    for side in range(2):
        words, other = (a_words, b_words) if side == 0 else (b_words, a_words)
        free, free_other = (free_a, free_b) if side == 0 else (free_b, free_a)
        n, n_other = (na, nb) if side == 0 else (nb, na)
        for i in range(n):
            length = starts[words[i] + 1] - starts[words[i]]
            if not free[i] or numeric[words[i]] or length < 2 or length > 7:
                continue
            for j in range(n_other - 1):
                used = _initials(chars, starts, words[i], other, free_other, j, n_other)
                if used:
                    free[i] = False
                    for step in range(used):
                        free_other[j + step] = False
                    worth = bits[words[i]] * (0.35 if length == 2 else (0.7 if length == 3 else 0.9))
                    acronym += worth
                    biggest = max(biggest, worth * used / length)
                    n_shared += 1
                    break
    left_a, left_b, big_a, big_b = 0.0, 0.0, 0.0, 0.0
    numbers_a, numbers_b, main_a, main_b = 0, 0, 0, 0
    n_kinds, rarest = (len(out) - _KINDS_FROM - 2) // 2, len(out) - 2  # machine code kept on disk outlives the tables
    out[rarest], out[rarest + 1] = -1, -1
    for i in range(na):
        if free_a[i]:
            worth = bits[a_words[i]] * a_weights[i]
            left_a += worth
            if worth > big_a:
                big_a, out[rarest] = worth, a_words[i]
            numbers_a += numeric[a_words[i]] and a_weights[i] > _MAIN
            main_a += a_weights[i] > _MAIN
    for j in range(nb):
        if free_b[j]:
            worth = bits[b_words[j]] * b_weights[j]
            left_b += worth
            if worth > big_b:
                big_b, out[rarest + 1] = worth, b_words[j]
            numbers_b += numeric[b_words[j]] and b_weights[j] > _MAIN
            main_b += b_weights[j] > _MAIN
    out[0] = shared
    out[1] = left_a
    out[2] = left_b
    out[3] = big_a
    out[4] = big_b
    out[5] = inexact
    out[6] = numbers_a > 0 and numbers_b > 0
    out[7] = (numbers_a > 0) != (numbers_b > 0)
    out[8] = acronym
    out[9] = n_shared
    out[10] = biggest
    out[11] = _same_letters(chars, starts, a_words, na, b_words, nb)
    out[12] = first_met
    out[13], out[14] = main_a, main_b
    kinds_a = np.zeros(n_kinds, np.int64)
    kinds_b = np.zeros(n_kinds, np.int64)
    for i in range(na):
        if free_a[i] and kind[a_words[i]] > 0 and a_weights[i] > _MAIN:
            kinds_a[kind[a_words[i]] // KINDS_A_GROUP] = kind[a_words[i]]
    for j in range(nb):
        if free_b[j] and kind[b_words[j]] > 0 and b_weights[j] > _MAIN:
            kinds_b[kind[b_words[j]] // KINDS_A_GROUP] = kind[b_words[j]]
    site_a, site_b = max(kinds_a[_FACILITY], kinds_a[_PART]) > 0, max(kinds_b[_FACILITY], kinds_b[_PART]) > 0
    out[15] = (site_a and kinds_b[_LEVEL] > 0) or (kinds_a[_LEVEL] > 0 and site_b)
    for i in range(na):
        for j in range(nb):
            if compound[i, j] and free_a[i] and free_b[j] and min(a_weights[i], b_weights[j]) > _MAIN:
                out[16] = True
    for group in range(n_kinds):
        out[_KINDS_FROM + group] = kinds_a[group] > 0 and kinds_b[group] > 0 and kinds_a[group] != kinds_b[group]
        out[_KINDS_FROM + n_kinds + group] = (kinds_a[group] > 0) != (kinds_b[group] > 0)


@compiled
def _align_all(chars, starts, bits, numeric, kind, head, offsets, words, weights, left, right, out):  # type: ignore[no-untyped-def]
    for pair in range(len(left)):
        a0, a1 = offsets[left[pair]], offsets[left[pair] + 1]
        b0, b1 = offsets[right[pair]], offsets[right[pair] + 1]
        _align(
            chars,
            starts,
            bits,
            numeric,
            kind,
            head,
            words[a0:a1],
            weights[a0:a1],
            words[b0:b1],
            weights[b0:b1],
            out[pair],
        )


def align_pairs(table: NameTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
    """Lay name `left[i]` beside name `right[i]` for every i; one row a pair, columns as in `COLUMNS`."""
    out = np.zeros((len(left), len(COLUMNS)), np.float32)
    _align_all(
        table.chars, table.starts, table.bits, table.numeric, table.kind, table.head, table.offsets, table.words,
        table.weights, left, right, out,
    )  # fmt: skip
    return out
