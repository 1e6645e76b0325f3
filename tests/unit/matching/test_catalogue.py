"""A catalogue that is kept: it answers what a new one would, and lays out only what was written since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphsvc.matching import Catalogue, Matches, Record, nearest, pair, rank
from tests.benchmarks.records.bodies import generate

COLUMNS = ("id", "name", "street", "postcode", "city", "phone", "email", "web")


@pytest.fixture(scope="module")
def bodies() -> list[Record]:
    rows = generate(600, 11).select(COLUMNS).iter_rows()
    return [Record(**{name: cell or None for name, cell in zip(COLUMNS, row, strict=True)}) for row in rows]  # type: ignore[arg-type]


def found(matches: Matches) -> set[tuple[str, str]]:
    return set(matches.ids())


def weights(matches: Matches, *, above: float = 0.0) -> dict[tuple[str, str], float]:
    likely = matches.where(matches.weight > above)
    return dict(zip(likely.ids(), likely.weight.tolist(), strict=True))


def test_a_changed_record_is_found_as_it_is_now_and_no_longer_as_it_was(bodies: list[Record]) -> None:
    before = Catalogue.of(bodies)
    moved = replace(bodies[7], name="Heimatpflege Quakenmoor", city="Quakenmoor", phone=None, web=None, email=None)
    after = before.updated([*bodies[:7], moved, *bodies[8:]])

    (old,), (new,) = (rank([Record(id="?", name=name)], after, k=1).ids() for name in (bodies[7].name, moved.name))
    assert new == ("?", moved.id)
    assert old != ("?", moved.id)
    assert len(after) == len(before)


def test_only_what_was_written_since_is_laid_out(bodies: list[Record]) -> None:
    before = Catalogue.of(bodies[:-5])
    after = before.updated(bodies[3:])

    assert after.segments[0].prepared is before.segments[0].prepared
    assert [record.id for record in after.segments[1].prepared.records] == [record.id for record in bodies[-5:]]
    assert len(after) == len(bodies) - 3


def test_many_changes_make_a_new_catalogue(bodies: list[Record]) -> None:
    assert len(Catalogue.of(bodies[:500]).updated(bodies).segments) == 1


def test_what_comes_near_is_the_same_in_a_catalogue_brought_up_to_date(bodies: list[Record]) -> None:
    asked = [replace(record, id=f"?{record.id}") for record in bodies[-60:]]
    grown = Catalogue.of(bodies[:-5]).updated(bodies)

    assert found(rank(asked, grown, k=1)) == found(rank(asked, bodies, k=1))
    before, new = weights(nearest(asked, grown)), weights(nearest(asked, bodies), above=1.0)
    assert {ids: before[ids] for ids in new} == pytest.approx(new, abs=1.0)


def test_a_record_is_not_compared_with_itself_and_a_pair_weighs_what_the_search_says(bodies: list[Record]) -> None:
    catalogue = Catalogue.of(bodies)
    matches = nearest(bodies[:2], catalogue)
    others = {other for _, other in found(matches)} - {bodies[0].id}

    assert all(a != b for a, b in matches.ids())
    assert others
    assert len(pair(bodies[0], bodies[1], catalogue)) == 1
