"""Every page: accessible, without a request elsewhere, without a script error, at 400 % without scrolling sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from graphsvc.demoregion.region import Region
from graphsvc.services import Services
from tests.browser import visiting
from tests.web.conftest import picture

PAGES = (
    "/",
    "/karte",
    "/karte?mode=structures&ties=all&colour_by=topic",
    "/akteure",
    "/akteure?topic=gesundheit&target_group=senioren",
    "/akteure/{actor}",
    "/akteure/{actor}/bearbeiten",
    "/akteure/neu",
    "/strukturen",
    "/strukturen/{structure}",
    "/strukturen/{structure}/bearbeiten",
    "/vereinbarungen",
    "/vereinbarungen/{agreement}",
    "/ueberschneidungen",
    "/ueberschneidungen/paar?a={structure}&b={other}",
    "/ueberschneidungen/matrix?chance=all",
    "/ueberschneidungen/mehrere?s={structure}&s={other}",
    "/ueberschneidungen/kerngruppen",
    "/ueberschneidungen/sitzungslast",
    "/pruefhinweise",
    "/pruefhinweise/strukturen/{finding}?place=0",
    "/pruefhinweise/datensaetze",
    "/pruefhinweise/entscheidungen",
    "/gruendungs-check?name=AK+Sprache&topic=sprache",
    "/luecken",
    "/luecken/doppelt",
    "/luecken/fristen",
    "/luecken/bruecken",
    "/szenarien",
    "/szenarien/neu?kind=merge&a={structure}&b={other}",
    "/szenarien/bester-plan",
    "/einstellungen",
    "/einstellungen/vokabular?name=target_groups",
    "/import",
    "/export",
    "/verlauf",
    "/verlauf/vergleich",
    "/suche?q=bildung",
    "/barrierefreiheit",
)


@pytest.fixture
def path(request: pytest.FixtureRequest, region: Region, explorer: Services) -> str:
    """A page of the region, about two structures that share members."""
    pair = explorer.overlap.pairs().rows(limit=1)[0]
    made: str = request.param.format(
        actor=region.dataset.actors[0].id,
        structure=pair.a,
        other=pair.b,
        agreement=region.dataset.agreements[0].id,
        finding=explorer.findings.list(limit=1).items[0].id,
    )
    return made


@pytest.mark.parametrize("path", PAGES, indirect=True)
@pytest.mark.parametrize(("lang", "width"), [("de", 1280), ("en", 320)], ids=["de-wide", "en-400-per-cent"])
def test_page_is_accessible_and_undisturbed(browser: Browser, address: str, path: str, lang: str, width: int) -> None:
    with visiting(browser, width=width) as visit:
        visit.open(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")

        assert visit.page.title().endswith(" – graphsvc")
        assert visit.page.get_by_role("heading", level=1).count() == 1
        assert visit.wrong == []
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert visit.violations() == {}
        picture(visit, f"{path}-{width}")


def test_pages_work_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()

    page.goto(f"{address}/strukturen")
    page.get_by_label("Name enthält").fill("netzwerk vielfalt")
    page.get_by_role("button", name="Anwenden").click()

    assert page.get_by_role("row").count() >= 2
    context.close()
