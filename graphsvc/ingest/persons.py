"""Names of persons: recognised so that they can be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from graphsvc.ingest.text import clean
from graphsvc.vocabulary import fold

_WORD = r"[A-ZÄÖÜ][\w'’-]+"
_TITLE = r"(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.|Dipl\.-\w+\.?)"
PERSON = re.compile(
    rf"(?:{_TITLE}\s*)+(?:(?:von|van|de|el|al|zu)\s+|{_WORD}\s*|[A-ZÄÖÜ]\.\s*){{1,4}}"
    rf"|{_WORD}(?:\s{_WORD})?,\s*(?:{_TITLE}\s*)+(?:{_WORD}\s*)?"
    rf"|{_WORD},\s*(?:Dr\.\s*)?[A-ZÄÖÜ][a-zäöüß-]+(?:\s{_WORD})?"
)
"""How a person is written with a title, or surname first."""
_FULL_NAME = re.compile(rf"({_WORD})(?:\s(?:[A-ZÄÖÜ]\.|{_WORD}))?\s(?:(?:von|van|de|el|al|zu|vom)\s)*{_WORD}")
ORGANISATION = re.compile(
    r"e\.\s?v\.|\bggmbh|\bgmbh|\bag\b|\bawo\b|\bdrk\b|caritas|diakoni|paritaet|jobcenter|agentur|\bamt\b|amt\b|kreis|"
    r"stadt|gemeinde|verein|verband|schul(?!z|tz|te\b|ten\b|er\b|theis)|kita|familienzentrum|kirche|moschee|zentrum|buero|ministerium|bezirksregierung|"
    r"polizei|klinik|krankenhaus|kammer|\bihk\b|\bhwk\b|\bvhs\b|volkshochschule|hochschule|universitaet|stiftung|initiative|"
    r"werk|bund\b|dezernat|fachbereich|fachdienst|abteilung|beratungsstelle|integrationsagentur|\bmbe\b|\bjmd\b|\bki\b|"
    r"behoerde|stelle\b|haus\b|institut|akademie|gymnasium|kolleg|gruppe|club|theater|museum|kultur|kueltuer|\bspor\b|netzwerk|forum|hilfe\b|dienst\b|treff|"
    r"\bkg\b|\bohg\b|\bgbr\b|\bug\b|gesellschaft|betrieb|unternehmen|praxis|kanzlei|verlag|vermietung|verwaltung|"
    r"\w{3}(?:erei|meister|technik|handel|bau|werkstatt|service)\b"
)
"""Words (folded) that stand in names of organisations and not of persons."""


@cache
def given_names() -> frozenset[str]:
    """Given names that are common in German offices, folded."""
    text = (resources.files("graphsvc.ingest") / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(map(fold, text.split()))


@lru_cache(maxsize=50_000)
def is_person(text: str) -> bool:
    """Whether a cell names a person: "Müller, Frau", "Frau Dr. Müller", "Müller, Anna", "Anna Müller", or who owns a
    firm ("Inh. A. Müller")."""
    written = clean(text)
    if _OWNER.match(written) or _ADDRESSED.fullmatch(written):
        return True
    named = _BEFORE.sub("", written)
    if len(named) > 60 or ORGANISATION.search(fold(named)):
        return False
    if named != written or PERSON.fullmatch(written):
        return True
    full = _FULL_NAME.fullmatch(written)
    return full is not None and fold(full.group(1)) in given_names()


_OWNER = re.compile(r"Inh(?:aber(?:in)?)?\b")
_OFFICE = (
    r"(?:(?:Ober|Alt)?[Bb]ürgermeister|Landrat|Pfarrer|Pastor|Diakon|Dechant|Superintendent|Imam|Dezernent|Schulleiter|Rektor)"
    r"(?:in|\*in|:in)?|Landrätin|Schwester|Bruder|Pater"
)
_ADDRESSED = re.compile(
    rf"(?:(?:{_OFFICE})\s+)?(?:Frau|Herrn?)\s+(?:(?:Dr|Prof)\.\s*)*{_WORD}(?:[\s-]{_WORD})?"
    rf"|(?:{_OFFICE})\s+(?:(?:Dr|Prof)\.\s*)*(?:[A-ZÄÖÜ]\.\s*)?{_WORD}"
)
"""Whoever is addressed like this is a person, whatever the name holds ("Herr Schulz", "Pfarrer Schmidt")."""
_TITLED = re.compile(r"\b(?:Frau|Herrn?)\s")
_BEFORE = re.compile(r"^(?:Privatperson|Nachf|z\. ?Hd|c/o|vertreten durch|Ansprechpartner(?:in)?)\b\.?:?\s+")
"""What is written before the name of a person beside that of an organisation."""
_SEPARATORS = (
    re.compile(rf"\s*[()]\s*|\s*;\s*|,?\s+(?={_OWNER.pattern})"),
    re.compile(r",\s+"),
    re.compile(r"\s[–-](?:\s|$)"),
)
"""What stands between an organisation and a person, the strongest first."""
_COMPANY = re.compile(r"gmbh|ggmbh|ag|se|eg|kg|ohg|ug|gmbh & co\.?(?: kg)?|kommanditgesellschaft|e\. ?v\.?|stiftung")
"""Legal forms (folded) of what is more than one person, whatever it is called after."""
_TRADER = re.compile(
    r"einzelunternehme(?:n|r|rin)(?:/vollkaufmann)?|einzelfirma|e\. ?k\.?|e\. ?kfr\.?|freiberufler(?:in)?|gbr"
)
"""Legal forms (folded) of persons who trade: under their own name, or with their trade behind it."""
_PARTICLE = re.compile(r"(?:von|van|de|zu|vom)\s")
_TITLES = re.compile(rf"(?:{_TITLE}\s*)+")


@lru_cache(maxsize=50_000)
def names_person(text: str) -> bool:
    """Whether some part of a cell names a person, or a title stands in it."""
    return _TITLED.search(text) is not None or any(map(is_person, re.split(r"[,;\n()]|\s[–-]\s", text)))


@lru_cache(maxsize=50_000)
def without_persons(text: str) -> str | None:
    """A cell without the persons that it names beside an organisation; None where nothing else is there. Firms called
    after a person are organisations: "Carl Buch (GmbH & Co.)", "Anna Muster Malereibetrieb (Einzelunternehmen)"."""
    if is_person(text):
        return None
    pieces = list(_pieces(text, _SEPARATORS))
    forms = [piece for piece in pieces if _COMPANY.fullmatch(fold(piece)) or _TRADER.fullmatch(fold(piece))]
    if any(_COMPANY.fullmatch(fold(form)) for form in forms):
        return text
    persons = [piece for piece in pieces if is_person(piece) and not (forms and _has_trade(piece))]
    if not persons:
        return text
    return next((each for each in pieces if each not in (*persons, *forms) and not _PARTICLE.match(each)), None)


def _pieces(text: str, separators: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    """The parts of a cell, cut no finer than it takes to find persons."""
    if not separators or is_person(text):
        yield text
        return
    strongest, *weaker = separators
    parts = [part for piece in strongest.split(text) if piece for part in _pieces(piece, tuple(weaker))]
    yield from parts if strongest is _SEPARATORS[0] or any(map(is_person, parts)) else [text]


def _has_trade(name: str) -> bool:
    """Whether more than given name and surname stands there: "Anna Muster Dekorationen"."""
    return (
        "," not in name
        and not _OWNER.match(name)
        and not _BEFORE.match(name)
        and len(_TITLES.sub("", name).split()) > 2
    )
