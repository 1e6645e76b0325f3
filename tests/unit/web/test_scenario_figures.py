"""Figures of a scenario: what an hour is worth, and where each number leads."""

from __future__ import annotations

from datetime import date

from graphsvc.analysis.load import LoadParams
from graphsvc.model.scenario import Effect, Effects, Figures
from graphsvc.web.scenario_figures import by_kind, lines

BEFORE = Figures(structures=10, seats=50, hours_low=1000, hours_high=2000, cells=30, ties=90)
AFTER = Figures(structures=9, seats=48, hours_low=900, hours_high=1700, cells=30, ties=91)
TOLD = (
    Effect(kind="last_seat", ids=("a-1",), text={"de": "Amt verliert den letzten Sitz."}),
    Effect(kind="ties_new", ids=("a-2",), text={"de": "B trifft C."}),
    Effect(kind="last_seat", ids=("a-3",), text={"de": "D verliert den letzten Sitz."}),
    Effect(kind="hours", ids=("s-1", "a-1"), text={"de": "Die Sitzungen von E entfallen."}),
)


def test_every_figure_leads_to_the_rows_of_today_and_to_what_changes_it() -> None:
    effects = Effects(at=date(2026, 3, 28), before=BEFORE, after=AFTER, effects=TOLD, refused=())
    found = {line.name: line for line in lines(effects, LoadParams(cost_low=50, cost_high=80))}

    assert found["cost"].before == (50_000, 160_000)
    assert found["cost"].change == (-5_000, -24_000)
    assert found["seats"].reason == "effect-last_seat"
    assert found["hours"].reason == found["cost"].reason == "effect-hours"
    assert found["ties"].reason == "effect-ties_new"
    assert found["structures"].reason == found["cells"].reason == "steps"
    assert found["structures"].rows == "/strukturen"


def test_consequences_stand_by_kind_in_the_order_they_are_told() -> None:
    assert {kind: len(told) for kind, told in by_kind(TOLD).items()} == {"last_seat": 2, "ties_new": 1, "hours": 1}
