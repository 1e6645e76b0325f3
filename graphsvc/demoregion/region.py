"""A whole region: generated from seed and size, known through and through, and written to a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graphsvc.demoregion.actors import STATE, Population, populate
from graphsvc.demoregion.agreements import draw_up
from graphsvc.demoregion.background import lay_background, lay_programmes, lay_working_group
from graphsvc.demoregion.blemishes import blemish, record_seats
from graphsvc.demoregion.details import fill_details
from graphsvc.demoregion.difficulty import difficulty
from graphsvc.demoregion.doubles import look_alikes, plant_doubles
from graphsvc.demoregion.gaps import lay_gaps
from graphsvc.demoregion.knobs import Knobs
from graphsvc.demoregion.landscape import Group, Landscape
from graphsvc.demoregion.messy import Ledger, messy_files
from graphsvc.demoregion.numbers import Numbers
from graphsvc.demoregion.places import NEIGHBOUR, REGION, District, districts
from graphsvc.demoregion.planting import plant, plant_double_structures
from graphsvc.demoregion.seats import fill_seats, send_delegate
from graphsvc.demoregion.template import write_template
from graphsvc.demoregion.truth import Bridge, RecordPair, StructurePair, Truth, ordered
from graphsvc.demoregion.words import dice
from graphsvc.model.entities import Dataset, Need, Place, Structure

DEMO_SEED = 1
"""The seed whose plants are taken in the order of the pool, so that the demo shows the recipe's examples."""

FIRST_DAY, DAYS = date(2026, 2, 15), 60
"""The region's day lies in this range: before the school year ends and after the councils were renamed."""

PREPARATION = 0.75
"""Hours before and after a meeting, in the delegate's load."""


