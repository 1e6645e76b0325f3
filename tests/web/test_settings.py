"""Settings are changed in forms, by two people at once as well, and every change can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.services import Services

HOURS = "/einstellungen/festlegungen/stunden"
HUBS = "/einstellungen/festlegungen/ueberall-vertretene"
WEIGHTS = "/einstellungen/festlegungen/gewichte"


@pytest.fixture
def client(explorer: Services) -> Iterator[TestClient]:
    """The explorer; what was agreed on is as shipped before and after."""
    with TestClient(create_app(services=explorer), headers={"accept-language": "de"}) as client:
        yield client
    for convention in explorer.conventions.list():
        explorer.conventions.reset(convention.name)


def filled_in(client: TestClient, address: str) -> dict[str, str]:
    """The fields of the form as the page shows them."""
    page = client.get(address).text
    form = page[page.index(f'action="{address}"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    return fields | dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_hours_are_written_as_the_office_writes_numbers(client: TestClient, explorer: Services) -> None:
    fields = filled_in(client, HOURS)

    answer = client.post(HOURS, data=fields | {"cost_low": "61,50", "cost_high": "1.080,5"})

    assert answer.url.path == HOURS
    assert (explorer.conventions.hours().cost_low, explorer.conventions.hours().cost_high) == (61.5, 1080.5)
    assert "Zuletzt geändert von" in answer.text


def test_a_number_beyond_its_range_is_told_in_words_with_the_range(client: TestClient) -> None:
    below = client.post(HOURS, data=filled_in(client, HOURS) | {"preparation_low": "-1"}).text
    assert "Vor- und Nachbereitung, mindestens (h)</strong>: Die Zahl ist zu klein: Erlaubt ist mindestens 0." in below
    above = client.post(HUBS, data=filled_in(client, HUBS) | {"share": "120"}).text
    assert "Anteil der Strukturen</strong>: Die Zahl ist zu groß: Erlaubt ist höchstens 100." in above

    changed = client.post(HOURS, data=filled_in(client, HOURS) | {"preparation_low": "0,75"}).text
    assert '<span class="muted">Vor- und Nachbereitung, mindestens (h):</span>' in changed
    assert "<ins>0,75</ins>" in changed


@pytest.mark.parametrize(("field", "value"), [("cost_low", "viel"), ("cost_low", "900"), ("travel_high", "-1")])
def test_a_wrong_number_is_refused_and_what_was_typed_stays(
    client: TestClient, explorer: Services, field: str, value: str
) -> None:
    answer = client.post(HOURS, data=filled_in(client, HOURS) | {field: value})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{value}"' in answer.text
    assert explorer.conventions.get("hours").user is None


def test_the_second_of_two_people_sees_both_versions_and_overwrites_nothing(
    client: TestClient, explorer: Services
) -> None:
    mine = filled_in(client, HUBS) | {"share": "40"}
    explorer.conventions.put("hubs", {"share": 0.3}, user="Frau Sommer")

    answer = client.post(HUBS, data=mine)

    assert answer.status_code == 409
    assert "Jemand anderes" in answer.text
    assert "<td>30</td><td>40</td>" in answer.text
    assert explorer.conventions.hubs().share == 0.3
    assert client.post(HUBS, data=filled_in_again(answer.text, HUBS) | {"share": "40"}).status_code == 200
    assert explorer.conventions.hubs().share == 0.4


def filled_in_again(page: str, address: str) -> dict[str, str]:
    form = page[page.index(f'action="{address}"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)[:1])


def test_weights_need_a_confirmation_and_each_change_can_be_taken_back(client: TestClient, explorer: Services) -> None:
    fields = filled_in(client, WEIGHTS) | {"prior": "0,5"}
    fields.pop("confirmed", None)
    assert client.post(WEIGHTS, data=fields).status_code == 422

    saved = client.post(WEIGHTS, data=fields | {"confirmed": "1"})
    assert explorer.conventions.weights().prior == 0.005
    change = re.search(r'name="change" value="([^"]+)"', saved.text)
    assert change is not None
    client.post("/einstellungen/ruecknahme", data={"name": "weights", "change": change.group(1)})

    assert explorer.conventions.get("weights").value == explorer.conventions.get("weights").default


def test_a_hub_is_named_by_ticking_or_by_name(client: TestClient, explorer: Services) -> None:
    first, second = (each.actor for each in explorer.overlap.load().actors[-2:])

    client.post(HUBS, data=filled_in(client, HUBS) | {"always": first.name, "hub": second.id})

    assert explorer.conventions.hubs().always == (first.id, second.id)
    unknown = client.post(HUBS, data=filled_in(client, HUBS) | {"always": "Gibt es nicht"})
    assert unknown.status_code == 422


def test_a_word_of_the_office_is_added_shown_found_and_removed(client: TestClient, explorer: Services) -> None:
    form = {"name": "topics", "word": "Deutschförderung", "meaning": "daz"}

    page = client.post("/einstellungen/vokabular/woerter", data=form).text
    found = client.get("/suche", params={"q": "deutschfoerderung"}).text
    assert "Deutschförderung" in page
    assert 'href="/strukturen?topic=daz"' in found

    assert 'name="back" value="/einstellungen/vokabular?name=topics"' in page

    client.post("/einstellungen/vokabular/woerter/entfernen", data={**form})
    assert explorer.conventions.terms() == ()


def test_a_territory_is_added_and_a_second_writer_is_told(client: TestClient, explorer: Services) -> None:
    place = {"key": "x-nord", "name": "Nordstadt", "population": "4000"}
    assert client.post("/einstellungen/gebiete", data=place).status_code == 200
    version = explorer.places.get("x-nord")[1]
    client.post("/einstellungen/gebiete", data=place | {"name": "Nordviertel", "version": version})

    answer = client.post("/einstellungen/gebiete", data=place | {"name": "Norden", "version": version})

    assert answer.status_code == 409
    assert explorer.places.get("x-nord")[0].name == "Nordviertel"
    client.post("/einstellungen/gebiete/x-nord/entfernen")
    assert "x-nord" not in {each.key for each in explorer.places.list()}


def test_weights_learned_from_decisions_are_a_proposal_that_has_to_hold(client: TestClient, explorer: Services) -> None:
    page = client.get(WEIGHTS).text
    assert explorer.findings.calibration().text["de"] in page
    assert 'action="/einstellungen/gewichte/lernen"' not in page

    answer = client.post("/einstellungen/gewichte/lernen", data={"proposal": "w-old", "confirmed": "1"})

    assert answer.status_code == 409
    assert "Die Gewichte bleiben." in answer.text
    assert explorer.conventions.get("weights").user is None
