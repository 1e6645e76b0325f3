"""What each dimension says about a pair, as sentences: for, against, or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import numpy as np

from graphsvc.analysis.evidence import Evidence
from graphsvc.analysis.profiles import Profile, Region
from graphsvc.analysis.relations import ABOVE_CHANCE, MEMBERS
from graphsvc.language import number, text
from graphsvc.model.finding import Part, Stance
from graphsvc.vocabulary import SchemeName, scheme

SAME: Mapping[str, float] = {
    "topic": 0.75,
    "target_group": 0.8,
    "function": 0.99,
    "task": 0.99,
    "level": 0.99,
    "territory": 0.8,
    "time": 0.5,
    "stage": 0.6,
    "funding": 0.99,
    "name": 0.6,
    "purpose": 0.6,
}
"""From this likeness on a dimension is called the same."""
PART = 0.2
"""From this likeness on a dimension is called partly the same; below it differs."""
MANY = 4
"""So many labels are written out, the rest is counted."""


def dimension_statement(evidence: Evidence, pair: int, *, dimension: str, bits: float, lang: str) -> Part:
    """What one dimension says."""
    value = float(evidence.values[dimension][pair])
    if np.isnan(value):
        return Part(dimension, "unknown", 0.0, _unknown(evidence, pair, dimension, lang))
    if dimension in MEMBERS:
        return _members(evidence, pair, bits=bits, lang=lang)
    degree = "same" if value >= SAME[dimension] else "part" if value >= PART else "other"
    stance: Stance = "for" if degree == "same" or (degree == "part" and bits > 0) else "against"
    a, b = (_shown(profile, dimension, evidence.region, lang) for profile in evidence.pair(pair))
    common = _common(evidence, pair, dimension, lang)
    if common is not None and degree != "other" and a != b:
        degree = "part" if common else "near"
    return Part(dimension, stance, bits, text(f"findings.{dimension}_{degree}", lang, a=a, b=b, common=common))


def listed(labels: Iterable[str], lang: str) -> str:
    """Labels in one line, the rest of many counted."""
    shown = list(labels)
    more = len(shown) - MANY
    line = ", ".join(shown[:MANY])
    return text("findings.and_more", lang, labels=line, count=more) if more > 0 else line


def _members(evidence: Evidence, pair: int, *, bits: float, lang: str) -> Part:
    a, b = evidence.pair(pair)
    everywhere = sorted(evidence.region.actors[actor].name for actor in a.members & b.members & evidence.region.hubs)
    above = bool(evidence.above[pair] < ABOVE_CHANCE)
    sentence = text(
        f"findings.members_{'above' if above else 'chance' if a.members & b.members else 'none'}",
        lang,
        shared=int(evidence.shared[pair]),
        size_a=len(a.members),
        size_b=len(b.members),
        expected=number(float(evidence.expected[pair]), lang, digits=1),
    )
    if everywhere:
        sentence += " " + text("findings.members_everywhere", lang, names=listed(everywhere, lang))
    return Part("members", "for" if above and bits > 0 else "against", bits, sentence)


def _unknown(evidence: Evidence, pair: int, dimension: str, lang: str) -> str:
    label = text(f"findings.dimension_{dimension}", lang)
    silent = [profile.name for profile in evidence.pair(pair) if not _given(profile, dimension)]
    if not silent:
        return text("findings.not_comparable", lang, label=label)
    return text("findings.not_given", lang, label=label, names=" / ".join(silent))


def _given(profile: Profile, dimension: str) -> bool:
    structure = profile.structure
    return {
        "topic": bool(profile.topics),
        "target_group": bool(profile.target_groups),
        "function": bool(profile.functions),
        "level": structure.level is not None,
        "territory": bool(profile.area),
        "time": structure.valid_from is not None and (structure.status != "beendet" or structure.valid_to is not None),
        "stage": profile.stages is not None,
        "funding": profile.funding is not None,
        "name": bool(profile.name_words),
        "purpose": bool(profile.purpose_words),
    }.get(dimension, bool(profile.members))


def _common(evidence: Evidence, pair: int, dimension: str, lang: str) -> str | None:
    """What both name, where a dimension is a set of concepts; None elsewhere."""
    a, b = evidence.pair(pair)
    if dimension == "topic":
        return _codes(a.topics & b.topics, "topics", lang)
    if dimension == "target_group":
        return _codes(a.target_groups & b.target_groups, "target_groups", lang)
    return None


def _shown(profile: Profile, dimension: str, region: Region, lang: str) -> str:
    show = SHOW.get(dimension)
    return show(profile, region, lang) if show else ""


def _codes(values: Iterable[str], name: SchemeName, lang: str) -> str:
    return listed(sorted(scheme(name).label(value, lang) for value in values), lang)


def _places(profile: Profile, region: Region, lang: str) -> str:
    return listed((region.territories.names.get(key, key) for key in profile.structure.territory), lang) or text(
        "findings.from_name", lang
    )


def _life(profile: Profile, region: Region, lang: str) -> str:  # noqa: ARG001 (one signature)
    ends: tuple[date | None, date | None] = (profile.structure.valid_from, profile.structure.valid_to)
    return "–".join(str(day.year) if day else "" for day in ends)


SHOW: Mapping[str, Callable[[Profile, Region, str], str]] = {
    "topic": lambda profile, _, lang: _codes(profile.topics, "topics", lang),
    "target_group": lambda profile, _, lang: _codes(profile.target_groups, "target_groups", lang),
    "function": lambda profile, _, lang: _codes(profile.functions, "functions", lang),
    "level": lambda profile, _, lang: _codes([profile.structure.level or ""], "levels", lang),
    "stage": lambda profile, _, lang: _codes(profile.structure.education_stage, "education_stages", lang),
    "territory": _places,
    "time": _life,
    "funding": lambda profile, *_: profile.structure.funding or "",
}
"""How each dimension is shown beside its sentence."""
