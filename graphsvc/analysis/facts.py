"""What a finding rests on, so that it can be told whether that has changed since somebody decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphsvc.analysis.profiles import Profile, Region
from graphsvc.language import text
from graphsvc.model.finding import Facts
from graphsvc.vocabulary import SchemeName, scheme

SCHEME: Mapping[str, SchemeName] = {
    "topic": "topics",
    "target_group": "target_groups",
    "function": "functions",
    "level": "levels",
    "stage": "education_stages",
}
"""Dimensions whose values are codes of a vocabulary."""


def facts_of(region: Region, a: Profile, b: Profile) -> Facts:
    """What the two say in every dimension, and what is written down about them. Of members it keeps
    ids: who is called otherwise is still the same."""
    return {name: (_said(region, a, name), _said(region, b, name)) for name in _FIELDS}


def changes(
    before: Facts, after: Facts, *, names: tuple[str, str], actors: Mapping[str, str], lang: str
) -> tuple[str, ...]:
    """One sentence for each side and dimension that is no longer what it was; `actors` are the names by id."""
    return tuple(
        _sentence(dimension, names[side], _shown(old[side], actors), _shown(after[dimension][side], actors), lang)
        for dimension, old in before.items()
        for side in (0, 1)
        if dimension in after and tuple(old[side]) != tuple(after[dimension][side])
    )


def _shown(values: Sequence[str], actors: Mapping[str, str]) -> list[str]:
    return sorted(actors.get(value, value) for value in values)


def _said(region: Region, profile: Profile, dimension: str) -> tuple[str, ...]:
    structure = profile.structure
    if dimension == "members":
        return tuple(sorted(region.actors[actor].id for actor in profile.members))
    if dimension == "time":
        return tuple(str(day) for day in (structure.valid_from, structure.valid_to))
    value = getattr(structure, _FIELDS[dimension])
    return tuple(sorted(value)) if isinstance(value, tuple) else (str(value),) if value else ()


def _sentence(dimension: str, name: str, old: Sequence[str], new: Sequence[str], lang: str) -> str:
    label = text(f"findings.dimension_{dimension}", lang)
    if dimension == "members":
        came, went = (", ".join(sorted(set(x) - set(y))) or "–" for x, y in ((new, old), (old, new)))
        return text("findings.changed_members", lang, name=name, came=came, went=went)
    shown = [", ".join(_label(dimension, value, lang) for value in values) or "–" for values in (old, new)]
    return text("findings.changed", lang, name=name, label=label, old=shown[0], new=shown[1])


def _label(dimension: str, value: str, lang: str) -> str:
    return scheme(SCHEME[dimension]).label(value, lang) if dimension in SCHEME else value


_FIELDS: Mapping[str, str] = {
    "topic": "topic",
    "target_group": "target_group",
    "function": "function",
    "level": "level",
    "territory": "territory",
    "time": "valid_from",
    "stage": "education_stage",
    "members": "members",
    "funding": "funding",
    "name": "name",
    "purpose": "purpose",
    "part_of": "part_of",
    "successor_of": "successor_of",
    "binding": "binding",
}
