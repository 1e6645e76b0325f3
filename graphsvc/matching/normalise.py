"""Names as the matcher reads them: folded words in order, the legal form as a code, numbers as digits.

Nothing is thrown away for good: the legal form is kept beside the words, for an e.V. and its own gGmbH are two bodies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern

from graphsvc.matching import tables
from graphsvc.matching.legal_forms import extract_legal_forms, remove_legal_forms

__all__ = ["Name", "fold", "normalise"]

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name, normalised: `words` are folded, with abbreviations written out, numbers as digits and without words that
    mean nothing; `weights` says how much each counts (1; less in the address tail of a long affiliation or in a former
    name, 0 for an acronym of the name itself); `legal` holds the codes of the legal forms."""

    text: str
    words: Words
    weights: tuple[float, ...]
    legal: frozenset[str]


_GERMAN = str.maketrans(
    {"ß": "ss", "’": "'", "`": "'", "´": "'", "‘": "'", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_DIGRAPH = re.compile("(?<![aeouq])(?:ae|oe|ue)(?![iu])")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_ELISION = re.compile(r"\b(?:l|d|dell|dall|all|qu)'(?=\w\w)")
_DOTTED = re.compile(r"\b(\w)\.(?=\s?\w\b)")
_JOINING = frozenset({"and", "und", "et", "u"})
_LETTERS_JOINED = re.compile(r"\b(\w) (?:and|und|et|u) (?=\w\b)")
_GLUED_FORM = re.compile(r"(?<=[a-zäöüß])(AG|GmbH|KG|eV)(?=\W|$)")
_AND_COMPANY = re.compile(r"(?:&|\+|\bund\b|\bu\b\.?|\b8t\b)\s*co(?:mp)?\b\.?")
_WORD = re.compile(r"[a-z]+|\d+|[^\W_\da-z]+")
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th|er|ere|eme)\b")
_FORMER = re.compile(r"\b(?:vormals|vorm\.|ehemals|ehem\.|früher|formerly|formally|previously|fka)\b")

_FORMER_BEGINS = ("vorm", "ehem", "früher", "form", "previously", "fka")

_PART_OF_NAMES = frozenset({"verein", "vereine", "vereins", "stiftung", "genossenschaft", "charity"})
"""Words that the table takes for a legal form but that belong to what German bodies are called."""
_FIRST_FORMS = frozenset({"pt", "ao", "ooo", "oao", "zao"})
"""Short legal forms that stand before the name; any other of two letters counts at the end only ("AG 1" is a group)."""
_FORMER_WEIGHT = 0.2
_MAX_ACRONYM, _MOST_WORDS = 7, 20


def fold(text: str) -> str:
    """Lower case and Latin letters; umlauts and accents made equal however they are written (ä, ae, a with dots)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.replace("`", "'") if folded.isascii() else _latin(folded.translate(_GERMAN))
    return _DIGRAPH.sub(_first_letter, folded) if "e" in folded else folded


def _latin(folded: str) -> str:
    """Without accents, and in Latin letters."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    if plain.isascii():
        return plain
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_latin_letters())


def normalise(text: str) -> Name:
    """Normalise one name; an empty text gives a name without words."""
    lowered = _lowered(text)
    current, former = _split_former(lowered)
    rest, legal = _without_legal_forms(current)
    raw = _raw_words(rest)
    segments = _affiliation(rest)
    found = _written_out(raw) if segments is None else tuple(word for words, _ in segments for word in words)
    weights = _weights(found, raw, text) if segments is None else tuple(weight for _, of in segments for weight in of)
    if former:
        old = _written_out(_raw_words(_without_legal_forms(former)[0]))
        found, weights = found + old, weights + (_FORMER_WEIGHT,) * len(old)
    if not found:
        found = tuple(_raw_words(lowered))
        weights = (1.0,) * len(found)
    return Name(text, tuple(map(intern, found)), _weights_once(weights), _forms_once(legal))


@lru_cache(maxsize=10_000)
def _weights_once(weights: tuple[float, ...]) -> tuple[float, ...]:
    """The same weights, kept once for all names that have them."""
    return weights


@lru_cache(maxsize=10_000)
def _forms_once(legal: frozenset[str]) -> frozenset[str]:
    """The same legal forms, kept once for all names that have them."""
    return legal


def _lowered(text: str) -> str:
    """Small letters, with a legal form that is written to the name ("VoithAG") and "& Co." made plain to see."""
    written = unicodedata.normalize("NFKC", text)
    if "G" in written or "eV" in written:
        written = _GLUED_FORM.sub(r" \1", written)
    lowered = written.casefold()
    return _AND_COMPANY.sub("& co.", lowered) if "co" in lowered else lowered


