"""The documentation pages in a real browser: no foreign request, no error, accessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from graphsvc.api.app import create_app
from tests.browser import chromium, served, visiting

BROKEN_BY_SWAGGER_UI = {"color-contrast", "nested-interactive"}
"""Rules that Swagger UI itself breaks on `/docs`; `/docs/list` says the same and breaks none."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The application; its documentation needs no database."""
    with served(create_app(), lifespan=False) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this module."""
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_plain_list_is_accessible_and_fits_the_screen(browser: Browser, address: str, lang: str, width: int) -> None:
    with visiting(browser, width=width) as visit:
        visit.open(f"{address}/docs/list?lang={lang}")

        assert visit.wrong == []
        assert visit.violations() == {}
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_swagger_ui_starts_without_the_network(browser: Browser, address: str) -> None:
    with visiting(browser) as visit:
        visit.open(f"{address}/docs")
        visit.page.wait_for_selector(".opblock")

        assert visit.wrong == []
        assert set(visit.violations()) <= BROKEN_BY_SWAGGER_UI
