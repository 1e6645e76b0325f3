"""What a map says about one actor."""

from __future__ import annotations

from datetime import date

from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Actor, Dataset, Membership, Structure

AT = date(2026, 3, 28)


def test_seats_are_one_in_each_running_structure_without_deputies() -> None:
    atlas = Atlas.of(
        Dataset(
            actors=(Actor(id="a", name="Jobcenter", kind="jobcenter"),),
            structures=(
                Structure(id="s1", name="Runde", kind="netzwerk"),
                Structure(id="s2", name="Modellprojekt", kind="netzwerk", valid_to=date(2020, 12, 31)),
                Structure(id="s3", name="Beirat", kind="netzwerk"),
            ),
            memberships=(
                Membership(actor="a", structure="s1", role="leitung"),
                Membership(actor="a", structure="s1", role="mitglied"),
                Membership(actor="a", structure="s2"),
                Membership(actor="a", structure="s3", deputy=True),
            ),
        )
    )

    assert [seat.structure for seat in atlas.seats("a", AT)] == ["s1"]
    assert [seat.structure for seat in atlas.seats("a", None)] == ["s1", "s2"]
