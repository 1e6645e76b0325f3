"""What is written down about pairs of structures: parts and wholes, successors, delimitations.

Where a cell is missing, names speak: a body whose name holds the whole name of another and a kind of its own
("Lenkungskreis Netzwerk Vielfalt") is part of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from graphsvc.analysis import wording
from graphsvc.analysis.profiles import Profile, Region
from graphsvc.model.entities import Agreement, Dataset, Relation
from graphsvc.model.validity import holds_at
from graphsvc.vocabulary import fold

Pair = tuple[str, str]
Pairs = frozenset[frozenset[str]]

DELIMITING = re.compile("abgrenz|arbeitsteil|zustaendigkeitsverteil|delimit|demarcat|division of (work|labour)")
"""Words of an agreement that delimits."""
MAX_ORGANS = 12
"""A body with more parts than this is a roof over many, not a body with organs; its parts need not know each other."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of canonical ids: part and whole (over any number of steps), parts of one body, predecessor and successor,
    pairs that a relation or an agreement delimits."""

    nested: Pairs
    siblings: Pairs
    successions: Pairs
    delimited: Pairs
    relations: tuple[Relation, ...]
    """Relations in force between structures, with canonical ids."""
    agreements: Mapping[frozenset[str], Agreement]
    """The agreement that delimits a pair."""


def read_ties(dataset: Dataset, region: Region) -> Ties:
    """The ties of a map on the day of the region."""
    identity = {structure.id: structure.canonical_id or structure.id for structure in dataset.structures}
    relations = tuple(_in_force(dataset.relations, identity, region.at))
    agreed = dict(_agreed(dataset.agreements, identity, region.profiles))
    links = _links(dataset, identity, relations)
    parents = {*links["PART_OF"], *_named_parents(region.profiles)}
    return Ties(
        nested=_unordered(_closure(parents)),
        siblings=_unordered(_siblings(parents, region.profiles)),
        successions=_unordered(_closure(links["SUCCEEDS"])),
        delimited=_unordered(links["DELIMITED_FROM"]) | agreed.keys(),
        relations=relations,
        agreements=agreed,
    )


def _in_force(relations: Iterable[Relation], identity: Mapping[str, str], at: date) -> Iterator[Relation]:
    for relation in relations:
        if relation.from_id in identity and relation.to_id in identity and holds_at(relation, at):
            yield replace(relation, from_id=identity[relation.from_id], to_id=identity[relation.to_id])


def _links(dataset: Dataset, identity: Mapping[str, str], relations: Iterable[Relation]) -> Mapping[str, set[Pair]]:
    """Ties of the relations and of the cells of structures, as (from, to) of canonical ids."""
    found: dict[str, set[Pair]] = defaultdict(set)
    for relation in relations:
        found[relation.kind].add((relation.from_id, relation.to_id))
    for structure in dataset.structures:
        for kind, target in (("PART_OF", structure.part_of), ("SUCCEEDS", structure.successor_of)):
            if target in identity:
                found[kind].add((identity[structure.id], identity[str(target)]))
    return found


def _named_parents(profiles: Sequence[Profile]) -> Iterator[Pair]:
    """Bodies whose name holds the name of exactly one other body, its kind too, and a kind of its own besides."""
    names = Counter(profile.stem for profile in profiles)
    wholes = [profile for profile in profiles if names[profile.stem] == 1 and _is_full_name(profile.stem)]
    for part in profiles:
        held = [whole for whole in wholes if whole is not part and _names_whole(part.stem, whole.stem)]
        longest = max(held, key=lambda whole: len(whole.stem), default=None)
        if longest is not None:
            yield part.id, longest.id


def _is_full_name(stem: str) -> bool:
    """Whether a name says a kind of body and something besides: a topic alone is nobody's name."""
    said = stem.split()
    return len(said) > 1 and any(word in wording.kind_words() or wording.kinds_in(word) for word in said)


def _names_whole(part: str, whole: str) -> bool:
    before, found, after = f" {part} ".partition(f" {whole} ")
    return bool(found) and any(word in wording.kind_words() for word in f"{before} {after}".split())


def _siblings(parents: Iterable[Pair], profiles: Sequence[Profile]) -> Iterator[Pair]:
    kinds = {profile.id: profile.structure.kind for profile in profiles}
    parts: dict[str, set[str]] = defaultdict(set)
    for part, whole in parents:
        parts[whole].add(part)
    for whole, held in parts.items():
        if len(held) <= MAX_ORGANS and kinds.get(whole) != "programm":
            yield from combinations(sorted(held), 2)


def _agreed(
    agreements: Iterable[Agreement], identity: Mapping[str, str], profiles: Sequence[Profile]
) -> Iterator[tuple[frozenset[str], Agreement]]:
    """Pairs that an agreement on delimitation establishes or calls by name, with that agreement."""
    for agreement in agreements:
        words = fold(" ".join(filter(None, (agreement.kind, agreement.title, agreement.subject, agreement.document))))
        if DELIMITING.search(words):
            named = {profile.id for profile in profiles if len(profile.name) > 3 and fold(profile.name) in words}
            established = {identity[key] for key in agreement.establishes if key in identity}
            yield from ((frozenset(pair), agreement) for pair in combinations(sorted(named | established), 2))


def _closure(links: Iterable[Pair]) -> Iterator[Pair]:
    """Every (from, to) that is reached over one or more links."""
    ahead: dict[str, set[str]] = defaultdict(set)
    for start, end in links:
        ahead[start].add(end)
    for start in list(ahead):
        seen: set[str] = set()
        waiting = list(ahead[start])
        while waiting:
            step = waiting.pop()
            if step not in seen:
                seen.add(step)
                waiting += ahead.get(step, ())
        yield from ((start, end) for end in seen)


def _unordered(pairs: Iterable[Pair]) -> Pairs:
    return frozenset(frozenset(pair) for pair in pairs if pair[0] != pair[1])
