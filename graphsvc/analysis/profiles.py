"""What of a structure the comparison looks at, in one canonical order.

Ids and the order of rows carry no meaning: structures and actors are put in the order of their content, so that the
same map gives the same numbers to the last bit however it is written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

import numpy as np

from graphsvc.analysis import wording
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.seats import Map
from graphsvc.analysis.spoken import spoken_concepts, spoken_in_text
from graphsvc.analysis.territory import Territories
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.vocabulary import ALL_TARGET_GROUPS, SchemeName, fold, scheme

TASK_OF_FUNCTION: Mapping[str, str] = {
    "koordinieren": "austausch",
    "beraten": "angebot",
    "qualifizieren": "angebot",
}
"""Functions that are told apart on paper and mixed in practice, with the one that stands for them."""
TASK_OF_KIND: Mapping[str, str] = {
    "netzwerk": "austausch",
    "lenkung": "steuern",
    "arbeitskreis": "austausch",
    "ag78": "austausch",
    "fachgruppe": "austausch",
    "runder_tisch": "austausch",
    "konferenz": "beteiligen",
    "beirat": "beteiligen",
    "ausschuss": "steuern",
    "buero": "austausch",
    "projekt": "angebot",
    "programm": "foerdern",
    "angebot": "angebot",
    "traegerverbund": "angebot",
    "veranstaltung": "oeffentlichkeit",
}
"""What each kind of body does as a rule (domain.md 1.3)."""
EVERYWHERE = 0.4
"""An actor in this share of all bodies or more sits everywhere."""
NO_CONTENT = frozenset({"id", "source", "canonical_id", "origin", "part_of", "successor_of", "coordinator", "chair"})
"""Fields that do not take part in the canonical order: ids, references and where a fact was read."""


Seats = Mapping[str, Mapping[int, tuple[Membership, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One structure as the comparison sees it; an empty set or None means "not given"."""

    structure: Structure
    topics: frozenset[str]
    spoken_topics: frozenset[str]
    target_groups: frozenset[str]
    functions: frozenset[str]
    task: frozenset[str]
    stages: tuple[int, int] | None
    area: frozenset[str]
    area_is_guessed: bool
    members: frozenset[int]
    coordinator: int | None
    funding: str | None
    name_words: tuple[str, ...]
    purpose_words: tuple[str, ...]
    stem: str

    @property
    def id(self) -> str:
        """The id of the structure."""
        return self.structure.id

    @property
    def name(self) -> str:
        """The name of the structure."""
        return self.structure.name


@dataclass(frozen=True)
class Region:
    """All structures of a map, ready for comparison; row i of `incidence` holds the members of profile i."""

    profiles: tuple[Profile, ...]
    actors: tuple[Actor, ...]
    incidence: Incidence
    territories: Territories
    at: date
    seats: Seats
    """The memberships that count, per structure id and row of the actor."""

    @cached_property
    def hubs(self) -> frozenset[int]:
        """Actors that sit nearly everywhere."""
        bar = max(EVERYWHERE * len(self.profiles), 3)
        return frozenset(np.flatnonzero(self.incidence.degrees >= bar).tolist())


def read_region(dataset: Dataset, *, at: date | None = None) -> Region:
    """Put a map into canonical order and resolve what its cells mean; `at` defaults to `data_date(dataset)`."""
    day = at or data_date(dataset)
    actors = tuple(sorted((actor for actor in dataset.actors if _is_canonical(actor)), key=_content))
    place = {actor.id: number for number, actor in enumerate(actors)}
    place |= {actor.id: place[actor.canonical_id] for actor in dataset.actors if actor.canonical_id in place}
    carriers = Map(dataset).counts_as(at=None, level="carrier")
    seats = _seats(dataset, {actor: place[carrier] for actor, carrier in carriers.items()}, day)
    structures = sorted(
        (structure for structure in dataset.structures if _is_canonical(structure)),
        key=lambda structure: (_content(structure), sorted(seats[structure.id])),
    )
    territories = Territories.of(
        dataset.places, used=sorted({key for structure in structures for key in structure.territory if _is_key(key)})
    )
    at_home = [frozenset().union(*(territories.expand(key) for key in actor.territory)) for actor in actors]
    profiles = tuple(
        _profile(
            structure, frozenset(seats[structure.id]), territories, coordinator=place.get(structure.coordinator or "")
        )
        for structure in structures
    )
    profiles = tuple(_guessed(profile, at_home) for profile in profiles)
    return Region(profiles, actors, _incidence(profiles, n_actors=len(actors)), territories, day, seats)


def data_date(dataset: Dataset) -> date:
    """The day the data speaks of: the latest `as_recorded`, without any the latest `valid_from`, else 2000-01-01."""
    recorded = [structure.as_recorded for structure in dataset.structures if structure.as_recorded]
    started = [structure.valid_from for structure in dataset.structures if structure.valid_from]
    return max(recorded or started, default=date(2000, 1, 1))


def is_unknown_place(leaf: str) -> bool:
    """Whether a leaf stands for a territory that no table knows: it can be the same as another, never disjoint."""
    return leaf.startswith("?")


