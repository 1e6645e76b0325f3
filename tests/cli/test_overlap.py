from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from click.testing import CliRunner, Result

from graphsvc.cli.context import Session
from graphsvc.cli.main import app
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph

SEATS = {"s-a": "klm", "s-b": "kl", "s-c": "m"}


@pytest.fixture(autouse=True)
def known(services: Services, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands open the services of the tests, on three small networks."""
    dataset = Dataset(
        actors=tuple(Actor(id=each, name=each.upper()) for each in "klm"),
        structures=tuple(
            Structure(id=each, name=f"Netz {each[-1].upper()}", valid_from=date(2020, 1, 1)) for each in SEATS
        ),
        memberships=tuple(
            Membership(actor=actor, structure=structure) for structure, actors in SEATS.items() for actor in actors
        ),
    )
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, dataset)

    @contextmanager
    def opened(_session: Session) -> Iterator[Services]:
        yield services

    monkeypatch.setattr(Session, "open", opened)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["overlap", *arguments])


def test_one_pair_for_people_and_for_programs() -> None:
    said = run("pair", "Netz A", "Netz B")
    told = run("pair", "Netz A", "s-b", "--json", "--at", "31.12.2024")

    assert "haben „Netz A“ (3 Mitglieder) und „Netz B“ (2 Mitglieder) 2 gemeinsame Mitglieder" in said.stdout
    answer = json.loads(told.stdout)
    assert (answer["shared"], answer["at"]) == (2, "2024-12-31")


def test_unknown_structure_ends_with_one_and_a_sentence() -> None:
    result = run("pair", "Netz A", "Netz X", "--lang", "en")

    assert result.exit_code == 1
    assert 'no structure with the id or exact name "Netz X"' in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["pairs"], "Netz A"),
        (["pairs", "--min-shared", "2", "--json"], '"shared": 2'),
        (["groups", "--min-structures", "2", "--min-actors", "2"], "binden dort 4 Sitze"),
        (["upset", "s-a", "s-b", "s-c"], "Gemeinsam in „Netz A“, „Netz B“"),
        (["trend", "s-a", "s-b", "--at", "2021-05-01"], "31.12.2020"),
        (["changes", "2019-01-01", "2021-01-01"], "Neue Strukturen (3):"),
        (["load", "--travel-high", "2"], "Zusammen 6 Sitze"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_command_answers(arguments: list[str], expected: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 0, result.output
    assert expected in result.stdout
