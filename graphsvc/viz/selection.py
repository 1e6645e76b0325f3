"""Which part of the map a picture, its table and a list show: one set of filters for all.

A structure is found where it matches itself. An actor is found where its name, kind and source match and its field
(topic, target group, function, territory) does, or that of a structure it sits in: "who works on X for Y in Z" asks for
both. Codes match with everything narrower below them. A territory is matched by whatever covers it: itself, what
lies in it, what it lies in, as a body of the whole district works in each of its towns.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graphsvc.model.entities import Actor, Dataset, Place, Structure
from graphsvc.model.validity import holds_at
from graphsvc.viz.sources import source_of
from graphsvc.vocabulary import SchemeName, fold, scheme, territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The filters of the explorer; an empty one filters nothing. `focus` and `steps` keep what is near one point,
    `files` are the names of what was imported, for `source`."""

    q: str = ""
    territory: str = ""
    topic: str = ""
    target_group: str = ""
    kind: str = ""
    function: str = ""
    source: str = ""
    focus: str = ""
    steps: int = 1
    files: Mapping[str, str] = field(default_factory=dict)


def select(dataset: Dataset, selection: Selection, at: date | None = None) -> Dataset:
    """The part of the map that the filters leave, on a day (None: any day)."""
    current = _holding(dataset, at)
    shown = _near(current, selection.focus, selection.steps) if selection.focus else None
    kept = _with_company(current, selection, matching(current, selection))
    return _only(current, kept if shown is None else kept & shown | ({selection.focus} & shown))


def neighbours(dataset: Dataset) -> dict[str, set[str]]:
    """Who is tied to whom: memberships, relations, coordination, chairs and parts."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in _ties(dataset):
        near[a].add(b)
        near[b].add(a)
    return dict(near)


def path_between(dataset: Dataset, start: str, end: str) -> tuple[str, ...]:
    """A shortest chain of ties from one point to the other, ends included; empty where there is none. Of several the
    one whose ids come first."""
    near = neighbours(dataset)
    came_from: dict[str, str] = {start: start}
    queue = deque([start])
    while queue and end not in came_from:
        here = queue.popleft()
        for there in sorted(near.get(here, ())):
            if there not in came_from:
                came_from[there] = here
                queue.append(there)
    if end not in came_from:
        return ()
    chain = [end]
    while chain[-1] != start:
        chain.append(came_from[chain[-1]])
    return tuple(reversed(chain))


def entries_of(dataset: Dataset) -> list[Actor | Structure]:
    """All actors and structures of a map, by id."""
    everything: list[Actor | Structure] = [*dataset.actors, *dataset.structures]
    return sorted(everything, key=lambda entry: entry.id)


def restricted(dataset: Dataset, ids: Iterable[str]) -> Dataset:
    """The map with these actors and structures only, and the ties among them."""
    return _only(dataset, set(ids))


def _ties(dataset: Dataset) -> Iterable[tuple[str, str]]:
    yield from ((fact.actor, fact.structure) for fact in dataset.memberships)
    yield from ((fact.from_id, fact.to_id) for fact in dataset.relations)
    yield from ((actor.id, actor.part_of) for actor in dataset.actors if actor.part_of)
    for structure in dataset.structures:
        ends = (structure.coordinator, structure.chair, structure.part_of, structure.successor_of)
        yield from ((structure.id, end) for end in ends if end)


def _holding(dataset: Dataset, at: date | None) -> Dataset:
    return replace(
        dataset,
        actors=tuple(actor for actor in dataset.actors if holds_at(actor, at)),
        structures=tuple(structure for structure in dataset.structures if holds_at(structure, at)),
        memberships=tuple(fact for fact in dataset.memberships if holds_at(fact, at)),
        relations=tuple(fact for fact in dataset.relations if holds_at(fact, at)),
    )


def _only(dataset: Dataset, ids: set[str]) -> Dataset:
    return replace(
        dataset,
        actors=tuple(actor for actor in dataset.actors if actor.id in ids),
        structures=tuple(structure for structure in dataset.structures if structure.id in ids),
        memberships=tuple(fact for fact in dataset.memberships if fact.actor in ids and fact.structure in ids),
        relations=tuple(fact for fact in dataset.relations if fact.from_id in ids and fact.to_id in ids),
    )


def _near(dataset: Dataset, focus: str, steps: int) -> set[str]:
    near, reached, edge = neighbours(dataset), {focus}, {focus}
    for _ in range(steps):
        edge = set().union(*(near.get(node, set()) for node in edge)) - reached
        reached |= edge
    return reached


def matching(dataset: Dataset, selection: Selection) -> set[str]:
    """The ids of the actors and structures that the filters find (`focus` apart)."""
    own, field = _own_tests(selection), _field_tests(dataset, selection)
    in_field = {structure.id for structure in dataset.structures if all(test(structure) for test in field)}
    through = {fact.actor for fact in dataset.memberships if field and fact.structure in in_field}
    return {
        entry.id
        for entry in entries_of(dataset)
        if all(test(entry) for test in own) and (entry.id in through or all(test(entry) for test in field))
    }


def _with_company(dataset: Dataset, selection: Selection, found: set[str]) -> set[str]:
    """What a picture adds so that the found ones do not stand alone: the members of found structures, or, where a name
    or kind found actors only, the structures they sit in."""
    members = {fact.actor for fact in dataset.memberships if fact.structure in found}
    if found.intersection(structure.id for structure in dataset.structures) or not _own_tests(selection):
        return found | members
    return found | {fact.structure for fact in dataset.memberships if fact.actor in found}


Test = Callable[[Actor | Structure], bool]


def _own_tests(selection: Selection) -> list[Test]:
    tests: list[Test] = []
    if selection.q:
        wanted = fold(selection.q)
        tests.append(lambda entry: any(wanted in fold(name) for name in names_of(entry)))
    if selection.kind:
        tests.append(lambda entry: entry.kind == selection.kind)
    if selection.source:
        tests.append(lambda entry: source_of(entry, selection.files) == selection.source)
    return tests


def _field_tests(dataset: Dataset, selection: Selection) -> list[Test]:
    coded: tuple[tuple[str, SchemeName], ...] = (
        ("topic", "topics"),
        ("target_group", "target_groups"),
        ("function", "functions"),
    )
    tests: list[Test | None] = [_code_test(name, scheme_name, getattr(selection, name)) for name, scheme_name in coded]
    if selection.territory:
        inside = _inside(dataset.places)
        asked = inside(selection.territory)
        tests.append(lambda entry: any(key in asked or selection.territory in inside(key) for key in entry.territory))
    return [test for test in tests if test is not None]


def _code_test(name: str, vocabulary: SchemeName, code: str) -> Test | None:
    if not code:
        return None
    path = scheme(vocabulary).path
    return lambda entry: any(code in path(given) for given in getattr(entry, name, ()))


def names_of(entry: Actor | Structure) -> tuple[str, ...]:
    """Every name an actor or a structure goes by."""
    return tuple(name for name in (entry.name, entry.short_name, *entry.alias) if name)


def _inside(places: Iterable[Place]) -> Callable[[str], tuple[str, ...]]:
    """A territory -> itself and all it lies in, by the map's own places first, then the official ones."""
    above: Mapping[str, str | None] = {place.key: place.part_of for place in places}
    official = territories()

    def path(key: str) -> tuple[str, ...]:
        found: list[str] = []
        step: str | None = key
        while step and step not in found:
            found.append(step)
            known = above.get(step)
            step = known if known else (official[step].part_of if step in official else None)
        return tuple(found)

    return path
