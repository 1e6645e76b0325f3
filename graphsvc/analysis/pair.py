"""Everything there is to say about the overlap of two structures, in one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from graphsvc.analysis.fdsm import Resolution
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.overlap import a_in_b, b_in_a, jaccard, overlap_coefficient
from graphsvc.analysis.seats import Level, Map, Organs
from graphsvc.analysis.significance import Chance, NullModel, Verdict
from graphsvc.model.frames import frame_of
from graphsvc.model.validity import holds_at

if TYPE_CHECKING:
    import pandas as pd

HUB_SHARE = 0.25  # an actor in a quarter of all structures sits "everywhere": the hubs of a district have 45 to 70 %
HUB_LEAST = 5  # and in at least so many, lest a map of few structures is all hubs


class HubParams(BaseModel):
    """Who counts as a hub: an actor that sits nearly everywhere, so that its seat says little about two structures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    share: float = Field(default=HUB_SHARE, gt=0, le=1, description="Actors in this share of all structures.")
    always: tuple[str, ...] = Field(default=(), description="Ids of actors that count as hubs wherever they sit.")


AS_SHIPPED = HubParams()


@dataclass(frozen=True, slots=True)
class Named:
    """An id with the name people know."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class HubRule:
    """Which actors count as sitting everywhere, and who they are."""

    share: float
    least_structures: int
    actors: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a list of members is known; `unlisted` is None where nobody knows."""

    complete: bool | None
    listed: int
    total: int | None
    unlisted: int | None


@dataclass(frozen=True, slots=True)
class SharedRange:
    """Fewest and most shared members that the lists allow; `max` is None where it is not known."""

    min: int
    max: int | None


