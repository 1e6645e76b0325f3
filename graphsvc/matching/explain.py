"""Why a pair has its score: the starting value and the largest contributions in words, in German or English. What is
said, rounded to a tenth of a bit, adds up to the weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from graphsvc.language import number, text
from graphsvc.matching.normalise import normalise
from graphsvc.matching.record import Compared, Decision, Matches

__all__ = ["Contribution", "contributions", "explanations", "feature_label", "in_one_line"]

_PARTS = 5
_LEAST_BITS = 0.25
_PAIRS_AT_ONCE = 32_768
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")


class Contribution(NamedTuple):
    """One feature of a pair: what it says in words, and how many bits it adds or takes. `prior` is what the pair starts
    from, `rest` what all features together add that are not named, `group` says that others made the pair one body."""

    feature: str
    text: str
    bits: float


def contributions(matches: Matches, lang: str = "de") -> list[tuple[Contribution, ...]]:
    """For every pair the starting value, the contributions that count most, weightiest first, with the words they come
    from, and the rest."""
    pieces = range(0, len(matches), _PAIRS_AT_ONCE)
    return [each for start in pieces for each in _said(matches.where(slice(start, start + _PAIRS_AT_ONCE)), lang)]


def explanations(matches: Matches, lang: str = "de") -> list[str]:
    """The same as one line a pair."""
    return [in_one_line(parts, lang) for parts in contributions(matches, lang)]


def in_one_line(parts: Sequence[Contribution], lang: str) -> str:
    """Contributions as a sentence."""
    return "; ".join(f"{said} {_amount(bits, lang)}" if bits else said for _, said, bits in parts)


def feature_label(feature: str, lang: str = "de") -> str:
    """The name of a feature for people."""
    return text(f"records.feature_{feature}", lang)


def _said(matches: Matches, lang: str) -> Iterator[tuple[Contribution, ...]]:
    values, compared = matches.comparison.compared(matches.left, matches.right)
    order = np.argsort(-np.abs(values), axis=1, kind="stable")[:, :_PARTS]
    largest = zip(order.tolist(), np.take_along_axis(values, order, axis=1).tolist(), strict=True)
    labels = [feature_label(feature, lang) for feature in matches.features]
    start, rest_label, by_group = (text(f"records.{key}", lang) for key in ("prior", "rest", "same_by_group"))
    rows = zip(largest, compared, _mains(matches), matches.weight.tolist(), matches.decision.tolist(), strict=True)
    for (columns, bits), names, mains, weight, decision in rows:
        words = _words(names)
        said = start if names.names == mains else _start_of(names, lang)
        parts = [Contribution("prior", said, round(matches.prior, 1))]
        for column, of in zip(columns, bits, strict=True):
            if abs(of) >= _LEAST_BITS:
                feature = matches.features[column]
                parts.append(Contribution(feature, labels[column] + words.get(feature, ""), round(of, 1)))
        rest = round(round(weight, 1) - sum(part.bits for part in parts), 1)
        parts += [Contribution("rest", rest_label, rest)] if rest else []
        if decision == Decision.SAME and weight <= 0:
            parts.append(Contribution("group", by_group, 0.0))
        yield tuple(parts)


def _mains(matches: Matches) -> Iterator[tuple[str, str]]:
    """The main names of every pair."""
    for left, right in zip(matches.left.tolist(), matches.right.tolist(), strict=True):
        yield matches.records[left].name, matches.records[right].name


def _start_of(compared: Compared, lang: str) -> str:
    """What the starting value is called where one of the names that were compared is not the main name."""
    return text("records.prior_of_names", lang, a=compared.names[0], b=compared.names[1])


@lru_cache(maxsize=10_000)
def _amount(bits: float, lang: str) -> str:
    return f"{'+' if bits > 0 else '−'}{number(abs(bits), lang, digits=1)}"


def _words(compared: Compared) -> dict[str, str]:
    """What stands behind the label of a feature that is about words, as the names write them."""
    first, (a, b) = _written(compared.names[0]), compared.left_over
    common = ", ".join([first.get(word, word) for word in compared.common])
    alone = ([first.get(a, a)] if a else []) + ([_written(compared.names[1]).get(b, b)] if b else [])
    left_over = " / ".join(alone)
    return {
        feature: f" ({words})"
        for feature, words in (("shared", common), ("rarest_left", left_over), ("rarest_left_on_both", left_over))
        if words
    }


def _written(name: str) -> dict[str, str]:
    """Word as it is compared -> word as the name writes it. What stands for several words is left as it is compared."""
    return {word: written for written in _WORD.findall(name) for word in _read(written)}


@lru_cache(maxsize=200_000)
def _read(written: str) -> tuple[str, ...]:
    return normalise(written).words
