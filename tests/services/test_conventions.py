"""What the office agrees on reaches every answer, is recorded, and can be taken back."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.errors import Conflict, GraphsvcError, InputRefused, NotFound, Outdated, WrongUsage
from graphsvc.model.conventions import ConventionName
from graphsvc.model.entities import Actor, Membership, Place, Structure
from graphsvc.services import Services
from graphsvc.vocabulary import scheme


@pytest.fixture
def seated(services: Services) -> Services:
    """Two structures of two members each, one of them in both."""
    for name in ("amt", "verein", "schule"):
        services.actors.create(Actor(id=name, name=name.title(), topic=("Deutschförderung", "schule")))
    for name in ("kreis", "runde"):
        services.structures.create(Structure(id=name, name=name.title(), meetings_per_year=4, hours=2))
    for actor, structure in [("amt", "kreis"), ("verein", "kreis"), ("amt", "runde"), ("schule", "runde")]:
        services.memberships.create(Membership(actor=actor, structure=structure))
    return services


def test_hours_that_were_agreed_on_count_at_once_and_what_is_given_counts_more(seated: Services) -> None:
    hours = {"preparation_low": 0, "preparation_high": 0, "travel_low": 0, "travel_high": 0}
    before = seated.overlap.load().hours

    seated.conventions.put("hours", {**hours, "cost_low": 10, "cost_high": 20})
    agreed = seated.overlap.load()
    tried = seated.overlap.load(type(seated.conventions.hours())(travel_high=1))

    assert before.high > agreed.hours.high == 4 * 4 * 2
    assert (agreed.cost.low, agreed.cost.high) == (10 * 32, 20 * 32)
    assert tried.hours.high == 4 * 4 * 3


def test_an_actor_named_as_a_hub_is_left_out_of_shared_without_hubs(seated: Services) -> None:
    assert seated.overlap.pair("kreis", "runde").shared_without_hubs == 1

    seated.conventions.put("hubs", {"share": 0.3, "always": ["amt"]})
    found = seated.overlap.pair("kreis", "runde")

    assert found.shared_without_hubs == 0
    assert [hub.id for hub in found.hubs.actors] == ["amt"]
    assert found.hubs.share == 0.3


def test_weights_that_were_agreed_on_are_used(seated: Services) -> None:
    value = dict(seated.conventions.get("weights").value)
    seated.conventions.put("weights", {**value, "prior": 0.01})

    assert seated.findings.suspicions().weights.prior == 0.01


def test_the_log_says_who_when_before_after_and_each_change_can_be_taken_back(services: Services) -> None:
    services.conventions.put("hubs", {"share": 0.3}, user="anna")
    services.conventions.put("hubs", {"share": 0.4}, user="berta")
    last, first = services.conventions.changes("hubs")
    assert (last.user, first.user) == ("berta", "anna")
    assert (last.before, last.after) == ({"share": 0.3, "always": []}, {"share": 0.4, "always": []})

    services.conventions.restore("hubs", last.id)
    assert services.conventions.hubs().share == 0.3
    services.conventions.restore("hubs", first.id)
    found = services.conventions.get("hubs")

    assert (found.value, found.user) == (found.default, None)


def test_an_older_version_overwrites_nothing(services: Services) -> None:
    read = services.conventions.get("hubs")
    services.conventions.put("hubs", {"share": 0.3}, version=read.version)

    with pytest.raises(Outdated):
        services.conventions.put("hubs", {"share": 0.9}, version=read.version)

    assert services.conventions.hubs().share == 0.3


def _weights_with(services: Services, **levels: Any) -> dict[str, Any]:
    value = services.conventions.get("weights").value
    dimensions = {**value["dimensions"], "name": {**value["dimensions"]["name"], **levels}}
    return {**value, "dimensions": dimensions}


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ({"m": [0.3, 0.3, 0.3, 0.3]}, "conventions.shares_add_up"),
        ({"m": [0.5, 0.5]}, "conventions.one_share_a_level"),
        ({"thresholds": [0.4, 0.2, 0.6]}, "conventions.thresholds_rise"),
        ({"trust": 2}, "conventions.at_most"),
    ],
    ids=["sum", "count", "order", "trust"],
)
def test_weights_that_make_no_sense_are_refused_with_the_place(
    services: Services, levels: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        services.conventions.put("weights", _weights_with(services, **levels))

    problem = refused.value.problems[0]
    assert problem.message == reason
    assert "name" in (problem.column or "")


def test_a_range_that_ends_before_it_begins_is_refused(services: Services) -> None:
    with pytest.raises(InputRefused, match="At least"):
        services.conventions.put("hours", {"travel_low": 3, "travel_high": 1})


def test_a_word_of_the_office_is_understood_and_corrects_what_is_there(seated: Services) -> None:
    term = seated.conventions.add_term("topics", "Deutschförderung", "DaZ")

    assert set(seated.actors.get("amt").record.topic) == {term.code, "schule"}
    assert seated.actors.list(topic="deutschfoerderung").total == 3
    with seated.conventions.understood():
        assert scheme("topics").find("DEUTSCHFÖRDERUNG") == term.code
        assert scheme("topics").concepts[term.code].local == ("Deutschförderung",)
    assert scheme("topics").find("Deutschförderung") is None

    seated.conventions.remove_term("topics", "deutschförderung")
    assert seated.conventions.terms() == ()


def test_a_corrected_word_comes_back_with_the_undo_of_its_batch(seated: Services) -> None:
    seated.conventions.add_term("topics", "Deutschförderung", "DaZ")
    batch = seated.history.list(what="add_term").items[0].batch

    seated.history.undo_batch(str(batch))

    assert set(seated.actors.get("amt").record.topic) == {"Deutschförderung", "schule"}


@pytest.mark.parametrize(
    ("term", "error"),
    [
        (("farben", "Blau", "daz"), WrongUsage),
        (("topics", "Blau", "ganz unbekannt"), WrongUsage),
        (("topics", "  ", "daz"), WrongUsage),
        (("topics", "Schule", "ganztag"), Conflict),
    ],
    ids=["vocabulary", "entry", "blank", "taken"],
)
def test_a_word_that_cannot_be_kept_is_refused(
    services: Services, term: tuple[str, str, str], error: type[GraphsvcError]
) -> None:
    with pytest.raises(error):
        services.conventions.add_term(*term)


def test_an_import_understands_the_words_of_the_office(services: Services, tmp_path: Any) -> None:
    file = tmp_path / "akteure.csv"
    file.write_text("name;thema\nVerein;Deutschförderung\n", encoding="utf-8")
    code = services.conventions.add_term("topics", "Deutschförderung", "DaZ").code

    services.imports.commit(services.imports.upload(file).id)

    assert [actor.topic for actor in services.actors.list().items] == [(code,)]


def test_own_territory_is_written_used_and_goes_only_when_nobody_names_it(services: Services) -> None:
    services.places.put(Place(key="05758012-03", name="Nordstadt", part_of="05758012", population=4000))
    services.actors.create(Actor(id="treff", name="Treff", territory=("05758012-03",)))

    assert services.places.get("05758012-03")[0].population == 4000
    with pytest.raises(Conflict):
        services.places.remove("05758012-03")
    services.actors.delete("treff")
    batch = services.places.remove("05758012-03")
    with pytest.raises(NotFound):
        services.places.get("05758012-03")

    services.history.undo_batch(batch)
    assert services.places.get("05758012-03")[0].name == "Nordstadt"


@pytest.mark.parametrize("part_of", ["x", "nirgends"], ids=["itself", "unknown"])
def test_a_territory_lies_somewhere_else(services: Services, part_of: str) -> None:
    with pytest.raises(WrongUsage):
        services.places.put(Place(key="x", name="X", part_of=part_of))


def test_every_convention_has_a_default_that_its_own_model_takes(services: Services) -> None:
    found = services.conventions.list()

    assert tuple(each.name for each in found) == get_args(ConventionName)
    for each in found:
        assert services.conventions.put(each.name, each.default).value == each.default


def test_the_api_writes_only_over_the_version_that_was_read(services: Services) -> None:
    client = TestClient(create_app(services=services))
    read = client.get("/api/conventions/hubs").headers["etag"]

    first = client.put("/api/conventions/hubs", json={"share": 0.3}, headers={"If-Match": read})
    second = client.put("/api/conventions/hubs", json={"share": 0.9}, headers={"If-Match": read})
    wrong = client.put("/api/conventions/hubs", json={"share": 7})

    assert (first.status_code, second.status_code, wrong.status_code) == (200, 412, 422)
    assert client.get("/api/conventions/hubs").json()["value"]["share"] == 0.3
    assert client.delete("/api/conventions/hubs").json()["user"] is None
    assert client.get("/api/conventions/hubs/changes").json()["total"] == 2
