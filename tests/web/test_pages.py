"""Every page: accessible, without a request elsewhere, without a script error, at 400 % without scrolling sideways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, expect

from graphsvc.demoregion.region import Region
from graphsvc.model.history import Kept, Undone
from graphsvc.model.scenario import Step
from graphsvc.services import Services
from graphsvc.web import PAGES as MODULES
from tests.browser import Visit, visiting
from tests.web.conftest import picture

WIDE, NARROW = 1280, 320
"""A desk, and 400 % of it (WCAG 1.4.10)."""

LISTS_TOO_WIDE = """() => [...document.querySelectorAll(".scroll")]
  .filter((box) => !box.querySelector(".heat, .upset") && box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.textContent.slice(0, 80))"""
"""Tables that must be scrolled sideways although they are read row by row."""

PAGES = (
    "/",
    "/start/pruefhinweise",
    "/karte",
    "/karte?mode=structures&ties=all&colour_by=topic",
    "/karte?mode=actors",
    "/karte?group_by=topic&topic=gesundheit",
    "/karte/ansichten/{view}",
    "/karte/eintrag?id={actor}",
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
    "/pruefhinweise/zusammenfuehren?a={double}&b={same}",
    "/pruefhinweise/entscheidungen",
    "/auftraege/{job}",
    "/gruendungs-check?name=AK+Sprache&topic=sprache",
    "/luecken",
    "/luecken/zelle?topic={gap.topic}&target_group={gap.target_group}&territory={gap.uncovered[0]}",
    "/luecken/doppelt",
    "/luecken/fristen",
    "/luecken/bruecken",
    "/szenarien",
    "/szenarien/neu?kind=merge&a={structure}&b={other}",
    "/szenarien/{scenario}",
    "/szenarien/vergleich?s={scenario}",
    "/szenarien/bester-plan",
    "/einstellungen",
    "/einstellungen/vokabular?name=target_groups",
    "/einstellungen/festlegungen/stunden",
    "/einstellungen/festlegungen/ueberall-vertretene",
    "/einstellungen/festlegungen/gewichte",
    "/einstellungen/gebiete",
    "/einstellungen/gebiete/neu",
    "/einstellungen/gebiete/{place}",
    "/import",
    "/import/{upload}",
    "/import/{upload}/ruecknahme/{undone}",
    "/export",
    "/verlauf",
    "/verlauf/vergleich",
    "/suche?q=bildung",
    "/barrierefreiheit",
)
ERRORS = {"/akteure/gibt-es-nicht": 404, "/gibt-es-nicht": 404, "/karte?steps=99": 422}
"""Pages that say what is wrong, with their status."""


@pytest.fixture(scope="session")
def names(region: Region, explorer: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """What the addresses name: two structures that share members, a saved view, an upload, a job that failed, ..."""
    pair = explorer.overlap.pairs().rows(limit=1)[0]
    double = explorer.records.list("actor", limit=1).items[0]
    view = explorer.views.save("Gesundheit", note="Für den Ausschuss", query="topic=gesundheit")
    scenario = explorer.scenarios.create("Probe", [Step(kind="merge", structures=(pair.b,), target=pair.a)])
    file = tmp_path_factory.mktemp("list") / "akteure.csv"
    file.write_text("name;art;thema\nVerein Probe e.V.;Sportverein;Unbekanntes\n", encoding="utf-8")
    upload = explorer.imports.upload(file)
    kept = Undone("undo-probe-1", 3, (Kept("Actor", region.dataset.actors[0].id, "changed_later", ("city",)),))
    yield {
        "actor": region.dataset.actors[0].id,
        "structure": pair.a,
        "other": pair.b,
        "agreement": region.dataset.agreements[0].id,
        "finding": explorer.findings.list(limit=1).items[0].id,
        "view": view.id,
        "double": double.a,
        "same": double.b,
        "job": explorer.jobs.start("records.job_find", lambda _: json.loads("{")).id,
        "gap": next(gap for gap in explorer.coverage.gaps(limit=500).items if gap.uncovered),
        "scenario": scenario.id,
        "place": explorer.places.list()[0].key,
        "upload": upload.id,
        "undone": explorer.jobs.start("imports.job_undo", lambda _: kept).id,
    }
    explorer.views.remove(view.id)
    explorer.scenarios.remove(scenario.id)


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[Visit]:
    """One window for all pages."""
    with visiting(browser) as visit:
        yield visit


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_undisturbed(desk: Visit, address: str, path: str, names: dict[str, object]) -> None:
    desk.wrong.clear()
    desk.page.set_viewport_size({"width": WIDE, "height": 900})
    desk.open(f"{address}{path.format(**names)}{'&' if '?' in path else '?'}lang=de")

    is_whole = "/eintrag" not in path and path != "/start/pruefhinweise"
    if is_whole:
        assert desk.page.title().endswith(" – graphsvc")
        assert desk.page.get_by_role("heading", level=1).count() == 1
    assert desk.violations(parts_only=not is_whole) == {}
    picture(desk, f"{path}-{WIDE}")

    desk.page.set_viewport_size({"width": NARROW, "height": 900})
    desk.settle()
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert desk.page.evaluate(LISTS_TOO_WIDE) == []
    assert desk.violations(parts_only=not is_whole) == {}
    picture(desk, f"{path}-{NARROW}")
    english = desk.page.request.get(f"{address}{path.format(**names)}{'&' if '?' in path else '?'}lang=en")
    assert (english.status, 'lang="de"' in english.text().partition("<body>")[0]) == (200, False)
    assert desk.wrong == []


@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_error_pages_are_pages_too(desk: Visit, address: str, path: str, status: int) -> None:
    desk.page.set_viewport_size({"width": WIDE, "height": 900})
    answer = desk.page.goto(f"{address}{path}")

    assert answer is not None
    assert answer.status == status
    assert desk.page.get_by_role("heading", level=1).count() == 1
    assert desk.page.get_by_role("navigation").count() >= 1
    assert desk.violations() == {}
    desk.wrong.clear()


def test_a_filter_is_one_step_of_the_history_and_a_refused_one_says_why(browser: Browser, address: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        visit.open(f"{address}/karte?lang=de")
        before = page.evaluate("history.length")
        name = page.get_by_label("Name enthält")
        name.fill("netzwerk")
        with page.expect_response(lambda answer: "q=netzwerk" in answer.url and "/karte" in answer.url):
            name.press("Enter")
        page.wait_for_url("**q=netzwerk**")
        page.get_by_role("button", name="Anwenden").click()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("history.length") == before + 1
        assert visit.wrong == []

        page.locator("summary", has_text="Mehr Filter").click()
        page.get_by_label("Verbindung zeigen bis").fill("Gibtsnicht")
        page.get_by_role("button", name="Anwenden").click()
        expect(page.get_by_role("alert")).to_contain_text("Gibtsnicht")
        expect(page.get_by_label("Verbindung zeigen bis")).to_have_value("Gibtsnicht")


def test_a_list_on_a_narrow_screen_is_a_card_for_each_row_and_a_table_for_a_screen_reader(
    desk: Visit, address: str
) -> None:
    desk.page.set_viewport_size({"width": NARROW, "height": 900})
    desk.open(f"{address}/strukturen?lang=de")
    desk.settle()
    table = desk.page.get_by_role("table")
    first = table.get_by_role("row").nth(1)

    assert first.get_by_role("rowheader").count() == 1
    assert first.get_by_role("cell").count() + 1 == table.get_by_role("columnheader").count()
    kind = first.get_by_role("cell").first
    assert kind.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"Art"')
    assert first.evaluate("row => row.getBoundingClientRect().width") <= NARROW


def test_what_was_typed_and_not_saved_is_there_again(
    browser: Browser, address: str, names: dict[str, object], explorer: Services
) -> None:
    structure = explorer.structures.get(str(names["structure"])).record
    with visiting(browser) as visit:
        page, form = visit.page, f"{address}/strukturen/{structure.id}/bearbeiten?lang=de"
        visit.open(form)
        page.get_by_label("Zweck").fill("Noch nicht gespeichert")
        ticked = page.locator("form[data-draft] :checked").count()

        visit.open(f"{address}/")
        visit.open(form)
        expect(page.get_by_label("Zweck")).to_have_value("Noch nicht gespeichert")
        assert page.locator("form[data-draft] :checked").count() == ticked
        page.get_by_role("button", name="Verwerfen").click()
        expect(page.get_by_label("Zweck")).to_have_value(structure.purpose or "")
        expect(page.get_by_role("button", name="Verwerfen")).to_be_hidden()
        assert visit.wrong == []


def test_no_page_is_forgotten() -> None:
    routes = [route for name in MODULES for route in import_module(f"graphsvc.web.{name}").router.routes]
    readable = [route for route in routes if isinstance(route, APIRoute) and "GET" in route.methods]

    def answering(path: str) -> str:
        plain = urlsplit(path).path.replace("{", "").replace("}", "")
        return next(route.path for route in readable if route.path_regex.match(plain))

    visited = {answering(path) for path in (*PAGES, *ERRORS)}
    assert [route.path for route in readable if route.path not in visited] == []


def test_pages_work_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()

    page.goto(f"{address}/strukturen")
    page.get_by_label("Name enthält").fill("netzwerk vielfalt")
    page.get_by_role("button", name="Anwenden").click()

    assert page.get_by_role("row").count() >= 2
    context.close()
