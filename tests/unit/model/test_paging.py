"""Lists and parts of them: bounds, and tables that have their columns when they are empty."""

from __future__ import annotations

import pytest

from graphsvc.errors import InputRefused
from graphsvc.model.details import Seat
from graphsvc.model.entities import Need
from graphsvc.model.paging import GREATEST_LIMIT, GREATEST_OFFSET, Page, Results, as_results, page_of

NEEDS = [Need(value=1.0), Need(value=2.0)]


def test_a_part_knows_the_whole_list() -> None:
    page = page_of(NEEDS, limit=1, offset=1, of=Need)

    assert (page.items, page.total, page.limit, page.offset) == ((NEEDS[1],), 2, 1, 1)


@pytest.mark.parametrize(
    ("limit", "offset", "fields"),
    [
        (0, 0, ["limit"]),
        (GREATEST_LIMIT + 1, 0, ["limit"]),
        (1, -1, ["offset"]),
        (1, GREATEST_OFFSET + 1, ["offset"]),
        (-(10**30), 10**30, ["limit", "offset"]),
    ],
)
def test_what_no_list_has_is_refused(limit: int, offset: int, fields: list[str]) -> None:
    with pytest.raises(InputRefused) as refused:
        page_of(NEEDS, limit=limit, offset=offset, of=Need)

    assert [problem.column for problem in refused.value.problems] == fields


def test_tables_have_the_columns_of_an_item_also_when_empty() -> None:
    columns = ["value", "topic", "target_group", "territory", "source", "origin", "id"]

    assert Page((), 0, of=Need).to_frame().columns.tolist() == columns
    assert Results(of=Need).to_frame().columns.tolist() == columns
    assert Results(NEEDS, Need).to_frame()["value"].tolist() == [1.0, 2.0]
    assert "actor_name" in Page((), 0, of=Seat).to_frame()


def test_a_method_that_gives_a_list_gives_a_table() -> None:
    @as_results(Need)
    def needs(least: float) -> list[Need]:
        return [need for need in NEEDS if need.value >= least]

    assert needs(2.0) == (NEEDS[1],)
    assert needs(2.0).to_frame()["value"].tolist() == [2.0]
    assert needs(3.0).to_frame().shape == (0, 7)
