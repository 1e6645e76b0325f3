"""A scenario carried out on a copy of the map: bodies end, seats move, roofs are founded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from graphsvc.errors import WrongUsage
from graphsvc.model.entities import Dataset, Membership, Relation, Structure
from graphsvc.model.identifiers import stable_id
from graphsvc.model.scenario import Step
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.model.validity import days_from, holds_at

FIELDS = ("topic", "target_group", "function", "education_stage", "territory")
"""What a body takes over from one that goes into it."""


def carry_out(dataset: Dataset, steps: Sequence[Step], *, at: date) -> Dataset:
    """The map after all steps, in their order, on a day. Records keep their place and ids; new ones come last.

    Raises:
        WrongUsage: a step names something that is not there or has ended, or lacks a part.
    """
    for step in steps:
        dataset = STEPS[step.kind](dataset, step, at)
    return dataset


def _merge(dataset: Dataset, step: Step, at: date) -> Dataset:
    target, going = _target_and_going(dataset, step, at)
    inside = {m.actor for m in _seats(dataset, {target.id}, at) if not m.deputy}
    leaving = sorted(_seats(dataset, {body.id for body in going}, at), key=lambda m: not m.deputy)
    moved = {m.actor: m for m in leaving if m.actor not in inside}
    came = tuple(
        Membership(actor=actor, structure=target.id, role=m.role, deputy=m.deputy, valid_from=at)
        for actor, m in sorted(moved.items())
    )
    return _succeed(_end(_take_over(dataset, target, going), going, at), target, going, came, at=at)


def _dock_on(dataset: Dataset, step: Step, at: date) -> Dataset:
    target, going = _target_and_going(dataset, step, at)
    return _succeed(_end(_take_over(dataset, target, going), going, at), target, going, (), at=at)


def _dissolve(dataset: Dataset, step: Step, at: date) -> Dataset:
    going = [_standing(dataset, key, at) for key in step.structures]
    if not going:
        raise WrongUsage("scenarios.step_incomplete")
    return _end(dataset, going, at)


def _one_roof(dataset: Dataset, step: Step, at: date) -> Dataset:
    parts = [_standing(dataset, key, at) for key in dict.fromkeys(step.structures)]
    if not step.name or len(parts) < 2:
        raise WrongUsage("scenarios.roof_needs", kind=step.kind)
    refuse_unsound_texts(name=step.name)
    roof = Structure(
        id=stable_id("s", "netzwerk", step.name),
        name=step.name,
        kind="netzwerk",
        function=("koordinieren",),
        topic=_united("topic", parts),
        target_group=_united("target_group", parts),
        territory=_united("territory", parts),
        valid_from=at,
        status="aktiv",
    )
    kept = {body.id for body in parts}
    structures = tuple(replace(s, part_of=roof.id) if s.id in kept else s for s in dataset.structures)
    return replace(dataset, structures=(*structures, roof))


def _move(dataset: Dataset, step: Step, at: date) -> Dataset:
    target = _standing(dataset, step.target, at)
    origin = _standing(dataset, step.structures[0] if step.structures else None, at)
    if origin == target:
        raise WrongUsage("scenarios.into_itself", name=target.name)
    left = [m for m in _seats(dataset, {origin.id}, at) if m.actor == step.actor]
    if not left:
        raise WrongUsage("scenarios.no_such_seat", actor=step.actor, structure=origin.name)
    seated = any(m.actor == step.actor for m in _seats(dataset, {target.id}, at))
    came = () if seated else (Membership(actor=left[0].actor, structure=target.id, role=left[0].role, valid_from=at),)
    return replace(dataset, memberships=(*_ended_seats(dataset, left, at), *came))


def _leave(dataset: Dataset, step: Step, at: date) -> Dataset:
    if step.actor not in {actor.id for actor in dataset.actors}:
        raise _unknown(step.actor)
    left = [m for m in dataset.memberships if m.actor == step.actor and holds_at(m, at)]
    return replace(dataset, memberships=_ended_seats(dataset, left, at))


STEPS: Mapping[str, Callable[[Dataset, Step, date], Dataset]] = {
    "merge": _merge,
    "dissolve": _dissolve,
    "move": _move,
    "one_roof": _one_roof,
    "dock_on": _dock_on,
    "leave": _leave,
}
"""What each kind of step does."""


def _target_and_going(dataset: Dataset, step: Step, at: date) -> tuple[Structure, list[Structure]]:
    """The body that stays and those that go into it; it may be named among them."""
    target = _standing(dataset, step.target, at)
    if set(step.structures) == {target.id}:
        raise WrongUsage("scenarios.into_itself", name=target.name)
    going = [_standing(dataset, key, at) for key in dict.fromkeys(step.structures) if key != target.id]
    if not going:
        raise WrongUsage("scenarios.step_incomplete")
    return target, going


def _standing(dataset: Dataset, key: str | None, at: date) -> Structure:
    """The body of a step; one that has ended, be it by an earlier step, is refused."""
    found = next((structure for structure in dataset.structures if structure.id == key), None)
    if found is None:
        raise _unknown(key)
    if found.valid_to is not None and found.valid_to < at:
        raise WrongUsage("scenarios.has_ended", name=found.name)
    return found


def _unknown(key: str | None) -> WrongUsage:
    return WrongUsage("scenarios.no_such_record", id=key) if key else WrongUsage("scenarios.step_incomplete")


def _seats(dataset: Dataset, structures: set[str], at: date) -> list[Membership]:
    return [m for m in dataset.memberships if m.structure in structures and holds_at(m, at)]


def _united(field: str, bodies: Sequence[Structure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for body in bodies for value in getattr(body, field)))


def _take_over(dataset: Dataset, target: Structure, going: Sequence[Structure]) -> Dataset:
    fields = {field: _united(field, [target, *going]) for field in FIELDS}
    grown = replace(target, **fields)  # type: ignore[arg-type]  # all of these are tuples of codes
    return replace(dataset, structures=tuple(grown if s.id == target.id else s for s in dataset.structures))


def _end(dataset: Dataset, going: Sequence[Structure], at: date) -> Dataset:
    """The bodies end the day before, with their seats."""
    ended = {body.id for body in going}
    last = days_from(at, -1)
    structures = tuple(
        replace(s, valid_to=min(s.valid_to or last, last), status="beendet") if s.id in ended else s
        for s in dataset.structures
    )
    seats = _ended_seats(dataset, _seats(dataset, ended, at), at)
    return replace(dataset, structures=structures, memberships=seats)


def _ended_seats(dataset: Dataset, left: Sequence[Membership], at: date) -> tuple[Membership, ...]:
    gone = {id(membership) for membership in left}
    last = days_from(at, -1)
    return tuple(replace(m, valid_to=last) if id(m) in gone else m for m in dataset.memberships)


def _succeed(
    dataset: Dataset, target: Structure, going: Sequence[Structure], came: tuple[Membership, ...], *, at: date
) -> Dataset:
    ties = tuple(Relation(from_id=target.id, to_id=body.id, kind="SUCCEEDS", valid_from=at) for body in going)
    return replace(dataset, memberships=(*dataset.memberships, *came), relations=(*dataset.relations, *ties))
