"""Bodies written down twice (K0), and look-alikes that must stay apart."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from graphsvc.demoregion.actors import DOUBLED, Population
from graphsvc.demoregion.truth import RecordPair
from graphsvc.demoregion.words import UMLAUTS, scaled
from graphsvc.model.entities import Actor

DOUBLES_PER_DISTRICT = sum(DOUBLED.values())
"""Double records of actors: twelve; with the two of structures the fourteen of the recipe."""

CONTACTS = ("street", "postcode", "email", "web", "phone", "register_number")
"""What a second record may have in common with the first."""


@dataclass(frozen=True, slots=True)
class Trap:
    """One way of writing a body down twice: which actors it suits, how it changes the record, and why."""

    suits: Callable[[Actor], bool]
    variant: Callable[[Actor, random.Random], dict[str, object]]
    reason: str


def plant_doubles(people: Population, factor: float) -> list[RecordPair]:
    """Add second records of some actors; every kind of trap is used before one is used again."""
    count = scaled(DOUBLES_PER_DISTRICT, factor)
    doubled: set[str] = set()
    pairs: list[RecordPair] = []
    for trap in TRAPS * (count // len(TRAPS) + 2):
        original = next((a for a in _shuffled(people) if trap.suits(a) and a.id not in doubled), None)
        if len(pairs) < count and original is not None:
            copy = _second_record(people, original, trap)
            doubled |= {original.id, copy.id}
            pairs.append(RecordPair(a=original.id, b=copy.id, same=True, reason=trap.reason))
    return pairs


def look_alikes(people: Population, doubles: list[RecordPair]) -> list[RecordPair]:
    """Pairs that look the same and are not: their confusion would be a false merge."""
    second = {pair.a: pair.b for pair in doubles}
    centre, artificial = people.post("ki"), people.post("artificial")
    pairs = [(centre, artificial, "Kommunales Integrationszentrum und Künstliche Intelligenz AG")]
    if centre in second:
        pairs.append((second[centre], artificial, "KI ist hier das Integrationszentrum, dort die Aktiengesellschaft"))
    pairs += [*_carriers_and_parts(people), *_namesakes(people)]
    return [RecordPair(a=a, b=b, same=False, reason=reason) for a, b, reason in pairs]


def _shuffled(people: Population) -> list[Actor]:
    """The actors in an order of chance; those of the cut-off town stay single, for their ties are counted."""
    spared = {people.post("bridge"), people.post("delegate"), people.post("artificial")}
    cut_off = people.district.cut_off.key
    actors = [a for a in people.actors if a.id not in spared and cut_off not in a.territory]
    return people.rng.sample(actors, len(actors))


def _second_record(people: Population, original: Actor, trap: Trap) -> Actor:
    rng = people.rng
    lost: dict[str, object] = {field: None for field in CONTACTS if rng.random() < 0.45}
    if "street" in lost or "postcode" in lost:
        lost |= {"street": None, "postcode": None}
    changed = replace(original, id=people.numbers.next(), short_name=None, **lost)  # type: ignore[arg-type]
    copy = replace(changed, **trap.variant(original, rng))  # type: ignore[arg-type]  # fields by name
    people.actors.append(copy)
    return copy


def _carriers_and_parts(people: Population) -> Iterator[tuple[str, str, str]]:
    """A carrier and its site, a carrier and its company: two records, two bodies."""
    named = people.by_id()
    parts = [(named[a.part_of], a) for a in people.actors if a.part_of and named[a.part_of].kind == "wohlfahrtsverband"]
    sites = [(c, p) for c, p in parts if "Ortsverein" in p.name][:2]
    companies = [(c, p) for c, p in parts if p.name.endswith("gGmbH")][:1]
    for carrier, part in sites:
        yield carrier.id, part.id, "Träger und Ortsverein sind zwei Vereine"
    for carrier, part in companies:
        yield carrier.id, part.id, "e.V. und gGmbH eines Verbandes sind zwei juristische Personen"


def _namesakes(people: Population) -> Iterator[tuple[str, str, str]]:
    """Two bodies of one name in two towns."""
    towns = {town.key: town.name for town in people.district.towns}
    seen: dict[tuple[str | None, str], Actor] = {}
    found = 0
    for actor in people.actors:
        town = towns.get(actor.territory[0])
        key = (actor.kind, actor.name.replace(town, "") if town else actor.id)
        other = seen.setdefault(key, actor)
        if other.territory != actor.territory and found < 4:
            found += 1
            yield other.id, actor.id, "gleicher Name, verschiedene Orte"


def without_umlauts(name: str) -> str:
    """A name with ae, oe, ue for its umlauts."""
    return name.translate(UMLAUTS)


def _has_umlaut(actor: Actor) -> bool:
    return without_umlauts(actor.name) != actor.name


def _swapped_letters(name: str, rng: random.Random) -> str:
    """Two neighbouring letters of a long word exchanged, not two equal ones."""
    word = max(name.split(), key=len)
    at = rng.choice([at for at in range(2, len(word) - 2) if word[at] != word[at + 1]])
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def _respelled_association(actor: Actor, rng: random.Random) -> dict[str, object]:
    stem = actor.name.removesuffix(" e.V.")
    return {"name": f"{stem} {rng.choice(['e. V.', 'eingetragener Verein', ''])}".strip()}


def _renamed_association(actor: Actor, rng: random.Random) -> dict[str, object]:
    word = rng.choice(["Treffpunkt", "Haus der Begegnung", "Netz der Kulturen", "Miteinander"])
    new_name = f"{word} {actor.city} e.V."
    return {"name": new_name, "alias": (actor.name,), "register_number": actor.register_number}


def _prefix(*words: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.name.startswith(words)


TRAPS = (
    Trap(
        lambda a: a.kind == "ki",
        lambda a, _: {"name": a.name.replace("Kommunales Integrationszentrum", "KI")},
        "Abkürzung: KI und Kommunales Integrationszentrum",
    ),
    Trap(
        lambda a: a.kind == "ministerium",
        lambda a, _: {"name": "Ministerium für Familie, Jugend und Teilhabe", "alias": (a.name,)},
        "umbenanntes Ministerium",
    ),
    Trap(
        lambda a: a.kind == "wohlfahrtsverband" and "Kreisverband" in a.name,
        lambda a, _: {
            "name": a.name.replace("Kreisverband", "KV").replace(a.name.split(" Kreis")[0], a.short_name or "")
        },
        "Abkürzungen des Verbandes",
    ),
    Trap(_prefix("Kirchengemeinde St."), lambda a, _: {"name": a.name.replace("St.", "Sankt")}, "St. und Sankt"),
    Trap(
        lambda a: a.kind == "migrantenorganisation" and a.name.endswith("e.V."),
        _respelled_association,
        "Schreibweise der Rechtsform",
    ),
    Trap(
        lambda a: a.kind in {"kultur", "stiftung", "migrantenorganisation", "sport"} and _has_umlaut(a),
        lambda a, _: {"name": without_umlauts(a.name)},
        "Umlaute ausgeschrieben",
    ),
    Trap(
        lambda a: a.kind in {"kita", "amt", "schule"} and _has_umlaut(a),
        lambda a, _: {"name": unicodedata.normalize("NFD", a.name)},
        "Umlaute zerlegt (NFD)",
    ),
    Trap(
        lambda a: a.kind == "schule",
        lambda a, _: {"name": f"Städt. {a.name.replace(f' {a.city}', f', {a.city}')}"},
        "Zusatz Städt. und Komma",
    ),
    Trap(
        lambda a: a.kind == "kita" and a.name.startswith("Kita "),
        lambda a, _: {"name": a.name.replace("Kita ", "Kindertageseinrichtung ")},
        "Kita und Kindertageseinrichtung",
    ),
    Trap(
        lambda a: a.kind == "migrantenorganisation" and a.register_number is not None,
        _renamed_association,
        "umbenannter Verein, gleiche Registernummer",
    ),
    Trap(
        lambda a: a.kind in {"sport", "kultur", "weiterbildungstraeger", "unternehmen"},
        lambda a, rng: {"name": _swapped_letters(a.name, rng)},
        "Tippfehler",
    ),
    Trap(
        lambda a: a.kind == "agentur_fuer_arbeit",
        lambda a, _: {"name": a.name.replace("Agentur für Arbeit", "Arbeitsagentur")},
        "Agentur für Arbeit und Arbeitsagentur",
    ),
)
