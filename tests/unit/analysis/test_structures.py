"""Duplicate structures where the answer is known: classes, rules, what is missing, what does not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from graphsvc.analysis.describe import describe
from graphsvc.analysis.explain import explain
from graphsvc.analysis.recommend import recommend
from graphsvc.analysis.rows import RULED
from graphsvc.analysis.rules import RULES
from graphsvc.analysis.structures import Suspicions, suspect
from graphsvc.demoregion import generate
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Origin, Relation, Structure

BASE = generate(seed=6, size=0.4).dataset
A = Structure(
    id="dup-a",
    name="AK Trommeln und Tanz",
    kind="arbeitskreis",
    function=("austausch",),
    topic=("kultur", "freizeit"),
    target_group=("maedchen",),
    territory=("05999",),
    level="operativ",
    valid_from=date(2015, 1, 1),
    status="aktiv",
)
B = replace(A, id="dup-b", name="Netzwerk Bühne für alle Stimmen", valid_from=date(2018, 1, 1))


def judged(b: Structure, *, a: Structure = A, **more: Any) -> tuple[Suspicions, int]:
    """The suspicions of a region with the two bodies added, and the number of their pair."""
    added = {name: (*getattr(BASE, name), *more[name]) for name in more}
    dataset = replace(BASE, structures=(*BASE.structures, a, b), **added)
    found = suspect(dataset, draws=20)
    return found, next(p for p in range(len(found.evidence)) if set(found.ids(p)) == {a.id, b.id})


def seated(members: Mapping[str, Sequence[Actor]]) -> tuple[Membership, ...]:
    """Memberships of actors in structures."""
    return tuple(Membership(actor=actor.id, structure=key) for key, actors in members.items() for actor in actors)


def _carrier(actor: Actor) -> str:
    whole = {each.id: each.part_of for each in BASE.actors}
    above = actor.id
    while whole[above] in whole:
        above = str(whole[above])
    return above


def relation(b: Structure, **more: Any) -> str:
    found, pair = judged(b, **more)
    return str(found.relations.relation[pair])


def test_the_same_job_twice_ranks_first() -> None:
    found, pair = judged(B)

    assert found.relations.relation[pair] == "K2"
    assert found.band(pair) in ("clear", "possible")
    assert pair in found.order[:6]  # beside the five that are planted
    assert recommend(found, pair) == "contact"


@pytest.mark.parametrize("others", [0, 10])
def test_a_short_list_finds_its_obvious_duplicate(others: int) -> None:
    seats = tuple(Membership(actor=actor.id, structure=key) for key in (A.id, B.id) for actor in BASE.actors[:3])
    found = suspect(Dataset(structures=(A, B, *BASE.structures[:others]), actors=BASE.actors, memberships=seats))

    assert found.ids(found.order[0]) == (A.id, B.id)
    assert found.band(found.order[0]) in ("clear", "possible")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"part_of": "dup-a"}, "K3"),
        ({"function": ("steuern",)}, "K3"),
        ({"function": (), "kind": "lenkung", "name": "Lenkungskreis Bühne"}, "K3"),
        ({"name": "Lenkungskreis AK Trommeln und Tanz"}, "K3"),
        ({"territory": ("05998",)}, "K4"),
        ({"successor_of": "dup-a"}, "K5"),
        ({"valid_from": date(2010, 1, 1), "valid_to": date(2014, 6, 30)}, "K5"),
        ({"target_group": ("senioren",)}, "K6"),
        ({"level": "strategisch"}, "K2"),
        ({"purpose": "Zweites Angebot als Rückfallebene."}, "K8"),
        ({"purpose": "Ersatz, wenn die andere ausfällt; zweites Angebot ist gewollt."}, "K8"),
        ({"topic": (), "target_group": (), "function": ()}, ""),
    ],
)
def test_what_one_difference_makes_of_it(change: dict[str, Any], expected: str) -> None:
    assert relation(replace(B, **change)) == expected


def test_a_word_in_a_name_does_not_make_topics_near_that_are_tagged_apart() -> None:
    housing = replace(A, name="Arbeitskreis Wohnungssuche Asyl", topic=("wohnraum",))

    assert relation(replace(B, name="Netz Asylrecht", topic=("asyl",)), a=housing) not in ("K1", "K2")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("Vorbereitung 2021", "Vorbereitung 2022", "K5"), ("Vision 2030", "Bühne für alle 2030", "K2")],
)
def test_bodies_of_one_name_and_different_years_follow_each_other(first: str, second: str, expected: str) -> None:
    a = replace(A, name=f"Trommelgruppe {first}", valid_from=None)
    found, pair = judged(replace(a, id="dup-b", name=f"Trommelgruppe {second}"), a=a)

    assert found.relations.relation[pair] == expected


@pytest.mark.parametrize(
    "more",
    [
        {"relations": (Relation(from_id="dup-a", to_id="dup-b", kind="DELIMITED_FROM"),)},
        {"agreements": (Agreement(id="v", title="Abgrenzungsvereinbarung", establishes=("dup-a", "dup-b")),)},
        {"agreements": (Agreement(id="v", title=f"Arbeitsteilung {A.name} / {B.name}"),)},
    ],
)
def test_a_written_delimitation_settles_it(more: dict[str, Any]) -> None:
    found, pair = judged(B, **more)

    assert found.relations.relation[pair] == "K6"
    assert found.weight[pair] < found.weights.rule / 2
    assert recommend(found, pair) == "keep"


def test_the_same_name_and_coordinator_is_the_same_record() -> None:
    coordinator = BASE.actors[0].id
    a = replace(A, coordinator=coordinator)

    found, pair = judged(replace(a, id="dup-b", name="Arbeitskreis Trommeln & Tanz"), a=a)

    assert found.relations.relation[pair] == "K0"
    assert recommend(found, pair) == "merge_record"


def test_an_abbreviated_name_and_the_same_members_are_the_same_record() -> None:
    seats = seated(dict.fromkeys(("dup-a", "dup-b"), BASE.actors[:6]))

    assert relation(replace(A, id="dup-b", name="Arbeitskreis Trommeln & Tanz"), memberships=seats) == "K0"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Trommelrunde A", "Trommelrunde B", False),
        ("Trommelrunde I", "Trommelrunde II", False),
        ("Trommelrunde", "Trommelrunde II", False),
        ("Trommelrunde 2", "Trommelrunde 3", False),
        ("Trommelfreunde Abendmusik II", "Trommelfreunde Abendmusk II", True),
        ("Trommelfreunde Abendmusik e.V.", "Trommelfreunde Abendmusk", True),
    ],
)
def test_bodies_of_a_series_are_not_the_same_record(first: str, second: str, same: bool) -> None:
    a = replace(A, name=first, coordinator=BASE.actors[0].id)
    found, pair = judged(replace(a, id="dup-b", name=second), a=a)

    assert (found.relations.relation[pair] == "K0") == same


def test_organs_of_one_field_are_not_the_same_record() -> None:
    a = replace(A, name="Leitungsteam Bildungsbüro", kind="lenkung", coordinator=BASE.actors[0].id)
    b = replace(a, id="dup-b", name="Lenkungskreis Bildungsnetzwerk")
    found, pair = judged(b, a=a)

    assert found.relations.relation[pair] != "K0"


def test_a_sentence_names_the_side_it_speaks_of() -> None:
    found, pair = judged(replace(B, topic=("kultur",), territory=(), coordinator="nobody", valid_from=None))

    told = " ".join(explain(found, pair, lang="de").sentences("for"))
    assert f"{A.name}: Freizeit, Kultur; {B.name}: Kultur" in told
    assert f"{A.name}: seit 2015; {B.name}: Beginn nicht bekannt" in told


def test_touching_topics_and_people_are_a_partial_overlap_whatever_else_differs() -> None:
    seats = seated(dict.fromkeys(("dup-a", "dup-b"), BASE.actors[:9]))
    other = replace(B, target_group=("senioren",), function=("austausch", "foerdern"), level="strategisch")

    assert relation(other, memberships=seats) == "K6"


def test_two_counselling_services_of_two_confessions_are_wanted() -> None:
    a = replace(A, name="Beratungsstelle Lindenhof", kind="angebot", function=("beraten",), purpose="Katholisch.")
    b = replace(a, id="dup-b", name="Beratung am Markt", purpose="In evangelischer Trägerschaft.")
    same = replace(b, purpose="Ebenfalls katholisch.")

    assert relation(b, a=a) == "K8"
    assert relation(same, a=a) == "K2"


def test_the_same_people_in_another_field() -> None:
    seats = seated(dict.fromkeys(("dup-a", "dup-b"), BASE.actors[:9]))
    other = replace(B, topic=("unterbringung",), target_group=("verwaltung",), function=("steuern",))

    assert relation(other, memberships=seats) == "K7"


def test_members_are_counted_by_their_carriers() -> None:
    carriers = BASE.actors[:8]
    sites = [Actor(id=f"{actor.id}-site", name=f"Haus {actor.name}", part_of=actor.id) for actor in carriers]
    seats = seated({"dup-a": carriers, "dup-b": sites})

    found, pair = judged(B, actors=tuple(sites), memberships=seats)

    assert found.evidence.shared[pair] == len({_carrier(actor) for actor in carriers})
    assert found.relations.relation[pair] == "K1"


def test_what_is_missing_weighs_nothing_and_is_told() -> None:
    found, pair = judged(replace(B, target_group=(), level=None))

    told = explain(found, pair, lang="de")
    assert [found.bits[name][pair] for name in ("target_group", "level", "stage")] == [0, 0, 0]
    unknown = " ".join(told.sentences("unknown"))
    assert "Zielgruppe: keine Angabe" in unknown
    assert told.quality < explain(*judged(B), lang="de").quality
    assert told.change


def test_binding_changes_the_proposal_and_never_the_weight() -> None:
    free, pair = judged(B)
    bound, same_pair = judged(replace(B, binding="gesetzlich"))

    assert free.weight[pair] == pytest.approx(bound.weight[same_pair], abs=1e-9)


def test_unknown_words_are_no_contradiction() -> None:
    found, pair = judged(replace(B, topic=("Sonstiges Allerlei",), target_group=("Zirkuskinder",)))

    assert np.isnan(found.evidence.values["topic"][pair])
    assert np.isnan(found.evidence.values["target_group"][pair])


def test_explanations_are_the_same_every_time() -> None:
    found, pair = judged(B)
    again, same_pair = judged(B)

    for lang in ("de", "en"):
        assert explain(found, pair, lang=lang) == explain(again, same_pair, lang=lang)


def test_an_empty_map_has_no_findings() -> None:
    assert len(suspect(Dataset()).order) == 0
    assert len(suspect(Dataset(structures=(A,))).order) == 0


def test_the_two_great_networks_overlap_in_part_and_the_finding_says_where() -> None:
    region = generate(seed=1)
    found = suspect(region.dataset, at=region.truth.at)
    named = {profile.name.rpartition(" ")[0]: profile.id for profile in found.evidence.region.profiles}
    both = {named["Netzwerk Vielfalt"], named["Regionales Bildungsnetzwerk"]}
    pair = next(pair for pair in found.order.tolist() if set(found.ids(pair)) == both)

    assert found.relations.relation[pair] == "K6"
    told = " ".join(explain(found, pair, lang="de").sentences("for"))
    assert "Themen berühren sich in Elternbildung, Schule, Übergang Schule–Beruf" in told
    assert "Gemeinsame Mitglieder, nach Trägern gezählt" in told


def test_one_body_entered_twice_is_no_counter_evidence() -> None:
    found, pair = judged(replace(A, id="dup-b", valid_from=None), a=replace(A, valid_from=None))
    told = explain(found, pair, lang="de")

    assert found.relations.relation[pair] == "K0"
    assert told.sentences("for")[0] == told.rule
    assert told.rule not in told.sentences("against")
    assert not [part for part in told.parts if part.dimension == "time" and part.stance == "for"]


def test_without_known_members_nobody_is_called_unconnected() -> None:
    seats = seated({"dup-a": BASE.actors[:6], "dup-b": BASE.actors[8:10]})
    found, pair = judged(B, memberships=seats)

    told = explain(found, pair, lang="de")
    assert found.relations.relation[pair] == "K2"
    assert "(Mitglieder nicht bekannt)" in told.headline
    assert any(B.name in sentence and "kaum bekannt" in sentence for sentence in told.sentences("unknown"))
    assert not describe(found, pair).members_known


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_speaks_for_weighs_for_and_what_speaks_against_weighs_against(lang: str) -> None:
    found, _ = judged(B)
    parts = [part for pair in found.order for part in explain(found, pair, lang=lang).parts]

    assert all(part.bits > -0.05 for part in parts if part.stance == "for")
    assert all(part.bits < 0.05 for part in parts if part.stance == "against")


def test_every_part_leads_to_its_rows() -> None:
    seats = tuple(
        replace(seat, id=f"m{number}", origin=Origin("file", "Mitgliedschaften", number))
        for number, seat in enumerate(seated({"dup-a": BASE.actors[:6], "dup-b": BASE.actors[3:9]}), 2)
    )
    origin = Origin("file", "Strukturen", 7)
    delimited = Relation(from_id="dup-a", to_id="dup-b", kind="DELIMITED_FROM", id="r", origin=Origin("file", "B", 3))
    found, pair = judged(replace(B, origin=origin), memberships=seats, relations=(delimited,))

    finding = describe(found, pair)
    assert {part.dimension for part in finding.words["de"].parts} <= finding.rows.keys()
    topic = finding.rows["topic"]
    assert [(row.id, row.fields) for row in topic] == [("dup-a", ("topic", "name")), ("dup-b", ("topic", "name"))]
    assert topic[1].origin == origin
    shared = [row for row in finding.rows["members"] if row.kind == "membership"]
    assert len(shared) == 2 * len(finding.shared) > 0
    assert {row.id for row in shared} <= {seat.id for seat in seats}
    assert [(row.kind, row.id) for row in finding.rows["rule"]] == [("relation", "r")]


def test_every_rule_names_its_rows() -> None:
    assert {rule.reason for rule in RULES} | {"people_only"} == RULED.keys()
