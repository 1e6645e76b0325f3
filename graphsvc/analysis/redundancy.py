"""Wanted redundancy (K8): when what is written down about two bodies says that there shall be two of them.

No field of the template says so. What may: a purpose that calls a second body wanted; a service that stands in when
another fails (Landau 1969: redundancy makes reliable); two counselling services of different confessions, between which
people have a right to choose (*Wunsch- und Wahlrecht*).
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
SERVICE = frozenset({"angebot"})
"""The task of bodies that serve people, as profiles name it."""


def says_wanted(region: Region, a: Profile, b: Profile) -> bool:
    """Whether names, purposes and coordinators of two bodies say that both are wanted."""
    texts = [fold(f"{profile.name} {profile.structure.purpose or ''}") for profile in (a, b)]
    if any(WANTED.search(text) for text in texts):
        return True
    if not all(profile.task & SERVICE for profile in (a, b)):
        return False
    hours = {bool(ROUND_THE_CLOCK.search(text)) for text in texts}
    return any(STANDS_IN.search(text) for text in texts) or len(hours) > 1 or _to_choose(region, a, b, texts)


def _to_choose(region: Region, a: Profile, b: Profile, texts: list[str]) -> bool:
    """Whether two counselling services are of different confessions."""
    if not all("beraten" in p.functions or "beratung" in text for p, text in zip((a, b), texts, strict=True)):
        return False
    first, second = (_confessions(f"{text} {_carrier(region, p)}") for p, text in zip((a, b), texts, strict=True))
    return bool(first and second) and not first & second


def _carrier(region: Region, profile: Profile) -> str:
    return fold(region.actors[profile.coordinator].name) if profile.coordinator is not None else ""


def _confessions(text: str) -> frozenset[str]:
    return frozenset(name for name, words in CONFESSIONS.items() if words.search(text))
