"""Rules before weights: what the relation of two structures is, whatever their likeness says.

Each rule marks the pairs it holds for and names their class. What is written down decides by itself. A rule with a gate
(`without`) only names a pair that would have been shown but for the dimensions it looks at: two bodies that have
nothing to do with each other are no territorial copies. The first rule that holds wins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from graphsvc.analysis import redundancy, wording
from graphsvc.analysis.evidence import NEAR_TOPIC, Evidence, Rows
from graphsvc.analysis.profiles import Profile, Region
from graphsvc.analysis.ties import Pairs, Ties
from graphsvc.vocabulary import fold

Mask = NDArray[np.bool_]

SAME_NAME = 95.0
"""Least likeness (0..100) of two names that differ by no more than a slip of the pen."""
LIKE_NAME = 0.5
"""Least likeness of names (n-grams) that may differ by a slip only."""
COMMON_NAME = 3
"""A name that more bodies than this have says nothing about any of them."""
SAME_MEMBERS = 0.5
"""Least part of the shorter list of members in the longer one where a coordinator is not given and both lists are."""
SAME_AREA = 0.8
"""Least share of people that makes two areas the same one."""
HANDOVER_DAYS = 366
"""Longest common time of two bodies of which one takes over from the other."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year in a name."""
NUMERAL = re.compile(r"[a-z]|[ivx]{1,5}")
"""A letter, or a Roman numeral up to some thirty."""
STEERING = frozenset({"steuern"})
"""The task of bodies that steer and do nothing else."""
FAMILY = 2
"""Least number of disjoint areas in which bodies of one name make a family of territorial copies."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A class, the reason as a key of `findings.toml`, the pairs, and the dimensions that the gate leaves out."""

    relation: str
    reason: str
    holds: Callable[[Evidence, Ties], Mask]
    without: tuple[str, ...] = ()


