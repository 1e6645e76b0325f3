"""Check before founding: what is there already comes first, then what is near."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.analysis.founding import Planned, founding_check
from graphsvc.demoregion import generate
from graphsvc.model.entities import Dataset

DAY = date(2026, 3, 28)


@pytest.fixture(scope="module")
def region() -> Dataset:
    return generate(seed=1, size=0.3).dataset


def test_a_body_of_this_name_is_told_first_of_all(region: Dataset) -> None:
    alive = [s for s in region.structures if s.status != "beendet" and (s.valid_to or DAY) >= DAY]
    for body in alive[:6]:
        for planned in (Planned(name=body.name), Planned(name=body.name, topic=[*body.topic], kind=body.kind)):
            first = founding_check(region, planned, at=DAY)[0]

            assert (first.structure.id, first.exists) == (body.id, True)
            assert first.words["de"].headline == f"Das gibt es schon: „{body.name}“."
            assert first.weight > -100


def test_members_whom_nobody_knows_yet_count_as_members(region: Dataset) -> None:
    body = next(s for s in region.structures if s.topic and s.status != "beendet")
    names = {actor.id: actor.name for actor in region.actors}
    members = [names[m.actor] for m in region.memberships if m.structure == body.id][:3]
    planned = Planned(name="Vorhaben", topic=[*body.topic], members=[*members, "Neue Initiative", "Zweite Initiative"])

    said = [near.words["en"] for near in founding_check(region, planned, at=DAY, k=50) if near.structure.id == body.id]

    assert not any("Vorhaben" in line and "members" in line.lower() for line in said[0].unknown)
    assert any("Vorhaben: 5" in line for line in (*said[0].in_favour, *said[0].against))
