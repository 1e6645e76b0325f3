from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph

OF_THE_FILE = ["a", "b", "size_a", "size_b", "shared", "jaccard", "overlap_coefficient", "a_in_b", "b_in_a"]
OF_CHANCE = ["expected", "p_upper", "p_lower", "q", "null_model", "midp_upper", "midp_lower", "mc_error"]
MORE = ["shared_members", "only_a", "only_b", "shared_without_hubs", "lift", "range", "completeness", "agreements"]


@pytest.fixture
def client(services: Services, graph: Graph) -> TestClient:
    seats = {"s-a": "klm", "s-b": "kl", "s-c": "m"}
    dataset = Dataset(
        actors=tuple(Actor(id=each, name=each.upper()) for each in "klm"),
        structures=tuple(
            Structure(id=each, name=f"Netz {each[2:].upper()}", valid_from=date(2020, 1, 1)) for each in seats
        ),
        memberships=tuple(
            Membership(actor=each, structure=name) for name, members in seats.items() for each in members
        ),
    )
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, dataset)
    app = create_app(services.settings)
    app.state.services = services
    return TestClient(app)


def test_one_pair_has_the_keys_of_the_contract(client: TestClient) -> None:
    answer = client.get("/api/overlap", params={"a": "Netz A", "b": "s-b"})

    body = answer.json()
    assert answer.status_code == 200
    assert [key for key in [*OF_THE_FILE, *OF_CHANCE, *MORE] if key not in body] == []
    assert (body["shared"], body["range"]) == (2, {"min": 2, "max": None})
    assert [member["name"] for member in body["shared_members"]] == ["K", "L"]
    assert set(body["sentence"]) == {"de", "en"}
    assert body["resolution"] == {
        "draws": 10_000,
        "tests": 3,
        "smallest_midp": 0.5 / 10_001,
        "smallest_q": 1.5 / 10_001,
    }
    assert body["at"] == "2026-01-31"


def test_pairs_are_a_page(client: TestClient) -> None:
    body = client.get("/api/overlap/pairs", params={"limit": 1, "offset": 1}).json()

    assert (body["total"], body["limit"], body["offset"]) == (2, 1, 1)
    assert (body["null_model"], body["resolution"]["draws"]) == ("fdsm", 10_000)
    assert (body["items"][0]["a"], body["items"][0]["b"], body["items"][0]["shared"]) == ("s-a", "s-c", 1)


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("", {"a": "Netz A", "b": "Netz X"}, 404),
        ("", {"a": "Netz A", "b": "s-a"}, 422),
        ("", {"a": "Netz A", "b": "s-b", "level": "planet"}, 422),
        ("/pairs", {"min_jaccard": 2}, 422),
        ("/groups", {"min_structures": 2, "min_actors": 2}, 200),
        ("/upset", {"structures": ["s-a", "s-b"]}, 200),
        ("/upset", {"structures": ["s-a"]}, 422),
        ("/trend", {"a": "s-a", "b": "s-b"}, 200),
        ("/changes", {"earlier": "2019-01-01"}, 200),
        ("/load", {"travel_high": 2}, 200),
    ],
)
def test_every_question_is_answered_or_refused(
    client: TestClient, path: str, params: dict[str, str], status: int
) -> None:
    answer = client.get(f"/api/overlap{path}", params=params)

    assert answer.status_code == status, answer.text
