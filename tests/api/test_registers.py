"""Actors, structures, memberships and agreements over HTTP, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.services import Services

KREIS = {"id": "kreis", "name": "Kreis Musterland", "kind": "kreis", "territory": ["05758"], "topic": ["bildung"]}
VEREIN = {"name": "Müllerverein", "kind": "migrantenorganisation", "alias": ["Mühlenfreunde"]}
NETZ = {"id": "netz", "name": "Netzwerk Süd", "kind": "netzwerk", "coordinator": "kreis", "valid_from": "2020-01-01"}


@pytest.fixture
def client(services: Services) -> TestClient:
    """The application on an empty graph."""
    return TestClient(create_app(services=services))


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    """Two actors, one structure, one membership."""
    for path, body in [("actors", KREIS), ("actors", VEREIN), ("structures", NETZ)]:
        assert client.post(f"/api/{path}", json=body).status_code == 201
    seat = {"actor": "kreis", "structure": "netz", "role": "mitglied"}
    assert client.post("/api/memberships", json=seat).status_code == 201
    return client


def names(answer: Any) -> list[str]:
    """The names on a page."""
    return [item["name"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("actors", KREIS),
        ("structures", {"name": "Netz", "function": ["koordinieren"], "hours": 2.5}),
        ("agreements", {"title": "Vertrag", "concluded": "2008-02-27", "topic": ["recht"]}),
    ],
)
def test_record_is_created_read_replaced_changed_and_removed(
    client: TestClient, noun: str, body: dict[str, Any]
) -> None:
    made = client.post(f"/api/{noun}", json=body)
    assert made.status_code == 201
    address = f"/api/{noun}/{made.json()['id']}"
    assert body.items() <= client.get(address).json().items()

    label = "title" if noun == "agreements" else "name"
    changed = client.patch(address, json={"source": "Satzung"}).json()
    assert (changed["source"], changed[label]) == ("Satzung", body[label])
    replaced = client.put(address, json={label: "Anders"}).json()
    assert (replaced["source"], replaced[label], replaced["topic"]) == (None, "Anders", [])

    assert client.delete(address).status_code == 200
    assert client.get(address).status_code == 404


def test_id_is_made_from_kind_and_name_and_taken_only_once(client: TestClient) -> None:
    first = client.post("/api/actors", json=VEREIN)
    second = client.post("/api/actors", json=VEREIN)

    assert first.json()["id"]
    assert second.status_code == 409
    assert second.json()["detail"]


@pytest.mark.parametrize(
    ("path", "double", "known"),
    [
        ("actors", {"name": "Mueller-Verein e.V."}, "Müllerverein"),
        ("structures", {"name": "Netzwerk Süd", "kind": "arbeitskreis"}, "Netzwerk Süd"),
    ],
    ids=["actor", "structure"],
)
def test_likely_double_is_told_before_anything_is_written(
    filled: TestClient, path: str, double: dict[str, Any], known: str
) -> None:
    revision = filled.get("/readyz").json()["revision"]

    refused = filled.post(f"/api/{path}", json=double, params={"check": True})

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    [near] = refused.json()["values"]["nearest"]
    assert (near["name"], near["probability"] > 0.1) == (known, True)
    assert f"{known} ({near['id']})" in refused.json()["texts"]["de"]
    assert filled.get("/readyz").json()["revision"] == revision
    assert filled.post(f"/api/{path}", json=double).status_code == 201


def test_records_are_pointed_at_by_exact_name_too(filled: TestClient) -> None:
    made = filled.post("/api/structures", json={"name": "Runde", "coordinator": "Kreis Musterland", "part_of": "netz"})
    assert (made.json()["coordinator"], made.json()["part_of"]) == ("kreis", "netz")
    changed = filled.patch(f"/api/structures/{made.json()['id']}", json={"chair": "Müllerverein"})
    assert changed.json()["chair"] == filled.get("/api/actors/Müllerverein").json()["id"]

    seat = filled.post("/api/memberships", json={"actor": "Müllerverein", "structure": "Netzwerk Süd"})
    assert seat.status_code == 201
    assert (
        filled.get("/api/memberships", params={"actor": "Müllerverein"}).json()["items"][0]["id"] == seat.json()["id"]
    )


def test_a_name_of_several_records_is_refused_with_their_ids(filled: TestClient) -> None:
    filled.post("/api/actors", json={"id": "kreis-2", "name": "Kreis Musterland"})

    refused = [
        filled.post("/api/structures", json={"name": "Runde", "coordinator": "Kreis Musterland"}),
        filled.post("/api/memberships", json={"actor": "Kreis Musterland", "structure": "netz"}),
        filled.get("/api/memberships", params={"actor": "Kreis Musterland"}),
    ]

    assert [each.status_code for each in refused] == [422, 422, 422]
    for each in refused:
        [reason] = each.json()["errors"]
        assert reason["column"] in ("coordinator", "actor")
        assert "kreis, kreis-2" in reason["message"]


@pytest.mark.parametrize("q", ["muellerverein", "MÜLLER", "mullerverein", "mühlenfreunde", "verein"])
def test_search_ignores_case_and_umlauts_and_finds_aliases(filled: TestClient, q: str) -> None:
    assert names(filled.get("/api/actors", params={"q": q})) == ["Müllerverein"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "kreis"}, ["Kreis Musterland"]),
        ({"kind": "Migrantenorganisation (MO/MSO)"}, ["Müllerverein"]),
        ({"territory": "05758"}, ["Kreis Musterland"]),
        ({"topic": "Bildung"}, ["Kreis Musterland"]),
        ({"limit": 1, "offset": 1}, ["Müllerverein"]),
    ],
    ids=str,
)
def test_lists_are_filtered_and_paged(filled: TestClient, filters: dict[str, Any], found: list[str]) -> None:
    answer = filled.get("/api/actors", params=filters)

    assert names(answer) == found
    assert answer.json()["limit"] == filters.get("limit", 50)


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 501}, {"offset": -1}, {"at": "gestern"}, {"kindd": "x"}], ids=str
)
def test_senseless_filters_are_refused_as_a_problem(client: TestClient, query: dict[str, Any]) -> None:
    answer = client.get("/api/actors", params=query)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [reason] = answer.json()["errors"]
    assert reason["column"] == next(iter(query))
    assert reason["message"] == reason["texts"]["de"] != reason["texts"]["en"]


@pytest.mark.parametrize(
    ("at", "found"), [("2019-12-31", []), ("2020-01-01", ["Netzwerk Süd"]), ("all", ["Netzwerk Süd"])]
)
def test_lists_are_of_a_day(filled: TestClient, at: str, found: list[str]) -> None:
    assert names(filled.get("/api/structures", params={"at": at})) == found


def test_list_comes_as_office_table(filled: TestClient) -> None:
    answer = filled.get("/api/actors", headers={"Accept": "text/csv"})

    assert answer.headers["content-type"].startswith("text/csv")
    head, first, *_ = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("id;name;short_name;kind;legal_form;part_of;street;postcode;city;territory;")
    assert first.startswith("kreis;Kreis Musterland;;kreis;")


def test_somebody_elses_change_is_noticed_with_both_versions(filled: TestClient) -> None:
    mine = filled.get("/api/actors/kreis").headers["etag"]
    filled.patch("/api/actors/kreis", json={"city": "Anderswo"})

    answer = filled.put("/api/actors/kreis", json={"name": "Meiner"}, headers={"If-Match": mine})

    assert answer.status_code == 412
    assert answer.json()["yours"]["name"] == "Meiner"
    assert answer.json()["theirs"]["city"] == "Anderswo"
    assert filled.get("/api/actors/kreis").json()["name"] == "Kreis Musterland"


def test_current_version_may_change(filled: TestClient) -> None:
    mine = filled.get("/api/actors/kreis").headers["etag"]

    answer = filled.patch("/api/actors/kreis", json={"city": "Hier"}, headers={"If-Match": mine})

    assert answer.status_code == 200
    assert answer.headers["etag"] != mine


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_of_many_who_change_one_version_at_once_one_wins(filled: TestClient, method: str) -> None:
    mine = {"If-Match": filled.get("/api/actors/kreis").headers["etag"]}

    def change(number: int) -> int:
        body = {"name": "Kreis Musterland", "city": f"Ort {number}"}
        return filled.request(method, "/api/actors/kreis", json=body, headers=mine).status_code

    with ThreadPoolExecutor(20) as many:
        answers = sorted(many.map(change, range(20)))

    assert answers == [200, *[412] * 19]


def test_removal_is_refused_with_counts_then_cascades_and_is_undone(filled: TestClient) -> None:
    before = filled.get("/api/exports/canonical.json").text

    refused = filled.delete("/api/actors/kreis")
    assert refused.status_code == 409
    assert refused.json()["values"]["counts"] == {"membership": 1, "reference": 1}
    assert "(1 Mitgliedschaft, 1 Verweis)" in refused.json()["texts"]["de"]

    removed = filled.delete("/api/actors/kreis", params={"cascade": True})
    assert removed.status_code == 200
    assert filled.get("/api/memberships").json()["total"] == 0

    undone = filled.post(f"/api/history/batches/{removed.json()['batch']}/undo")
    assert undone.status_code == 200
    assert filled.get("/api/exports/canonical.json").text == before


def test_details_tell_ties_of_both_sides(filled: TestClient) -> None:
    ties = filled.get("/api/structures/netz").json()["ties"]

    assert {(tie["type"], tie["other_name"]) for tie in ties} == {
        ("MEMBER_OF", "Kreis Musterland"),
        ("COORDINATES", "Kreis Musterland"),
    }


def test_membership_is_read_changed_and_removed(filled: TestClient) -> None:
    seat = filled.get("/api/memberships", params={"structure": "netz"}).json()["items"][0]
    assert (seat["actor_name"], seat["structure_name"], seat["role"]) == (
        "Kreis Musterland",
        "Netzwerk Süd",
        "mitglied",
    )
    address = f"/api/memberships/{seat['id']}"

    assert filled.patch(address, json={"valid_to": "2021-12-31"}).json()["valid_to"] == "2021-12-31"
    assert filled.delete(address).status_code == 200
    assert filled.get(address).status_code == 404


def test_membership_of_nobody_is_refused(filled: TestClient) -> None:
    answer = filled.post("/api/memberships", json={"actor": "niemand", "structure": "netz"})

    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_history_tells_what_happened(filled: TestClient) -> None:
    filled.patch("/api/actors/kreis", json={"city": "Hier"})

    change = filled.get("/api/history", params={"key": "kreis"}).json()["items"][0]

    assert (change["what"], change["before"], change["after"]) == ("edit", {"city": None}, {"city": "Hier"})
    assert filled.get("/api/history", params={"key": "kreis", "q": "hier"}).json()["items"][0] == change
    assert filled.get("/api/history", params={"key": "kreis", "q": "dort"}).json()["total"] == 0


def test_readiness_tells_the_revision(filled: TestClient) -> None:
    assert filled.get("/readyz").json()["revision"] >= 4


def test_pages_tell_the_records_of_the_day(filled: TestClient) -> None:
    for address in ("/", "/akteure", "/akteure?territory=05758", "/strukturen", "/vereinbarungen", "/akteure/kreis"):
        assert filled.get(address, follow_redirects=True).status_code == 200, address
    assert "noch nicht gesucht" in filled.get("/").text
    assert "getauscht" in filled.get("/verlauf/vergleich?start=2026-03-01&end=2025-03-01").text
    refused = filled.get("/strukturen?at=gestern")
    assert (refused.status_code, "literal" in refused.text) == (422, False)
    assert filled.get("/strukturen?at=31.12.2024").status_code == 200
