"""References between rows: an id, an exact name, or the same name in another spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.ingest.text import one_line
from graphsvc.ingest.values import territory_key
from graphsvc.model.entities import Place
from graphsvc.vocabulary import Territory, fold, territories


class Ambiguous(Exception):
    """A name that several things have; `ids` are theirs."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(ids)
        self.ids = ids


@dataclass(slots=True)
class Index:
    """All things of one kind that a reference may mean."""

    ids: set[str] = field(default_factory=set)
    _names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _spellings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, id_: str, *names: str) -> None:
        """Make one thing known under its id and its names."""
        self.ids.add(id_)
        for name in names:
            self._names[name].add(id_)
            self._spellings[fold(name)].add(id_)

    def find(self, text: str) -> str | None:
        """The id that a reference means; None where nothing has it. Raises Ambiguous."""
        if text in self.ids:
            return text
        name = one_line(text)
        for candidates in (self._names.get(name), self._spellings.get(fold(name))):
            if candidates and len(candidates) == 1:
                return next(iter(candidates))
            if candidates:
                raise Ambiguous(tuple(sorted(candidates)))
        return None


class Gazetteer:
    """The territories that a file may name: its own places first, then the official ones."""

    def __init__(self, own: Iterable[Place] = ()) -> None:
        own = list(own)
        self._index = Index()
        for place in own:
            self._index.add(place.key, place.name)
        self._official = _official_names()

    def find(self, text: str) -> str | None:
        """The key that a cell means: a key (also without its leading zero) or an exact name."""
        own = self._index.find(text) or (f"0{text}" if f"0{text}" in self._index.ids else None)
        return own or territory_key(text) or self._official.get(fold(text))


def _official_names() -> dict[str, str]:
    """Folded official name -> key; where a name is that of a district and of its only municipality the district's key,
    names of several municipalities are left out."""
    found: dict[str, list[Territory]] = defaultdict(list)
    for territory in territories().values():
        found[fold(territory.name)].append(territory)
    return {name: _widest(same) for name, same in found.items() if _is_one_place(same)}


def _widest(same: list[Territory]) -> str:
    return min((territory.key for territory in same), key=len)


def _is_one_place(same: list[Territory]) -> bool:
    return all(territory.key.startswith(_widest(same)) for territory in same)