def _guessed(profile: Profile, at_home: Sequence[frozenset[str]]) -> Profile:
    """Where neither cell nor name says a territory, the one of the coordinator is a guess."""
    if profile.area or profile.coordinator is None or not at_home[profile.coordinator]:
        return profile
    return replace(profile, area=at_home[profile.coordinator], area_is_guessed=True)


def _profile(
    structure: Structure, members: frozenset[int], territories: Territories, *, coordinator: int | None
) -> Profile:
    target_groups = _known(structure.target_group, "target_groups") or _spoken(structure, "target_groups")
    return Profile(
        structure=structure,
        topics=_known(structure.topic, "topics") or _spoken(structure, "topics"),
        spoken_topics=spoken_in_text(f"{structure.name} {structure.purpose or ''}", "topics"),
        target_groups=frozenset() if ALL_TARGET_GROUPS in target_groups else target_groups,
        functions=_known(structure.function, "functions"),
        task=_task(structure),
        stages=_stages(structure.education_stage),
        area=_area(structure, territories),
        area_is_guessed=False,
        members=members,
        coordinator=coordinator,
        funding=_funding(structure.funding),
        name_words=wording.content(structure.name, places=territories.words),
        purpose_words=wording.content(structure.purpose or "", places=territories.words),
        stem=wording.stem(structure.name, places=territories.words),
    )


def _seats(dataset: Dataset, place: Mapping[str, int], day: date) -> Seats:
    """Who sits in each structure when it is last known to be alive: on the day, or when it ended."""
    structures = {structure.id: structure for structure in dataset.structures}
    found: dict[str, dict[int, tuple[Membership, ...]]] = defaultdict(dict)
    for membership in dataset.memberships:
        structure = structures.get(membership.structure)
        if structure and membership.actor in place and not _left(membership, structure, day):
            held, actor = found[structure.canonical_id or structure.id], place[membership.actor]
            held[actor] = (*held.get(actor, ()), membership)
    return found


def _left(membership: Membership, structure: Structure, day: date) -> bool:
    last = min(day, structure.valid_to or day)
    return membership.valid_to is not None and membership.valid_to < last


def _known(values: Iterable[str], name: SchemeName) -> frozenset[str]:
    """Codes of the vocabulary; what it does not know counts as the concepts it speaks of, else as its own text."""
    known = scheme(name)
    read = ({value} if value in known else spoken_concepts(value, name) or {fold(value)} for value in values)
    return frozenset().union(*read) - {""}


def _spoken(structure: Structure, name: SchemeName) -> frozenset[str]:
    """What the name, else the purpose, speaks of, where the cell is empty."""
    return spoken_concepts(structure.name, name) or spoken_in_text(structure.purpose or "", name)


def _task(structure: Structure) -> frozenset[str]:
    """What bodies of this kind and function do, coarsely; the kind speaks where no function is given, the name where no
    kind is."""
    stated = structure.kind or ""
    kinds = {stated} if stated in TASK_OF_KIND else wording.kinds_in(structure.name)
    functions = structure.function or [TASK_OF_KIND[kind] for kind in kinds if kind in TASK_OF_KIND]
    return frozenset(TASK_OF_FUNCTION.get(function, function) for function in functions)


def _stages(values: Iterable[str]) -> tuple[int, int] | None:
    """First and last step on the chain of education."""
    order = [concept.code for concept in scheme("education_stages")]
    steps = [order.index(value) for value in values if value in order]
    return (min(steps), max(steps)) if steps else None


def _area(structure: Structure, territories: Territories) -> frozenset[str]:
    """The leaves that are stated; where nothing is stated, those of the place that the name speaks of."""
    if structure.territory:
        return frozenset().union(*(_leaves(value, territories) for value in structure.territory))
    named = territories.named_in(structure.name)
    return territories.expand(named) if named else frozenset()


def _leaves(value: str, territories: Territories) -> frozenset[str]:
    key = value if value in territories.parent else territories.named_in(value)
    return territories.expand(key) if key else frozenset({f"?{fold(value)}"})


def _is_key(value: str) -> bool:
    """Whether a territory cell can only be a key: it has a digit and no blank."""
    return any(sign.isdigit() for sign in value) and " " not in value.strip()


def _funding(value: str | None) -> str | None:
    return (scheme("programmes").find(value) or fold(value)) if value and fold(value) else None


def _is_canonical(entity: Actor | Structure) -> bool:
    return entity.canonical_id in (None, entity.id)


def _content(entity: Actor | Structure) -> tuple[str, ...]:
    return (entity.name, *(repr(getattr(entity, f.name)) for f in fields(entity) if f.name not in NO_CONTENT))


def _incidence(profiles: Sequence[Profile], *, n_actors: int) -> Incidence:
    width = len(str(max(n_actors, len(profiles))))
    return Incidence.from_edges(
        (
            (f"{actor:0{width}}", f"{row:0{width}}")
            for row, profile in enumerate(profiles)
            for actor in sorted(profile.members)
        ),
        actors=(f"{actor:0{width}}" for actor in range(n_actors)),
        structures=(f"{row:0{width}}" for row in range(len(profiles))),
    )
