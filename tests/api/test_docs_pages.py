"""The documentation pages work without the network, in Swagger UI and as a plain list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.api.security import HEADERS


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The application without open services: these pages need none."""
    yield TestClient(create_app())


@pytest.mark.parametrize("path", ["/docs", "/docs/list", "/openapi.json", "/healthz", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/docs", "/docs/list"])
def test_pages_name_no_other_host_and_hold_no_inline_script_or_style(client: TestClient, path: str) -> None:
    page = client.get(path).text

    for forbidden in ("http://", "https://", "//cdn", "style=", "<style", "onload=", "<script>"):
        assert forbidden not in page


@pytest.mark.parametrize("asset", ["docs.css", "start-swagger-ui.js", "icon.svg", "swagger-ui/LICENSE"])
def test_assets_come_out_of_the_package(client: TestClient, asset: str) -> None:
    assert client.get(f"/static/docs/{asset}").status_code == 200


def test_plain_list_names_every_endpoint(client: TestClient) -> None:
    page = client.get("/docs/list").text

    for path in client.get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page


@pytest.mark.parametrize(("lang", "heading"), [("de", "Schnittstelle als Liste"), ("en", "The interface as a list")])
def test_pages_speak_both_languages(client: TestClient, lang: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in client.get(f"/docs/list?lang={lang}").text


def test_unknown_address_under_api_is_a_problem_document_in_both_languages(client: TestClient) -> None:
    answer = client.get("/api/nowhere", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not found"
    assert set(answer.json()["texts"]) == {"de", "en"}
