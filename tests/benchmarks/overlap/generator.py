"""Seeded membership tables with a heavy tail: few actors sit in very many structures, most in one or two.

Sizes (structures / memberships): S 2 k / 20 k, M 20 k / 400 k, L 100 k / 3 M, XL 1 M / 20 M; `L-hubs` is L with five
more actors of whom each sits in half of all structures. A tenth of all structures are imperfect copies of others, so
that every threshold finds pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graphsvc.analysis.incidence import Incidence


@dataclass(frozen=True)
class Size:
    n_structures: int
    n_memberships: int
    n_actors: int
    n_hubs: int = 0


SIZES = {
    "S": Size(2_000, 20_000, 6_000),
    "M": Size(20_000, 400_000, 60_000),
    "L": Size(100_000, 3_000_000, 300_000),
    "L-hubs": Size(100_000, 3_000_000, 300_000, n_hubs=5),
    "XL": Size(1_000_000, 20_000_000, 3_000_000),
}
COPIES = 0.1  # of all structures
POPULARITY = 0.85  # exponent of the actors' popularity by rank
POPULARITY_SHIFT = 50.0  # flattens the very top, as no actor sits everywhere unless it is a hub


def generate(name: str, seed: int = 1) -> Incidence:
    """The table of one size."""
    size = SIZES[name]
    rng = np.random.default_rng(seed)
    structure = _structures(rng, size)
    actor = _actors(rng, size, len(structure))
    structure, actor = _with_copies(rng, size, structure, actor)
    for hub in range(size.n_hubs):
        seats = np.flatnonzero(rng.random(size.n_structures) < 0.5)
        structure = np.concatenate([structure, seats])
        actor = np.concatenate([actor, np.full(len(seats), size.n_actors + hub)])
    return Incidence.from_codes(
        actor,
        structure,
        actors=[f"actor-{code:07}" for code in range(size.n_actors + size.n_hubs)],
        structures=[f"structure-{code:07}" for code in range(size.n_structures)],
    )


def edges(incidence: Incidence) -> pl.DataFrame:
    """The table as a file holds it, in random order."""
    actors, structures = pl.Series(incidence.actors), pl.Series(incidence.structures)
    table = pl.DataFrame({"actor": actors.gather(incidence.indices), "structure": structures.gather(incidence.rows)})
    return table.sample(fraction=1.0, shuffle=True, seed=1)


def _structures(rng: np.random.Generator, size: Size) -> NDArray[np.int64]:
    """One code a seat; sizes are log-normal."""
    weight = rng.lognormal(0.0, 0.8, size.n_structures)
    share = (1 - COPIES) * size.n_memberships * weight / weight.sum()
    return np.repeat(np.arange(size.n_structures), np.maximum(2, share).astype(np.int64))


def _actors(rng: np.random.Generator, size: Size, n_seats: int) -> NDArray[np.int64]:
    popularity = (np.arange(size.n_actors) + POPULARITY_SHIFT) ** -POPULARITY
    cumulated = np.cumsum(popularity)
    by_rank = np.searchsorted(cumulated, rng.random(n_seats) * cumulated[-1])
    return rng.permutation(size.n_actors)[by_rank]


def _with_copies(
    rng: np.random.Generator, size: Size, structure: NDArray[np.int64], actor: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Replace every tenth structure by a copy of its neighbour that keeps 50 to 100 % of the members."""
    is_copy = structure % 10 == 0
    kept = rng.random(len(structure)) < rng.uniform(0.5, 1.0, size.n_structures)[structure]
    copied = (structure % 10 == 1) & kept
    return (
        np.concatenate([structure[~is_copy], structure[copied] - 1]),
        np.concatenate([actor[~is_copy], actor[copied]]),
    )