def same_record(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001 (one signature for all rules)
    """The same name or alias, the same coordinator (or, if not given, no other members), the same place; of two bodies
    with no common time an alias must say so."""
    profiles = evidence.region.profiles
    names = Counter(fold(profile.name) for profile in profiles)
    found = np.zeros(len(evidence), dtype=bool)
    apart = evidence.values["time"] == 0
    here = np.nan_to_num(evidence.values["territory"], nan=1.0) >= SAME_AREA
    named = (evidence.values["name"] >= LIKE_NAME) | _marked(evidence, _sharing_a_name(profiles))
    for number in np.flatnonzero(here & named).tolist():
        a, b = evidence.pair(number)
        called = _called_alike(a, b, names) if apart[number] else _same_name(a, b, names)
        found[number] = called and _same_carrier(a, b)
    return found


def delimited(evidence: Evidence, ties: Ties) -> Mask:
    """A relation or an agreement delimits the two."""
    return _marked(evidence, ties.delimited)


def succession(evidence: Evidence, ties: Ties) -> Mask:
    """One is entered as successor of the other."""
    return _marked(evidence, ties.successions)


def nested(evidence: Evidence, ties: Ties) -> Mask:
    """One is part of the other."""
    return _marked(evidence, ties.nested)


def siblings(evidence: Evidence, ties: Ties) -> Mask:
    """Both are parts of one body."""
    return _marked(evidence, ties.siblings)


def disjoint_area(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """The areas have nobody in common."""
    return np.asarray(evidence.values["territory"] == 0)


def name_family(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """The name recurs in disjoint areas and the area of one of the two is not known."""
    families: dict[str, list[Profile]] = defaultdict(list)
    for profile in evidence.region.profiles:
        if profile.name_words:
            families[profile.stem].append(profile)
    copies = {stem for stem, held in families.items() if _disjoint_areas(held) >= FAMILY}
    profiles = evidence.region.profiles
    vague = np.array([not profile.area or profile.area_is_guessed for profile in profiles], dtype=bool)
    unknown = vague[evidence.a] | vague[evidence.b]
    stems = np.array([profile.stem if profile.stem in copies else "" for profile in profiles], dtype=object)
    return np.asarray(unknown & (stems[evidence.a] == stems[evidence.b]) & (stems[evidence.a] != ""))


def no_common_time(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """One ended before the other began."""
    return np.asarray(evidence.values["time"] == 0)


def edition(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """The names say the same and different years: a body that is set up anew each time."""
    editions: dict[str, list[Profile]] = defaultdict(list)
    for profile in evidence.region.profiles:
        if YEAR.search(profile.name):
            editions[fold(YEAR.sub("", profile.name))].append(profile)
    pairs = (pair for held in editions.values() for pair in combinations(held, 2) if _other_years(*pair))
    return _marked(evidence, frozenset(frozenset((a.id, b.id)) for a, b in pairs))


def handover(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """One ended within a year after the other, which outlived it, began."""
    structures = [profile.structure for profile in evidence.region.profiles]
    start = np.array([float(s.valid_from.toordinal()) if s.valid_from else np.nan for s in structures])
    end = np.array([float(s.valid_to.toordinal()) if s.valid_to else np.inf for s in structures])
    end[end > evidence.region.at.toordinal()] = np.inf
    days = {True: end[evidence.a] - start[evidence.b], False: end[evidence.b] - start[evidence.a]}
    earlier = {True: start[evidence.a] < start[evidence.b], False: start[evidence.b] < start[evidence.a]}
    outlived = {True: end[evidence.a] < end[evidence.b], False: end[evidence.b] < end[evidence.a]}
    short = [(days[way] >= 0) & (days[way] <= HANDOVER_DAYS) & earlier[way] & outlived[way] for way in (True, False)]
    return np.asarray(short[0] | short[1])


def other_function(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """The same field (near topics, common target groups), and each has one function, which is not the same."""
    single = np.array([len(profile.functions) == 1 for profile in evidence.region.profiles], dtype=bool)
    other = single[evidence.a] & single[evidence.b] & (evidence.values["function"] == 0)
    return np.asarray(other & _same_field(evidence))


def other_level(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
    """The same field; where a function is not given, one of the two steers by its kind and the other does not."""
    steers = np.array([profile.task == STEERING for profile in evidence.region.profiles], dtype=bool)
    return np.asarray(
        (steers[evidence.a] != steers[evidence.b]) & (evidence.values["task"] == 0) & _same_field(evidence)
    )


def _wanted(says: Callable[[Region, Rows, Rows], Mask]) -> Callable[[Evidence, Ties], Mask]:
    """A common topic, area and time, and what is written of the two says that a second body is wanted."""

    def holds(evidence: Evidence, ties: Ties) -> Mask:  # noqa: ARG001
        near = (evidence.values["topic"] >= NEAR_TOPIC) & (evidence.values["time"] != 0)
        here = evidence.values["territory"] != 0
        found = np.asarray(near & here & says(evidence.region, evidence.a, evidence.b))
        for number in np.flatnonzero(found).tolist():
            a, b = evidence.pair(number)
            found[number] = bool(a.topics & b.topics)
        return found

    return holds


RULES: Sequence[Rule] = (
    Rule("K6", "delimited", delimited),
    Rule("K5", "succession", succession),
    Rule("K3", "nested", nested),
    Rule("K0", "same_record", same_record),
    Rule("K3", "siblings", siblings),
    Rule("K4", "disjoint_area", disjoint_area, without=("territory",)),
    Rule("K4", "name_family", name_family, without=("territory",)),
    Rule("K5", "no_common_time", no_common_time, without=("time",)),
    Rule("K5", "edition", edition, without=("time",)),
    Rule("K5", "handover", handover, without=("time",)),
    Rule("K3", "other_function", other_function, without=("function", "level")),
    Rule("K3", "other_level", other_level, without=("task", "level")),
    Rule("K8", "wanted", _wanted(redundancy.calls_wanted)),
    Rule("K8", "stands_in", _wanted(redundancy.stands_in)),
    Rule("K8", "to_choose", _wanted(redundancy.to_choose)),
)


def _same_field(evidence: Evidence) -> Mask:
    return np.asarray(~((evidence.values["topic"] < NEAR_TOPIC) | (evidence.values["target_group"] == 0)))


def _marked(evidence: Evidence, pairs: Pairs) -> Mask:
    rows = {profile.id: row for row, profile in enumerate(evidence.region.profiles)}
    size = len(rows)
    found = np.zeros(len(evidence), dtype=bool)
    for pair in pairs:
        if all(key in rows for key in pair):
            low, high = sorted(rows[key] for key in pair)
            found[low * size - low * (low + 1) // 2 + high - low - 1] = True
    return found


def _sharing_a_name(profiles: Sequence[Profile]) -> Pairs:
    """Pairs of which one is called by a name or an alias of the other."""
    called: dict[str, list[str]] = defaultdict(list)
    for profile in profiles:
        for name in _names(profile):
            called[name].append(profile.id)
    shared = (ids for ids in called.values() if len(ids) <= COMMON_NAME)
    return frozenset(frozenset(pair) for ids in shared for pair in combinations(ids, 2))


def _names(profile: Profile) -> frozenset[str]:
    return frozenset(fold(name) for name in (profile.name, *profile.structure.alias))


def _same_name(a: Profile, b: Profile, names: Mapping[str, int]) -> bool:
    """Whether one is called like the other, or differs from it by a slip of the pen or the word for its kind."""
    if _called_alike(a, b, names):
        return True
    if not _is_own(a, b, names) or _other_kinds(a, b):
        return False
    alike = fuzz.ratio(" ".join(a.name_words), " ".join(b.name_words)) >= SAME_NAME
    return alike and _numbering(a.name) == _numbering(b.name)


def _called_alike(a: Profile, b: Profile, names: Mapping[str, int]) -> bool:
    """Whether a name or an alias of one is a name or an alias of the other."""
    return _is_own(a, b, names) and bool(_names(a) & _names(b))


def _is_own(a: Profile, b: Profile, names: Mapping[str, int]) -> bool:
    """Whether both names say something, and are not everybody's."""
    return bool(a.name_words and b.name_words) and max(names[fold(a.name)], names[fold(b.name)]) <= COMMON_NAME


def _other_kinds(a: Profile, b: Profile) -> bool:
    """Whether each is of a kind that the other is not ("Leitungsteam Bildungsbüro", "Lenkungskreis Bildungsnetz")."""
    given = {profile.structure.kind for profile in (a, b)} - {None}
    said = [wording.kind_marks(profile.name) for profile in (a, b)]
    return len(given) > 1 or (bool(said[0] - said[1]) and bool(said[1] - said[0]))


def _same_carrier(a: Profile, b: Profile) -> bool:
    if a.coordinator is not None and b.coordinator is not None:
        return a.coordinator == b.coordinator
    fewer = min(len(a.members), len(b.members))
    return fewer == 0 or len(a.members & b.members) / fewer >= SAME_MEMBERS


def _other_years(a: Profile, b: Profile) -> bool:
    return not set(YEAR.findall(a.name)) & set(YEAR.findall(b.name))


def _numbering(name: str) -> tuple[list[str], str]:
    """What tells the bodies of a series apart: figures, and a letter or Roman numeral at the end ("AG A", "Runde II");
    the "V." of an e.V. is none."""
    *before, last = wording.words(name) or ("",)
    is_of_association = before[-1:] == ["e"] and last == "v"
    ends = last if NUMERAL.fullmatch(last) and not is_of_association else ""
    return sorted(re.findall(r"\d+", name)), ends


def _disjoint_areas(profiles: Sequence[Profile]) -> int:
    """How many of the known areas are disjoint from all counted before, in canonical order."""
    covered: set[str] = set()
    count = 0
    for profile in profiles:
        if profile.area and not profile.area_is_guessed and not profile.area & covered:
            covered |= profile.area
            count += 1
    return count