@cache
def _latin_letters() -> dict[int, str]:
    """Cyrillic, Greek and rarer Latin letters -> plain Latin ones."""
    return {ord(row["letter"]): row["latin"] for row in tables.rows("transliteration")}


def _first_letter(found: re.Match[str]) -> str:
    return found.group()[0]


def _split_former(lowered: str) -> tuple[str, str]:
    """The name and what stands behind "vormals", "formerly", ..."""
    found = _FORMER.search(lowered) if any(map(lowered.__contains__, _FORMER_BEGINS)) else None
    if found is None or not found.start():
        return lowered, ""
    return lowered[: found.start()], lowered[found.end() :]


def _without_legal_forms(lowered: str) -> tuple[str, frozenset[str]]:
    codes = set()
    rest = lowered
    for phrase, code in extract_legal_forms(lowered):
        shorter = _cut_form(rest, phrase)
        if phrase not in _PART_OF_NAMES and shorter is not None:
            rest = shorter
            codes.add(code)
    if "& co." in rest:
        rest = rest.replace("& co.", " ")
        codes.add("co")
    return (rest, frozenset(codes)) if _WORD.search(rest) else (lowered, frozenset(codes))


def _cut_form(rest: str, phrase: str) -> str | None:
    """The name without that legal form, or None where a short one stands where none can: in "Ev. Kirche" and "AG
    Sprache" there is none."""
    places = [found.span() for found in _bounded(phrase).finditer(rest)]
    if not places:
        return None
    start, end = places[-1]
    letters = phrase.replace(".", "").replace(" ", "")
    if len(letters) <= 2 and phrase.replace(" ", "").rstrip(".") != "e.v":
        last = not _WORD.search(_remove_forms(rest[end:].replace("& co.", "")))
        if not (last and start > 0) and not (start == 0 and letters in _FIRST_FORMS):
            return None
    return f"{rest[:start]}   {rest[end:]}"


