"""`Accept: text/csv` on lists."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from graphsvc.api.tables import ListsAsCsv


@pytest.fixture(scope="module")
def client() -> TestClient:
    """An application with one list and one single thing."""
    app = FastAPI()
    app.add_middleware(ListsAsCsv)

    @app.get("/api/things")
    def things() -> dict[str, object]:
        item = {"name": "=Ä;B", "n": 2, "tags": ["a", "b"], "range": {"min": 1, "max": None}, "parts": [{"x": 1}]}
        return {"items": [item], "total": 7, "limit": 1, "offset": 0}

    @app.get("/api/thing")
    def thing() -> dict[str, object]:
        return {"name": "x"}

    return TestClient(app)


def test_list_becomes_an_office_table(client: TestClient) -> None:
    answer = client.get("/api/things", headers={"Accept": "text/csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-total-count"] == "7"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["name", "n", "tags", "range.min", "range.max", "parts"],
        ["'=Ä;B", "2", "a;b", "1", "", '{"x":1}'],
    ]


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/api/things", "application/json"), ("/api/things", "*/*"), ("/api/thing", "text/csv")],
)
def test_other_answers_stay_json(client: TestClient, path: str, accept: str) -> None:
    assert client.get(path, headers={"Accept": accept}).headers["content-type"] == "application/json"
