"""More than two structures at once: who sits in exactly which of them, and how many chance would put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis import fdsm
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.pair import Named, named
from graphsvc.analysis.parallel import Progress, in_order, silent
from graphsvc.analysis.seats import Map
from graphsvc.errors import NotFound, WrongUsage
from graphsvc.language import LANGUAGES, Lang, number, text

MOST_STRUCTURES = 10  # 1,023 intersections; nobody reads more


@dataclass(frozen=True, slots=True)
class Intersection:
    """Actors in all of `structures` and in none of the other chosen ones."""

    structures: tuple[Named, ...]
    members: tuple[Named, ...]
    count: int
    expected: float | None
    """Mean number over the drawn tables."""
    midp_upper: float | None
    at_least: int
    """Actors in all of `structures`, whatever else they sit in."""
    at_least_expected: float | None
    at_least_midp_upper: float | None


@dataclass(frozen=True, slots=True)
class UpSet:
    """Every intersection that holds somebody, largest first; null model `fdsm` (None: too many structures to draw)."""

    structures: tuple[Named, ...]
    sizes: tuple[int, ...]
    intersections: tuple[Intersection, ...]
    null_model: str | None
    draws: int
    description: Mapping[str, str] = field(default_factory=dict)
    """The table in words, German (`de`) and English (`en`)."""


def intersect(
    known: Map,
    incidence: Incidence,
    chosen: Sequence[str],
    *,
    seed: int = 0,
    draws: int | None = None,
    progress: Progress = silent,
) -> UpSet:
    """Split the members of the chosen structures by the exact set of structures they sit in.

    Raises:
        WrongUsage: fewer than two or more than `MOST_STRUCTURES` structures.
        NotFound: a structure that does not exist on the day of the incidence.
    """
    if not 2 <= len(chosen) <= MOST_STRUCTURES:
        raise WrongUsage("overlap.upset_number", count=len(chosen), most=MOST_STRUCTURES)
    codes = np.array([_code(known, incidence, structure) for structure in chosen])
    counts = _draw(incidence, codes, seed=seed, draws=draws, progress=progress)
    masks: dict[int, set[str]] = {}
    for actor, mask in enumerate(_masks(incidence, codes).tolist()):
        masks.setdefault(mask, set()).add(incidence.actors[actor])
    found = [
        _intersection(
            known, [chosen[place] for place in range(len(chosen)) if mask >> place & 1], members, counts, mask
        )
        for mask, members in masks.items()
        if mask
    ]
    found.sort(key=lambda each: (-each.count, [one.name for one in each.structures]))
    return UpSet(
        structures=tuple(Named(each, known.names[each]) for each in chosen),
        sizes=tuple(incidence.sizes[codes].tolist()),
        intersections=tuple(found),
        null_model="fdsm" if counts.draws else None,
        draws=counts.draws,
        description={lang: _description(lang, found) for lang in LANGUAGES},
    )


def _code(known: Map, incidence: Incidence, structure: str) -> int:
    code = incidence.code(structure)
    if code is None:
        raise NotFound("overlap.not_on_this_day", name=known.names[structure])
    return code


@dataclass(frozen=True, slots=True)
class _Counts:
    """Observed counts and what the draws said, each (exactly or at least, subset of the chosen)."""

    observed: NDArray[np.int64]
    total: NDArray[np.int64]
    greater: NDArray[np.int64]
    equal: NDArray[np.int64]
    draws: int

    def expected(self, kind: int, mask: int) -> float | None:
        return float(self.total[kind, mask]) / self.draws if self.draws else None

    def midp_upper(self, kind: int, mask: int) -> float | None:
        if not self.draws:
            return None
        return float((self.greater[kind, mask] + (self.equal[kind, mask] + 1) / 2) / (self.draws + 1))


def _draw(
    incidence: Incidence, codes: NDArray[np.int64], *, seed: int, draws: int | None, progress: Progress
) -> _Counts:
    from graphsvc.analysis.fdsm_kernels import region_counts

    wanted = 0 if incidence.n_structures > fdsm.LARGEST else draws or fdsm.draws_for(fdsm.STANDARD_ERROR)
    chains = fdsm.chains(incidence.n_structures, seed, wanted)
    parts = list(
        in_order(
            lambda *chain: region_counts(incidence.indptr, incidence.indices, incidence.n_actors, codes, *chain),
            chains,
            progress,
        )
    )
    total, greater, equal = (np.sum([part[place] for part in parts], axis=0) for place in (1, 2, 3))
    return _Counts(parts[0][0], total, greater, equal, sum(chain[-1] for chain in chains))


def _masks(incidence: Incidence, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    masks = np.zeros(incidence.n_actors, np.int64)
    for place, code in enumerate(codes):
        masks[incidence.members(int(code))] |= 1 << place
    return masks


def _intersection(known: Map, structures: Sequence[str], members: set[str], counts: _Counts, mask: int) -> Intersection:
    return Intersection(
        structures=tuple(Named(each, known.names[each]) for each in structures),
        members=named(known, members),
        count=len(members),
        expected=counts.expected(0, mask),
        midp_upper=counts.midp_upper(0, mask),
        at_least=int(counts.observed[1, mask]),
        at_least_expected=counts.expected(1, mask),
        at_least_midp_upper=counts.midp_upper(1, mask),
    )


def _description(lang: Lang, found: Sequence[Intersection]) -> str:
    return " ".join(_line(lang, each) for each in found)


def _line(lang: Lang, each: Intersection) -> str:
    structures = ", ".join(f"„{one.name}“" if lang == "de" else f'"{one.name}"' for one in each.structures)
    members = ", ".join(one.name for one in each.members)
    key = "overlap.upset_only" if len(each.structures) == 1 else "overlap.upset_together"
    line = text(key, lang, count=each.count, structures=structures, members=members)
    if each.expected is None:
        return line
    return f"{line} {text('overlap.upset_expected', lang, expected=number(each.expected, lang, digits=1))}"
