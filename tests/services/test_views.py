"""Saved views of the map."""

from __future__ import annotations

import pytest

from graphsvc.errors import NotFound, WrongUsage
from graphsvc.services import Services


def test_a_view_comes_back_as_it_was_saved(services: Services) -> None:
    saved = services.views.save(
        "Gesundheit", note="für den Ausschuss", query="?topic=gesundheit", positions={"a": (1.5, -2)}
    )

    assert services.views.get(saved.id) == saved
    assert saved.query == "topic=gesundheit"
    assert saved.positions == {"a": (1.5, -2)}


def test_the_same_name_replaces_the_older_view(services: Services) -> None:
    services.views.save("Gesundheit", query="topic=gesundheit")
    services.views.save("Gesundheit", query="topic=arbeit")

    assert [view.query for view in services.views.list()] == ["topic=arbeit"]


def test_a_removed_view_is_gone(services: Services) -> None:
    view = services.views.save("Weg")
    services.views.remove(view.id)

    with pytest.raises(NotFound):
        services.views.get(view.id)


@pytest.mark.parametrize("name", ["", "  ", "x" * 121], ids=["empty", "blank", "too long"])
def test_a_view_needs_a_name(services: Services, name: str) -> None:
    with pytest.raises(WrongUsage):
        services.views.save(name)
