"""Imports over HTTP."""

from __future__ import annotations

import io
import json
import time

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.examples import herford
from graphsvc.services import Services


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services=services))


def upload(client: TestClient, name: str, content: bytes) -> dict[str, object]:
    answer = client.post("/api/imports", files={"file": (name, io.BytesIO(content))})
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


def test_upload_preview_commit_undo(client: TestClient) -> None:
    preview = upload(client, "herford.xlsx", herford().read_bytes())

    written = client.post(f"/api/imports/{preview['id']}/commit")
    listed = client.get("/api/imports").json()
    undone = client.post(f"/api/imports/{preview['id']}/undo")

    assert written.status_code == 200 and written.json()["counts"]["new"] == preview["counts"]["new"] > 0  # type: ignore[index]
    assert (listed["items"][0]["id"], listed["items"][0]["state"]) == (preview["id"], "committed")
    assert undone.status_code == 200 and undone.json()["kept"] == []
    assert client.post(f"/api/imports/{preview['id']}/undo").status_code == 409


def test_a_long_undo_is_a_job_whose_result_says_what_was_kept(client: TestClient) -> None:
    preview = upload(client, "akteure.csv", b"name;art\nVerein im Hintergrund;Sportverein\n")
    client.post(f"/api/imports/{preview['id']}/commit")

    job = client.post(f"/api/imports/{preview['id']}/undo-in-background")
    for _ in range(600):
        now = client.get(f"/api/jobs/{job.json()['id']}").json()
        if now["state"] not in ("waiting", "running"):
            break
        time.sleep(0.02)

    assert job.status_code == 202
    assert (now["state"], now["result"]["kept"]) == ("done", [])
    assert client.get(f"/api/imports/{preview['id']}").json()["state"] == "undone"
    assert client.post(f"/api/imports/{preview['id']}/undo-in-background").status_code == 409


def test_rows_and_mapping_of_a_messy_list(client: TestClient) -> None:
    text = "Netzwerkpartner 2025;;\n;;\nOrganisation;Tel.;Thema\nAWO;05221 1;DaZ\nCaritas;dito;Arbeit und Foo\n"
    preview = upload(client, "liste.csv", text.encode("cp1252"))

    rows = client.get(f"/api/imports/{preview['id']}/rows", params={"kind": "Actor"}).json()
    values = client.get(f"/api/imports/{preview['id']}/values", params={"row": 5}).json()["items"]
    mapping = client.get(f"/api/imports/{preview['id']}/mapping").text
    corrected = client.put(
        f"/api/imports/{preview['id']}/mapping", json={"yaml": mapping.replace("Thema: topic", "Thema: null")}
    )

    assert preview["format"] == "lists" and rows["total"] == 2
    assert [(each["column"], each["raw"], each["value"]) for each in values] == [
        ("Organisation", "Caritas", "Caritas"),
        ("Tel.", "dito", "05221 1"),
        ("Thema", "Arbeit und Foo", ["arbeit", "Foo"]),
    ]
    assert preview["sheets"][0]["header_rows"] == [3]  # type: ignore[index]
    assert corrected.status_code == 200
    assert [column["meaning"] for column in corrected.json()["sheets"][0]["columns"]] == ["actor", "phone", None]


def test_a_list_of_names_is_answered_with_a_mapping(client: TestClient) -> None:
    preview = upload(client, "runden.csv", b"Mosaik\nSonnenhof\nAK Asyl\nWerkhof\n")
    [sheet] = preview["sheets"]  # type: ignore[misc]
    answer = {"sheets": [{"fingerprint": sheet["fingerprint"], "kind": "structures"}]}

    corrected = client.put(f"/api/imports/{preview['id']}/mapping", json={"yaml": json.dumps(answer)}).json()

    assert sheet["kind"] == "names"
    assert corrected["by_kind"] == {"Structure": {"new": 4}}
    assert corrected["rejected"] == []


def test_bad_input_is_a_problem_document_with_its_place(client: TestClient) -> None:
    before = client.get("/api/imports").json()["total"]
    answer = client.post("/api/imports", files={"file": ("kaputt.xlsx", io.BytesIO(b"PK\x03\x04nichts"))})

    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["file"] == "kaputt.xlsx"
    assert client.get("/api/imports").json()["total"] == before
    assert client.get("/api/imports/i-0000000000-1").status_code == 404


def test_the_template_is_an_office_workbook(client: TestClient) -> None:
    answer = client.get("/api/imports/template.xlsx")

    assert answer.status_code == 200 and answer.content.startswith(b"PK")
