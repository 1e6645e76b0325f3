"""Fixtures on real engines: the embedded one always, a Neo4j where one can be had."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from graphsvc.bootstrap import build_services
from graphsvc.config import Settings
from graphsvc.services import Services
from graphsvc.store.engine import open_graph
from graphsvc.store.graph import Graph
from graphsvc.vocabulary import territories

TODAY = date(2026, 1, 31)


def engine_settings(engine: str, folder: Path) -> Settings:
    """Settings of one engine: `embedded`, or `neo4j` at the address in GRAPHSVC_TEST_NEO4J_URI, _USER, _PASSWORD."""
    if engine == "embedded":
        return Settings(data_dir=folder, today=TODAY, neo4j_uri=None, engine_heap="512m")
    return Settings(
        data_dir=folder,
        today=TODAY,
        neo4j_uri=os.environ["GRAPHSVC_TEST_NEO4J_URI"],
        neo4j_user=os.environ.get("GRAPHSVC_TEST_NEO4J_USER", "neo4j"),
        neo4j_password=SecretStr(os.environ.get("GRAPHSVC_TEST_NEO4J_PASSWORD", "")),
    )


def engines() -> list[str]:
    """The engines that the tests run on."""
    return ["embedded", "neo4j"] if "GRAPHSVC_TEST_NEO4J_URI" in os.environ else ["embedded"]


@pytest.fixture(scope="session", params=engines())
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Graph, Settings]]:
    """One engine, started once per session."""
    with ExitStack() as stack:
        settings = engine_settings(request.param, tmp_path_factory.mktemp("data"))
        yield stack.enter_context(open_graph(settings)), settings


@pytest.fixture
def graph(opened: tuple[Graph, Settings]) -> Graph:
    """An empty graph with its schema and vocabularies."""
    empty(opened[0])
    return opened[0]


@pytest.fixture
def services(graph: Graph, opened: tuple[Graph, Settings]) -> Services:
    """All services on an empty graph; today is `TODAY`."""
    return build_services(graph, opened[1])


def empty(graph: Graph) -> None:
    """Remove everything but the vocabularies and the official territories."""
    named = [row for row in graph.read("facts.places") if row["key"] in territories()]
    with graph.transaction(user="tests", what="clear") as tx:
        tx.write("admin.clear")
        tx.write(
            "edits.reset_places", rows=[{"key": row["key"], "name": territories()[row["key"]].name} for row in named]
        )
