"""What the name of a body says about its kind: "AK Sprache" is a working group, "Bildungskonferenz" a conference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold, scheme

_NOT_IN_NAMES = frozenset(
    {"service", "kurs", "treff", "pool", "programm", "angebot", "buero", "geschaeftsstelle", "bildungsbuero"}
)
"""Labels that stand in the names of organisations as well ("Büro", "Treff")."""
_SHORTEST_ENDING = 5


@cache
def _labels() -> Mapping[str, str]:
    table = scheme("structure_kinds")
    labels = {fold(label): each.code for each in table for label in (each.de, *each.synonyms)}
    return {label: code for label, code in labels.items() if label not in _NOT_IN_NAMES}


@lru_cache(maxsize=20_000)
def structure_kind(name: str) -> str | None:
    """The kind that a name states at its beginning ("Runder Tisch Asyl"), as a word, or as the end of a word
    ("Lenkungsgruppe KIM"); None where it states none."""
    folded = fold(one_line(name))
    tokens = re.findall(r"[a-z0-9§]+(?:-[a-z0-9]+)*", folded)
    for length in range(min(4, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            code = _labels().get(" ".join(tokens[start : start + length]))
            if code:
                return code
    endings = (word for token in tokens for word in (token, *token.split("-")))
    return next((code for word in endings if (code := _by_ending(word))), None)


def _by_ending(word: str) -> str | None:
    fitting = [label for label in _labels() if len(label) >= _SHORTEST_ENDING and word.endswith(label)]
    return _labels()[max(fitting, key=len)] if fitting else None


def looks_like_structure(name: str) -> bool:
    """Whether a name is that of a body in which several work together."""
    return structure_kind(name) is not None
