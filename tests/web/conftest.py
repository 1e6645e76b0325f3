"""The explorer on the demo region, in a real Chromium, with everything but this machine blocked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graphsvc.api.app import create_app
from graphsvc.bootstrap import open_services
from graphsvc.config import Settings
from graphsvc.demoregion import generate
from graphsvc.demoregion.region import Region
from graphsvc.services import Services
from graphsvc.store.edits import put
from tests.browser import Visit, chromium, served, visiting

SEED = 7
PICTURES = Path(__file__).parents[2] / "out" / "web"
"""Screenshots, kept for people to look at; nothing compares them."""


@pytest.fixture(scope="session")
def region() -> Region:
    """The demo region with its truth."""
    return generate(SEED)


@pytest.fixture(scope="session")
def explorer(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services on the region, written once; pages that change something undo it."""
    folder = tmp_path_factory.mktemp("explorer")
    settings = Settings(data_dir=folder, today=region.truth.at, neo4j_uri=None, engine_heap="512m")
    with open_services(settings) as services:
        with services.graph.transaction(user="tests", what="import", batch="region") as tx:
            put(tx, region.dataset)
        services.records.find()
        yield services


@pytest.fixture(scope="session")
def address(explorer: Services) -> Iterator[str]:
    """Where the explorer answers."""
    with served(create_app(services=explorer)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    with chromium() as browser:
        yield browser


@pytest.fixture(params=["de", "en"])
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The start page in German and in English; nothing may go wrong until the end."""
    with visiting(browser, lang="de-DE" if request.param == "de" else "en-GB") as visit:
        visit.open(f"{address}/?lang={request.param}")
        yield visit
        picture(visit, request.node.name)
        assert visit.wrong == []


def picture(visit: Visit, name: str) -> None:
    """Keep a screenshot under a name."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    visit.page.screenshot(path=PICTURES / f"{re.sub('[^a-z0-9-]+', '-', name.lower())}.png", full_page=True)


def pytest_report_header() -> str:
    """Say where the pictures go."""
    return f"screenshots: {os.path.relpath(PICTURES)}"
