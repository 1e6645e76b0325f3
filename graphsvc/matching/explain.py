"""Why a pair has its score: the largest contributions in words, in German or English."""

from __future__ import annotations

from functools import lru_cache

from graphsvc.language import number, text
from graphsvc.matching.normalise import Name, normalise
from graphsvc.matching.record import Matches

__all__ = ["explanation", "feature_label"]

_PARTS = 5
_LEAST_BITS = 0.25
_WORD_FEATURES = {"shared": "both", "left_on_both": "either", "left_on_one": "either"}


def explanation(matches: Matches, at: int, lang: str = "de") -> str:
    """One line: the contributions that count most, with the words they come from, and their bits."""
    values = matches.contributions[at].tolist()
    order = sorted(range(len(values)), key=lambda column: (-abs(values[column]), column))
    chosen = [column for column in order if abs(values[column]) >= _LEAST_BITS][:_PARTS]
    a, b = matches.records[int(matches.left[at])], matches.records[int(matches.right[at])]
    words = _words(a.name, b.name)
    parts = [_part(matches.features[column], values[column], words, lang) for column in chosen]
    return "; ".join(parts) if parts else text("records.nothing_in_common", lang)


def feature_label(feature: str, lang: str = "de") -> str:
    """The name of a feature for people."""
    return text(f"records.feature_{feature}", lang)


def _part(feature: str, bits: float, words: dict[str, str], lang: str) -> str:
    named = words.get(_WORD_FEATURES.get(feature, ""), "")
    label = f"{feature_label(feature, lang)} ({named})" if named else feature_label(feature, lang)
    return f"{label} {'+' if bits > 0 else '−'}{number(abs(bits), lang, digits=1)}"


def _words(a: str, b: str) -> dict[str, str]:
    first, second = _normalised(a).words, _normalised(b).words
    both = [word for word in first if word in second]
    only = [word for word in first if word not in second] + [word for word in second if word not in first]
    return {"both": ", ".join(dict.fromkeys(both)), "either": ", ".join(dict.fromkeys(only))}


@lru_cache(maxsize=100_000)
def _normalised(name: str) -> Name:
    return normalise(name)
