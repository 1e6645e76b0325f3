"""Pages that write, without a browser: two people at once, sources, long work, comparisons that lack somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import islice

import pytest
from fastapi.testclient import TestClient

from graphsvc import __version__
from graphsvc.api.app import create_app
from graphsvc.demoregion.region import Region
from graphsvc.model.entities import Actor, Membership
from graphsvc.model.scenario import Step
from graphsvc.model.validity import holds_at
from graphsvc.services import Services
from graphsvc.services.decisions import DecisionInput


@pytest.fixture
def client(explorer: Services) -> Iterator[TestClient]:
    """The explorer in German."""
    with TestClient(create_app(services=explorer), headers={"accept-language": "de"}) as client:
        yield client


def hidden(page: str) -> dict[str, str]:
    """Hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def filled_in(page: str) -> dict[str, list[str]]:
    """The form of a record as a browser would send it back untouched."""
    form = page[page.index('<form method="post" class="stack-large"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, list[str]] = {}
    controls = [tag for tag in re.findall(r"<input[^>]*>", form) if "checkbox" not in tag or " checked" in tag]
    found = [(named(tag), tag.partition(' value="')[2].partition('"')[0]) for tag in controls]
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        found += [(name, value) for value in re.findall(r'value="([^"]*)" selected', inside)]
    found += re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S)
    for name, value in found:
        sent.setdefault(name, []).append(unescape(value))
    return sent


def named(tag: str) -> str:
    return tag.partition(' name="')[2].partition('"')[0]


def undo_last(services: Services) -> None:
    services.history.undo([services.history.list(limit=1).items[0].id])


def test_the_second_editor_of_a_record_sees_both_versions(
    client: TestClient, explorer: Services, region: Region
) -> None:
    actor = next(each for each in region.dataset.actors if not each.register_number)
    address = f"/akteure/{actor.id}/bearbeiten"
    mine = hidden(client.get(address).text) | {"name": actor.name, "city": "Meine Stadt"}
    explorer.actors.update(replace(explorer.actors.get(actor.id).record, city="Ihre Stadt"), user="Frau Sommer")

    answer = client.post(address, data=mine)

    assert answer.status_code == 409
    assert "<td>Ihre Stadt</td><td>Meine Stadt</td>" in answer.text
    assert explorer.actors.get(actor.id).record.city == "Ihre Stadt"
    undo_last(explorer)


def test_saving_an_untouched_form_changes_nothing_whatever_the_record_holds(
    client: TestClient, explorer: Services, region: Region
) -> None:
    structure = region.dataset.structures[0]
    known = explorer.structures.get(structure.id).record
    own = {"funding": "35.500,00 €", "target_group": ("Tierwohl", *known.target_group), "meetings_per_year": 4.0}
    explorer.structures.update(replace(known, **own))
    before = explorer.structures.get(structure.id)
    address = f"/strukturen/{structure.id}/bearbeiten"
    page = client.get(address).text

    assert 'value="Tierwohl" checked>Tierwohl (eigenes Wort)' in page
    assert re.search(r'name="meetings_per_year"[^>]* value="4"', page)
    assert f"graphsvc {__version__}" in page
    client.post(address, data=filled_in(page))
    assert explorer.structures.get(structure.id).record == before.record

    client.post(address, data=filled_in(client.get(address).text) | {"meetings_per_year": "6,5"})
    assert explorer.structures.get(structure.id).record == replace(before.record, meetings_per_year=6.5)
    late = client.post(address, data=filled_in(page) | {"meetings_per_year": "8"})
    assert late.status_code == 409
    assert "<td>6,5</td><td>8</td>" in late.text
    undo_last(explorer)
    undo_last(explorer)


@pytest.mark.parametrize(
    ("address", "form", "kept"),
    [
        ("/strukturen/neu", {"name": "x" * 100_000, "purpose": "Mein Zweck"}, "Mein Zweck"),
        ("/mitgliedschaften", {"back": "/akteure", "actor": "Gibtsnicht e.V.", "structure": "S"}, "Gibtsnicht e.V."),
        ("/mitgliedschaften", {"back": "/akteure", "valid_from": "gestern", "source": "Protokoll"}, "Protokoll"),
        ("/szenarien/neu", {"title": "", "structures": ["Gibtsnicht", ""]}, "Gibtsnicht"),
        ("/szenarien/neu", {"title": "Mein Entwurf", "kind": "merge"}, "Mein Entwurf"),
    ],
)
def test_a_wrong_entry_is_told_on_the_form_and_what_was_typed_stays(
    client: TestClient, address: str, form: dict[str, str | list[str]], kept: str
) -> None:
    answer = client.post(address, data=form)

    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.text
    assert "None" not in answer.text
    assert kept in answer.text[answer.text.index("<form method") if "<form method" in answer.text else 0 :]
    assert "</textarea>" in answer.text or "<input" in answer.text


def test_a_way_to_nowhere_is_told_on_the_map_and_what_was_typed_stays(client: TestClient) -> None:
    answer = client.get("/karte?focus=Gibtsnicht&path_to=Auch+nicht&topic=gesundheit")

    assert answer.status_code == 404
    form = answer.text.partition("<form class=")[2].partition("</form>")[0]
    assert "Einen Eintrag „Gibtsnicht“ gibt es nicht" in form
    assert 'value="Gibtsnicht"' in form
    assert 'value="Auch nicht"' in form
    assert 'data-map="/api/figures/map?topic=gesundheit"' in answer.text


def test_a_file_that_cannot_be_read_is_told_above_the_place_to_drop_the_next(client: TestClient) -> None:
    answer = client.post("/import", files={"file": ("leer.csv", b"")})

    assert answer.status_code == 422
    assert re.search(r'role="alert"><p>Die Datei wurde nicht gelesen:</p><ul><li>Datei leer.csv: ', answer.text)
    assert 'type="file"' in answer.text


def test_a_page_that_says_what_went_wrong_leads_back_to_the_form(client: TestClient) -> None:
    came = {"referer": "http://testserver/akteure?q=x", "accept": "text/html"}

    answer = client.get("/akteure/gibt-es-nicht", headers=came)

    assert answer.status_code == 404
    assert 'href="/akteure?q=x">Zurück zum Formular' in answer.text


def test_a_decision_that_somebody_took_meanwhile_is_shown_and_kept(client: TestClient, explorer: Services) -> None:
    finding = explorer.findings.list(limit=1).items[0].id
    address = f"/pruefhinweise/strukturen/{finding}"
    seen = hidden(client.get(address).text).get("seen", "")
    explorer.findings.decide(finding, DecisionInput(decision="watch", reason="Erst beobachten."), user="Frau Sommer")

    answer = client.post(address, data={"seen": seen, "decision": "merge", "reason": "Zusammenlegen."})

    assert answer.status_code == 409
    assert "Frau Sommer" in answer.text
    assert "Zusammenlegen." in answer.text
    assert explorer.findings.get(finding).decision is not None
    assert explorer.findings.get(finding).decision.decision == "watch"  # type: ignore[union-attr]  # see the line above
    explorer.findings.withdraw(finding)


def test_a_decision_is_taken_back_only_by_who_has_read_it(client: TestClient, explorer: Services) -> None:
    finding = explorer.findings.list(limit=1).items[0].id
    address = f"/pruefhinweise/strukturen/{finding}"
    explorer.findings.decide(finding, DecisionInput(decision="watch", reason="Erst beobachten."))
    seen = hidden(client.get(address).text).get("seen", "")
    explorer.findings.decide(finding, DecisionInput(decision="keep", reason="Doch behalten."), user="Frau Sommer")

    late = client.post(f"{address}/ruecknahme", data={"seen": seen})

    assert late.status_code == 409
    assert "Frau Sommer" in late.text
    assert explorer.findings.get(finding).state == "decided"
    client.post(f"{address}/ruecknahme", data={"seen": hidden(late.text)["seen"]})
    assert explorer.findings.get(finding).decision is None


def test_after_a_decision_the_way_to_the_next_finding_stays(client: TestClient, explorer: Services) -> None:
    first, second = (each.id for each in explorer.findings.list(limit=2).items)
    address = f"/pruefhinweise/strukturen/{first}?place=0"
    assert "1 von " in client.get(address).text

    answer = client.post(address, data={"decision": "watch", "reason": "Erst beobachten."})

    assert answer.status_code == 200
    assert "in der Liste" in answer.text
    assert re.search(rf'rel="next" href="/pruefhinweise/strukturen/{re.escape(second)}\?place=0"', answer.text)
    explorer.findings.withdraw(first)


def test_a_judgement_that_somebody_gave_meanwhile_is_shown_and_kept(client: TestClient, explorer: Services) -> None:
    pair = explorer.records.list("actor", limit=1).items[0]
    given = explorer.records.judge(pair.a, pair.b, "different", user="Frau Sommer").judgement

    answer = client.post("/pruefhinweise/datensaetze", data={"a": pair.a, "b": pair.b, "verdict": "same", "seen": ""})

    assert answer.status_code == 409
    assert "Frau Sommer" in answer.text
    standing = [each.verdict for each in explorer.records.judgements("actor") if {each.a, each.b} == {pair.a, pair.b}]
    assert standing == ["different"]
    explorer.records.withdraw(given.id)


def test_a_membership_takes_a_document_with_its_date_as_source(
    client: TestClient, explorer: Services, region: Region
) -> None:
    structure = next(each for each in region.dataset.structures if holds_at(each, region.truth.at))
    seated = {seat.actor for seat in region.dataset.memberships if seat.structure == structure.id}
    actor = next(each for each in region.dataset.actors if each.id not in seated and holds_at(each, region.truth.at))
    form = {
        "back": "/",
        "actor": actor.id,
        "structure": structure.id,
        "source": "Protokoll",
        "source_date": "2026-03-12",
    }

    client.post("/mitgliedschaften", data=form)

    found = [each for each in explorer.structures.get(structure.id).ties if each.other_id == actor.id]
    assert [each.source for each in found if each.type == "MEMBER_OF"] == ["Protokoll, 12.03.2026"]
    undo_last(explorer)


def test_a_structure_that_is_not_there_today_is_left_out_and_told(
    client: TestClient, explorer: Services, region: Region
) -> None:
    at = region.truth.at
    ended = next(each for each in region.dataset.structures if not holds_at(each, at))
    first, second = islice((each for each in region.dataset.structures if holds_at(each, at)), 2)

    answer = client.get("/ueberschneidungen/mehrere", params={"s": [ended.id, first.name, second.id, "Gibt es nicht"]})

    assert answer.status_code == 200
    assert "weggelassen" in answer.text
    assert "Nicht gefunden" in answer.text
    assert explorer.overlap.upset([first.id, second.id]).description["de"] in answer.text


def test_an_import_is_written_in_the_background_and_ends_on_its_page(client: TestClient, explorer: Services) -> None:
    content = b"name;art\nVerein zum Probelauf e.V.;Migrantenorganisation\n"
    page = client.post("/import", files={"file": ("akteure.csv", content, "text/csv")})
    address = page.url.path

    watched = client.post(f"{address}/uebernehmen")
    for _ in range(600):
        if not watched.url.path.startswith("/auftraege/"):
            break
        watched = client.get(str(watched.url))

    assert watched.url.path == address
    assert explorer.actors.list(q="Verein zum Probelauf").total == 1
    explorer.imports.undo(address.rsplit("/", 1)[1])


def test_a_job_shows_its_progress_and_can_be_stopped(client: TestClient, explorer: Services) -> None:
    def work(tell: object) -> None:
        while True:
            tell(1, 4)  # type: ignore[operator]  # a `Progress`

    job = explorer.jobs.start("imports.job_commit", work)
    while explorer.jobs.get(job.id).state == "waiting":
        pass
    page = client.get(f"/auftraege/{job.id}", params={"back": "/import"}).text

    assert 'value="25" max="100"' in page
    client.post(f"/auftraege/{job.id}/abbrechen", data={"back": "/import"})
    while explorer.jobs.get(job.id).state == "running":
        pass
    assert "Abgebrochen" in client.get(f"/auftraege/{job.id}").text


def test_a_map_too_large_to_read_offers_ways_to_narrow_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.web.map.LARGEST", (1, 1))

    page = client.get("/karte", params={"mode": "both"}).text

    assert 'href="/karte?mode=both&amp;topic=gesundheit"' in page
    assert 'data-map=""' in page


def test_the_history_speaks_in_words_and_is_narrowed_by_deed_person_record_and_text(
    client: TestClient, explorer: Services, region: Region
) -> None:
    relation = region.dataset.relations[0]
    actor = next(each for each in region.dataset.actors if not each.register_number)
    explorer.actors.update(replace(explorer.actors.get(actor.id).record, city="Musterort"), user="Frau Sommer")

    told = client.get("/verlauf", params={"q": explorer.figures.atlas().name(relation.from_id)}).text
    mine = client.get("/verlauf", params={"key": actor.name, "user": "Frau Sommer", "what": "edit", "q": "musterORT"})
    nothing = client.get("/verlauf", params={"user": "Frau Sommer", "what": "merge", "q": "Musterort"}).text

    assert not re.search(r"from_id|to_id|>r-[0-9a-f]|<ins>(CARRIES|PART_OF|SUCCEEDS)<", told)
    assert "Beziehung: <a" in told
    assert f">{actor.name}</a></td>" in mine.text
    assert "Musterort" in mine.text
    assert 'value="edit" selected' in mine.text
    assert "<tbody>" not in nothing
    undo_last(explorer)


def test_the_history_names_a_record_that_is_gone_wherever_it_stood(client: TestClient, explorer: Services) -> None:
    created = explorer.actors.create(Actor(id="", name="Verein auf Zeit", kind="mo")).record
    structure = explorer.figures.atlas().dataset.structures[0]
    seat = explorer.memberships.create(Membership(actor=created.id, structure=structure.id)).record

    explorer.actors.delete(created.id, cascade=True)
    told = (
        client.get("/verlauf", params={"key": created.id}).text + client.get("/verlauf", params={"key": seat.id}).text
    )

    assert told.count("Mitgliedschaft: Verein auf Zeit – <a") == 2
    assert f">{created.id}" not in told


def test_a_draft_that_somebody_changed_meanwhile_is_shown_and_kept(client: TestClient, explorer: Services) -> None:
    first, second, third = (each.id for each in explorer.structures.list(limit=3).items)
    draft = explorer.scenarios.create("Zu zweit", [Step(kind="merge", structures=(first,), target=second)])
    seen = hidden(client.get(f"/szenarien/{draft.id}").text)
    explorer.scenarios.add(draft.id, Step(kind="dissolve", structures=(third,)))

    for deed in ("schritte", "zurueck", "anwenden"):
        answer = client.post(f"/szenarien/{draft.id}/{deed}", data=seen | {"kind": "dissolve", "structures": first})
        assert answer.status_code == 409, deed
        assert "inzwischen geändert" in answer.text
    assert len(explorer.scenarios.get(draft.id).steps) == 2
    explorer.scenarios.remove(draft.id)


def test_a_view_of_somebody_else_is_not_replaced_by_one_of_the_same_name(
    client: TestClient, explorer: Services
) -> None:
    theirs = explorer.views.save("Ausschuss", note="Frau Sommer", query="topic=gesundheit")

    beside = client.post("/karte/ansichten", data={"name": "Ausschuss", "query": "topic=sprache"})
    opened = {"name": "Ausschuss", "query": "topic=bildung", "seen": theirs.saved_at}
    client.post("/karte/ansichten", data=opened)

    assert "gibt es schon" in beside.text
    queries = {view.name: view.query for view in explorer.views.list()}
    assert queries == {"Ausschuss": "topic=bildung", "Ausschuss (2)": "topic=sprache"}
    for view in explorer.views.list():
        explorer.views.remove(view.id)


def test_a_membership_that_somebody_ended_meanwhile_keeps_its_end(client: TestClient, explorer: Services) -> None:
    seat = next(each for each in explorer.memberships.list(limit=500).items if not each.valid_to)
    ended = f"/mitgliedschaften/{seat.id}/beenden"

    first = client.post(ended, data={"back": "/", "valid_to": "2026-01-31"})
    second = client.post(ended, data={"back": "/", "valid_to": "2026-02-28"})

    assert (first.status_code, second.status_code) == (200, 409)
    assert "zum 31.01.2026 beendet" in second.text
    undo_last(explorer)


def test_a_planned_body_is_described_with_its_members(client: TestClient, region: Region) -> None:
    names = [actor.name for actor in region.dataset.actors[:7]]

    page = client.get("/gruendungs-check", params={"name": "AK Neu", "members": "; ".join(names)}).text

    [typed] = re.findall(r'<textarea id="members"[^>]*>(.*?)</textarea>', page, re.S)
    assert re.split(r"[;\n] *", unescape(typed).strip()) == names
