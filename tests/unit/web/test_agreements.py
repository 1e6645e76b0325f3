"""Which agreements the page lists."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.model.entities import Agreement
from graphsvc.web.agreements import _is_asked_for

AT = date(2026, 3, 28)
ENDS = {"ended": date(2024, 1, 1), "soon": date(2026, 5, 1), "later": date(2028, 1, 1), "open": None}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("", ["soon", "later", "open"]),
        ("year", ["soon"]),
        ("90", ["soon"]),
        ("open", ["open"]),
        ("ended", ["ended"]),
        ("all", ["ended", "soon", "later", "open"]),
    ],
)
def test_without_a_wish_the_list_holds_what_is_in_force(choice: str, expected: list[str]) -> None:
    agreements = [Agreement(id=name, title=name, kind="kooperation", valid_to=end) for name, end in ENDS.items()]

    assert [each.id for each in agreements if _is_asked_for(each, choice, AT)] == expected
