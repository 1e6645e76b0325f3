"""Check before founding: a body that is only planned, compared with everything there is.

The planned body takes part in the comparison as one more structure, so that it is judged by the same evidence; nothing
is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel, Field

from graphsvc.analysis.describe import side, words
from graphsvc.analysis.explain import Explanation, explain
from graphsvc.analysis.profiles import Profile
from graphsvc.analysis.rows import rows_behind
from graphsvc.analysis.spoken import spoken_concepts
from graphsvc.analysis.structures import Suspicions, suspect
from graphsvc.language import LANGUAGES, text
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.model.finding import Row, Side, Words
from graphsvc.vocabulary import SchemeName, fold, scheme, territories

PLANNED = "\N{REPLACEMENT CHARACTER}planned"
"""The id of the planned body, which no other has."""
QUICK_DRAWS = 100
"""Random tables for an answer while somebody types."""


class Planned(BaseModel):
    """A body that somebody thinks of founding. Vocabulary fields take codes, labels or synonyms, territories keys or
    names, members ids or names (new ones too); all may be left out, and a text alone will do."""

    name: str = Field(default="", description="Working title.", examples=["AK Sprache in der Kita"])
    text: str = Field(default="", description="What it is for, in a sentence or two.")
    kind: str | None = Field(default=None, examples=["Arbeitskreis"])
    function: list[str] = Field(default=[], examples=[["Fachaustausch"]])
    topic: list[str] = Field(default=[], examples=[["DaZ"]])
    target_group: list[str] = Field(default=[], examples=[["Kinder 0–6"]])
    education_stage: list[str] = Field(default=[])
    territory: list[str] = Field(default=[], examples=[["Kreis Herford"]])
    funding: str | None = Field(default=None)
    members: list[str] = Field(default=[])
    coordinator: str | None = Field(default=None)
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)

    def says_something(self) -> bool:
        """Whether anything is said that could be compared: more than days, money, and who takes part."""
        said = (self.name, self.text, self.kind or "", *self.function, *self.topic, *self.target_group)
        return any(value.strip() for value in (*said, *self.education_stage, *self.territory))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An existing body near to what is planned, with the evidence in both languages. `exists`: it is called the same,
    so that what is planned is probably there already; `weight` is then that of the evidence. `rows` are the recorded
    rows behind each part, by dimension."""

    structure: Side
    exists: bool
    relation: str
    band: str
    weight: float
    quality: float
    shared: tuple[str, ...]
    rows: Mapping[str, tuple[Row, ...]]
    words: Mapping[str, Words]


def founding_check(dataset: Dataset, planned: Planned, *, at: date, k: int = 5) -> tuple[Neighbour, ...]:
    """The k existing bodies nearest to the planned one: those of its name first, then nearest first; those that have
    ended stay out."""
    known = _with_strangers(dataset, planned.members)
    body = as_structure(planned, known)
    seats = tuple(Membership(actor=actor, structure=PLANNED) for actor in _actors(planned.members, known))
    alive = tuple(s for s in dataset.structures if s.status != "beendet" and (s.valid_to or at) >= at)
    found = suspect(
        replace(known, structures=(*alive, body), memberships=(*dataset.memberships, *seats)),
        at=at,
        draws=QUICK_DRAWS,
    )
    mine = [pair for pair in range(len(found.evidence)) if PLANNED in found.ids(pair)]
    nearest = sorted(mine, key=lambda pair: (not _exists(found, pair), -float(found.weight[pair]), found.ids(pair)))
    return tuple(_neighbour(found, pair) for pair in nearest[:k])


def as_structure(planned: Planned, dataset: Dataset) -> Structure:
    """The planned body as a record; what is not said is taken from its name and text."""
    told = f"{planned.name} {planned.text}"
    return Structure(
        id=PLANNED,
        name=planned.name or planned.text[:60] or "?",
        purpose=planned.text or None,
        kind=_code(planned.kind, "structure_kinds"),
        function=_codes(planned.function, "functions"),
        topic=_codes(planned.topic, "topics") or tuple(sorted(spoken_concepts(told, "topics"))),
        target_group=_codes(planned.target_group, "target_groups"),
        education_stage=_codes(planned.education_stage, "education_stages"),
        territory=_places(planned.territory, dataset),
        funding=planned.funding,
        coordinator=next(iter(_actors([planned.coordinator or ""], dataset)), None),
        valid_from=planned.valid_from,
        valid_to=planned.valid_to,
        status="geplant",
    )


def _exists(found: Suspicions, pair: int) -> bool:
    return bool(found.relations.reason[pair] == "same_record")


def _neighbour(found: Suspicions, pair: int) -> Neighbour:
    other = _other(found, pair)
    planned = next(profile for profile in found.evidence.pair(pair) if profile.id == PLANNED)
    exists = _exists(found, pair)
    told = {lang: _told(found, pair, lang) for lang in LANGUAGES}
    weight = float(found.weight[pair]) - (found.weights.rule if exists else 0.0)
    actors = found.evidence.region.actors
    return Neighbour(
        structure=side(other),
        exists=exists,
        relation=str(found.relations.relation[pair]),
        band=found.weights.band(weight) if exists else found.band(pair),
        weight=weight,
        quality=told["de"].quality,
        shared=tuple(sorted(actors[actor].name for actor in other.members & planned.members)),
        rows={
            name: tuple(row for row in rows if PLANNED not in row.about)
            for name, rows in rows_behind(found, pair).items()
        },
        words={lang: words(one, lang) for lang, one in told.items()},
    )


def _told(found: Suspicions, pair: int, lang: str) -> Explanation:
    """The explanation; of a body that is there already it says so, and another description would change it."""
    told = explain(found, pair, lang=lang)
    if not _exists(found, pair):
        return told
    headline = text("findings.planned_exists", lang, name=_other(found, pair).name)
    return replace(
        told,
        headline=headline,
        relation=text("findings.planned_exists_short", lang),
        rule=text("findings.planned_exists_rule", lang),
        change=text("findings.planned_exists_change", lang),
    )


def _other(found: Suspicions, pair: int) -> Profile:
    return next(profile for profile in found.evidence.pair(pair) if profile.id != PLANNED)


def _code(value: str | None, name: SchemeName) -> str | None:
    return (scheme(name).find(value) or value) if value else None


def _codes(values: Sequence[str], name: SchemeName) -> tuple[str, ...]:
    return tuple(scheme(name).find(value) or value for value in values)


def _places(values: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    names = {fold(territory.name): key for key, territory in territories().items()}
    names |= {fold(place.name): place.key for place in dataset.places}
    return tuple(names.get(fold(value), value) for value in values)


def _with_strangers(dataset: Dataset, members: Sequence[str]) -> Dataset:
    """The map with the planned members that nobody knows yet, so that they count as members who sit nowhere else."""
    strangers = (Actor(id=f"{PLANNED}{name}", name=name) for name in members if not _actors([name], dataset))
    return replace(dataset, actors=(*dataset.actors, *strangers))


def _actors(values: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    known = {fold(actor.name): actor.id for actor in dataset.actors} | {actor.id: actor.id for actor in dataset.actors}
    return tuple(found for value in values if (found := known.get(value) or known.get(fold(value))))
