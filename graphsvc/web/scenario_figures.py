"""The map in numbers before and after a scenario, each number with the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphsvc.analysis.load import LoadParams
from graphsvc.model.scenario import Effect, Effects, Figures

LOAD = "/ueberschneidungen/sitzungslast"
SEATS = ("seats", "last_seat")
LINES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("structures", "/strukturen", ()),
    ("seats", LOAD, SEATS),
    ("hours", LOAD, ("hours",)),
    ("cost", LOAD, ("hours",)),
    ("cells", "/luecken?depth=narrow", ("cell_lost", "cell_new")),
    ("ties", "/karte", ("ties", "ties_new")),
)
"""Name of a figure, where the rows of today stand, which effects lead to the other number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its value or the ends of its range before and after; `rows` is the address of what was counted,
    `reason` the heading on the page of a scenario below which the difference is told row by row."""

    name: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    rows: str
    reason: str

    @property
    def change(self) -> tuple[float, ...]:
        """By how much each value grows."""
        return tuple(after - before for before, after in zip(self.before, self.after, strict=True))


def by_kind(effects: Iterable[Effect]) -> dict[str, list[Effect]]:
    """The consequences by what they are about, in the order in which they are told."""
    found: dict[str, list[Effect]] = {}
    for effect in effects:
        found.setdefault(effect.kind, []).append(effect)
    return found


def lines(effects: Effects, hours: LoadParams) -> list[Line]:
    """All figures of a scenario; an hour is worth what the office agreed on."""
    before, after = _values(effects.before, hours), _values(effects.after, hours)
    told = by_kind(effects.effects)
    return [
        Line(name, before[name], after[name], rows, next((f"effect-{kind}" for kind in kinds if kind in told), "steps"))
        for name, rows, kinds in LINES
    ]


def _values(figures: Figures, hours: LoadParams) -> Mapping[str, tuple[float, ...]]:
    span = (figures.hours_low, figures.hours_high)
    return {
        "structures": (figures.structures,),
        "seats": (figures.seats,),
        "hours": span,
        "cost": (round(span[0] * hours.cost_low, -3), round(span[1] * hours.cost_high, -3)),
        "cells": (figures.cells,),
        "ties": (figures.ties,),
    }