@dataclass(frozen=True, slots=True)
class CommonAgreement:
    """An agreement that establishes both structures, or that a member of both is party to."""

    id: str
    title: str
    valid_from: date | None
    valid_to: date | None
    establishes: tuple[Named, ...]
    parties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """The overlap of structure `a` with structure `b`; names and meaning as in the file format where they are there."""

    a: str
    b: str
    name_a: str
    name_b: str
    at: date | None
    level: Level
    organs: Organs
    whole: str | None
    """The one of the two that the other is an organ of: then shared members say nothing about chance."""
    size_a: int
    size_b: int
    shared: int
    jaccard: float
    overlap_coefficient: float
    a_in_b: float
    b_in_a: float
    expected: float
    p_upper: float
    p_lower: float
    q: float
    null_model: NullModel
    midp_upper: float | None
    midp_lower: float | None
    mc_error: float | None
    resolution: Resolution | None
    """`fdsm` only: how small mid-p and q can become with the tables that were drawn."""
    verdict: Verdict
    """Whether more (`above`), fewer (`below`) or about as many (`within`) are shared as chance explains."""
    n_structures: int
    """Structures that were compared with each other: what q counts."""
    shared_members: tuple[Named, ...]
    only_a: tuple[Named, ...]
    only_b: tuple[Named, ...]
    shared_without_hubs: int
    hubs: HubRule
    lift: float | None
    """shared / expected; None where nothing is expected."""
    range: SharedRange
    completeness: Mapping[str, Completeness]
    """Of `a` and of `b`."""
    agreements: tuple[CommonAgreement, ...]
    sentence: Mapping[str, str] = field(default_factory=dict)
    """What it means, in German (`de`) and English (`en`)."""
    revision: int | None = None

    def to_frame(self) -> pd.DataFrame:
        """The numbers as one row, in the columns of a list of pairs."""
        from graphsvc.analysis.pair_list import PairRow

        return frame_of([self], PairRow)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: on which day, at which level, with the organs or without, and who counts as a hub."""

    at: date | None
    level: Level = "organisation"
    organs: Organs = "include"
    hubs: HubParams = AS_SHIPPED


def describe_pair(a: str, b: str, known: Map, incidence: Incidence, chance: Chance, question: Question) -> PairOverlap:
    """Compare two structures of an incidence that was made from `known` under this question.

    The sentence is left empty: see `pair_words`.
    """
    in_a, in_b = members_of(incidence, a), members_of(incidence, b)
    both = in_a & in_b
    counted = known.counts_as(at=question.at, level=question.level)
    always = {counted.get(actor, actor) for actor in question.hubs.always}
    hubs = find_hubs(known, incidence, question.hubs.share, always=always)
    lists = {"a": _completeness(known, a, question, in_a), "b": _completeness(known, b, question, in_b)}
    counts = np.array(len(both)), np.array(len(in_a)), np.array(len(in_b))
    return PairOverlap(
        a=a,
        b=b,
        name_a=known.structures[a].name,
        name_b=known.structures[b].name,
        at=question.at,
        level=question.level,
        organs=question.organs,
        whole=_whole(known, a, b, question.at),
        size_a=len(in_a),
        size_b=len(in_b),
        shared=len(both),
        jaccard=float(jaccard(*counts)),
        overlap_coefficient=float(overlap_coefficient(*counts)),
        a_in_b=float(a_in_b(*counts)),
        b_in_a=float(b_in_a(*counts)),
        expected=chance.expected,
        p_upper=chance.p_upper,
        p_lower=chance.p_lower,
        q=chance.q,
        null_model=chance.null_model,
        midp_upper=chance.midp_upper,
        midp_lower=chance.midp_lower,
        mc_error=chance.mc_error,
        resolution=chance.resolution,
        verdict=chance.verdict,
        n_structures=incidence.n_structures,
        shared_members=named(known, both),
        only_a=named(known, in_a - in_b),
        only_b=named(known, in_b - in_a),
        shared_without_hubs=len(both - {hub.id for hub in hubs.actors}),
        hubs=hubs,
        lift=len(both) / chance.expected if chance.expected > 0 else None,
        range=shared_range(in_a, in_b, lists["a"].unlisted, lists["b"].unlisted),
        completeness=lists,
        agreements=_common_agreements(known, a, b, both, question),
    )


def find_hubs(known: Map, incidence: Incidence, share: float, *, always: Iterable[str] = ()) -> HubRule:
    """Actors in at least this share of all structures, and in at least `HUB_LEAST`; and those that always count."""
    least = max(HUB_LEAST, ceil(share * incidence.n_structures))
    codes = np.flatnonzero(incidence.degrees >= least).tolist()
    ids = {incidence.actors[code] for code in codes} | (set(always) & set(incidence.actors))
    return HubRule(share, least, named(known, ids))


def shared_range(in_a: set[str], in_b: set[str], unlisted_a: int | None, unlisted_b: int | None) -> SharedRange:
    """Unlisted members of the one may be listed ones of the other, or unlisted ones of both the same."""
    shared = len(in_a & in_b)
    if unlisted_a is None or unlisted_b is None:
        return SharedRange(shared, None)
    from_a, from_b = min(unlisted_a, len(in_b - in_a)), min(unlisted_b, len(in_a - in_b))
    return SharedRange(shared, shared + from_a + from_b + min(unlisted_a - from_a, unlisted_b - from_b))


def members_of(incidence: Incidence, structure: str) -> set[str]:
    """Ids of the members; empty for a structure that is not there on the day."""
    code = incidence.code(structure)
    return set() if code is None else {incidence.actors[member] for member in incidence.members(code)}


def named(known: Map, ids: Iterable[str]) -> tuple[Named, ...]:
    """Ids of actors or structures with their names, by name."""
    found = (Named(each, known.names[each]) for each in ids)
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def _whole(known: Map, a: str, b: str, at: date | None) -> str | None:
    if b in known.organs_of(a, at):
        return a
    return b if a in known.organs_of(b, at) else None


def _completeness(known: Map, structure: str, question: Question, members: set[str]) -> Completeness:
    if question.level == "carrier":  # totals count organisations
        members = known.members(at=question.at, level="organisation", organs=question.organs).get(structure, set())
    record = known.structures[structure]
    left = None if record.members_total is None else max(0, record.members_total - len(members))
    unlisted = 0 if record.members_complete else left
    return Completeness(record.members_complete, len(members), record.members_total, unlisted)


def _common_agreements(known: Map, a: str, b: str, shared: set[str], question: Question) -> tuple[CommonAgreement, ...]:
    counts_as = known.counts_as(at=question.at, level=question.level)
    parties: dict[str, set[str]] = {}
    for party in known.dataset.parties:
        if (member := counts_as.get(party.actor)) in shared:
            parties.setdefault(known.canonical.get(party.agreement, party.agreement), set()).add(str(member))
    found = []
    for agreement in known.agreements:
        establishes = {known.canonical.get(each, each) for each in agreement.establishes} & {a, b}
        involved = parties.get(agreement.id, set())
        if holds_at(agreement, question.at) and (involved or len(establishes) == 2):
            dates = agreement.valid_from, agreement.valid_to
            ends = named(known, establishes), named(known, involved)
            found.append(CommonAgreement(agreement.id, agreement.title, *dates, *ends))
    return tuple(sorted(found, key=lambda each: (each.title, each.id)))
