"""Fixtures on real engines: the embedded one always, a Neo4j where one can be had."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from pydantic import SecretStr

from graphsvc.bootstrap import build_services
from graphsvc.config import Settings
from graphsvc.services import Services
from graphsvc.store.engine import open_graph
from graphsvc.store.graph import Graph
from graphsvc.vocabulary import territories
from tests import neo4j_server

TODAY = date(2026, 1, 31)
SERVERS = Path(__file__).parents[1] / ".neo4j"
"""Where the jars of Neo4j are kept between runs."""


Opened = tuple[Graph, Settings]

hypothesis.settings.register_profile("graphsvc", deadline=None, derandomize=True)
hypothesis.settings.load_profile("graphsvc")


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The embedded engine."""
    yield from opened_with(Settings(data_dir=tmp_path_factory.mktemp("data"), today=TODAY, neo4j_uri=None))


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Neo4j with long-term support; another one where GRAPHSVC_TEST_NEO4J_URI, _USER and _PASSWORD say so."""
    folder = tmp_path_factory.mktemp("data")
    if "GRAPHSVC_TEST_NEO4J_URI" in os.environ:
        user = os.environ.get("GRAPHSVC_TEST_NEO4J_USER", "neo4j")
        password = os.environ.get("GRAPHSVC_TEST_NEO4J_PASSWORD", "")
        yield from opened_with(neo4j_settings(folder, os.environ["GRAPHSVC_TEST_NEO4J_URI"], password, user=user))
    else:
        yield from started(neo4j_server.LONG_TERM, folder)


@pytest.fixture(scope="session")
def newest_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The newest Neo4j."""
    yield from started(neo4j_server.NEWEST, tmp_path_factory.mktemp("data"))


def started(version: str, folder: Path) -> Iterator[Opened]:
    """A Neo4j of our own. Where none can be had the test is skipped with the reason; in CI it fails."""
    try:
        with neo4j_server.running(version, SERVERS) as server:
            yield from opened_with(neo4j_settings(folder, server.uri, ""))
    except neo4j_server.ServerMissing as reason:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a real Neo4j: {reason}")
        pytest.skip(f"no Neo4j {version} here: {reason}")


def neo4j_settings(folder: Path, uri: str, password: str, *, user: str = "neo4j") -> Settings:
    secret = SecretStr(password)
    return Settings(data_dir=folder, today=TODAY, neo4j_uri=uri, neo4j_user=user, neo4j_password=secret)


def opened_with(settings: Settings) -> Iterator[Opened]:
    with open_graph(settings) as graph:
        yield graph, settings


@pytest.fixture(scope="session", params=["embedded", "neo4j"])
def opened(request: pytest.FixtureRequest) -> Opened:
    """Each engine, started once per session."""
    found: Opened = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def graph(opened: Opened) -> Graph:
    """An empty graph with its schema and vocabularies."""
    empty(opened[0])
    return opened[0]


@pytest.fixture
def services(graph: Graph, opened: Opened) -> Services:
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
