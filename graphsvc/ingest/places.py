"""Territories that an upload itself makes known: keys beside names, sheets and files called after a municipality."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePath

from graphsvc.ingest.guesses import SheetGuess
from graphsvc.ingest.references import Gazetteer
from graphsvc.ingest.sheets import raw_text
from graphsvc.ingest.text import one_line
from graphsvc.ingest.values import full_key
from graphsvc.model.entities import Place
from graphsvc.vocabulary import territories

_PREFIX = re.compile(r"^(?:gemeinde|stadt|kommune|kreis|landkreis|samtgemeinde|markt)\s+", re.I)
_DISTRICT_WIDE = frozenset(
    {"kreisweit", "kreis", "gesamter kreis", "kreisgebiet", "alle gemeinden", "ganzer kreis", "alle kommunen"}
)


def own_places(guesses: Iterable[SheetGuess]) -> list[Place]:
    """Keys that are not official, with the name that most rows write beside them."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for guess in guesses:
        layout = guess.layout
        keys, beside = guess.at("key"), [*guess.at("territory"), *guess.at("city")]
        if layout is None or not keys or not beside:
            continue
        for row in layout.data_rows:
            key = full_key(raw_text(layout.cell(row, keys[0])))
            name = one_line(raw_text(layout.cell(row, beside[0])))
            if key and name and key not in territories() and full_key(name) is None:
                names[key][name] += 1
    return [Place(key=key, name=_most(found)) for key, found in sorted(names.items())]


def _most(found: Counter[str]) -> str:
    return min(found, key=lambda name: (-found[name], name))


class TerritoryFinder:
    """Finds the key that a cell, a sheet name or a file name means."""

    def __init__(self, places: Iterable[Place]) -> None:
        places = list(places)
        self._gazetteer = Gazetteer(places)
        districts = {place.key[:5] for place in places if len(place.key) >= 5}
        self._district = districts.pop() if len(districts) == 1 else None

    def find(self, text: str) -> str | None:
        """The key, or None; "kreisweit" is the district that all own places lie in, if it is one."""
        name = one_line(text)
        if name.casefold() in _DISTRICT_WIDE:
            return self._district
        return self._gazetteer.find(name) or self._gazetteer.find(_PREFIX.sub("", name))

    def of_sheet(self, guess: SheetGuess, siblings: int) -> str | None:
        """The municipality that a sheet (one of several), or a whole file, is named after."""
        stem = PurePath(guess.file).stem.replace("_", " ")
        candidates = [guess.sheet] if siblings > 1 else [guess.sheet, stem]
        return next((key for text in candidates if (key := self.find(text))), None) or self._in_words(stem)

    def _in_words(self, text: str) -> str | None:
        """ "Liste Gemeinde Ostheim 2023": what stands behind Gemeinde or Stadt."""
        found = re.search(r"\b(?:gemeinde|stadt|kommune)\s+([\w-]+)", text, re.I)
        return (self.find(found.group(1)) or found.group(1)) if found else None
