"""Scenarios in the graph: drafts are undoable, applying writes with history, undoing restores exactly."""

from __future__ import annotations

import pytest

from graphsvc.analysis.best_plan import PlanParams
from graphsvc.errors import Conflict, NotFound, WrongUsage
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.model.scenario import Step
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset

MAP = Dataset(
    actors=tuple(Actor(id=f"a-{each}", name=each.upper()) for each in "xyz"),
    structures=(
        Structure(id="s-a", name="AK A", topic=("daz",)),
        Structure(id="s-b", name="AK B", topic=("asyl",)),
        Structure(id="s-law", name="Beirat", kind="beirat"),
    ),
    memberships=tuple(
        Membership(actor=f"a-{actor}", structure=body)
        for body, held in {"s-a": "xy", "s-b": "yz", "s-law": "x"}.items()
        for actor in held
    ),
)
MERGE = Step(kind="merge", structures=("s-b",), target="s-a")


@pytest.fixture
def known(services: Services, graph: Graph) -> Services:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, MAP)
    return services


def test_a_draft_changes_nothing_and_its_steps_can_be_taken_back(known: Services, graph: Graph) -> None:
    before = load_dataset(graph)
    draft = known.scenarios.create("Ein AK statt zwei", [MERGE])
    longer = known.scenarios.add(draft.id, Step(kind="leave", actor="a-z"))

    assert known.scenarios.effects(draft.id).after.structures == 2
    assert known.scenarios.undo(draft.id).steps == (MERGE,)
    assert len(longer.steps) == 2
    assert load_dataset(graph) == before
    known.scenarios.remove(draft.id)
    with pytest.raises(NotFound):
        known.scenarios.get(draft.id)


def test_applying_writes_and_undoing_restores_exactly(known: Services, graph: Graph) -> None:
    before = load_dataset(graph)
    draft = known.scenarios.create("Ein AK statt zwei", [MERGE])

    done = known.scenarios.apply(draft.id)

    after = load_dataset(graph)
    ended = next(s for s in after.structures if s.id == "s-b")
    assert ended.status == "beendet"
    assert {m.actor for m in after.memberships if m.structure == "s-a" and m.valid_to is None} == {"a-x", "a-y", "a-z"}
    assert [(r.from_id, r.to_id, r.kind) for r in after.relations] == [("s-a", "s-b", "SUCCEEDS")]
    with pytest.raises(Conflict):
        known.scenarios.add(draft.id, MERGE)

    assert done.batch is not None
    undone = known.history.undo_batch(done.batch)
    assert load_dataset(graph) == before
    assert known.scenarios.get(draft.id) == draft

    again = known.history.undo_batch(undone.batch)
    assert load_dataset(graph) == after
    assert known.scenarios.get(draft.id) == done
    known.history.undo_batch(again.batch)
    assert known.scenarios.add(draft.id, Step(kind="leave", actor="a-y")).status == "draft"


def test_mandated_bodies_cannot_be_ended(known: Services) -> None:
    draft = known.scenarios.create("Ohne Beirat", [Step(kind="dissolve", structures=("s-law",))])

    with pytest.raises(Conflict, match="Beirat"):
        known.scenarios.apply(draft.id)


def test_a_scenario_needs_a_name_and_real_structures(known: Services) -> None:
    with pytest.raises(WrongUsage):
        known.scenarios.create(" ")
    with pytest.raises(WrongUsage):
        known.scenarios.create("X", [Step(kind="dissolve", structures=("nichts",))])


def test_steps_name_bodies_and_actors_by_id_or_exact_name(known: Services) -> None:
    draft = known.scenarios.create("Ein AK statt zwei", [Step(kind="merge", structures=("AK B",), target="AK A")])
    leaving = known.scenarios.try_out([Step(kind="leave", actor="Z")])

    assert draft.steps == (MERGE,)
    assert leaving == known.scenarios.try_out([Step(kind="leave", actor="a-z")])
    known.scenarios.remove(draft.id)


def test_a_plan_says_what_it_made_least(known: Services) -> None:
    texts = {
        objective: known.scenarios.best_plan(PlanParams(objective=objective)).text["de"]  # type: ignore[arg-type]  # both are names of objectives
        for objective in ("structures", "hours")
    }

    assert "Stunden" in texts["hours"]
    assert "Stunden" not in texts["structures"]
