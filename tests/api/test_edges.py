"""What a careless or a hostile client sends: an answer that says what is wrong, never an error of the service."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.services import Services

NAME = "Prüfstelle Ä/Ö #1"
HUGE = 2**63 - 1


@pytest.fixture
def client(services: Services) -> TestClient:
    """The application on a graph with two actors and a structure."""
    made = TestClient(create_app(services=services), raise_server_exceptions=False)
    made.post("/api/actors", json={"id": "a/b c", "name": NAME, "territory": ["05758"]})
    made.post("/api/actors", json={"id": "a-2", "name": "Amt"})
    made.post("/api/structures", json={"id": "s/1", "name": "Netz", "topic": ["bildung"], "territory": ["05758012"]})
    return made


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("/api/actors", {"offset": HUGE}),
    ("/api/memberships", {"offset": HUGE}),
    ("/api/history", {"offset": HUGE}),
    ("/api/findings", {"offset": HUGE}),
    ("/api/overlap/pairs", {"top": HUGE}),
    ("/api/overlap/groups", {"min_structures": 10**20}),
    ("/api/overlap/groups", {"min_actors": 10**20}),
    ("/api/overlap/load", {"preparation_high": 1e308}),
    *(("/reconcile", {kind: sent}) for kind in ("queries", "extend") for sent in ("0", "[]", "null", '{"q": 5', '"x"')),
    ("/reconcile", {"queries": '{"q0": 5}'}),
    ("/reconcile", {"queries": '{"q0": {"query": "Amt", "limit": "x"}}'}),
    ("/reconcile", {"extend": '{"ids": 5}'}),
]


def test_numbers_and_json_beyond_all_bounds_are_refused(client: TestClient) -> None:
    answers = {f"{path} {query}": client.get(path, params=query).status_code for path, query in REFUSED}

    assert answers == dict.fromkeys(answers, 422)


def test_files_and_words_that_nobody_can_read_are_refused(client: TestClient) -> None:
    latin = client.post("/api/records/judgements/file", files={"file": ("j.csv", b"\xff\xfea", "text/csv")})
    assert (latin.status_code, latin.json()["errors"][0]["texts"]["de"][:13]) == (422, "Die Datei ist")

    for name in ("title", "q", "territory"):
        answer = client.get("/api/figures/map.svg", params={name: "a\x1bb"})
        assert (answer.status_code, [reason["column"] for reason in answer.json()["errors"]]) == (422, [name])


def test_numbers_beyond_all_bounds_are_not_written(client: TestClient) -> None:
    for field, value in (("members_total", 10**30), ("meetings_per_year", 1e308)):
        answer = client.post("/api/structures", json={"name": "Netz", field: value})

        assert answer.status_code == 422
        assert [reason["column"] for reason in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(client: TestClient, day: str) -> None:
    lists = ("deadlines", "gaps", "bridges", "missing-links")
    paths = ["/api/actors", "/api/findings", "/api/overlap/load", *(f"/api/coverage/{name}" for name in lists)]
    answers = {path: client.get(path, params={"at": day}).status_code for path in paths}
    answers |= {page: client.get(page, params={"at": day}).status_code for page in ("/vereinbarungen", "/luecken", "/")}

    assert answers == dict.fromkeys(answers, 200)


def test_control_characters_are_refused_by_field(client: TestClient) -> None:
    answer = client.post("/api/actors", json={"name": "A\u0000B"})

    assert answer.status_code == 422
    assert [reason["column"] for reason in answer.json()["errors"]] == ["name"]


def test_empty_filters_ask_for_nothing(client: TestClient) -> None:
    assert client.get("/api/actors", params={"territory": "", "q": "", "kind": ""}).json()["total"] == 2
    assert client.get("/api/coverage", params={"territory": ""}).status_code == 200


def test_territory_of_the_coverage_is_a_key_or_a_name(client: TestClient) -> None:
    by_key = client.get("/api/coverage", params={"territory": "05758"}).json()
    by_name = client.get("/api/coverage", params={"territory": "Kreis Herford"}).json()

    assert by_key["territories"] == by_name["territories"] != {}
    for unknown in ("99999", "Ostheim"):
        assert client.get("/api/coverage", params={"territory": unknown}).status_code == 404
        assert client.get("/luecken", params={"territory": unknown}).status_code == 404


@pytest.mark.parametrize("address", ["/api/actors/{}", "/akteure/{}"])
@pytest.mark.parametrize("key", ["a%2Fb%20c", "a/b c", "Pr%C3%BCfstelle%20%C3%84%2F%C3%96%20%231"])
def test_ids_and_names_with_a_slash_are_reached(client: TestClient, address: str, key: str) -> None:
    assert client.get(address.format(key)).status_code == 200


def test_pages_and_lists_answer_head(client: TestClient) -> None:
    for path in ("/", "/api/actors", "/healthz"):
        answer = client.head(path)

        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-type"] == client.get(path).headers["content-type"]