@cache
def _bounded(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def _remove_forms(text: str) -> str:
    return remove_legal_forms(text) if _WORD.search(text) else text


def _raw_words(lowered: str) -> list[str]:
    """Folded words in order; single letters that follow one another are one word (J. P. Morgan, A.B.C.)."""
    found = [word for written in lowered.split(" ") for word in _words_of(written)]
    if 1 not in map(len, found):
        return found
    if not _JOINING.isdisjoint(found):
        joined = _LETTERS_JOINED.sub(r"\1 ", _DOTTED.sub(r"\1 ", fold(lowered)))
        found = [word for written in joined.split(" ") for word in _words_of(written)]
    return _runs_joined(found)


@lru_cache(maxsize=200_000)
def _words_of(written: str) -> Words:
    """The folded words of what stands between two blanks; lists say the same again and again."""
    plain = fold(written)
    if "'" in plain:
        plain = _ELISION.sub(" ", plain).replace("'", "")
    if _DIGIT.search(plain):
        plain = _ORDINAL.sub(r"\1 ", plain)
    return tuple(map(intern, _WORD.findall(plain)))


def _runs_joined(words: list[str]) -> list[str]:
    found: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            found.append(run)
            run = ""
        found.append(word)
    return [*found, run] if run else found


def _written_out(raw: list[str]) -> Words:
    """Abbreviations by what they mean, numerals by their value, words that mean nothing left out."""
    phrases, stop, numerals = _phrases(), _stopwords(), _numerals()
    if stop.isdisjoint(raw) and phrases.keys().isdisjoint(raw) and numerals.keys().isdisjoint(raw):
        return tuple(raw)
    found: list[str] = []
    at = 0
    while at < len(raw):
        word = raw[at]
        for phrase, meaning in phrases.get(word, ()):
            if tuple(raw[at : at + len(phrase)]) == phrase:
                found.extend(meaning)
                at += len(phrase)
                break
        else:
            value = numerals.get(word)
            if value is not None and (len(word) > 1 or at == len(raw) - 1 > 0):
                tens = found and at and raw[at - 1] in numerals and found[-1].endswith("0") and len(value) == 1
                found[len(found) - bool(tens) :] = [str(int(found[-1]) + int(value)) if tens else value]
            elif word not in stop:
                found.append(word)
            at += 1
    return tuple(found)


def _affiliation(rest: str) -> list[tuple[Words, tuple[float, ...]]] | None:
    """The parts of a long affiliation ("Dept. of X, University of Y, City 12345, Country") with how much each counts:
    the institution fully, its departments and where it lies less. None for an ordinary name."""
    if _SEGMENT.search(rest) is None:
        return None
    parts = [part for part in (_written_out(_raw_words(text)) for text in _SEGMENT.split(rest)) if part]
    if len(parts) < 2:
        return None
    roles = [_role(part) for part in parts]
    main = max(roles)
    if main < _INSTITUTE or (len(parts) == 2 and main < _UNIVERSITY):
        return None
    at = roles.index(main)
    return [
        (part, _segment_weights(part, role, main, near=place == at + 1))
        for place, (part, role) in enumerate(zip(parts, roles, strict=True))
    ]


_SEGMENT = re.compile(r"[,;|]| [-–/] ")
_DEPARTMENT, _PLACE, _INSTITUTE, _UNIVERSITY = range(4)


def _role(words: Words) -> int:
    roles = {_roles().get(word, _PLACE) for word in words}
    if _UNIVERSITY in roles:
        return _UNIVERSITY
    if _DEPARTMENT in roles:
        return _DEPARTMENT
    return max(roles)


def _segment_weights(words: Words, role: int, main: int, *, near: bool) -> tuple[float, ...]:
    """One weight a word; numbers outside the institution's own name are house numbers and post codes."""
    if role == main:
        return (1.0,) * len(words)
    address = words[0].isdigit() and len(words) > 1
    weight = _FRINGE_WEIGHT if address or role != _PLACE else _NEAR_WEIGHT if near else _PLACE_WEIGHT
    return tuple(_NUMBER_WEIGHT if word.isdigit() else weight for word in words)


_NEAR_WEIGHT, _PLACE_WEIGHT, _FRINGE_WEIGHT, _NUMBER_WEIGHT = 0.55, 0.35, 0.2, 0.1
"""What follows the institution, other places, departments and streets, numbers."""


@cache
def _roles() -> dict[str, int]:
    names = {"department": _DEPARTMENT, "institute": _INSTITUTE, "university": _UNIVERSITY}
    return {fold(row["word"]): names[row["role"]] for row in tables.rows("affiliations")}


def _weights(found: Words, raw: list[str], text: str) -> tuple[float, ...]:
    """1 a word, 0 for a word that is the acronym of others in the same name ("Deutsche Vermögensberatung DVAG")."""
    if len(raw) < 3 or len(raw) > _MOST_WORDS:
        return (1.0,) * len(found)
    return tuple([0.0 if len(word) <= _MAX_ACRONYM and _is_own_acronym(word, raw, text) else 1.0 for word in found])


def _is_own_acronym(word: str, raw: list[str], text: str) -> bool:
    """Whether other words of the name spell that one; one of two letters has to stand in brackets."""
    in_capitals = word.upper()
    is_written = f"({in_capitals})" in text if len(word) == 2 else in_capitals in text or word in text
    if len(word) < 2 or not is_written or word not in raw:
        return False
    at = raw.index(word)
    return is_acronym(word, raw[at + 1 :]) or is_acronym(word, raw[:at])


def is_acronym(acronym: str, words: list[str] | Words) -> bool:
    """Whether the letters are the first letters of consecutive words, small words skipped ("mfi": Management für
    Immobilien), where a long word may give a letter from its inside ("bmw": Bayerische Motorenwerke)."""
    stop = _stopwords()
    return any(
        word[0] == acronym[0] and _spells(acronym, [later for later in words[start:] if later not in stop])
        for start, word in enumerate(words)
    ) or any(word[0] == acronym[0] and _spells(acronym, words[start:]) for start, word in enumerate(words))


def _spells(acronym: str, words: list[str] | Words) -> bool:
    at = 0
    for used, word in enumerate(words):
        if at == len(acronym):
            return used > 1
        if word[0] != acronym[at]:
            return False
        at += 1
        following = words[used + 1][0] if used + 1 < len(words) else ""
        if at < len(acronym) and following != acronym[at] and len(word) > 7 and acronym[at] in word[3:]:
            at += 1
    return at == len(acronym) and len(words) > 1


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in tables.rows("stopwords"))


@cache
def _numerals() -> dict[str, str]:
    return {fold(row["word"]): row["value"] for row in tables.rows("numerals")}


@cache
def _phrases() -> dict[str, list[tuple[Words, Words]]]:
    """First word -> (the whole abbreviation, its meaning), longest first."""
    found: dict[str, list[tuple[Words, Words]]] = {}
    for row in tables.rows("abbreviations"):
        form, meaning = tuple(fold(row["form"]).split()), tuple(fold(row["meaning"]).split())
        if form != meaning:
            found.setdefault(form[0], []).append((form, meaning))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found
