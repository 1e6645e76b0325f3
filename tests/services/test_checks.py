"""What may be written by hand: refused with the field named, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graphsvc.errors import InputRefused
from graphsvc.model.entities import Actor, Agreement, Membership, Structure
from graphsvc.model.scenario import Step
from graphsvc.model.soundness import LONGEST_PROSE, LONGEST_TEXT
from graphsvc.services import Services
from graphsvc.services.decisions import DecisionInput
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph
from tests.store.test_edits import small_map

START, END = date(2024, 5, 1), date(2024, 4, 30)


@pytest.fixture
def gs(services: Services, graph: Graph) -> Services:
    with graph.transaction(user="tests", what="import", batch="b1") as tx:
        put(tx, small_map())
    return services


def named(refused: pytest.ExceptionInfo[InputRefused]) -> list[str | None]:
    """The fields that were refused."""
    return [problem.column for problem in refused.value.problems]


CREATED: list[tuple[str, Any, str]] = [
    ("actors", Actor(id="", name=" \u200b \t"), "name"),
    ("actors", Actor(id="", name="Am\x00t"), "name"),
    ("actors", Actor(id="a\x01b", name="Amt"), "id"),
    ("actors", Actor(id="", name="Amt", alias=("gut", "schl\x1fecht")), "alias"),
    ("actors", Actor(id="", name="x" * (LONGEST_TEXT + 1)), "name"),
    ("actors", Actor(id="", name="Amt", valid_from=START, valid_to=END), "valid_to"),
    ("actors", Actor(id="", name="Amt", part_of="nix"), "part_of"),
    ("actors", Actor(id="", name="Amt", part_of="s-netz"), "part_of"),
    ("actors", Actor(id="a-selbst", name="Amt", part_of="a-selbst"), "part_of"),
    ("actors", Actor(id="", name="Amt", territory=("99999",)), "territory"),
    ("structures", Structure(id="", name="Netz", coordinator="s-netz"), "coordinator"),
    ("structures", Structure(id="s-selbst", name="Netz", successor_of="s-selbst"), "successor_of"),
    ("structures", Structure(id="", name="Netz", members_total=10**30), "members_total"),
    ("structures", Structure(id="", name="Netz", meetings_per_year=1e308), "meetings_per_year"),
    ("structures", Structure(id="", name="Netz", hours=float("nan")), "hours"),
    ("agreements", Agreement(id="", title="Vertrag", establishes=("nix",)), "establishes"),
    ("agreements", Agreement(id="", title="Vertrag", valid_from=START, valid_to=END), "valid_to"),
    ("memberships", Membership(actor="a-verein", structure="a-kreis"), "structure"),
    ("memberships", Membership(actor="s-netz", structure="s-ag"), "actor"),
    ("memberships", Membership(actor="nix", structure="s-ag"), "actor"),
    ("memberships", Membership(actor="a-kreis", structure="s-ag", valid_from=START, valid_to=END), "valid_to"),
]


def test_what_is_unsound_is_refused_by_field_and_nothing_is_written(gs: Services, graph: Graph) -> None:
    before = graph.revision()

    for noun, record, field in CREATED:
        with pytest.raises(InputRefused) as refused:
            getattr(gs, noun).create(record)
        assert named(refused) == [field], record

    assert graph.revision() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda gs: ("actors", replace(gs.actors.get("a-kreis").record, part_of="a-verein")), "part_of"),
        (lambda gs: ("structures", replace(gs.structures.get("s-alt").record, successor_of="s-netz")), "successor_of"),
        (lambda gs: ("actors", replace(gs.actors.get("a-kreis").record, valid_to=date(1000, 1, 1))), "valid_to"),
    ],
    ids=["part_of", "successor_of", "valid_to"],
)
def test_changes_are_checked_too(gs: Services, change: Callable[[Services], tuple[str, Any]], field: str) -> None:
    gs.structures.update(replace(gs.structures.get("s-netz").record, successor_of="s-alt"))
    gs.actors.update(replace(gs.actors.get("a-kreis").record, valid_from=START))
    noun, record = change(gs)

    with pytest.raises(InputRefused) as refused:
        getattr(gs, noun).update(record)

    assert named(refused) == [field]


def test_what_stands_there_already_hinders_no_other_change(gs: Services, graph: Graph) -> None:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, replace(small_map(), actors=(*small_map().actors, Actor(id="a-alt", name="Alt", territory=("99999",)))))

    changed = gs.actors.update(replace(gs.actors.get("a-alt").record, city="Herford"))

    assert (changed.record.city, changed.record.territory) == ("Herford", ("99999",))


def test_texts_are_tidied(gs: Services) -> None:
    written = gs.actors.create(Actor(id=" a-neu ", name="  Neuer\n Verein ", city=" ", alias=("", " NV ")))

    assert written.record == Actor(id="a-neu", name="Neuer Verein", alias=("NV",))


BESIDE: dict[str, Callable[[Services, str], object]] = {
    "note of a judgement": lambda gs, text: gs.records.judge("a-kreis", "a-verein", "different", note=text),
    "judgement in a file": lambda gs, text: gs.records.import_judgements(
        f"kind,a,b,verdict,user,at,note\nactor,a-kreis,a-verein,same,u,2026-01-01,{text}\n"
    ),
    "user": lambda gs, text: gs.actors.create(Actor(id="", name="Quelle"), user=text),
    "name of a view": lambda gs, text: gs.views.save(text[:100]),
    "note of a view": lambda gs, text: gs.views.save("Sicht", note=text),
    "address of a view": lambda gs, text: gs.views.save("Sicht", query=text),
    "name of a scenario": lambda gs, text: gs.scenarios.create(text),
    "name of a roof": lambda gs, text: gs.scenarios.create(
        "Dach", [Step(kind="one_roof", structures=("s-netz", "s-ag"), name=text)]
    ),
    "word of the office": lambda gs, text: gs.conventions.add_term("topics", text[:100], "sprache"),
    "reason of a decision": lambda gs, text: gs.findings.decide(
        "s-ag,s-netz", DecisionInput(decision="keep", reason=text)
    ),
}


@pytest.mark.parametrize("text", ["Am\x00t", "Am\x1bt", "x" * (LONGEST_PROSE + 1)], ids=["nul", "escape", "endless"])
def test_texts_beside_the_records_are_refused_alike(gs: Services, graph: Graph, text: str) -> None:
    before = graph.revision()

    for what, write in BESIDE.items():
        if len(text) > LONGEST_PROSE and what in ("name of a view", "word of the office"):
            continue  # they are cut to the length that these two allow
        with pytest.raises(InputRefused):
            write(gs, text)
            pytest.fail(f"{what} was written")

    assert graph.revision() == before
