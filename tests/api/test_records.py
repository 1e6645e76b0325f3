"""Double records over HTTP: `/api/records`, `/api/match` and the reconciliation service.

The exchanges with OpenRefine are written after its client (form fields `queries` and `extend`, `prefix` for
suggestions); none was recorded.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph
from tests.api import reconciliation_schemas as schemas
from tests.services.test_records import AWO, AWO2, AWO3, region


@pytest.fixture
def client(services: Services, graph: Graph) -> Iterator[TestClient]:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, region())
    app = create_app(services.settings)
    app.state.services = services
    yield TestClient(app)
    services.jobs.close()


def finished(client: TestClient, services: Services, started: dict[str, Any]) -> None:
    deadline = time.monotonic() + 300  # the first search compiles the matcher
    while services.jobs.get(started["id"]).state in ("waiting", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert services.jobs.get(started["id"]).state == "done", services.jobs.get(started["id"]).error


def test_find_judge_merge_unmerge_over_http(client: TestClient, services: Services) -> None:
    started = client.post("/api/records/find")
    assert started.status_code == 202
    finished(client, services, started.json())

    page = client.get("/api/records", params={"decision": "same"}).json()
    assert {(each["a"], each["b"]) for each in page["items"]} == {(AWO, AWO2), (AWO, AWO3), (AWO3, AWO2)}
    judged = client.post("/api/records/judgements", json={"a": AWO, "b": AWO2, "verdict": "same", "note": "Satzung"})
    assert judged.status_code == 201
    assert client.get("/api/records", params={"decision": "same"}).json()["total"] == page["total"] - 1

    plan = client.post("/api/records/merge/preview", json={"ids": [AWO, AWO2]}).json()
    assert (plan["into"], plan["doubled"]) == (AWO2, 1)
    merged = client.post("/api/records/merge", json={"ids": [AWO, AWO2]}).json()
    assert client.get(f"/api/actors/{AWO}").json()["id"] == AWO2
    assert client.post("/api/records/unmerge", json={"ids": merged["ids"]}).status_code == 200
    assert client.get(f"/api/actors/{AWO}").json()["id"] == AWO

    file = client.get("/api/records/judgements/file")
    assert file.text.startswith("kind,a,b,verdict,user,at,note")
    again = client.post("/api/records/judgements/file", files={"file": ("j.csv", file.content)})
    assert again.json() == {"new": 0}
    withdrawn = client.delete(f"/api/records/judgements/{judged.json()['judgement']['id']}").json()
    assert withdrawn["deleted_at"]


def test_the_check_before_creating_answers_without_writing(client: TestClient, graph: Graph) -> None:
    before = graph.revision()

    found = client.post("/api/records/nearest", json={"name": "Kreissportbund Herford"}, params={"limit": 2}).json()

    assert found[0]["id"] == "a-sport"
    assert len(found) == 2
    assert graph.revision() == before


def test_match_has_the_shape_of_yente(client: TestClient) -> None:
    query = {"schema": "Organization", "properties": {"name": ["AWO KV Herford e.V."], "city": ["Herford"]}}

    body = client.post("/api/match", json={"queries": {"q1": query}}, params={"limit": 2}).json()

    answer = body["responses"]["q1"]
    assert (body["limit"], answer["status"], answer["total"]) == (2, 200, {"value": 2, "relation": "eq"})
    assert {*answer["results"][0]} >= {"id", "caption", "schema", "properties", "score", "explanations", "match"}
    assert answer["results"][0]["match"] is True
    assert answer["query"]["schema"] == "Organization"
    too_many = {f"q{number}": query for number in range(101)}
    assert client.post("/api/match", json={"queries": too_many}).status_code == 422


def test_the_manifest_is_valid_and_open_to_every_origin(client: TestClient) -> None:
    answer = client.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})

    jsonschema.validate(answer.json(), schemas.MANIFEST)
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "http://127.0.0.1:3333", "Access-Control-Request-Method": "POST"}
    assert client.options("/reconcile", headers=asked).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/api/actors", headers={"Origin": "http://x"}).headers


def test_openrefine_gets_candidates_with_features_for_a_batch(client: TestClient) -> None:
    queries = {
        "q0": {"query": "Kreissportbund Herford", "limit": 3, "type": "Organization", "type_strict": "should"},
        "q1": {"query": "Caritasverband", "properties": [{"pid": "city", "v": "Herford"}]},
        "q2": {"query": "widunetz", "type": "Network"},
    }

    body = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()

    jsonschema.validate(body, schemas.RESULTS)
    first = body["q0"]["result"][0]
    assert (first["id"], first["match"], len(body["q0"]["result"])) == ("a-sport", True, 3)
    assert first["features"]
    assert body["q1"]["result"][0]["id"] == "a-caritas"
    assert body["q2"]["result"][0]["id"] == "s-netz"
    assert client.get("/reconcile", params={"queries": json.dumps(queries)}).json() == body


def test_values_extend_a_table(client: TestClient) -> None:
    wanted = {"ids": [AWO, "s-netz", "nirgends"], "properties": [{"id": "city"}, {"id": "part_of"}]}

    body = client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()

    jsonschema.validate(body, schemas.EXTENDED)
    assert body["rows"][AWO]["city"] == [{"str": "Herford"}]
    assert body["rows"]["nirgends"] == {"city": [], "part_of": []}


@pytest.mark.parametrize("version", ["", "/v1"])
def test_suggestions_previews_and_proposals(client: TestClient, version: str) -> None:
    for what, prefix in (("entity", "caritas"), ("type", "Org"), ("property", "Ort")):
        found = client.get(f"/reconcile{version}/suggest/{what}", params={"prefix": prefix}).json()
        jsonschema.validate(found, schemas.SUGGESTED)
        assert found["result"]
    preview = client.get(f"/reconcile{version}/preview", params={"id": AWO})
    assert "AWO Kreisverband Herford e.V." in preview.text
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    proposed = client.get(f"/reconcile{version}/extend/propose", params={"type": "Organization", "limit": 3}).json()
    assert len(proposed["properties"]) == 3


def test_the_draft_of_1_0_stands_beside_it(client: TestClient) -> None:
    jsonschema.validate(client.get("/reconcile/v1").json(), schemas.MANIFEST_V1)
    name = {"matchType": "name", "propertyValue": "Kreissportbund Herford"}
    town = {"matchType": "property", "propertyId": "city", "propertyValue": "Herford", "required": False}
    older = {"matchType": "name", "v": "Volkshochschule Löhne"}

    body = client.post(
        "/reconcile/v1/match",
        json={"queries": [{"type": "Organization", "limit": 2, "conditions": [name, town]}, {"conditions": [older]}]},
    ).json()

    jsonschema.validate(body, schemas.RESULTS_V1)
    assert [each["candidates"][0]["id"] for each in body["results"]] == ["a-sport", "a-vhs"]
    asked = {"ids": [AWO], "properties": [{"id": "city"}]}
    jsonschema.validate(client.post("/reconcile/v1/extend", json=asked).json(), schemas.EXTENDED_V1)


def test_a_request_that_is_no_json_is_told_so(client: TestClient) -> None:
    assert client.post("/reconcile", data={"queries": "{"}).status_code == 422


def test_the_page_of_a_record_is_where_the_view_leads(client: TestClient) -> None:
    answer = client.get("/reconcile/view", params={"id": "s-netz"}, follow_redirects=False)

    assert answer.headers["location"] == "/strukturen/s-netz"


def test_the_id_of_a_merged_record_leads_to_what_stands_for_it_everywhere(client: TestClient) -> None:
    client.post("/api/records/merge", json={"ids": [AWO, AWO2], "into": AWO2})
    seats = client.get("/api/memberships", params={"actor": AWO}).json()
    asked = json.dumps({"ids": [AWO], "properties": [{"id": "city"}]})

    assert client.get(f"/akteure/{AWO}").url.path == f"/akteure/{AWO2}"
    assert client.get("/reconcile/view", params={"id": AWO}).url.path == f"/akteure/{AWO2}"
    assert client.post("/reconcile", data={"extend": asked}).json()["rows"][AWO] == {"city": [{"str": "Herford"}]}
    assert client.get("/reconcile/preview", params={"id": AWO}).status_code == 200
    assert seats["total"] == 3
    assert client.get("/api/figures/path", params={"start": AWO, "end": "s-netz"}).status_code == 200


def test_what_is_written_under_a_merged_id_stays_with_that_record(client: TestClient, graph: Graph) -> None:
    client.patch(f"/api/actors/{AWO}", json={"phone": "05221 1"})
    wanted = canonical_json(graph)
    client.patch(f"/api/actors/{AWO}", json={"phone": None})
    client.post("/api/records/merge", json={"ids": [AWO, AWO2], "into": AWO2})
    client.post("/api/records/merge", json={"ids": [AWO2, AWO3], "into": AWO3})

    answer = client.patch(f"/api/actors/{AWO}", json={"phone": "05221 1"})
    assert (answer.json()["id"], answer.json()["phone"]) == (AWO, "05221 1")
    for key in (AWO2, AWO):
        client.post("/api/records/unmerge", json={"ids": [key]})
    assert canonical_json(graph) == wanted

    client.post("/api/records/merge", json={"ids": [AWO, AWO2], "into": AWO2})
    assert client.delete(f"/api/actors/{AWO}", params={"cascade": True}).status_code == 200
    assert client.get(f"/api/actors/{AWO2}").json()["id"] == AWO2
    assert client.get(f"/api/actors/{AWO}").status_code == 404


def test_what_asks_for_nothing_or_for_people_finds_nothing(client: TestClient) -> None:
    asked = {"person": {"schema": "Person", "properties": {"name": ["AWO"]}}, "empty": {"properties": {}}}

    answers = client.post("/api/match", json={"queries": asked}).json()["responses"]

    assert [answers[key]["results"] for key in asked] == [[], []]
    assert client.get("/reconcile/preview", params={"id": "nope"}).status_code == 404
    for path in ("merge", "merge/preview", "unmerge"):
        assert client.post(f"/api/records/{path}", json={"ids": []}).status_code == 422
