"""Agreements: what the networks rest on, the many small ones with day care centres and schools, and what ends soon."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from graphsvc.demoregion.landscape import OFFERS, Landscape
from graphsvc.demoregion.numbers import Numbers
from graphsvc.demoregion.truth import Deadline
from graphsvc.demoregion.words import scaled
from graphsvc.model.entities import Agreement, Party, Relation

AGREEMENTS, BULK = 64, 120
"""Agreements of a district of size 1, and the bulk of Griffbereit and Rucksack agreements besides."""

DEADLINES = {"agreements": 3, "projects": 2}
SOON = 90
"""Days within which a deadline falls; nothing else ends in this time."""

KINDS = ("kooperationsvertrag", "zuwendung", "zielvereinbarung", "verwaltungsvereinbarung", "letter_of_intent")
PROGRAMMES = ("Griffbereit", "Rucksack KiTa", "Rucksack Schule")


@dataclass(slots=True)
class Papers:
    """The agreements of one district, their parties, and the relations that are recorded beside them."""

    agreements: list[Agreement] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)


def draw_up(land: Landscape, seats: dict[str, list[str]], factor: float, rng: random.Random) -> Papers:
    """All papers of a district."""
    papers, numbers = Papers(), Numbers("V", land.people.district.number, rng)
    _found_networks(land, papers, numbers)
    _delimit(land, papers, numbers)
    while len(papers.agreements) < scaled(AGREEMENTS, factor):
        _cooperate(land, seats, papers, numbers, rng)
    _set_deadlines(land, papers, rng)
    for _ in range(scaled(BULK, factor)):
        _bulk(land, papers, numbers, rng)
    _relate(land, papers, rng)
    return papers


def _found_networks(land: Landscape, papers: Papers, numbers: Numbers) -> None:
    """The network agreement of 2008 and the cooperation contract with the Land."""
    network, education = (land.structures[end] for end in _headline(land))
    post, posts = land.people.post, land.people.posts
    mayors = [*posts["town"], *(post(name) for name in ("welfare", "welfare_2", "welfare_3", "welfare_4", "welfare_5"))]
    _sign(
        papers,
        Agreement(
            id=numbers.next(),
            title=f"Netzwerkvereinbarung {network.name}",
            kind="netzwerkvereinbarung",
            subject="Zusammenarbeit für Integration und Vielfalt",
            concluded=network.valid_from,
            valid_from=network.valid_from,
            renewal="verlängert sich jährlich",
            notice_period="3 Monate",
            establishes=(network.id,),
            topic=("vernetzung",),
        ),
        mayors,
    )
    _sign(
        papers,
        Agreement(
            id=numbers.next(),
            title=f"Kooperationsvertrag {education.name}",
            kind="kooperationsvertrag",
            subject="Bildungsregion in gemeinsamer Verantwortung von Land und Kreis",
            concluded=education.valid_from,
            valid_from=education.valid_from,
            renewal="unbefristet",
            establishes=(education.id,),
            topic=("schule",),
        ),
        [post("ministry"), post("district"), post("regional_government")],
    )


def _headline(land: Landscape) -> tuple[str, str]:
    return next(group.pairs[0] for group in land.groups if group.klass == "K6")


def _delimit(land: Landscape, papers: Papers, numbers: Numbers) -> None:
    """Pairs that have written down who does what: an agreement that names both, and the relation between them."""
    for a, b in (group.pairs[0] for group in land.groups if group.delimited):
        first, second = land.structures[a], land.structures[b]
        signed = max(first.valid_from or land.at, second.valid_from or land.at) + timedelta(days=200)
        agreement = Agreement(
            id=numbers.next(),
            title=f"Abgrenzungsvereinbarung {first.name} / {second.name}",
            kind="abgrenzung",
            subject="Arbeitsteilung und gegenseitige Information",
            concluded=signed,
            valid_from=signed,
            topic=first.topic[:1],
        )
        _sign(papers, agreement, [first.coordinator, second.coordinator])
        papers.relations.append(Relation(from_id=a, to_id=b, kind="DELIMITED_FROM", valid_from=signed))


def _cooperate(
    land: Landscape, seats: dict[str, list[str]], papers: Papers, numbers: Numbers, rng: random.Random
) -> None:
    """An agreement between some members of a body, for a term of years or until further notice."""
    end = rng.choice(sorted(seats))
    body = land.structures[end]
    begin = date(rng.randint(2010, land.at.year - 1), rng.choice([1, 4, 7, 10]), 1)
    until = date(rng.choice([land.at.year - 1, land.at.year, *range(land.at.year + 1, land.at.year + 4)]), 12, 31)
    kind = rng.choice(KINDS)
    agreement = Agreement(
        id=numbers.next(),
        title=f"{TITLES[kind]} {body.name} {begin.year}",
        kind=kind,
        subject=(body.purpose or body.name).rstrip("."),
        concluded=begin - timedelta(days=rng.randint(5, 60)),
        valid_from=begin,
        valid_to=until if rng.random() < 0.6 else None,
        renewal=rng.choice([None, "verlängert sich um ein Jahr", "keine"]),
        notice_period=rng.choice([None, "3 Monate", "6 Monate"]),
        establishes=(end,) if rng.random() < 0.4 else (),
        topic=body.topic[:1],
    )
    if all(other.title != agreement.title for other in papers.agreements):
        _sign(papers, agreement, rng.sample(seats[end], min(len(seats[end]), rng.randint(2, 5))))


TITLES = {
    "kooperationsvertrag": "Kooperationsvereinbarung",
    "zuwendung": "Zuwendungsbescheid",
    "zielvereinbarung": "Zielvereinbarung",
    "verwaltungsvereinbarung": "Verwaltungsvereinbarung",
    "letter_of_intent": "Letter of Intent",
}


def _bulk(land: Landscape, papers: Papers, numbers: Numbers, rng: random.Random) -> None:
    """A Griffbereit or Rucksack agreement of the district with one day care centre or school, by school years."""
    programme = rng.choice(PROGRAMMES)
    wanted = "schule" if programme.endswith("Schule") else "kita"
    house = rng.choice([a for a in land.people.actors if a.kind == wanted])
    year = rng.randint(2019, 2025)
    agreement = Agreement(
        id=numbers.next(),
        title=f"Kooperationsvereinbarung {programme} {house.name}, SJ {year}/{(year + 1) % 100:02d}",
        kind="kooperationsvertrag",
        subject=programme,
        concluded=date(year, 6, rng.randint(1, 28)),
        valid_from=date(year, 8, 1),
        valid_to=date(year + rng.choice([1, 1, 2]), 7, 31) if rng.random() < 0.8 else None,
        topic=("elternbildung",),
    )
    if all(other.title != agreement.title for other in papers.agreements):
        _sign(papers, agreement, [land.people.post("district"), house.id])


def _set_deadlines(land: Landscape, papers: Papers, rng: random.Random) -> None:
    """Let three agreements and two projects end within 90 days."""
    running = [n for n, a in enumerate(papers.agreements) if a.valid_to is None and a.kind in KINDS]
    for number in rng.sample(running, min(len(running), DEADLINES["agreements"])):
        end = land.at + timedelta(days=rng.randint(5, SOON))
        papers.agreements[number] = replace(papers.agreements[number], valid_to=end)
        papers.deadlines.append(Deadline(id=papers.agreements[number].id, date=end))
    planted = {end for group in land.groups for end in group.members}
    parents = {s.part_of for s in land.structures.values()}
    projects = [
        s.id for s in land.structures.values() if s.kind in OFFERS and s.id not in planted | parents | land.kept
    ]
    running_projects = [id_ for id_ in sorted(projects) if (land.structures[id_].valid_to or land.at) >= land.at]
    for id_ in rng.sample(running_projects, min(len(running_projects), DEADLINES["projects"])):
        end = land.at + timedelta(days=rng.randint(5, SOON))
        land.structures[id_] = replace(land.structures[id_], valid_to=end, status="aktiv")
        land.kept.add(id_)
        papers.deadlines.append(Deadline(id=id_, date=end))


def _relate(land: Landscape, papers: Papers, rng: random.Random) -> None:
    """Who carries an offer, and which programme funds it."""
    programmes = {s.name: s.id for s in land.structures.values() if s.kind == "programm"}
    for offer in sorted((s for s in land.structures.values() if s.kind in OFFERS), key=lambda s: s.id):
        if offer.coordinator:
            papers.relations.append(Relation(from_id=offer.coordinator, to_id=offer.id, kind="CARRIES"))
        if offer.funding in programmes and rng.random() < 0.8:
            papers.relations.append(Relation(from_id=programmes[offer.funding], to_id=offer.id, kind="FUNDS"))


def _sign(papers: Papers, agreement: Agreement, signatories: Sequence[str | None]) -> None:
    papers.agreements.append(agreement)
    for position, actor in enumerate(dict.fromkeys(s for s in signatories if s)):
        role = "federfuehrend" if position == 0 else "kooperationspartner"
        papers.parties.append(Party(agreement=agreement.id, actor=actor, role=role))
