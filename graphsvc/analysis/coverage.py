"""Who works on what, for whom and where: cover of every cell topic x target group x territory (x education stage).

A cell counts the active bodies that say all of it: 0 none, 1 single (a single point of failure), 2 double, 3 and more
many. A body that says nothing about one of the parts might work there: where only such bodies are found the cell is
"not known", which is not "none". A body covers a territory if at least half of its people live in the body's area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from graphsvc.analysis.spoken import spoken_concepts
from graphsvc.analysis.territory import REST, Territories
from graphsvc.model.entities import Dataset, Need, Structure
from graphsvc.model.parameters import Asked
from graphsvc.model.validity import holds_at
from graphsvc.vocabulary import ALL_TARGET_GROUPS, scheme

State = Literal["none", "not_known", "single", "double", "many"]
STATES: tuple[State, ...] = ("none", "not_known", "single", "double", "many")
COVERED_SHARE = 0.5
"""Least share of the people of a territory that makes a body cover it."""
NO_COVER = frozenset({"geplant", "ruhend"})
"""Statuses in which nobody is at work."""
ENDED = "beendet"
"""The status of bodies that were at work once."""
FUNDERS = frozenset({"programm"})
"""Kinds that pay for work but do none."""
EVERY = ""
"""Stands for "not given" inside a cell key."""

Key = tuple[str, str, str, str]
"""Topic, target group, territory, education stage (empty where stages are not looked at)."""
Said = dict[Key, list[tuple[Structure, bool]]]
"""Who speaks of a cell, and whether of every part of it."""


class CoverageParams(Asked):
    """Which cells to look at."""

    topic: str | None = Field(default=None, description="Only this topic and what lies below it.", examples=["bildung"])
    target_group: str | None = Field(default=None, description="Only this target group.", examples=["senioren"])
    territory: str | None = Field(
        default=None, description="Only what lies directly in this territory (key or name); left out: all."
    )
    function: str | None = Field(default=None, description="Only bodies with this function.", examples=["angebot"])
    depth: Literal["broad", "narrow", "all"] = Field(
        default="broad",
        description="Topics: the broad fields, those below them, or both; a topic below them is always answered for.",
    )
    stages: bool = Field(default=False, description="Split by education stage too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `structures` cover it, `perhaps` say nothing about a part of it. `ends` is the day on which the last
    cover ends, if all of it is limited in time; `next_end` the first day on which some of it ends. `need` is the figure
    of the table of needs for this cell or the nearest wider one."""

    topic: str
    target_group: str
    territory: str
    stage: str | None
    state: State
    structures: tuple[str, ...]
    perhaps: tuple[str, ...]
    next_end: date | None
    ends: date | None
    need: float | None

    @property
    def count(self) -> int:
        """Bodies that cover the cell."""
        return len(self.structures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A topic and target group that some territories lack: `uncovered` where nobody is at work, `not_known` where only
    bodies are found that say too little, `covered` where somebody is. `need` sums up the figures of both former."""

    topic: str
    target_group: str
    stage: str | None
    uncovered: tuple[str, ...]
    not_known: tuple[str, ...]
    covered: tuple[str, ...]
    need: float | None


@dataclass(frozen=True)
class Coverage:
    """All cells of a region on a day (`at` None: of all who ever worked on them), and the words for them."""

    at: date | None
    cells: tuple[Cell, ...]
    territories: Mapping[str, str]
    needed: frozenset[str]
    """Topics that the table of needs names."""
    unknown: tuple[str, ...] = ()
    """Topics and target groups of bodies that no vocabulary knows: nobody can lack them, so they are no cells."""

    @cached_property
    def totals(self) -> Mapping[State, int]:
        """How many cells are in each state."""
        return {state: sum(cell.state == state for cell in self.cells) for state in STATES}

    def gaps(self) -> tuple[Gap, ...]:
        """What nobody does in some territories though others have it, or though the table of needs names the topic:
        what is surely missing first, then by need, then what most territories have."""
        grouped: dict[tuple[str, str, str | None], list[Cell]] = defaultdict(list)
        for cell in self.cells:
            grouped[cell.topic, cell.target_group, cell.stage].append(cell)
        found = [gap for cells in grouped.values() if (gap := _gap(cells, self.needed)) is not None]
        return tuple(sorted(found, key=_urgency))

    def doubles(self) -> tuple[Cell, ...]:
        """Cells with three and more bodies, most first."""
        return tuple(sorted((c for c in self.cells if c.state == "many"), key=lambda c: (-c.count, _key(c))))


def coverage(dataset: Dataset, params: CoverageParams, *, at: date | None) -> Coverage:
    """The cover of every cell on a day, or ever (None)."""
    bodies = [body for body in dataset.structures if is_at_work(body, at, params.function)]
    used = sorted({key for body in bodies for key in body.territory} | {key for key in (params.territory,) if key})
    places = Territories.of(dataset.places, used=used)
    columns = _columns(places, params.territory)
    said: Said = defaultdict(list)
    for body in bodies:
        for key, sure in keys_of(body, places, columns, params):
            said[key].append((body, sure))
    needs = _Needs(dataset.needs, places)
    cells = (_cell(key, said, needs) for key in _cells(said, columns, params))
    needed = frozenset(need.topic for need in dataset.needs if need.topic)
    return Coverage(at, tuple(cells), {key: places.names[key] for key in columns}, needed, _unknown(said))


def is_at_work(body: Structure, at: date | None, function: str | None = None) -> bool:
    """Whether a body covers anything on a day (None: ever did): it lives, works and has the function (if one is asked
    for)."""
    return (
        holds_at(body, at)
        and body.status not in NO_COVER
        and (at is None or body.status != ENDED)
        and body.kind not in FUNDERS
        and (function is None or function in body.function)
    )


def keys_of(
    body: Structure, places: Territories, columns: Mapping[str, frozenset[str]], params: CoverageParams
) -> Iterator[tuple[Key, bool]]:
    """Every cell that a body speaks of, with `EVERY` where it says nothing, and whether it says all of it itself. At
    most one part is left open: a body that says next to nothing is nowhere."""
    areas = _covered(body, places, columns)
    stages = (set(body.education_stage) or {EVERY}) if params.stages else {EVERY}
    for topic, tagged in sorted(_topics(body, params.depth)):
        for group, named in sorted(_groups(body)):
            for area in areas:
                doubts = (not tagged) + (not named) + (area == EVERY)
                if doubts <= 1:
                    yield from (((topic, group, area, stage), doubts == 0) for stage in sorted(stages))


def _columns(places: Territories, within: str | None) -> Mapping[str, frozenset[str]]:
    """The territories of the matrix with their leaves: those directly in the one asked for, else the municipalities:
    every place as deep as the children of the place that has most of them."""
    if within is not None:
        keys = places.children.get(within, (within,))
    else:
        widest = max(places.children, key=lambda key: (len(places.children[key]), key), default=None)
        depth = 0 if widest is None else 1 + _depth(widest, places)
        keys = tuple(sorted(key for key in places.parent if _depth(key, places) == depth))
    return {key: places.expand(key) for key in keys if REST not in key}


def _depth(key: str, places: Territories) -> int:
    above = places.parent.get(key)
    return 0 if above is None else 1 + _depth(above, places)


def _topics(body: Structure, depth: str) -> set[tuple[str, bool]]:
    """Topics of a body with those above them, and whether it says so itself or only its name and purpose do."""
    known = scheme("topics")
    codes, sure = set(body.topic), True
    if not codes:
        codes, sure = set(spoken_concepts(f"{body.name} {body.purpose or ''}", "topics")), False
    steps = {step for code in codes for step in known.path(code)}
    wanted = {step for step in steps if depth == "all" or (len(known.path(step)) == 1) == (depth == "broad")}
    return {(step, sure) for step in wanted} or {(EVERY, False)}


def _groups(body: Structure) -> set[tuple[str, bool]]:
    if body.target_group:
        everybody = ALL_TARGET_GROUPS in body.target_group
        return {(ALL_TARGET_GROUPS, True)} if everybody else {(group, True) for group in body.target_group}
    spoken = spoken_concepts(f"{body.name} {body.purpose or ''}", "target_groups") - {ALL_TARGET_GROUPS}
    return {(group, False) for group in spoken} or {(EVERY, False)}


def _covered(body: Structure, places: Territories, columns: Mapping[str, frozenset[str]]) -> list[str]:
    area = frozenset().union(*(places.expand(key) for key in body.territory))
    if not area:
        return [EVERY]
    return [
        key
        for key, leaves in columns.items()
        if _people(leaves & area, places) >= COVERED_SHARE * _people(leaves, places) > 0
    ]


def _people(leaves: Iterable[str], places: Territories) -> float:
    return sum(places.weight[leaf] for leaf in sorted(leaves))


def _cells(
    said: Said, columns: Mapping[str, frozenset[str]], params: CoverageParams
) -> Iterator[tuple[str, str, str, str]]:
    """Every combination of topics and target groups of the vocabulary that somebody works on with every territory."""
    known = scheme("topics")
    topics = sorted({topic for topic, *_ in said if topic in known})
    if params.topic:
        topics = [topic for topic in topics if params.topic in known.path(topic)]
    groups = sorted({group for _, group, *_ in said if group in scheme("target_groups")} - {ALL_TARGET_GROUPS})
    if params.target_group:
        groups = [params.target_group]
    stages = [c.code for c in scheme("education_stages")] if params.stages else [EVERY]
    return ((t, g, a, s) for t in topics for g in groups for a in columns for s in stages)


def _unknown(said: Said) -> tuple[str, ...]:
    topics = {topic for topic, *_ in said if topic not in scheme("topics")}
    groups = {group for _, group, *_ in said if group not in scheme("target_groups")}
    return tuple(sorted((topics | groups) - {EVERY}))


def _cell(key: Key, said: Said, needs: _Needs) -> Cell:
    topic, group, place, stage = key
    told = [
        (body, sure and place_said == place and stage_said == stage)
        for topic_said in (topic, EVERY)
        for group_said in (group, ALL_TARGET_GROUPS, EVERY)
        for place_said in (place, EVERY)
        for stage_said in {stage, EVERY}
        for body, sure in said.get((topic_said, group_said, place_said, stage_said), ())
    ]
    sure = {body.id: body for body, is_sure in told if is_sure}
    perhaps = {body.id for body, _ in told} - sure.keys()
    ends = sorted(body.valid_to for body in sure.values() if body.valid_to)
    return Cell(
        topic=topic,
        target_group=group,
        territory=place,
        stage=stage or None,
        state=_state(len(sure), len(perhaps)),
        structures=tuple(sorted(sure)),
        perhaps=tuple(sorted(perhaps)),
        next_end=ends[0] if ends else None,
        ends=ends[-1] if sure and len(ends) == len(sure) else None,
        need=needs.of(topic, group, place),
    )


def _urgency(gap: Gap) -> tuple[bool, float, int, str, str]:
    return not gap.uncovered, -(gap.need or 0.0), -len(gap.covered), gap.topic, gap.target_group


def _gap(cells: Sequence[Cell], needed_topics: frozenset[str]) -> Gap | None:
    uncovered = [cell for cell in cells if cell.count == 0]
    covered = tuple(cell.territory for cell in cells if cell.count)
    needed = [cell.need for cell in uncovered if cell.need]
    if not uncovered or not (covered or (needed and cells[0].topic in needed_topics)):
        return None
    return Gap(
        topic=cells[0].topic,
        target_group=cells[0].target_group,
        stage=cells[0].stage,
        uncovered=tuple(cell.territory for cell in uncovered if cell.state == "none"),
        not_known=tuple(cell.territory for cell in uncovered if cell.state == "not_known"),
        covered=covered,
        need=sum(needed) if needed else None,
    )


def _state(sure: int, perhaps: int) -> State:
    if sure == 0:
        return "not_known" if perhaps else "none"
    return ("single", "double", "many")[min(sure, 3) - 1]


def _key(cell: Cell) -> tuple[str, str, str, str]:
    return cell.topic, cell.target_group, cell.territory, cell.stage or ""


class _Needs:
    """The table of needs: the figure of the nearest cell, of a wider one where the table is silent."""

    def __init__(self, needs: Iterable[Need], places: Territories) -> None:
        self._figures = {(need.topic, need.target_group, need.territory): need.value for need in needs}
        self._places = places

    def of(self, topic: str, group: str, place: str) -> float | None:
        """The figure for a cell; None where the table says nothing. An empty part of the table stands for every value,
        a figure of a wider territory does not count for its parts."""
        asked = ((t, g, p) for p in (place, None) for g in (group, None) for t in (topic, None))
        return next((self._figures[key] for key in asked if key in self._figures), None)
