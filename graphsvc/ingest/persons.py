"""Names of persons: recognised so that they can be left out."""

from __future__ import annotations

import re
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
    r"stadt|gemeinde|verein|verband|schul|kita|familienzentrum|kirche|moschee|zentrum|buero|ministerium|bezirksregierung|"
    r"polizei|klinik|krankenhaus|kammer|\bihk\b|\bhwk\b|\bvhs\b|volkshochschule|hochschule|universitaet|stiftung|initiative|"
    r"werk|bund\b|dezernat|fachbereich|fachdienst|abteilung|beratungsstelle|integrationsagentur|\bmbe\b|\bjmd\b|\bki\b|"
    r"behoerde|stelle\b|haus\b|institut|akademie|gymnasium|kolleg|gruppe|club|theater|museum|netzwerk|forum|hilfe\b|dienst\b|treff"
)
"""Words (folded) that stand in names of organisations and not of persons."""


@cache
def given_names() -> frozenset[str]:
    """Given names that are common in German offices, folded."""
    text = (resources.files("graphsvc.ingest") / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(map(fold, text.split()))


@lru_cache(maxsize=50_000)
def is_person(text: str) -> bool:
    """Whether a cell names a person: "Müller, Frau", "Frau Dr. Müller", "Müller, Anna", "Anna Müller"."""
    written = clean(text)
    if len(written) > 60 or ORGANISATION.search(fold(written)):
        return False
    if PERSON.fullmatch(written):
        return True
    full = _FULL_NAME.fullmatch(written)
    return full is not None and fold(full.group(1)) in given_names()


_PIECES = re.compile(r",\s+|\s[–-]\s|\s*[()]\s*|\s*;\s*")


def without_persons(text: str) -> str | None:
    """A cell without the persons that it names beside an organisation; None where nothing else is there."""
    if is_person(text):
        return None
    pieces = [piece for piece in _PIECES.split(text) if piece]
    kept = [piece for piece in pieces if not is_person(piece)]
    return text if len(kept) == len(pieces) else next(iter(kept), None)
