"""Wanted redundancy (K8): when what is written down about two bodies says that there shall be two of them.

No field of the template says so. What may: a purpose that calls a second body wanted; a service that stands in when
another fails (Landau 1969: redundancy makes reliable) or has other hours; two counselling services of different
confessions, between which people have a right to choose (*Wunsch- und Wahlrecht*).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from graphsvc.analysis.profiles import Profile, Region
from graphsvc.vocabulary import fold

WANTED = re.compile(
    "wunsch- und wahlrecht|wahlfreiheit|gewollte (redundanz|doppel)|bewusst (doppelt|parallel|redundant)|redundanz|"
    "rueckfallebene|ausfallsicher|backup|choice of (carrier|provider)|deliberate(ly)? redundan"
)
"""Words that call a second body wanted, of whatever kind."""
STANDS_IN = re.compile(r"\bbei ausfall\b|\bnotfaelle?n?\b|\bnotdienst|stand-?by")
"""Words of a service that is there for when another is not."""
ROUND_THE_CLOCK = re.compile(r"rund um die uhr|24 ?/ ?7|24 stunden|tag und nacht|round the clock")
"""Words of a service with hours that an ordinary one has not."""
CONFESSIONS: Mapping[str, re.Pattern[str]] = {
    "catholic": re.compile(r"katholisch|catholic|caritas|\bskf\b|\bskm\b|kolping|malteser"),
    "protestant": re.compile(r"evangelisch|protestant|diakoni|johanniter"),
    "jewish": re.compile(r"juedisch|jewish|\bzwst\b"),
    "muslim": re.compile(r"muslim|islamisch|islamic|moschee|\bditib\b"),
}
"""Words of the carriers of each confession."""
SERVICE = "angebot"
"""The task of bodies that serve people, as profiles name it."""


def calls_wanted(region: Region, a: Profile, b: Profile) -> bool:  # noqa: ARG001 (one signature for all reasons)
    """Name or purpose of one calls a second body wanted."""
    return any(WANTED.search(_told(profile)) for profile in (a, b))


def stands_in(region: Region, a: Profile, b: Profile) -> bool:  # noqa: ARG001
    """Both serve people; one is there for emergencies or other hours than the other."""
    texts = [_told(profile) for profile in (a, b)]
    hours = {bool(ROUND_THE_CLOCK.search(text)) for text in texts}
    return _serve(a, b) and (len(hours) > 1 or any(STANDS_IN.search(text) for text in texts))


def to_choose(region: Region, a: Profile, b: Profile) -> bool:
    """Both counsel people, and they are of different confessions."""
    if not (_serve(a, b) and all("beraten" in each.functions or "beratung" in _told(each) for each in (a, b))):
        return False
    first, second = (_confessions(f"{_told(each)} {_carrier(region, each)}") for each in (a, b))
    return bool(first and second) and not first & second


def _serve(a: Profile, b: Profile) -> bool:
    return SERVICE in a.task & b.task


def _told(profile: Profile) -> str:
    return fold(f"{profile.name} {profile.structure.purpose or ''}")


def _carrier(region: Region, profile: Profile) -> str:
    return fold(region.actors[profile.coordinator].name) if profile.coordinator is not None else ""


def _confessions(text: str) -> frozenset[str]:
    return frozenset(name for name, words in CONFESSIONS.items() if words.search(text))
