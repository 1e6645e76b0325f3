"""The Herford workbook: clean, sourced, without persons, and with the answer that its sources allow."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.examples import HERFORD_AT, herford
from graphsvc.ingest.template import Reading, read_template
from graphsvc.model.entities import Dataset, Structure

WIDUNETZ = "widunetz"
EDUCATION = "Regionales Bildungsnetzwerk"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_template(herford())


@pytest.fixture(scope="module")
def dataset(reading: Reading) -> Dataset:
    return reading.dataset


def structure(dataset: Dataset, name: str) -> Structure:
    return next(each for each in dataset.structures if each.name == name)


def members(dataset: Dataset, name: str) -> set[str]:
    """Names of those who sit in a structure or in one of its organs."""
    top = structure(dataset, name).id
    bodies = {top, *(each.id for each in dataset.structures if each.part_of == top)}
    names = {actor.id: actor.name for actor in dataset.actors}
    return {names[each.actor] for each in dataset.memberships if each.structure in bodies}


def test_nothing_in_it_needs_a_remark(reading: Reading) -> None:
    assert reading.problems == () and reading.notes == ()


def test_kreis_herford_and_nobody_else_is_named_in_both_networks(dataset: Dataset) -> None:
    assert members(dataset, WIDUNETZ) & members(dataset, EDUCATION) == {"Kreis Herford"}


def test_two_of_nine_municipalities_stay_unnamed_so_one_to_three_are_shared(dataset: Dataset) -> None:
    first, second = members(dataset, WIDUNETZ), members(dataset, EDUCATION)
    municipalities = {actor.name for actor in dataset.actors if actor.kind == "gemeinde"}
    totals = [structure(dataset, name).members_total or 0 for name in (WIDUNETZ, EDUCATION)]
    unnamed_first, unnamed_second = totals[0] - len(first), totals[1] - len(second)

    assert len(municipalities) == 9 and municipalities <= first and not municipalities & second
    assert (unnamed_first, unnamed_second) == (0, 2)
    assert len(first & second) + min(unnamed_second, len(first - second)) == 3


def test_the_centres_and_the_office_that_supports_them(dataset: Dataset) -> None:
    centres = {actor.id: actor for actor in dataset.actors if actor.kind == "ki"}
    supported = {tie.to_id for tie in dataset.relations if tie.kind == "SUPPORTS"}
    own = next(actor for actor in centres.values() if actor.territory == ("05758",))

    assert len(centres) == 54 and supported == set(centres)
    assert own.valid_from == date(2014, 8, 1)
    assert len([tie for tie in dataset.relations if tie.kind == "FUNDS" and tie.to_id == own.id]) == 2


def test_agreements_establish_the_networks(dataset: Dataset) -> None:
    established = {agreement.title: agreement.establishes for agreement in dataset.agreements}

    assert established["Netzwerkvereinbarung widunetz"] == (structure(dataset, WIDUNETZ).id,)
    assert established["Kooperationsvertrag Bildungsregion Herford"] == (structure(dataset, EDUCATION).id,)


def test_every_row_names_its_source_and_no_list_of_members_claims_to_be_whole(dataset: Dataset) -> None:
    parts = (dataset.actors, dataset.structures, dataset.memberships, dataset.agreements, dataset.relations)

    assert all(getattr(fact, "source", None) and getattr(fact, "origin", None) for part in parts for fact in part)
    assert {each.members_complete for each in dataset.structures} == {False}


def test_today_is_the_latest_day_in_the_sources(dataset: Dataset) -> None:
    assert max(each.as_recorded for each in dataset.structures if each.as_recorded) == HERFORD_AT
