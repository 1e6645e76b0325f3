"""Findings on a small region in the graph: found, explained, decided, and back when the evidence changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.analysis.founding import Planned
from graphsvc.demoregion import generate
from graphsvc.errors import Conflict, NotFound, WrongUsage
from graphsvc.model.entities import Dataset
from graphsvc.services import Services
from graphsvc.services.decisions import DecisionInput
from graphsvc.services.findings import FindingFilter
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph


@pytest.fixture(scope="module")
def region() -> Dataset:
    return generate(seed=4, size=0.3).dataset


@pytest.fixture
def known(services: Services, graph: Graph, region: Dataset) -> Services:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, region)
    return services


def test_a_dismissed_finding_stays_away_until_its_evidence_changes(known: Services) -> None:
    first = known.findings.list(limit=1).items[0]
    dismissed = DecisionInput(decision="kein_treffer", reason="Verschiedene Aufgaben.", review=date(2027, 1, 1))

    known.findings.decide(first.id, dismissed)

    assert first.id not in {each.id for each in known.findings.list(limit=500).items}
    assert [each.id for each in known.findings.list(state="decided").items] == [first.id]

    structure = known.structures.get(first.a.id)
    known.structures.update(replace(structure.record, purpose="Plant neuerdings Sprachkurse für Eltern."))
    back = known.findings.list(FindingFilter(state="returned")).items

    assert [each.id for each in back] == [first.id]
    assert back[0].changed is not None
    assert "Zweck" in back[0].changed["de"][0]
    assert "Sprachkurse" in back[0].changed["en"][0]
    assert [each.id for each in known.findings.review().returned] == [first.id]

    known.findings.decide(first.id, dismissed)
    assert known.findings.list(state="returned").total == 0


def test_parts_add_up_to_the_weight(known: Services) -> None:
    for finding in known.findings.list(limit=20).items:
        for words in finding.words.values():
            parts = sum(part.bits for part in words.parts)
            assert finding.prior + finding.rule + parts == pytest.approx(finding.weight)


def test_every_finding_leads_to_its_two_structures(known: Services) -> None:
    finding = known.findings.list(limit=1).items[0]

    assert known.structures.get(finding.a.id).record.name == finding.a.name
    assert known.findings.get(f"{finding.b.id},{finding.a.id}") == finding
    assert known.findings.get(f"{finding.a.name}, {finding.b.name}") == finding
    assert finding.words == known.findings.get(finding.id).words


def test_decisions_are_checked_recorded_and_withdrawn(known: Services) -> None:
    finding = known.findings.list(limit=1).items[0]

    with pytest.raises(WrongUsage):
        known.findings.decide(finding.id, DecisionInput(decision="verschenken", reason="x"))
    with pytest.raises(WrongUsage):
        known.findings.decide(finding.id, DecisionInput(decision="keep", reason=" "))
    taken = known.findings.decide(
        finding.id, DecisionInput(decision="Abgrenzen", reason="Absprache.", due=date(2026, 1, 5))
    )

    assert taken.decision == "delimit"
    assert known.findings.decisions() == (taken,)
    assert known.findings.review().overdue == (taken,)
    assert known.history.list(key=taken.id).items[0].kind == "Decision"
    assert "SUMMARY:Frist: Abgrenzen" in known.findings.calendar(lang="de")

    known.findings.withdraw(taken.id)
    assert known.findings.decisions() == ()
    with pytest.raises(NotFound):
        known.findings.withdraw(taken.id)


def test_check_before_founding_asks_for_a_description(known: Services) -> None:
    with pytest.raises(WrongUsage, match="Give a name"):
        known.findings.check(Planned(name=" ", members=["Caritas"]))


def test_a_planned_body_without_a_day_is_not_dated(known: Services) -> None:
    near = known.findings.check(Planned(name="Vorhaben X", text="Sprachbildung in der Kita"))

    said = [line for each in near for line in (*each.words["de"].in_favour, *each.words["de"].unknown)]
    assert any("Vorhaben X: Beginn nicht bekannt" in line for line in said)
    assert not any("Vorhaben X: seit" in line for line in said)


def test_check_before_founding_names_the_existing_body(known: Services, region: Dataset) -> None:
    existing = next(s for s in region.structures if s.topic and s.territory and s.function and s.valid_to is None)
    planned = Planned(
        name="Vorhaben",
        topic=list(existing.topic),
        target_group=list(existing.target_group),
        territory=list(existing.territory),
        function=list(existing.function),
        members=[m.actor for m in region.memberships if m.structure == existing.id],
    )

    nearest = known.findings.check(planned)

    assert existing.id in {each.structure.id for each in nearest[:3]}
    assert [each.weight for each in nearest] == sorted((each.weight for each in nearest), reverse=True)
    assert all(each.words["de"].against for each in nearest)
    assert "planned" not in {s.id for s in known.structures.list(limit=500).items}


def test_a_member_that_is_only_called_otherwise_brings_nothing_back(known: Services) -> None:
    finding = next(each for each in known.findings.list(limit=50).items if each.shared)
    known.findings.decide(finding.id, DecisionInput(decision="no_hit", reason="Verschiedene Aufgaben."))
    member = known.actors.get(finding.shared[0])

    known.actors.update(replace(member.record, name=f"{member.record.name} (neu)"))

    assert known.findings.get(finding.id).state == "decided"


def test_a_day_of_the_past_knows_only_what_had_begun(known: Services) -> None:
    early = known.findings.list(state="all", limit=500, at=date(2015, 1, 1)).items
    later = {s.id for s in known.structures.list(limit=500, at="all").items if (s.valid_from or date.min).year > 2014}

    assert early
    assert {each.at for each in early} == {date(2015, 1, 1)}
    assert not {side.id for each in early for side in (each.a, each.b)} & later


def test_decisions_change_the_weights_only_where_somebody_confirms_what_was_shown(known: Services) -> None:
    found = known.findings.suspicions()
    level, pairs = found.evidence.values["level"], found.order.tolist()
    duplicates, others = [p for p in pairs if level[p] == 0][:12], [p for p in pairs if level[p] != 0][:36]
    for pair in [*duplicates, *others]:
        decision = DecisionInput(decision="merge" if pair in duplicates else "keep", reason="Nach Gespräch.")
        known.findings.decide(",".join(found.ids(pair)), decision)
    before = known.findings.list(state="all", limit=500).items

    learned = known.findings.calibration()

    assert learned.adoptable, learned.text["de"]
    assert known.findings.list(state="all", limit=500).items == before
    with pytest.raises(Conflict):
        known.findings.adopt_calibration("w-anything")
    known.findings.adopt_calibration(learned.proposal, user="Leitung")
    assert known.findings.list(state="all", limit=500).items != before
    assert known.conventions.changes("weights")[0].what == "adopt_calibration"
    assert known.conventions.get("weights").user == "Leitung"

    known.findings.revert_calibration()
    assert known.findings.list(state="all", limit=500).items == before
    with pytest.raises(Conflict):
        known.findings.revert_calibration()
