"""What each dimension says about a pair, as sentences: for, against, or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from graphsvc.analysis.evidence import FEWEST_MEMBERS, Evidence
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
"""From this likeness on, or where it speaks for a duplicate, a dimension is called partly the same."""
MANY = 4
"""So many labels are written out, the rest is counted."""


def dimension_statement(evidence: Evidence, pair: int, *, dimension: str, bits: float, lang: str) -> Part:
    """What one dimension says."""
    value = float(evidence.values[dimension][pair])
    if np.isnan(value):
        return Part(dimension, "unknown", 0.0, _unknown(evidence, pair, dimension, lang))
    if dimension in MEMBERS:
        return _members(evidence, pair, bits=bits, lang=lang)
    degree = "same" if value >= SAME[dimension] else "part" if value >= PART or bits > 0 else "other"
    if dimension == "time" and degree == "same" and _undated(evidence, pair):
        return Part(dimension, "unknown", bits, _unknown(evidence, pair, dimension, lang))
    stance: Stance = "for" if degree == "same" or (degree == "part" and bits > 0) else "against"
    said = [_shown(profile, dimension, evidence.region, lang) for profile in evidence.pair(pair)]
    common = _common(evidence, pair, dimension, lang)
    if common is not None and degree != "other" and said[0] != said[1]:
        degree = "part" if common else "near"
    sides = _sides(evidence, pair, said, lang)
    return Part(dimension, stance, bits, text(f"findings.{dimension}_{degree}", lang, sides=sides, common=common))


def listed(labels: Iterable[str], lang: str) -> str:
    """Labels in one line, the rest of many counted."""
    shown = list(labels)
    more = len(shown) - MANY
    line = ", ".join(shown[:MANY])
    return text("findings.and_more", lang, labels=line, count=more) if more > 0 else line


def _undated(evidence: Evidence, pair: int) -> bool:
    """Whether neither beginning is dated: nobody knows that the two were at work at one time."""
    return all(profile.structure.valid_from is None for profile in evidence.pair(pair))


def _sides(evidence: Evidence, pair: int, said: Sequence[str], lang: str) -> str:
    """What both say: once where it is the same, else with their names."""
    if said[0] == said[1]:
        return said[0]
    named = zip(evidence.pair(pair), said, strict=True)
    return "; ".join(text("findings.side", lang, name=profile.name, said=words) for profile, words in named)


def _members(evidence: Evidence, pair: int, *, bits: float, lang: str) -> Part:
    a, b = evidence.pair(pair)
    everywhere = sorted(evidence.region.actors[actor].name for actor in a.members & b.members & evidence.region.hubs)
    togetherness = _togetherness(evidence, pair)
    favours = bits > 0 or (bits == 0 and togetherness == "above")
    sizes = [text("findings.seats", lang, count=len(profile.members)) for profile in (a, b)]
    sentence = text(
        f"findings.members_{togetherness}_{'for' if favours else 'against'}",
        lang,
        shared=int(evidence.shared[pair]),
        sizes=_sides(evidence, pair, sizes, lang),
        expected=number(float(evidence.expected[pair]), lang, digits=1),
    )
    if everywhere:
        sentence += " " + text("findings.members_everywhere", lang, names=listed(everywhere, lang))
    return Part("members", "for" if favours else "against", bits, sentence)


def _togetherness(evidence: Evidence, pair: int) -> str:
    """`above` chance, what `chance` explains, or `none` in common."""
    if evidence.above[pair] < ABOVE_CHANCE:
        return "above"
    return "chance" if evidence.shared[pair] else "none"


def _unknown(evidence: Evidence, pair: int, dimension: str, lang: str) -> str:
    label = text(f"findings.dimension_{dimension}", lang)
    silent = [profile.name for profile in evidence.pair(pair) if not _given(profile, dimension)]
    if silent and dimension in MEMBERS:
        return text("findings.members_unknown", lang, names=" / ".join(silent))
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
        "name": True,
        "purpose": bool(structure.purpose),
    }.get(dimension, len(profile.members) >= FEWEST_MEMBERS)


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


def _labels(profile: Profile, name: SchemeName, lang: str) -> str:
    """The concepts of a body, with a word where they are not given but read out of name and purpose."""
    given, read = {
        "topics": (profile.structure.topic, profile.topics),
        "target_groups": (profile.structure.target_group, profile.target_groups),
    }[name]
    said = _codes(read, name, lang)
    return said if given else text("findings.from_text", lang, said=said)


def _places(profile: Profile, region: Region, lang: str) -> str:
    """The territory as it is given, or where it was taken from."""
    names = region.territories.names
    if profile.structure.territory:
        return listed((names.get(key, key) for key in profile.structure.territory), lang)
    coordinator = region.actors[profile.coordinator] if profile.coordinator is not None else None
    if profile.area_is_guessed and coordinator is not None:
        said = listed((names.get(key, key) for key in coordinator.territory), lang)
        return text("findings.from_coordinator", lang, said=said)
    key = region.territories.named_in(profile.name) or ""
    return text("findings.from_name", lang, said=names.get(key, key))


def _life(profile: Profile, region: Region, lang: str) -> str:  # noqa: ARG001 (one signature)
    start, end = (day.year if day else None for day in (profile.structure.valid_from, profile.structure.valid_to))
    kinds = {(True, True): "ended", (True, False): "open", (False, True): "until", (False, False): "unknown"}
    kind = kinds[start is not None, end is not None]
    return text(f"findings.life_{kind}", lang, start=str(start), end=str(end))


SHOW: Mapping[str, Callable[[Profile, Region, str], str]] = {
    "topic": lambda profile, _, lang: _labels(profile, "topics", lang),
    "target_group": lambda profile, _, lang: _labels(profile, "target_groups", lang),
    "function": lambda profile, _, lang: _codes(profile.functions, "functions", lang),
    "level": lambda profile, _, lang: _codes([profile.structure.level or ""], "levels", lang),
    "stage": lambda profile, _, lang: _codes(profile.structure.education_stage, "education_stages", lang),
    "territory": _places,
    "time": _life,
    "funding": lambda profile, _, lang: _codes([profile.funding or ""], "programmes", lang),
}
"""How each dimension is shown beside its sentence."""
