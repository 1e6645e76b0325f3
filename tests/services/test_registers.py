"""Lists, look-ups, writing and removing: the same for actors, structures and agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.errors import Conflict, InputRefused, NotFound, Outdated
from graphsvc.model.entities import Actor, Membership, Source, Structure
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph
from graphsvc.store.merging import merge
from graphsvc.store.records import load_dataset
from tests.store.test_edits import ORIGIN, assert_same_map, small_map


@pytest.fixture
def gs(services: Services, graph: Graph) -> Services:
    with graph.transaction(user="tests", what="import", batch="b1") as tx:
        put(tx, small_map(), sources=(Source(id="list-1", name="list.xlsx"),))
    return services


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["a-verein", "a-kreis"]),
        ({"q": "muller"}, ["a-verein"]),
        ({"q": "MÜLLER cafe"}, ["a-verein"]),
        ({"q": "cafe m."}, ["a-verein"]),
        ({"kind": "Kommune"}, ["a-kreis"]),
        ({"territory": "Kreis Herford"}, ["a-verein", "a-kreis"]),
        ({"territory": "05758012"}, ["a-verein", "a-kreis"]),
        ({"territory": "05758004"}, ["a-kreis"]),
        ({"topic": "Sprache"}, ["a-verein"]),
        ({"topic": "Gesundheit"}, []),
        ({"at": "2018-01-01"}, ["a-kreis"]),
        ({"limit": 1, "offset": 1}, ["a-kreis"]),
    ],
    ids=str,
)
def test_lists_are_filtered(gs: Services, filters: dict[str, object], expected: list[str]) -> None:
    page = gs.actors.list(**filters)

    assert [actor.id for actor in page.items] == expected
    assert page.total == (2 if "limit" in filters else len(expected))


def test_lists_of_structures_and_agreements_know_their_own_filters(gs: Services) -> None:
    assert [each.id for each in gs.structures.list(function="austausch").items] == ["s-netz"]
    assert [each.id for each in gs.structures.list(at="all").items] == ["s-ag", "s-alt", "s-netz"]
    assert gs.agreements.list().to_frame()["title"].tolist() == ["Kooperation"]


def test_a_day_may_be_written_as_people_do(gs: Services) -> None:
    assert gs.actors.list(at="31.12.2024").total == gs.actors.list(at=date(2024, 12, 31)).total
    for refused in ({"at": "gestern"}, {"limit": 501}):
        with pytest.raises(InputRefused):
            gs.actors.list(**refused)


def test_a_record_comes_with_its_ties_and_sources(gs: Services) -> None:
    detail = gs.actors.get("Café Müller e.V.")

    ties = {(tie.type, tie.outgoing, tie.other_id) for tie in detail.ties}
    assert detail.record == small_map().actors[1]
    assert ties == {
        ("MEMBER_OF", True, "s-netz"),
        ("MEMBER_OF", True, "s-ag"),
        ("PART_OF", True, "a-kreis"),
        ("CONNECTED_TO", False, "s-ag"),
    }
    assert detail.sources == (Source(id="list-1", name="list.xlsx"),)
    assert {tie.origin for tie in detail.ties} == {ORIGIN, None}


def test_a_merged_record_leads_to_the_one_that_stands_for_it(gs: Services, graph: Graph) -> None:
    gs.actors.create(Actor(id="a-double", name="Cafe Mueller"))
    gs.memberships.create(Membership(actor="a-double", structure="s-alt"))
    with graph.transaction(user="tests", what="merge") as tx:
        merge(tx, "Actor", ["a-double"], into="a-verein")

    detail = gs.actors.get("a-double")

    assert (detail.record.id, detail.merged) == ("a-verein", ("a-double",))
    assert "s-alt" in {tie.other_id for tie in detail.ties}
    assert gs.actors.list(q="mueller").total == 1
    assert gs.memberships.list(actor="a-verein", at="all").total == 3


def test_a_new_record_gets_an_id_and_can_be_undone(gs: Services) -> None:
    created = gs.actors.create(Actor(id="", name="Neuer Verein", kind="verein"), user="Frau Muster")

    change = gs.history.list(key=created.record.id).items[0]
    gs.history.undo([change.id])

    assert (change.user, change.what, change.before) == ("Frau Muster", "create", None)
    with pytest.raises(NotFound, match="neuer-verein"):
        gs.actors.get(created.record.id)


def test_the_history_is_searched_by_text_and_names_what_is_gone(gs: Services) -> None:
    created = gs.actors.create(Actor(id="", name="Begegnungsstätte Süd", city="Musterort"))
    gs.memberships.create(Membership(actor=created.record.id, structure="s-ag"))
    others = gs.history.list(q="begegnungsstaette").total

    gs.actors.delete(created.record.id, cascade=True)

    assert [change.kind for change in gs.history.list(q="MUSTERORT").items] == ["Actor", "Actor"]
    assert others == 2
    assert gs.history.list(q="musterort", what="delete").total == 1
    assert gs.history.list(q="kommt nirgends vor").total == 0
    assert gs.history.names([created.record.id, "never"]) == {created.record.id: "Begegnungsstätte Süd"}


def test_an_id_is_given_once(gs: Services) -> None:
    with pytest.raises(Conflict, match="a-kreis"):
        gs.actors.create(Actor(id="a-kreis", name="Another"))


def test_an_update_is_whole_and_refused_when_outdated(gs: Services) -> None:
    seen = gs.actors.get("a-verein")

    updated = gs.actors.update(Actor(id="a-verein", name="Café"), version=seen.version)

    assert updated.record == Actor(id="a-verein", name="Café")
    assert updated.record.origin == ORIGIN
    with pytest.raises(Outdated) as refused:
        gs.actors.update(replace(seen.record, name="Mine"), version=seen.version)
    assert (refused.value.yours.name, refused.value.theirs.name) == ("Mine", "Café")


def test_what_is_in_use_is_removed_only_with_all_that_hangs_on_it(gs: Services, graph: Graph) -> None:
    with pytest.raises(Conflict) as refused:
        gs.actors.delete("a-kreis")
    assert refused.value.values["counts"] == {"party": 1, "reference": 2, "relation": 1}

    batch = gs.actors.delete("a-kreis", cascade=True)
    without = load_dataset(graph)
    gs.history.undo_batch(batch)

    assert [actor.id for actor in without.actors] == ["a-verein"]
    assert (without.structures[2].coordinator, without.actors[0].part_of) == (None, None)
    assert_same_map(load_dataset(graph), small_map())


def test_a_seat_is_written_changed_and_removed(gs: Services) -> None:
    created = gs.memberships.create(Membership(actor="a-kreis", structure="s-ag", role="vorsitz"))
    changed = replace(created.record, valid_to=date(2025, 12, 31))

    updated = gs.memberships.update(changed, version=created.version)
    assert updated.record == changed
    assert gs.memberships.list(structure="s-ag").total == 0
    assert gs.memberships.list(structure="s-ag", at="all").total == 2

    batch = gs.memberships.delete(str(updated.record.id))
    assert gs.memberships.list(structure="s-ag", at="all").total == 1
    gs.history.undo_batch(batch)
    assert gs.memberships.get(str(updated.record.id)) == updated


def test_several_records_of_one_name_are_told_by_id(gs: Services) -> None:
    for key in ("s-1", "s-2"):
        gs.structures.create(Structure(id=key, name="Beirat"))

    with pytest.raises(Conflict, match="s-1, s-2"):
        gs.structures.get("Beirat")


def test_a_record_that_stands_for_others_leaves_them_on_their_own(gs: Services, graph: Graph) -> None:
    gs.actors.create(Actor(id="a-double", name="Cafe Mueller"))
    gs.actors.create(Actor(id="a-triple", name="Kaffee Müller"))
    with graph.transaction(user="tests", what="merge") as tx:
        merge(tx, "Actor", ["a-double"], into="a-triple")

    with pytest.raises(Conflict, match="1 reference"):
        gs.actors.delete("a-triple")
    batch = gs.actors.delete("a-triple", cascade=True)

    assert gs.actors.get("a-double").record.id == "a-double"
    gs.history.undo_batch(batch)
    assert gs.actors.get("a-double").record.id == "a-triple"
