"""`Accept: text/csv` on lists."""

from __future__ import annotations

import csv
from importlib import import_module
from io import StringIO
from typing import get_origin

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from graphsvc.api.app import ROUTERS
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.api.tables import ListsAsCsv

PARTS = [{"x": 1}, {"x": 2, "y": "b"}]


class Part(BaseModel):
    x: int


class Thing(BaseModel):
    name: str
    part: Part | None = None
    parts: list[Part] = []


@pytest.fixture(scope="module")
def client() -> TestClient:
    """An application with one list and one single thing."""
    app = FastAPI()
    app.add_middleware(ListsAsCsv)

    @app.get("/api/things")
    def things() -> dict[str, object]:
        item = {"name": "=Ä;B", "n": 2, "tags": ["a", "b"], "range": {"min": 1, "max": None}, "parts": PARTS}
        return {"items": [item], "total": 7, "limit": 1, "offset": 0}

    @app.get("/api/none")
    def none(part: PagingDep) -> Page[Thing]:
        return part_of([], part)

    @app.get("/api/one")
    def one(part: PagingDep) -> Page[Thing]:
        return part_of([Thing(name="x")], part)

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
        ["name", "n", "tags", "range.min", "range.max", "parts.x", "parts.y"],
        ["'=Ä;B", "2", "a;b", "1", "", "1;2", ";b"],
    ]


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/api/things", "application/json"), ("/api/things", "*/*"), ("/api/thing", "text/csv")],
)
def test_other_answers_stay_json(client: TestClient, path: str, accept: str) -> None:
    assert client.get(path, headers={"Accept": accept}).headers["content-type"] == "application/json"


def test_columns_come_from_the_kind_of_the_items(client: TestClient) -> None:
    empty = client.get("/api/none", headers={"Accept": "text/csv"}).content.decode("utf-8-sig")
    filled = client.get("/api/one", headers={"Accept": "text/csv"}).content.decode("utf-8-sig")

    assert empty.splitlines() == ["name;part.x;parts.x"]
    assert filled.splitlines() == ["name;part.x;parts.x", "x;;"]


def test_every_list_of_the_api_is_a_page() -> None:
    routes = [route for name in ROUTERS for route in import_module(f"graphsvc.api.routers.{name}").router.routes]
    lists = [route for route in routes if "GET" in route.methods and get_origin(route.response_model) in (list, tuple)]

    assert [route.path for route in lists] == ["/api/figures/path"], "a path is one thing; a part of it would be none"
