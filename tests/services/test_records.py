"""Double records in the graph: find, judge, merge, take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.errors import Conflict, InputRefused, NotFound, WrongUsage
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph

AWO, AWO2, AWO3 = "a-awo", "a-awo-lang", "a-awo-kurz"


def region() -> Dataset:
    names = {
        AWO: "AWO Kreisverband Herford e.V.",
        AWO2: "Arbeiterwohlfahrt Kreisverband Herford e. V.",
        AWO3: "AWO KV Herford",
        "a-caritas": "Caritasverband Herford e.V.",
        "a-caritas-buende": "Caritasverband Bünde e.V.",
        "a-sport": "Kreissportbund Herford e.V.",
        "a-vhs": "Volkshochschule Löhne",
    }
    return Dataset(
        actors=tuple(
            Actor(id=key, name=name, city="Herford" if "Herford" in name else None) for key, name in names.items()
        ),
        structures=(Structure(id="s-netz", name="widunetz"), Structure(id="s-ak", name="AK Migration")),
        memberships=(
            Membership(actor=AWO, structure="s-netz"),
            Membership(actor=AWO2, structure="s-netz"),
            Membership(actor=AWO2, structure="s-ak", valid_from=date(2019, 1, 1)),
            Membership(actor="a-caritas", structure="s-ak"),
        ),
    )


@pytest.fixture
def gs(services: Services, graph: Graph) -> Services:
    with graph.transaction(user="tests", what="import", batch="b1") as tx:
        put(tx, region())
    return services


def proposed(gs: Services) -> set[tuple[str, str]]:
    return {(each.a, each.b) for each in gs.records.list().items if each.decision == "same"}


def test_a_search_proposes_the_doubles_and_keeps_them(gs: Services) -> None:
    found = gs.records.find()

    assert proposed(gs) == {(AWO, AWO2), (AWO, AWO3), (AWO3, AWO2)} | set()
    assert found.compared == 7
    assert found.new == found.proposed > 0
    assert gs.records.list().items[0].explanation["de"] != gs.records.list().items[0].explanation["en"]


def test_a_second_search_looks_only_at_what_was_written_since(gs: Services) -> None:
    gs.records.find()
    gs.actors.create(Actor(id="a-neu", name="Kreissportbund Herford"))

    found = gs.records.find()

    assert found.compared == 1
    assert ("a-neu", "a-sport") in proposed(gs)
    assert (AWO, AWO2) in proposed(gs)


def test_a_judged_pair_is_not_asked_again_unless_a_record_changes(gs: Services) -> None:
    gs.records.find()
    gs.records.judge(AWO, AWO2, "different", note="zwei Vereine", user="anna")

    assert (AWO, AWO2) not in {(each.a, each.b) for each in gs.records.list().items}

    gs.actors.update(replace(gs.actors.get(AWO).record, phone="05221 1"))

    again = [each for each in gs.records.list().items if (each.a, each.b) == (AWO, AWO2)]
    assert again[0].reopened
    assert again[0].judgement is not None
    assert (again[0].judgement.user, again[0].judgement.note) == ("anna", "zwei Vereine")


def test_what_follows_from_judgements_is_not_asked(gs: Services) -> None:
    gs.records.find()
    gs.records.judge(AWO, AWO2, "same")
    gs.records.judge(AWO2, AWO3, "same")

    assert not proposed(gs)


def test_proposals_never_cross_a_judgement_not_even_through_others(gs: Services) -> None:
    gs.records.find()
    gs.records.judge(AWO, AWO2, "different")

    together = {frozenset(pair) for pair in proposed(gs)}
    assert len(together & {frozenset((AWO, AWO3)), frozenset((AWO2, AWO3))}) == 1
    assert {each.decision for each in gs.records.list().items if AWO3 in (each.a, each.b)} == {"same", "unsure"}

    gs.records.judge(AWO, AWO3, "same")
    assert frozenset((AWO2, AWO3)) not in {frozenset(pair) for pair in proposed(gs)}


def test_a_judgement_on_a_merged_record_holds_for_the_one_that_stands_for_it(gs: Services) -> None:
    gs.records.find()
    gs.records.judge(AWO2, AWO3, "different")
    gs.records.merge([AWO, AWO2], into=AWO)

    assert (AWO, AWO3) not in proposed(gs)


def test_contradictory_judgements_are_reported_with_their_chain(gs: Services) -> None:
    gs.records.judge(AWO, AWO2, "same")
    gs.records.judge(AWO2, AWO3, "same")

    judged = gs.records.judge(AWO, AWO3, "different")

    assert [each.chain for each in judged.contradictions] == [(AWO, AWO2, AWO3)]
    assert gs.records.contradictions() == judged.contradictions
    gs.records.withdraw(judged.judgement.id)
    assert gs.records.contradictions() == ()


def test_a_new_judgement_withdraws_the_old_one_and_keeps_it(gs: Services) -> None:
    gs.records.judge(AWO, AWO2, "unsure", user="anna")
    gs.records.judge(AWO2, AWO, "same", user="bert")

    standing = gs.records.judgements()
    every = gs.records.judgements(withdrawn_too=True)

    assert [(each.verdict, each.user) for each in standing] == [("same", "bert")]
    assert [(each.verdict, each.deleted_by) for each in every] == [("unsure", "bert"), ("same", None)]


def test_judgements_travel_in_a_file_and_reading_twice_adds_nothing(gs: Services, graph: Graph) -> None:
    gs.records.judge(AWO, AWO2, "same", note="ein Verein; zwei Listen")
    written = gs.records.export_judgements()

    assert gs.records.import_judgements(written) == 0
    other = written.replace("a-awo-lang", "a-vhs")
    assert gs.records.import_judgements(other) == 1
    assert gs.records.import_judgements(other) == 0
    with pytest.raises(InputRefused, match="verdict"):
        gs.records.import_judgements("x")
    with pytest.raises(InputRefused):
        gs.records.import_judgements("kind,a,b,verdict,user,at\nactor,x,y,vielleicht,u,2020\n")


def test_a_preview_counts_what_a_merge_brings_together(gs: Services) -> None:
    plan = gs.records.preview_merge([AWO, AWO2])

    assert plan.into == AWO2
    assert plan.memberships == {AWO: 1, AWO2: 2}
    assert plan.doubled == 1
    assert plan.differing["name"][AWO] == "AWO Kreisverband Herford e.V."


def test_merge_edit_unmerge_leaves_what_the_edit_alone_would(gs: Services, graph: Graph) -> None:
    gs.actors.update(replace(gs.actors.get(AWO2).record, web="awo-herford.de"))
    wanted = canonical_json(graph)
    gs.actors.update(replace(gs.actors.get(AWO2).record, web=None))

    merged = gs.records.merge([AWO, AWO3], into=AWO2)
    gs.actors.update(replace(gs.actors.get(AWO2).record, web="awo-herford.de"))
    assert gs.actors.get(AWO3).record.id == AWO2
    gs.records.unmerge(merged.ids)

    assert canonical_json(graph) == wanted


def test_merges_are_undone_in_bulk_by_batch_person_and_time(gs: Services, graph: Graph) -> None:
    before = canonical_json(graph)
    merged = gs.records.merge([AWO, AWO2], user="anna")
    gs.records.undo_merges(batch=merged.batch)
    assert canonical_json(graph) == before

    gs.records.merge([AWO, AWO2], user="anna")
    gs.records.merge(["a-caritas", "a-vhs"], user="anna")
    gs.records.undo_merges(by="anna", since="2000-01-01")
    assert canonical_json(graph) == before

    with pytest.raises(WrongUsage):
        gs.records.undo_merges()
    with pytest.raises(WrongUsage, match="gestern"):
        gs.records.undo_merges(since="gestern")
    for asked in ({"batch": "merge-nirgends-7"}, {"by": "niemand"}):
        with pytest.raises(NotFound, match=next(iter(asked.values()))):
            gs.records.undo_merges(**asked)


def test_a_negative_judgement_blocks_a_merge(gs: Services) -> None:
    gs.records.judge(AWO, "a-caritas", "different")
    gs.records.judge(AWO, AWO2, "same")

    with pytest.raises(Conflict):
        gs.records.merge([AWO2, "a-caritas"])


def test_contradicted_and_merged_records_keep_what_was_judged_different_apart(gs: Services) -> None:
    gs.records.judge(AWO, AWO2, "same")
    gs.records.judge(AWO2, AWO3, "same")
    gs.records.judge(AWO, AWO3, "different")

    with pytest.raises(Conflict):
        gs.records.merge([AWO, AWO3])
    gs.records.merge([AWO, AWO2], into=AWO2)
    with pytest.raises(Conflict):
        gs.records.merge([AWO2, AWO3])


def test_merges_count_in_contradictions_and_a_refused_merge_names_what_was_judged(gs: Services) -> None:
    gs.records.judge(AWO, AWO3, "different")
    gs.records.merge([AWO, AWO2], into=AWO2)

    with pytest.raises(Conflict) as refused:
        gs.records.merge([AWO2, AWO3])
    judged = gs.records.judge(AWO2, AWO3, "same")

    assert {refused.value.values["a"], refused.value.values["b"]} == {AWO, AWO3}
    assert [each.chain for each in judged.contradictions] == [(AWO, AWO2, AWO3)]
    assert judged.judgement.id in judged.contradictions[0].judgements


def test_a_merge_of_what_is_merged_is_refused_and_doubles_count_in_whatever_role(gs: Services) -> None:
    gs.memberships.create(Membership(actor=AWO3, structure="s-ak", role="vorsitz"))
    assert gs.records.preview_merge([AWO2, AWO3]).doubled == 1

    gs.records.merge([AWO, AWO2])

    with pytest.raises(Conflict, match=AWO2):
        gs.records.merge([AWO2, AWO])


def test_merged_records_leave_the_queue(gs: Services) -> None:
    gs.records.find()
    gs.records.merge([AWO2, AWO3], into=AWO)

    assert not proposed(gs)


def test_the_check_before_creating_names_the_nearest_first(gs: Services) -> None:
    nearest = gs.records.nearest(Actor(id="", name="Arbeiterwohlfahrt KV Herford"), limit=3)

    assert {each.id for each in nearest} == {AWO, AWO2, AWO3}
    assert nearest[0].decision == "same"
    assert nearest[0].features["shared"] > 0
    assert gs.records.nearest(Actor(id="", name="Hebammenzentrale Spenge"), least=0) == ()


def test_the_blocking_reports_how_many_merged_pairs_it_would_compare(gs: Services) -> None:
    assert gs.records.blocking().recall is None

    gs.records.merge([AWO, AWO2, AWO3])

    report = gs.records.blocking()
    assert (report.true_pairs, report.recall) == (3, 1.0)
    assert {net.net for net in report.nets} >= {"letters", "phone"}


def test_structures_are_compared_too(gs: Services) -> None:
    gs.structures.create(Structure(id="s-ak2", name="Arbeitskreis Migration"))

    gs.records.find("structure")

    assert [(each.a, each.b) for each in gs.records.list("structure").items] == [("s-ak", "s-ak2")]


def test_one_pair_can_be_asked_for_and_must_exist(gs: Services) -> None:
    assert gs.records.pair("a-caritas", "a-caritas-buende").decision != "same"
    with pytest.raises(NotFound):
        gs.records.pair("a-caritas", "nirgends")
    with pytest.raises(NotFound):
        gs.records.judge("a-caritas", "nirgends", "same")
