from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.demoregion import generate
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph


@pytest.fixture
def client(services: Services, graph: Graph) -> TestClient:
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, generate(seed=4, size=0.3).dataset)
    app = create_app(services.settings)
    app.state.services = services
    return TestClient(app)


def test_findings_are_a_page_and_can_be_decided(client: TestClient) -> None:
    page = client.get("/api/findings", params={"limit": 2}).json()
    first = page["items"][0]

    assert {"items", "total", "limit", "offset"} <= set(page)
    assert len(page["items"]) == 2
    decided = client.put(f"/api/findings/{first['id']}/decision", json={"decision": "keep", "reason": "Beschluss."})
    assert decided.status_code == 200
    assert client.get(f"/api/findings/{first['id']}").json()["state"] == "decided"
    assert [each["id"] for each in client.get("/api/findings/decisions").json()["items"]] == [first["id"]]
    assert client.get("/api/findings/calendar.ics").headers["content-type"].startswith("text/calendar")
    assert client.delete(f"/api/findings/{first['id']}/decision").status_code == 204
    assert client.get("/api/findings/nichts").status_code == 404
    assert client.put(f"/api/findings/{first['id']}/decision", json={"decision": "x", "reason": "y"}).status_code == 422


def test_nobody_overwrites_a_decision_that_he_has_not_read(client: TestClient) -> None:
    key = client.get("/api/findings", params={"limit": 1}).json()["items"][0]["id"]
    address = f"/api/findings/{key}/decision"
    unread = {"If-Match": client.get(f"/api/findings/{key}").headers["ETag"]}

    first = client.put(address, json={"decision": "keep", "reason": "Eins."}, headers=unread)
    second = client.put(address, json={"decision": "merge", "reason": "Zwei."}, headers=unread)

    assert (first.status_code, second.status_code) == (200, 412)
    assert (second.json()["yours"]["reason"], second.json()["theirs"]["reason"]) == ("Zwei.", "Eins.")
    assert client.delete(address, headers=unread).status_code == 412
    read = {"If-Match": client.get(f"/api/findings/{key}").headers["ETag"]}
    assert read["If-Match"] == first.headers["ETag"]
    assert client.put(address, json={"decision": "merge", "reason": "Zwei."}, headers=read).status_code == 200


@pytest.mark.parametrize("asked", [{"topic": "quatsch"}, {"target_group": "quatsch"}, {"function": "quatsch"}])
def test_cover_of_what_no_vocabulary_knows_is_not_none(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/api/coverage", params=asked).status_code == 404


def test_cover_of_a_narrow_topic_is_told_without_asking_for_the_depth(client: TestClient) -> None:
    topic = client.get("/api/coverage", params={"depth": "narrow", "limit": 1}).json()["items"][0]["topic"]

    cells = client.get("/api/coverage", params={"topic": topic, "limit": 500}).json()

    assert topic in {each["topic"] for each in cells["items"]}


def test_a_relation_class_that_does_not_exist_is_refused(client: TestClient) -> None:
    assert client.get("/api/findings", params={"relation": "K99"}).status_code == 422


def test_ends_are_a_calendar(client: TestClient) -> None:
    told = client.get("/api/coverage/deadlines", params={"days": 3650, "limit": 500}).json()["items"]

    calendar = client.get("/api/coverage/calendar.ics", params={"days": 3650, "lang": "de"})

    ending = [each for each in told if each["kind"] != "quiet"]
    days = sorted(line.partition(":")[2] for line in calendar.text.splitlines() if line.startswith("DTSTART"))
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert ending
    assert days == sorted(each["day"].replace("-", "") for each in ending)


def test_words_that_are_no_cells_are_named_beside_the_matrix(client: TestClient) -> None:
    assert client.get("/api/coverage").json()["unknown"] == []


def test_check_before_founding_of_nothing_says_what_is_missing(client: TestClient) -> None:
    answer = client.post("/api/findings/check", json={"text": " "})

    assert answer.status_code == 422
    assert "description" in answer.text


def test_check_before_founding_takes_a_text_alone(client: TestClient) -> None:
    answer = client.post("/api/findings/check", json={"text": "Wir wollen Ehrenamtliche für Geflüchtete gewinnen."})

    assert answer.status_code == 200
    assert len(answer.json()) == 5
    assert answer.json()[0]["words"]["de"]["in_favour"]


def test_coverage_and_scenarios_answer(client: TestClient) -> None:
    matrix = client.get("/api/coverage", params={"limit": 1}).json()
    gaps = client.get("/api/coverage/gaps", params={"limit": 2}).json()
    structures = client.get("/api/structures", params={"limit": 3}).json()["items"]
    steps = [{"kind": "dissolve", "structures": [structures[0]["id"]]}]
    tried = client.post("/api/scenarios/try", json=steps)
    plan = client.get("/api/scenarios/best-plan", params={"ties": "none"}).json()

    assert set(matrix["totals"]) == {"none", "not_known", "single", "double", "many"}
    assert gaps["total"] >= len(gaps["items"]) > 0
    assert (
        client.get("/api/coverage/cell", params={"topic": "x", "target_group": "y", "territory": "z"}).status_code
        == 404
    )
    assert client.get("/api/coverage/deadlines", params={"days": 3650}).status_code == 200
    assert client.get("/api/coverage/missing", params={"structure": structures[0]["id"]}).status_code == 200
    assert tried.status_code == 200
    assert tried.json()["after"]["structures"] <= tried.json()["before"]["structures"]
    assert plan["optimal"]
    assert client.post("/api/scenarios", json={"name": "Versuch", "steps": steps}).status_code == 201
    assert client.get("/api/scenarios").json()["total"] == 1
