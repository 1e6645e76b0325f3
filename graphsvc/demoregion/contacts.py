"""What is recorded of an actor besides its name: functional contacts, register numbers, fields of work."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from graphsvc.demoregion.numbers import Numbers
from graphsvc.demoregion.words import UMLAUTS
from graphsvc.model.entities import Actor


def describe(actor: Actor, rng: random.Random, numbers: Numbers, *, court: str) -> Actor:
    """Functional contacts, all invented: mail for about 70 of 240, web and telephone for some; register numbers of the
    court's town; what they work on."""
    site = f"{_slug(actor.name)}.example.org"
    number = rng.randrange(1_000)
    contacts = {
        "web": f"https://www.{site}" if rng.random() < 0.35 else None,
        "email": f"{rng.choice(['info', 'kontakt', 'integration'])}@{site}" if rng.random() < 0.29 else None,
        "phone": f"0221 4710{number:03d}-{rng.randrange(10, 99)}" if rng.random() < 0.35 else None,
    }
    register = _register(actor, numbers, court)
    return _with_work(replace(actor, **contacts, **register), rng)  # type: ignore[arg-type]  # fields by name


WORK = {
    "schule": ("schule", "daz", "lesen", "ganztag"),
    "kita": ("fruehe_bildung", "elternbildung", "mehrsprachigkeit"),
    "migrantenorganisation": ("migrantenorganisationen", "begegnung", "elternbildung", "kultur"),
    "beratungsdienst": ("mbe", "fluechtlingsberatung", "aufenthalt", "sozialberatung"),
    "wohlfahrtsverband": ("sozialberatung", "ehrenamt", "mbe", "unterbringung"),
    "religion": ("religion", "begegnung", "ehrenamt"),
    "fluechtlingsinitiative": ("ehrenamt", "begegnung", "unterbringung"),
    "weiterbildungstraeger": ("integrationskurse", "weiterbildung", "uebergang_schule_beruf"),
    "unternehmen": ("fachkraefte", "arbeitsmarkt"),
    "kultur": ("kultur", "freizeit"),
    "amt": ("quartier", "verwaltung", "sozialberatung"),
}
"""What actors of a kind mostly work on; the planted gaps are not among it."""

CLIENTS = ("gefluechtete", "neuzugewanderte", "einwanderungsgeschichte", "eltern_familien", "schulkinder", "kinder_0_6")


def _with_work(actor: Actor, rng: random.Random) -> Actor:
    """Topics and target groups, for those of whom they are known."""
    topics = WORK.get(actor.kind or "", ())
    if not topics or rng.random() < 0.35:
        return actor
    chosen = rng.sample(topics, rng.randint(1, min(3, len(topics))))
    return replace(actor, topic=tuple(chosen), target_group=tuple(rng.sample(CLIENTS, rng.randint(0, 2))))


def _register(actor: Actor, numbers: Numbers, court: str) -> dict[str, str]:
    """The register number of a registered body: unique, for it is counted up."""
    if actor.name.endswith("e.V."):
        return {"legal_form": "eV", "register_number": f"VR {numbers.register()} Amtsgericht {court}"}
    if actor.name.endswith("GmbH") or actor.name.endswith(" AG"):
        form = "gGmbH" if actor.name.endswith("gGmbH") else actor.name.rsplit(" ", 1)[1]
        return {"legal_form": form, "register_number": f"HRB {numbers.register()} Amtsgericht {court}"}
    return {}


def _slug(name: str) -> str:
    plain = name.lower().translate(UMLAUTS)
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
