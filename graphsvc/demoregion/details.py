"""What else is recorded of a body: its binding, rhythm, money, chair, and how old and how complete the record is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from graphsvc.demoregion.landscape import OFFERS, Landscape
from graphsvc.demoregion.words import deck, table
from graphsvc.model.entities import Structure
from graphsvc.vocabulary import scheme

BINDINGS = {"gesetzlich": 0.09, "foerderauflage": 0.22, "vertrag": 0.17, "beschluss": 0.15, "freiwillig": 0.37}
STATUTORY = {"beirat": "§ 27 GO NRW", "ag78": "§ 78 SGB VIII", "ausschuss": "Hauptsatzung"}
RHYTHM = {4: 0.45, 2: 0.25, 1: 0.12, 6: 0.04, 8: 0.03, 12: 0.03, None: 0.08}
HOURS = (2.0, 2.0, 2.5, 3.0)
SUBJECT_TOLD, NOUN = 0.9, 0.7
"""Share of purposes that name topics and target groups, and how often they use the common noun for a topic."""

OFTEN = 4
"""Meetings a year above which a body meets often."""
FRESH, STALE = 0.8, 0.13
"""Shares of records confirmed within 24 months, and longer ago; the rest has no date."""

COMPLETE = {True: 0.55, False: 0.2, None: 0.25}
"""Whether a member list says that it is complete, that it is not, or nothing."""


def fill_details(land: Landscape, busy: Sequence[str], rng: random.Random) -> None:
    """Complete the bodies of a district so that all together meet the recipe's distributions; the `busy` ones meet
    most often."""
    bodies = [s for s in land.structures.values() if s.kind not in OFFERS and s.kind != "programm"]
    bodies.sort(key=lambda body: body.id not in busy)
    offers = [s for s in land.structures.values() if s.kind in OFFERS or s.kind == "programm"]
    rhythms: list[int | None] = deck(RHYTHM, len(bodies), rng)
    frequent = sorted((rhythm for rhythm in rhythms if rhythm and rhythm > OFTEN), reverse=True)[: len(busy)]
    rhythms = [*frequent, *_without(rhythms, frequent)]
    programmes = [entry["name"] for entry in table("words")["programme"]]
    for body, rhythm in zip(_with_bindings(bodies, rng), rhythms, strict=True):
        land.structures[body.id] = _completed(land, body, rhythm, programmes, rng)
    for offer in offers:
        binding = offer.binding or ("foerderauflage" if offer.valid_to else rng.choice(["vertrag", "freiwillig"]))
        land.structures[offer.id] = _completed(land, replace(offer, binding=binding), None, programmes, rng)
    _confirm_one_today(land)


def _without(cards: list[int | None], taken: list[int]) -> list[int | None]:
    """The cards that are left, in their order."""
    left = Counter(taken)
    rest: list[int | None] = []
    for card in cards:
        if card is not None and left[card] > 0:
            left[card] -= 1
        else:
            rest.append(card)
    return rest


def record_completeness(
    structure: Structure, members: Sequence[str], rng: random.Random, *, is_complete: bool
) -> Structure:
    """What the list says of itself; an incomplete one mostly names the total."""
    complete = is_complete or rng.choices(list(COMPLETE), list(COMPLETE.values()))[0]
    if complete is not False:
        return replace(structure, members_complete=complete, members_total=len(members) if complete else None)
    total = len(members) + rng.randint(1, 5) if rng.random() < 0.7 else None
    return replace(structure, members_complete=False, members_total=total)


def _with_bindings(bodies: list[Structure], rng: random.Random) -> list[Structure]:
    """Bindings: by law where the kind says so, then what is missing of each share."""
    by_law = [replace(b, binding=b.binding or "gesetzlich") if b.kind in STATUTORY else b for b in bodies]
    standing = Counter(b.binding for b in by_law if b.binding)
    wanted = {code: max(0.001, share * len(bodies) - standing[code]) for code, share in BINDINGS.items()}
    cards = iter(deck(wanted, len(bodies) - sum(standing.values()), rng))
    return [b if b.binding else replace(b, binding=next(cards)) for b in by_law]


def _completed(
    land: Landscape, body: Structure, rhythm: int | None, programmes: list[str], rng: random.Random
) -> Structure:
    ended = body.valid_to is not None and body.valid_to < land.at
    recorded = _as_recorded(land.at, rng)
    met = land.at - timedelta(days=rng.choice([20, 45, 80, 120, 200, 600]))
    return replace(
        body,
        status="beendet" if ended else "aktiv",
        purpose=f"{body.purpose} {_subject(body, rng)}".strip(),
        chair=rng.choice([body.coordinator, land.people.post("district"), None]),
        legal_basis=body.legal_basis or (STATUTORY.get(body.kind or "") if body.binding == "gesetzlich" else None),
        funding=rng.choice(programmes) if body.binding == "foerderauflage" else None,
        meetings_per_year=rhythm,
        hours=(3.0 if rhythm > OFTEN else rng.choice(HOURS)) if rhythm else None,
        last_meeting=min(met, body.valid_to or met) if rhythm else None,
        as_recorded=recorded,
    )


def _subject(body: Structure, rng: random.Random) -> str:
    """A sentence on topics and target groups in one of several wordings; some purposes go without."""
    words = table("words")
    if rng.random() > SUBJECT_TOLD:
        return ""
    topics = [_called(words["topics"].get(code, [scheme("topics").label(code)]), rng) for code in body.topic]
    targets = [words["target_groups"].get(code, scheme("target_groups").label(code)) for code in body.target_group]
    sentence: str = rng.choice(words["subject"]["sentences"])
    return sentence.format(topics=" und ".join(topics), targets=" und ".join(targets))


def _called(wordings: list[str], rng: random.Random) -> str:
    return wordings[0] if rng.random() < NOUN else wordings[-1]


def _as_recorded(at: date, rng: random.Random) -> date | None:
    lot = rng.random()
    if lot < FRESH:
        return at - timedelta(days=rng.randint(1, 700))
    return at - timedelta(days=rng.randint(740, 2000)) if lot < FRESH + STALE else None


def _confirm_one_today(land: Landscape) -> None:
    """The latest record dates from the region's day, so that files alone lead to the same `at`."""
    network = min(land.kept & set(land.structures))
    land.structures[network] = replace(land.structures[network], as_recorded=land.at)
