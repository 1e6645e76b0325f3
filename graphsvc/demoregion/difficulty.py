"""How hard a planted pair is to see, from what differs in truth and what is missing in the record."""

from __future__ import annotations

from graphsvc.demoregion.truth import Class, Difficulty
from graphsvc.model.entities import Structure

TELLING = ("function", "topic", "target_group", "territory", "valid_from")
"""Fields whose absence hides a duplicate."""


def difficulty(
    klass: Class, true: tuple[Structure, Structure], recorded: tuple[Structure, Structure], both_listed: bool
) -> Difficulty:
    """Easy, medium or hard: two points for each telling field that is missing, one for each that differs."""
    points = 2 * _missing(klass, recorded) + (0 if both_listed or klass not in {"K1", "K7"} else 1)
    if klass in {"K1", "K2"}:
        points += _differing(*true)
    return "easy" if points <= 1 else "medium" if points <= 3 else "hard"


def _missing(klass: Class, recorded: tuple[Structure, Structure]) -> int:
    fields = TELLING + {"K3": ("part_of",), "K5": ("successor_of",)}.get(klass, ())
    return sum(not any(getattr(s, field) for s in recorded) for field in fields[len(TELLING) :]) + sum(
        not getattr(structure, field) for structure in recorded for field in TELLING
    )


def _differing(a: Structure, b: Structure) -> int:
    return sum(set(getattr(a, field)) != set(getattr(b, field)) for field in ("function", "topic", "target_group"))
