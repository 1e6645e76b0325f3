"""The questions coordinators ask (`domain.md` 1.8), answered with the keyboard alone, from the start page.

Nobody here knows an address: every story begins at `/` and follows what the pages offer.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from graphsvc.analysis.founding import Planned
from graphsvc.demoregion.region import Region
from graphsvc.language import number, text
from graphsvc.model.scenario import Step
from graphsvc.model.validity import holds_at
from graphsvc.services import Services
from graphsvc.vocabulary import scheme
from tests.browser import Visit
from tests.web.keyboard import Keyboard


@pytest.fixture
def keys(visit: Visit) -> Keyboard:
    """The keyboard on the start page."""
    return Keyboard(visit.page)


@pytest.fixture
def lang(visit: Visit) -> str:
    """The language the page is shown in."""
    return str(visit.page.evaluate("document.documentElement.lang"))


def t(key: str, lang: str, **values: object) -> str:
    return text(f"pages.{key}", lang, **values)


def test_1_who_works_on_a_topic_for_a_group_in_a_place(visit: Visit, keys: Keyboard, lang: str, region: Region) -> None:
    """Wer arbeitet bei uns zu Thema X für Zielgruppe Y in Gemeinde Z?"""
    dataset, at = region.dataset, region.truth.at
    topics, groups = scheme("topics"), scheme("target_groups")
    body = next(each for each in dataset.structures if each.topic and each.target_group and holds_at(each, at)
                and any(seat.structure == each.id and holds_at(seat, at) for seat in dataset.memberships))  # fmt: skip
    topic, group, territory = body.topic[0], body.target_group[0], body.territory[0]
    members = {s.actor for s in dataset.memberships if s.structure == body.id and holds_at(s, at)}
    names = {actor.name for actor in dataset.actors if actor.id in members and holds_at(actor, at)}

    keys.open(t("actors", lang))
    keys.choose(t("topic", lang), topics.label(topic, lang).partition(" (")[0])
    keys.choose(t("target_group", lang), groups.label(group, lang).partition(" (")[0])
    keys.choose(t("territory", lang), next(place.name for place in dataset.places if place.key == territory))
    keys.open(t("apply", lang))

    listed = set(visit.page.locator("#result tbody th a").all_inner_texts())
    assert names <= listed
    assert len(listed) < len(dataset.actors)


def test_2_is_it_there_before_we_found_something(
    visit: Visit, keys: Keyboard, lang: str, explorer: Services, region: Region
) -> None:
    """Gibt es schon etwas, bevor wir eine neue AG gründen?"""
    double = next(pair for pair in region.truth.pairs if pair.klass == "K1")
    body = next(each for each in region.dataset.structures if each.id == double.a)
    near = explorer.findings.check(Planned(name="Neue Runde", text=f"{body.name}. {body.purpose or ''}"))

    keys.open(t("founding", lang))
    keys.fill(t("working_title", lang), "Neue Runde")
    keys.fill(t("what_for", lang), f"{body.name}. {body.purpose or ''}")
    keys.open(t("check", lang))

    shown = visit.page.locator("main h2 a").all_inner_texts()
    assert shown == [each.structure.name for each in near]
    assert body.name in shown


def test_3_where_two_networks_overlap(visit: Visit, keys: Keyboard, lang: str, explorer: Services) -> None:
    """Wo überschneiden sich zwei Netzwerke, wo nicht?"""
    a, b = "Netzwerk Vielfalt Musterkreis", "Regionales Bildungsnetzwerk Musterkreis"
    truth = explorer.overlap.pair(a, b)

    keys.open(t("overlap", lang))
    keys.fill(f"{t('first_structure', lang)} ({t('required', lang)})", a)
    keys.fill(f"{t('second_structure', lang)} ({t('required', lang)})", b)
    keys.send()

    expect(visit.page.locator("#sentence")).to_have_text(truth.sentence[lang])
    shown = visit.page.locator("section[aria-labelledby=shared-members] a").all_inner_texts()
    assert shown == [member.name for member in truth.shared_members]
    for place, members in (("only-a", truth.only_a), ("only-b", truth.only_b)):
        only = visit.page.locator(f"section[aria-labelledby={place}] a").all_inner_texts()
        assert only == [member.name for member in members]


def test_4_in_how_many_bodies_somebody_sits(visit: Visit, keys: Keyboard, lang: str, region: Region) -> None:
    """In wie vielen Runden sitzt unser Jobcenter-Vertreter?"""
    jobcenter = next(actor for actor in region.dataset.actors if actor.kind == "jobcenter")
    at = region.truth.at
    running = {structure.id for structure in region.dataset.structures if holds_at(structure, at)}
    seats = {
        seat.structure
        for seat in region.dataset.memberships
        if seat.actor == jobcenter.id and not seat.deputy and holds_at(seat, at) and seat.structure in running
    }

    keys.fill(t("search_all", lang), jobcenter.name)
    keys.send()

    keys.heading(jobcenter.name)
    expect(visit.page.get_by_text(t("sits_in", lang, count=len(seats), at=at))).to_be_visible()


def test_5_which_agreements_end_this_year(visit: Visit, keys: Keyboard, lang: str, region: Region) -> None:
    """Welche Vereinbarungen laufen dieses Jahr aus?"""
    at = region.truth.at
    ending = {
        agreement.title
        for agreement in region.dataset.agreements
        if agreement.valid_to and at <= agreement.valid_to and agreement.valid_to.year == at.year
    }

    keys.open(t("agreements", lang))
    keys.choose(t("ends", lang), t("ends_year", lang, year=str(at.year)))
    keys.open(t("apply", lang))

    assert set(visit.page.locator("#result tbody th a").all_inner_texts()) == ending


def test_6_who_is_missing_from_a_network(
    visit: Visit, keys: Keyboard, lang: str, explorer: Services, region: Region
) -> None:
    """Wer fehlt im Netzwerk (Gemeinde, Träger, MO)?"""
    network = next(each for each in region.dataset.structures if explorer.coverage.missing(each.id))
    truth = explorer.coverage.missing(network.id)

    keys.fill(t("search_all", lang), network.name)
    keys.send()

    keys.heading(network.name)
    section = visit.page.locator("section[aria-labelledby=missing-heading]")
    expect(section.get_by_role("heading")).to_have_text(f"{t('who_is_missing_here', lang)} ({len(truth)})")
    for missing in truth[:25]:
        expect(section).to_contain_text(missing.name)


def test_7_what_happens_if_somebody_leaves(
    visit: Visit, keys: Keyboard, lang: str, explorer: Services, region: Region
) -> None:
    """Was passiert, wenn Träger A aussteigt?"""
    bridge = explorer.actors.get(region.truth.bridges[0].actor).record
    truth = explorer.scenarios.try_out([Step(kind="leave", actor=bridge.id)])

    keys.fill(t("search_all", lang), bridge.name)
    keys.send()
    keys.open(t("what_if_leaves", lang))
    keys.open(t("show_effects", lang))

    effects = visit.page.locator("section[aria-labelledby=effects]")
    for effect in truth.effects:
        expect(effects).to_contain_text(effect.text[lang])
    seats = visit.page.get_by_role("row", name=t("figure_seats", lang)).get_by_role("cell").all_inner_texts()
    assert seats[:2] == [number(truth.before.seats, lang), number(truth.after.seats, lang)]
    explorer.scenarios.remove(explorer.scenarios.list()[-1].id)


def test_8_a_map_for_the_committee_as_a3_pdf(visit: Visit, keys: Keyboard, lang: str) -> None:
    """Bitte eine Netzwerkkarte für die Vorlage an den Ausschuss (A3, PDF)."""
    keys.open(t("map", lang))
    keys.choose(t("topic", lang), "Gesundheit" if lang == "de" else "Health")
    keys.open(t("apply", lang))
    keys.open(t("take_away", lang))
    keys.fill(t("picture_title", lang), "Gesundheit im Musterkreis")
    keys.send()
    keys.go_to(t("file_map_pdf_a3", lang))
    with visit.page.expect_download() as download:
        visit.page.keyboard.press("Enter")

    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    pages = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert pages is not None
    width, height = (float(side) for side in pages.groups())
    assert (round(width), round(height)) == (1191, 842)  # A3 in landscape, in points


def test_9_what_has_changed_since_the_last_report(
    visit: Visit, keys: Keyboard, lang: str, explorer: Services, region: Region
) -> None:
    """Was hat sich seit der letzten Fortschreibung des Integrationskonzepts verändert?"""
    at = region.truth.at
    truth = explorer.overlap.changes(at.replace(year=at.year - 1), at)

    keys.open(t("history", lang))
    keys.open(t("compare_days", lang))

    sentence = t(
        "comparison_sentence",
        lang,
        start=truth.earlier,
        end=truth.later,
        began=len(truth.structures_began),
        ended=len(truth.structures_ended),
        joined=len(truth.seats_began),
        left=len(truth.seats_ended),
    )
    expect(visit.page.get_by_role("status").first).to_have_text(sentence)
    for structure in truth.structures_ended:
        expect(visit.page.get_by_role("link", name=structure.name).first).to_be_visible()


def test_10_who_wrote_this_when_and_from_where(visit: Visit, keys: Keyboard, lang: str, explorer: Services) -> None:
    """Wer hat diese Angabe wann woher eingetragen?"""
    structure = explorer.structures.list(limit=1).items[0]
    changed = explorer.structures.get(structure.id)
    explorer.structures.update(replace(changed.record, legal_basis="Beschluss vom 12.03."), user="Frau Sommer")

    keys.fill(t("search_all", lang), structure.name)
    keys.send()

    keys.heading(structure.name)
    history = visit.page.locator("section[aria-labelledby=history-heading] tbody tr").first
    expect(history).to_contain_text("Frau Sommer")
    expect(history).to_contain_text("Beschluss vom 12.03.")
    change = explorer.history.list(key=structure.id, limit=1).items[0]
    explorer.history.undo([change.id])
