"""Wanted redundancy (K8): when what is written down about two bodies says that there shall be two of them.

No field of the template says so. What may: a purpose that calls a second body wanted; a service that stands in when
another fails (Landau 1969: redundancy makes reliable) or has other hours; two counselling services of different
confessions, between which people have a right to choose (*Wunsch- und Wahlrecht*).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graphsvc.analysis.profiles import Profile, Region
from graphsvc.vocabulary import fold

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

WANTED = re.compile(
    "wunsch- und wahlrecht|wahlfreiheit|gewollte (redundanz|doppel|zweit|parallel)|"
    "bewusst (doppelt|parallel|redundant)|"
    r"(zweit|doppel|parallel)\w* (angebot|stell|struktur|dienst)\w*( (ist|sind))? (gewollt|gewuenscht|beabsichtigt)|"
    "redundanz|rueckfallebene|ausfallsicher|backup|choice of (carrier|provider)|deliberate(ly)? redundan|"
    r"second (offer|service|body) is (wanted|intended)"
)
"""Words that call a second body wanted, of whatever kind."""
STANDS_IN = re.compile(
    r"\bbei ausfall\b|\b(wenn|falls|sobald)\b[^.;]{0,40}\bausfaell|\bspring\w* ein\b|\beinspring|"
    r"\bnotfaelle?n?\b|\bnotdienst|"
    r"stand-?by|\b(if|when)\b[^.;]{0,40}\bfails?\b"
)
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
COUNSEL = re.compile("beratung|counsel")
"""Words of a counselling service, where its functions do not say so."""
SERVICE = "angebot"
"""The task of bodies that serve people, as profiles name it."""


def calls_wanted(region: Region, a: Rows, b: Rows) -> Mask:
    """Name or purpose of one calls a second body wanted."""
    said = _says(region, WANTED)
    return np.asarray(said[a] | said[b])


def stands_in(region: Region, a: Rows, b: Rows) -> Mask:
    """Both serve people; one is there for emergencies or at other hours than the other."""
    serves, hours, stands = _serves(region), _says(region, ROUND_THE_CLOCK), _says(region, STANDS_IN)
    return np.asarray(serves[a] & serves[b] & (stands[a] | stands[b] | (hours[a] != hours[b])))


def to_choose(region: Region, a: Rows, b: Rows) -> Mask:
    """Both counsel people, and they are of different confessions."""
    advise = np.array(["beraten" in profile.functions for profile in region.profiles], dtype=bool)
    counsels = _serves(region) & (_says(region, COUNSEL) | advise)
    told = [f"{_told(profile)} {_carrier(region, profile)}" for profile in region.profiles]
    holds = np.array([[bool(words.search(text)) for text in told] for words in CONFESSIONS.values()], dtype=bool).T
    known = counsels & holds.any(axis=1)
    return np.asarray(known[a] & known[b] & ~(holds[a] & holds[b]).any(axis=1))


def _says(region: Region, words: re.Pattern[str]) -> Mask:
    return np.array([bool(words.search(_told(profile))) for profile in region.profiles], dtype=bool)


def _serves(region: Region) -> Mask:
    return np.array([SERVICE in profile.task for profile in region.profiles], dtype=bool)


def _told(profile: Profile) -> str:
    return fold(f"{profile.name} {profile.structure.purpose or ''}")


def _carrier(region: Region, profile: Profile) -> str:
    return fold(region.actors[profile.coordinator].name) if profile.coordinator is not None else ""
