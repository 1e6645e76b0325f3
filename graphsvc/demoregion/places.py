"""Where it all happens: districts with ten towns and 24 quarters each, and the neighbour across the border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc.demoregion.words import dice, table
from graphsvc.model.entities import Place

REGION = Place(key="musterland", name="Musterland")
NEIGHBOUR = Place(key="05998", name="Nachbarkreis", part_of=REGION.key, population=180_000)

MUSTERKREIS = (
    ("Musterstadt", 62_000),
    ("Neuenmark", 41_000),
    ("Altenbrück", 34_000),
    ("Wiesental", 27_000),
    ("Ostheim", 22_000),
    ("Bergfelde", 18_000),
    ("Lindhorst", 15_000),
    ("Steinau-Nord", 12_000),
    ("Rodenbeck", 10_000),
    ("Heidedorf", 8_000),
)
"""The towns of the first district and their people; the second half of the list lies in the south."""

CUT_OFF = 5
"""Position of the town (Bergfelde) that hangs on one bridge only."""

QUARTERS = (9, 6, 5, 4)
"""Quarters of the four largest towns."""


@dataclass(frozen=True, slots=True)
class District:
    """One district: its own place, its towns (largest first) and the quarters of the largest four."""

    number: int
    place: Place
    towns: tuple[Place, ...]
    quarters: tuple[Place, ...]

    @property
    def cut_off(self) -> Place:
        """The town that only one actor ties to the rest."""
        return self.towns[CUT_OFF]

    def homed(self, name: str) -> str:
        """A name that no other district has: outside the Musterkreis it says where it belongs, if it does not yet."""
        own = (self.place.name, *(town.name for town in self.towns))
        return name if self.number == 0 or any(place in name for place in own) else f"{name} {self.place.name}"


def districts(seed: int, count: int) -> list[District]:
    """The Musterkreis and, in regions larger than one, further districts under keys that no district has (056..)."""
    fresh = _town_names(seed)
    return [_district(0, "Musterkreis", MUSTERKREIS), *(_further(number, fresh, seed) for number in range(1, count))]


def key_of(number: int) -> str:
    """The district key: 05999 for the Musterkreis, 05699 and downwards for the others."""
    return "05999" if number == 0 else f"{5700 - number:05d}"


def _town_names(seed: int) -> Iterator[str]:
    """2,016 invented names in random order, the plain ones first."""
    words, rng = table("names")["places"], dice(seed, "places")
    plain = [root + end for root in words["roots"] for end in words["ends"]]
    for before in ("", "Bad ", "Alt-", "Neu-"):
        yield from (before + name for name in rng.sample(plain, len(plain)))


def _further(number: int, fresh: Iterator[str], seed: int) -> District:
    rng = dice(seed, "places", number)
    sizes = sorted((round(rng.lognormvariate(10, 0.7), -2) for _ in MUSTERKREIS), reverse=True)
    towns = tuple((next(fresh), int(size) + 4_000) for size in sizes)
    return _district(number, f"Kreis {next(fresh)}", towns)


def _district(number: int, name: str, towns: tuple[tuple[str, int], ...]) -> District:
    key = key_of(number)
    population = sum(people for _, people in towns)
    place = Place(key=key, name=name, part_of=REGION.key, population=population)
    placed = tuple(
        Place(key=f"{key}{4 * position:03d}", name=town, part_of=key, population=people)
        for position, (town, people) in enumerate(towns, start=1)
    )
    quarters = tuple(q for town, count in zip(placed, QUARTERS, strict=False) for q in _quarters(town, count))
    return District(number, place, placed, quarters)


def _quarters(town: Place, count: int) -> list[Place]:
    names = table("names")["places"]["quarters"]
    shares = [count + 2 - position for position in range(count)]
    people = [(town.population or 0) * share // sum(shares) for share in shares]
    people[0] += (town.population or 0) - sum(people)
    return [
        Place(key=f"{town.key}-{n:02d}", name=f"{town.name}-{names[n - 1]}", part_of=town.key, population=people[n - 1])
        for n in range(1, count + 1)
    ]