@dataclass(frozen=True, slots=True)
class Region:
    """A generated region: what is recorded of it (`dataset`) and what is true of it (`truth`)."""

    seed: int
    size: float
    dataset: Dataset
    truth: Truth

    def write(self, folder: Path) -> None:
        """Write `template/*.csv`, `messy/*`, `truth.json` and `defects.json`; the same region gives the same bytes."""
        write_template(self.dataset, folder / "template")
        defects = self.write_messy(folder / "messy")
        for name, value in (("truth", self.truth.as_json()), ("defects", defects.as_json())):
            text = json.dumps(value, ensure_ascii=False, indent=1)
            (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")

    def write_messy(self, folder: Path) -> Ledger:
        """Write the seven messy files; gives what is wrong in them."""
        files, ledger = messy_files(self.dataset, self.seed)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return ledger


def generate(seed: int, size: float = 1.0, knobs: Knobs | None = None) -> Region:
    """Make a region.

    Args:
        seed: the same seed gives the same region, another seed another one.
        size: factor on the recipe's counts; from 2 on the region has several districts.
        knobs: how much is missing and mis-tagged, and how strong the hubs are.
    """
    knobs = knobs or Knobs()
    at = FIRST_DAY + timedelta(days=dice(seed, "at").randrange(DAYS))
    count = max(1, round(size))
    truth = Truth(at=at)
    state: dict[str, str] = {}
    parts = [_district(district, seed, size / count, knobs, truth, state) for district in districts(seed, count)]
    return Region(seed, size, _joined(parts), truth)


def _district(
    district: District, seed: int, factor: float, knobs: Knobs, truth: Truth, state: dict[str, str]
) -> Dataset:
    """One district; adds to the truth what was planted and, in the first, to `state` the offices of the Land."""
    number = district.number
    people = populate(district, seed, factor, state)
    state |= {post: people.post(post) for post in STATE}
    land = _laid_out(people, seed, factor, truth)
    doubles = plant_doubles(people, factor)
    seats = fill_seats(land, knobs, dice(seed, "seats", number))
    delegated = send_delegate(land, seats, dice(seed, "delegate", number))
    fill_details(land, delegated, dice(seed, "details", number))
    papers = draw_up(land, seats, factor, dice(seed, "papers", number))
    true_structures = dict(land.structures)
    memberships = record_seats(land, seats, doubles, knobs, dice(seed, "records", number))
    recorded = _recorded(land, knobs, seed)
    listed = {row.structure for row in memberships}
    truth.pairs += _pairs(land.groups, true_structures, recorded, listed)
    truth.records += [*doubles, *look_alikes(people, doubles), *_structure_doubles(land.groups)]
    truth.bridges += _bridges(people, [true_structures[id_] for id_ in delegated])
    truth.deadlines += papers.deadlines
    return Dataset(
        actors=tuple(people.actors),
        structures=tuple(recorded.values()),
        memberships=tuple(memberships),
        agreements=tuple(papers.agreements),
        parties=tuple(papers.parties),
        relations=tuple(papers.relations),
        places=_places(district),
        needs=_needs(district, seed),
    )


def _laid_out(people: Population, seed: int, factor: float, truth: Truth) -> Landscape:
    """All structures of a district, the planted ones first; adds its gaps to the truth."""
    number = people.district.number
    rng = dice(seed, "structures", number)
    land = Landscape(people, rng, Numbers("S", number, rng), truth.at)
    plant(land, factor, in_order=seed == DEMO_SEED and number == 0)
    truth.gaps += lay_gaps(land)
    if number == 0:
        lay_programmes(land, REGION.key)
    lay_background(land, factor)
    plant_double_structures(land, lay_working_group(land))
    return land


def _recorded(land: Landscape, knobs: Knobs, seed: int) -> dict[str, Structure]:
    rng = dice(seed, "blemishes", land.people.district.number)
    return {
        id_: structure if id_ in land.kept else blemish(structure, knobs, rng)
        for id_, structure in sorted(land.structures.items())
    }


def _pairs(
    groups: Iterable[Group], true: dict[str, Structure], recorded: dict[str, Structure], listed: set[str]
) -> list[StructurePair]:
    return [
        StructurePair(
            a=ordered(a, b)[0],
            b=ordered(a, b)[1],
            klass=group.klass,
            decision=group.decision,
            reason=group.reason,
            difficulty=difficulty(group.klass, (true[a], true[b]), (recorded[a], recorded[b]), {a, b} <= listed),
        )
        for group in groups
        for a, b in group.pairs
    ]


def _structure_doubles(groups: Iterable[Group]) -> list[RecordPair]:
    return [
        RecordPair(a=a, b=b, same=True, reason=group.reason)
        for group in groups
        if group.klass == "K0"
        for a, b in group.pairs
    ]


def _bridges(people: Population, delegated: list[Structure]) -> list[Bridge]:
    hours = sum((s.meetings_per_year or 0) * ((s.hours or 0) + PREPARATION) for s in delegated)
    town = people.district.cut_off.name
    load = f"vertritt allein {len(delegated)} Gremien, rund {hours:.0f} Stunden im Jahr"
    return [
        Bridge(actor=people.post("bridge"), reason=f"verbindet {town} als einzige mit dem übrigen Kreis"),
        Bridge(
            actor=people.post("sports_federation"), reason="verbindet als einzige die Sportvereine mit den Netzwerken"
        ),
        Bridge(actor=people.post("delegate"), reason=load),
    ]


def _places(district: District) -> tuple[Place, ...]:
    common = (REGION, NEIGHBOUR) if district.number == 0 else ()
    return (*common, district.place, *district.towns, *district.quarters)


def _needs(district: District, seed: int) -> tuple[Need, ...]:
    """Need figures: people of some target groups per town, as a table of social planning has them."""
    rng = dice(seed, "needs", district.number)
    shares = {"gefluechtete": 0.02, "senioren": 0.22, "kinder_0_6": 0.06, "jugendliche": 0.1}
    return tuple(
        Need(
            target_group=group,
            territory=town.key,
            value=round((town.population or 0) * share * rng.uniform(0.8, 1.2)),
            source="Sozialplanung",
        )
        for town in district.towns
        for group, share in shares.items()
    )


def _joined(parts: list[Dataset]) -> Dataset:
    """All districts in one, rows in the order of their ids, which is random to everything else."""
    return Dataset(
        actors=tuple(sorted((a for part in parts for a in part.actors), key=lambda a: a.id)),
        structures=tuple(sorted((s for part in parts for s in part.structures), key=lambda s: s.id)),
        memberships=tuple(sorted((m for p in parts for m in p.memberships), key=lambda m: (m.structure, m.actor))),
        agreements=tuple(sorted((a for part in parts for a in part.agreements), key=lambda a: a.id)),
        parties=tuple(sorted((p for part in parts for p in part.parties), key=lambda p: (p.agreement, p.actor))),
        relations=tuple(sorted((r for p in parts for r in p.relations), key=lambda r: (r.kind, r.from_id, r.to_id))),
        places=tuple(place for part in parts for place in part.places),
        needs=tuple(need for part in parts for need in part.needs),
    )
