"""What the messy files have to carry: the first district of a region, looked up by what a list shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphsvc.demoregion.landscape import OFFERS
from graphsvc.demoregion.places import NEIGHBOUR, REGION, District
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Place, Structure

OWN_LIST = "Ostheim"
"""The town that keeps its own list."""

PARTNER_BODIES = 12
"""Bodies whose members stand in the list of network partners and not in the matrix."""


@dataclass(frozen=True)
class Content:
    """The first district's part of a region's dataset."""

    dataset: Dataset
    district: District

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Its actors."""
        return tuple(actor for actor in self.dataset.actors if actor.id.startswith("A01-"))

    @cached_property
    def structures(self) -> dict[str, Structure]:
        """Its structures by id."""
        return {s.id: s for s in self.dataset.structures if s.id.startswith("S01-")}

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Its agreements."""
        return tuple(agreement for agreement in self.dataset.agreements if agreement.id.startswith("V01-"))

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of actors, structures and agreements by id."""
        things: Iterable[Any] = (*self.dataset.actors, *self.structures.values())
        return {thing.id: thing.name for thing in things} | {a.id: a.title for a in self.agreements}

    @cached_property
    def town(self) -> Place:
        """The town that keeps its own list."""
        return next(town for town in self.district.towns if town.name == OWN_LIST)

    @cached_property
    def offers(self) -> list[Structure]:
        """Projects and offers."""
        return [s for s in self.structures.values() if s.kind in OFFERS]

    @cached_property
    def programmes(self) -> list[Structure]:
        """Funding programmes."""
        return [s for s in self.structures.values() if s.kind == "programm"]

    @cached_property
    def local_bodies(self) -> list[Structure]:
        """Bodies of the town that keeps its own list."""
        return [s for s in self._bodies if s.territory == (self.town.key,)]

    @cached_property
    def bodies(self) -> list[Structure]:
        """All other bodies."""
        return [s for s in self._bodies if s.territory != (self.town.key,)]

    @cached_property
    def meeting(self) -> Structure:
        """The steering group whose minutes there are."""
        groups = [body for body in self.bodies if body.kind == "lenkung" and body.id in self.seats]
        return min(groups, key=lambda body: (body.name != "Lenkungsgruppe KIM", body.name))

    @cached_property
    def partner_bodies(self) -> list[Structure]:
        """Bodies whose members stand in the list of network partners."""
        listed = [body for body in self.bodies if body.id in self.seats and body is not self.meeting]
        return listed[:: max(1, len(listed) // PARTNER_BODIES)][:PARTNER_BODIES]

    @cached_property
    def matrix_bodies(self) -> list[Structure]:
        """Bodies whose members stand in the matrix."""
        elsewhere = {body.id for body in (*self.partner_bodies, self.meeting)}
        return [body for body in self.bodies if body.id in self.seats and body.id not in elsewhere]

    @cached_property
    def seats(self) -> dict[str, list[Membership]]:
        """Memberships by structure."""
        found: dict[str, list[Membership]] = {}
        for row in self.dataset.memberships:
            found.setdefault(row.structure, []).append(row)
        return found

    def members(self, structure: str) -> list[str]:
        """Names of those who sit in a structure."""
        return [self.names[seat.actor] for seat in self.seats.get(structure, ())]

    def name(self, id_: str | None) -> str | None:
        """The name of what an id means."""
        return self.names.get(id_) if id_ else None

    def places(self, keys: tuple[str, ...]) -> str | None:
        """Territories as a list names them."""
        every = (self.district.place, REGION, NEIGHBOUR, *self.district.towns, *self.district.quarters)
        named = {place.key: place.name for place in every}
        return "; ".join(named[key] for key in keys) or None

    @cached_property
    def _bodies(self) -> list[Structure]:
        return [s for s in self.structures.values() if s.kind not in OFFERS and s.kind != "programm"]
