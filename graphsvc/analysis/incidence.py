"""Who sits where: the two-mode incidence of actors and structures as integer-coded sparse rows.

Invariants: labels are unique and ascending by code point, so a smaller code is a smaller label; the members of each
structure are ascending actor codes without repetition; structures without members keep an empty row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Codes = NDArray[np.int32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True)
class Incidence:
    """Structure `s` has the members `indices[indptr[s]:indptr[s + 1]]` (codes into `actors`)."""

    actors: Sequence[str]
    structures: Sequence[str]
    indptr: Offsets
    indices: Codes

    @classmethod
    def from_edges(
        cls, edges: Iterable[tuple[str, str]], *, actors: Iterable[str] = (), structures: Iterable[str] = ()
    ) -> Incidence:
        """From (actor, structure) pairs; a repeated pair counts once. `actors` and `structures` name those that must
        be there even if no pair holds them.

        >>> Incidence.from_edges([("Kreis", "Beirat"), ("AWO", "Beirat"), ("AWO", "Beirat")]).sizes.tolist()
        [2]
        """
        pairs = list(edges)
        actor_labels = sorted({actor for actor, _ in pairs}.union(actors))
        structure_labels = sorted({structure for _, structure in pairs}.union(structures))
        actor_code = {label: code for code, label in enumerate(actor_labels)}
        structure_code = {label: code for code, label in enumerate(structure_labels)}
        return cls.from_codes(
            np.array([actor_code[actor] for actor, _ in pairs], dtype=np.int64),
            np.array([structure_code[structure] for _, structure in pairs], dtype=np.int64),
            actors=actor_labels,
            structures=structure_labels,
        )

    @classmethod
    def from_table(cls, table: pl.DataFrame) -> Incidence:
        """From a polars table with the text columns `actor` and `structure`; millions of rows in about a second."""
        import polars as pl

        labels = {name: table[name].unique().sort() for name in ("actor", "structure")}
        coded = table.select(pl.col(name).cast(pl.Enum(labels[name])).to_physical() for name in labels)
        return cls.from_codes(
            coded["actor"].to_numpy().astype(np.int64),
            coded["structure"].to_numpy().astype(np.int64),
            actors=labels["actor"].to_list(),
            structures=labels["structure"].to_list(),
        )

    @classmethod
    def from_codes(
        cls, actor: Offsets, structure: Offsets, *, actors: Sequence[str], structures: Sequence[str]
    ) -> Incidence:
        """From two equally long arrays of codes into the labels, in any order and with repetitions."""
        width = max(len(actors), 1)
        keys = distinct(structure * width + actor)
        rows = keys // width
        indptr = np.zeros(len(structures) + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=len(structures)), out=indptr[1:])
        return cls(actors, structures, indptr, (keys - rows * width).astype(np.int32))

    @property
    def n_actors(self) -> int:
        """Number of actors, members or not."""
        return len(self.actors)

    @property
    def n_structures(self) -> int:
        """Number of structures, with members or without."""
        return len(self.structures)

    @cached_property
    def sizes(self) -> Offsets:
        """Members of each structure."""
        return np.diff(self.indptr)

    @cached_property
    def degrees(self) -> Offsets:
        """Structures of each actor."""
        return np.bincount(self.indices, minlength=self.n_actors).astype(np.int64)

    @cached_property
    def rows(self) -> Codes:
        """The structure of each entry of `indices`."""
        return np.repeat(np.arange(self.n_structures, dtype=np.int32), self.sizes)

    @cached_property
    def by_size(self) -> Codes:
        """Structures by members, smallest first, ties by code."""
        return np.argsort(self.sizes, kind="stable").astype(np.int32)

    @cached_property
    def by_rarity(self) -> Codes:
        """Actors by structures, rarest first, ties by code."""
        return np.argsort(self.degrees, kind="stable").astype(np.int32)

    def members(self, structure: int) -> Codes:
        """Actor codes of one structure, ascending."""
        return self.indices[self.indptr[structure] : self.indptr[structure + 1]]

    def code(self, structure: str) -> int | None:
        """The code of a structure; None where it is no row of this table."""
        place = bisect_left(self.structures, structure)
        return place if place < self.n_structures and self.structures[place] == structure else None

    def transpose(self) -> Incidence:
        """Actors and structures exchanged: the structures of each actor."""
        return Incidence.from_codes(
            self.rows.astype(np.int64),
            self.indices.astype(np.int64),
            actors=self.structures,
            structures=self.actors,
        )

    def to_dense(self) -> NDArray[np.float32]:
        """The table of zeros and ones, structures x actors; for small incidences only."""
        table = np.zeros((self.n_structures, self.n_actors), dtype=np.float32)
        table[self.rows, self.indices] = 1
        return table


def distinct(keys: Offsets) -> Offsets:
    """Ascending, each once (a sort is several times faster than `np.unique`, which hashes)."""
    keys = np.sort(keys)
    return keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys


def inverse(order: Codes) -> Offsets:
    """The place of each code in an order of all codes."""
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places
