"""Why a pair has its score: the largest contributions in words, in German or English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from graphsvc.language import number, text
from graphsvc.matching.record import Matches

__all__ = ["Contribution", "contributions", "explanations", "feature_label", "in_one_line"]

_PARTS = 5
_LEAST_BITS = 0.25
_PAIRS_AT_ONCE = 32_768

Part = tuple[str, float]


class Contribution(NamedTuple):
    """One feature of a pair: what it says in words, and how many bits it adds or takes."""

    feature: str
    text: str
    bits: float


def contributions(matches: Matches, lang: str = "de") -> list[tuple[Contribution, ...]]:
    """For every pair the contributions that count most, weightiest first, with the words they come from."""
    pieces = range(0, len(matches), _PAIRS_AT_ONCE)
    return [each for start in pieces for each in _said(matches.where(slice(start, start + _PAIRS_AT_ONCE)), lang)]


def explanations(matches: Matches, lang: str = "de") -> list[str]:
    """One line a pair: the contributions that count most, with the words they come from, and their bits."""
    return [in_one_line(parts, lang) for parts in contributions(matches, lang)]


def in_one_line(parts: Sequence[Contribution], lang: str) -> str:
    """Contributions as a sentence."""
    said = [f"{label} {'+' if bits > 0 else '−'}{_amount(f'{abs(bits):.1f}', lang)}" for _, label, bits in parts]
    return "; ".join(said) or text("records.nothing_in_common", lang)


def feature_label(feature: str, lang: str = "de") -> str:
    """The name of a feature for people."""
    return text(f"records.feature_{feature}", lang)


def _said(matches: Matches, lang: str) -> Iterator[tuple[Contribution, ...]]:
    labels = {feature: feature_label(feature, lang) for feature in matches.features}
    words = matches.comparison.words
    for first, second, parts in zip(words(matches.left), words(matches.right), _largest(matches), strict=True):
        named = _words(first, second)
        yield tuple([Contribution(name, labels[name] + named.get(name, ""), bits) for name, bits in parts])


def _largest(matches: Matches) -> Iterator[list[Part]]:
    """The features that count most for every pair, with their bits."""
    values = matches.contributions
    order = np.argsort(-np.abs(values), axis=1, kind="stable")[:, :_PARTS]
    rows = zip(order.tolist(), np.take_along_axis(values, order, axis=1).tolist(), strict=True)
    for columns, bits in rows:
        parts = zip(columns, bits, strict=True)
        yield [(matches.features[column], of) for column, of in parts if abs(of) >= _LEAST_BITS]


@lru_cache(maxsize=10_000)
def _amount(digits: str, lang: str) -> str:
    return number(float(digits), lang, digits=1)


def _words(first: list[str], second: list[str]) -> dict[str, str]:
    """What stands behind the label of a feature that is about words: those of both names, or of only one."""
    both = [word for word in first if word in second]
    only = [word for word in first if word not in second] + [word for word in second if word not in first]
    in_both, in_one = (f" ({', '.join(dict.fromkeys(words))})" if words else "" for words in (both, only))
    return {"shared": in_both, "left_on_both": in_one, "left_on_one": in_one}
