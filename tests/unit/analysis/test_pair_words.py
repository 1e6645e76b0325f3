"""Sentences about two structures: numbers written as the language writes them, and no claim beyond the numbers."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.analysis.fdsm import Resolution
from graphsvc.analysis.pair import Named, PairOverlap, Question, describe_pair
from graphsvc.analysis.pair_words import with_sentence
from graphsvc.analysis.seats import Map
from graphsvc.analysis.significance import Chance
from graphsvc.model.entities import Actor, Dataset, Membership, Structure

DAY = date(2025, 3, 1)


def answer(shared: int, chance: Chance, *, only_a: int = 1, only_b: int = 1, total_b: int | None = None) -> PairOverlap:
    """Two structures with so many members in both and in one only; A's list is complete."""
    in_a = [f"m{n}" for n in range(shared)] + [f"a{n}" for n in range(only_a)]
    in_b = [f"m{n}" for n in range(shared)] + [f"b{n}" for n in range(only_b)]
    dataset = Dataset(
        actors=tuple(Actor(id=each, name=f"Stelle {each}") for each in {*in_a, *in_b}),
        structures=(
            Structure(id="A", name="Netz", members_complete=True),
            Structure(id="B", name="Runde", members_complete=total_b is None or None, members_total=total_b),
        ),
        memberships=tuple(
            Membership(actor=actor, structure=structure)
            for structure, members in (("A", in_a), ("B", in_b))
            for actor in members
        ),
    )
    known, question = Map(dataset), Question(DAY)
    incidence = known.incidence(at=DAY, level="organisation", organs="include")
    return with_sentence(describe_pair("A", "B", known, incidence, chance, question))


def chance(p: float, *, q: float = 0.01, expected: float = 1.25) -> Chance:
    return Chance(expected, p, 1 - p, q, "sdsm")


def test_above_chance_in_both_languages() -> None:
    said = answer(6, chance(0.0042), only_a=3, only_b=1).sentence

    assert said["de"] == (
        "Am 01.03.2025 haben „Netz“ (9 Mitglieder) und „Runde“ (7 Mitglieder) 6 gemeinsame Mitglieder. "
        "Zufällig zu erwarten wären 1,2; das ist mehr, als der Zufall erklärt (Modell: im Mittel gleich viele Sitze "
        "für jeden Akteur und jede Struktur; p = 0,004)."
    )
    assert said["en"].startswith('On 2025-03-01, "Netz" (9 members) and "Runde" (7 members) share 6 members. Chance')


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (0.0001, 0.01, "mehr, als der Zufall erklärt (Modell: im Mittel gleich viele Sitze für jeden Akteur"),
        (0.0001, 0.01, "p < 0,001"),
        (0.04, 0.3, "(q = 0,300)"),
        (0.3, 0.9, "lässt sich mit Zufall erklären"),
        (0.97, 1.0, "weniger, als der Zufall erklärt"),
    ],
)
def test_no_claim_beyond_the_numbers(p: float, q: float, expected: str) -> None:
    assert expected in answer(2, chance(p, q=q)).sentence["de"]


@pytest.mark.parametrize(("midp", "said"), [(0.5 / 10_001, True), (0.0001, False)])
def test_what_the_draws_cannot_tell_is_not_told_as_chance(midp: float, said: bool) -> None:
    drawn = Chance(1.25, midp, 1 - midp, 0.43, "fdsm", midp, 1 - midp, 0.0001, resolution=Resolution.of(10_000, 8_646))

    sentence = answer(6, drawn).sentence

    assert ("In keiner der 10.000 Zufallstabellen waren es so viele; genauer" in sentence["de"]) is said
    assert ("In none of the 10,000 random tables" in sentence["en"]) is said


def test_one_and_none() -> None:
    assert "(2 Mitglieder) 1 gemeinsames Mitglied." in answer(1, chance(0.5)).sentence["de"]
    assert "(1 Mitglied) kein gemeinsames Mitglied." in answer(0, chance(1.0)).sentence["de"]
    assert "share no member." in answer(0, chance(1.0)).sentence["en"]


def test_incomplete_list_is_said_as_a_range() -> None:
    found = answer(1, chance(0.5), only_a=3, total_b=4)

    assert (found.range.min, found.range.max) == (1, 3)
    assert found.sentence["de"].endswith("Weil nicht alle Mitglieder genannt sind, können es 1 bis 3 sein.")


def test_hubs_are_named() -> None:
    dataset = Dataset(
        actors=(Actor(id="hub", name="Kreis"), Actor(id="x", name="Verein")),
        structures=tuple(Structure(id=f"s{n}", name=f"Netz {n}", members_complete=True) for n in range(6)),
        memberships=tuple(
            Membership(actor=actor, structure=f"s{n}") for actor, most in (("hub", 6), ("x", 2)) for n in range(most)
        ),
    )
    known, question = Map(dataset), Question(DAY)
    incidence = known.incidence(at=DAY, level="organisation", organs="include")

    both = with_sentence(describe_pair("s0", "s1", known, incidence, chance(0.5), question))
    alone = with_sentence(describe_pair("s0", "s2", known, incidence, chance(0.5), question))

    assert both.hubs.actors == (Named("hub", "Kreis"),)
    assert (both.shared, both.shared_without_hubs) == (2, 1)
    assert "Ohne besonders häufig vertretene Stellen (Kreis) bleibt 1." in both.sentence["de"]
    assert "Gemeinsam ist nur eine Stelle, die besonders häufig vertreten ist (Kreis)." in alone.sentence["de"]


def test_fewer_than_chance_is_no_claim_where_a_list_is_incomplete() -> None:
    said = answer(1, chance(0.97), only_a=3, total_b=4).sentence

    assert "sicher ist das nicht" in said["de"]
    assert "als der Zufall erklärt" not in said["de"]
