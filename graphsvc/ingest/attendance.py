"""Attendance lists of minutes: organisations and functions are taken, persons are not.

A list begins at a heading such as "Teilnehmende:" and ends at the next heading; each of its lines names a person, an
organisation and perhaps a function, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from graphsvc.ingest import dates
from graphsvc.ingest.fields import MENTIONED
from graphsvc.ingest.persons import ORGANISATION, is_person
from graphsvc.ingest.records import Read, RowPlace
from graphsvc.ingest.rows import Context, ValueRead
from graphsvc.ingest.sheets import Sheet, raw_text
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.text import one_line
from graphsvc.vocabulary import fold, scheme

_BEGIN = re.compile(
    r"(?:anwesen(?:d|de|heit|heitsliste)|teilnehm(?:er|ende|erinnen|erliste|endenliste)\b.*|teilgenommen haben|"
    r"present|attendees|entschuldigt(?: sind| fehlen)?|verteiler|gaeste|eingeladen)\b[^:]*:?(?P<rest>.*)"
)
_END = re.compile(
    r"(?:top|tagesordnung|punkt|beginn|ende|ort|datum|uhrzeit|protokoll\w*|zu top|naechste|ergebnis\w*)\b|\d+\.\s+[a-z]"
)
_TITLE = re.compile(
    r"(?:\w*protokoll|niederschrift|ergebnisvermerk|vermerk|einladung|minutes|teilnehmerliste|anwesenheitsliste)\b"
    r"(?:\s+(?:zur|zum|der|des|ueber|die|das|von|vom|of|the|fuer|konstituierenden|\d+\.|sitzung|treffen(?:s)?|besprechung|meeting))*"
    r"\s*[:–-]?\s*(?P<body>.+)",
    re.I,
)
_MEMBERS = re.compile(
    r"(?:liste der |die )?(?:mitglieder|teilnehmer|teilnehmende)n?(?:liste)?\s*(?:der|des|vom|von|im|in|:|–|-)\s*"
    r"(?P<body>.+)",
    re.I,
)
"""The title of a bare list of members."""
_DAY = re.compile(r"\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]+)\s?\d{2,4}|\d{4}-\d{2}-\d{2}")
_CUT = re.compile(r"\s*[\t;()|]\s*|\s+[–-]\s+|,\s+|:\s+")
_ENUMERATION = re.compile(r"[A-ZÄÖÜ][\w-]+ und [A-ZÄÖÜ][\w-]+")
"""How a list inside a name ends: "Amt für Schule, Kultur und Sport"."""
BULLET = re.compile(r"^(?:[-–*•·▪]|\d{1,2}[.)])\s*")
"""What stands before an item of a list."""
_NAME = re.compile(
    r"(?:[A-ZÄÖÜ]\.\s?)?[A-ZÄÖÜ][a-zäöüß'-]+(?:\s+(?:von|van|de|el|al)\s*)?(?:[\s-]+[A-ZÄÖÜ][a-zäöüß'-]+){0,2}"
)
_SURNAME_FIRST = re.compile(
    r"[A-ZÄÖÜ][\w'-]+,\s*(?:(?:Frau|Herr|Fr\.|Hr\.|Dr\.|Prof\.)\s*)+(?:[A-ZÄÖÜ][a-zäöüß-]+)?(?=\s*(?:[\t;(|,:]|[–-]\s|$))"
    r"|[A-ZÄÖÜ][a-zäöüß'-]+,\s*[A-ZÄÖÜ][a-zäöüß-]+(?=\s*(?:[\t;(|,:]|[–-]\s|$))"
)
"""A person written surname first: "Müller, Frau", "Müller, Anna"."""
_ADDRESSED = re.compile(r"^(?:Frau|Herr|Fr\.|Hr\.|Herrn|Dr\.|Prof\.)(?:\s|$)")
_FUNCTION = re.compile(
    r"leit(?:ung|er|erin|er\*in|er:in)|koordinat|sachbearbeit|geschaeftsfuehr|beauftragt|dezernent|vorsitz|sprecher|referent|"
    r"fachkraft|buergermeister|landrat|landraetin|berater|moderation|protokoll|vertret|mitarbeit|assistenz|direktor|gast$|vorstand"
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """The body that met, and when."""

    body: str
    met_on: date | None


def read_attendance(sheet: Sheet, context: Context) -> Iterator[tuple[str, Read]]:
    """The body, the organisations that were there, and their membership."""
    meeting = find_meeting(sheet)
    if meeting is None:
        note = RowPlace(sheet, 1).problem("imports.no_body", column=None, value=None)
        context.findings.problems.append(note)
        return
    yield "structures", body_read(meeting, RowPlace(sheet, 1))
    listed = list(_listed(sheet))
    if not listed:
        told = RowPlace(sheet, 1).problem("imports.nobody_listed", column=None, value=meeting.body)
        context.findings.problems.append(told)
    for number, line in listed:
        organisation, function = _participant(line, context)
        place = RowPlace(sheet, number)
        _note(context, place, line, organisation)
        if organisation is None:
            context.findings.note(place.problem("imports.only_person", column=None, value=None))
            continue
        yield "actors", Read({"name": organisation, MENTIONED: True}, place)
        yield "memberships", Read(membership(organisation, meeting.body, function), place)


def reads_like_minutes(sheet: Sheet) -> bool:
    """Whether a text is titled as minutes, or lists who was there."""
    titles = (one_line(raw_text(row[0])) for row in sheet.rows[:15] if row)
    return any(map(_TITLE.match, titles)) or any(_listed(sheet))


def find_meeting(sheet: Sheet) -> Attendance | None:
    """The body that a text is the minutes of: named in its title, else in one of its first lines, else in the name
    of the file."""
    lines = [one_line(raw_text(row[0])) for row in sheet.rows[:15] if row]
    titles = (found.group("body") for line in lines if (found := _TITLE.match(line) or _MEMBERS.match(line)))
    stem = PurePath(sheet.file).stem.replace("_", " ")
    candidates = [*titles, *(line for line in lines if structure_kind(line) and len(line) < 120), stem]
    named = next((body for candidate in candidates if (body := _body_name(candidate)) and structure_kind(body)), None)
    days = (dates.read_span(found.group()) for line in lines for found in _DAY.finditer(line))
    return Attendance(named, next((span.first for span in days if span), None)) if named else None


def body_read(meeting: Attendance, place: RowPlace) -> Read:
    """The record of the body that met."""
    values = {
        "name": meeting.body,
        "kind": structure_kind(meeting.body),
        "last_meeting": meeting.met_on,
        MENTIONED: True,
    }
    return Read({field: value for field, value in values.items() if value is not None}, place)


def membership(organisation: str, body: str, function: str | None) -> dict[str, str]:
    """A membership with its function: a role of the vocabulary where it is one, else the words themselves."""
    role = (scheme("roles").find(function) or function) if function else "mitglied"
    return {"actor": organisation, "structure": body, "role": role}


def _body_name(text: str) -> str | None:
    """The name without date and place behind it, in the nominative ("des Arbeitskreises" is an "Arbeitskreis")."""
    name = re.split(r"\s+(?:am|vom|im|on)\s+(?=\d|[A-Z][a-z]+\s+\d)|,\s|\s+\d{1,2}\.\d{1,2}\.", one_line(text))[0]
    name = re.sub(r"^(?:der|des|die|das|den|zur|zum|sitzung(?:\s+(?:der|des))?)\s+", "", name, flags=re.I).strip(" :–-")
    words = name.split(" ")
    for at, word in enumerate(words):
        if word.endswith("s") and scheme("structure_kinds").find(word) is None:
            bare = next((bare for bare in (word[:-2], word[:-1]) if scheme("structure_kinds").find(bare)), None)
            words[at] = bare or word
    return " ".join(words) or None


def _listed(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Row and text of each line of the attendance lists."""
    is_inside = False
    for number, row in enumerate(sheet.rows, start=1):
        line = one_line(raw_text(row[0])) if row else ""
        named = _MEMBERS.match(line)
        if named and structure_kind(_body_name(named.group("body")) or ""):
            is_inside = True
            continue
        begin = _BEGIN.match(fold(line))
        if begin:
            is_inside = True
            rest = line[len(line) - len(begin.group("rest")) :].strip() if begin.group("rest").strip() else ""
            yield from ((number, each) for each in _several(rest))
        elif is_inside and _END.match(fold(line)) and not BULLET.match(line):
            is_inside = False
        elif is_inside and line:
            yield number, line


def _several(rest: str) -> list[str]:
    """Participants behind the heading on its own line."""
    return [piece.strip() for piece in re.split(r";|,\s+(?=Frau|Herr|Fr\.|Hr\.)", rest) if piece.strip()]


def _participant(line: str, context: Context) -> tuple[str | None, str | None]:
    """Organisation and function of one line; whatever names a person is counted and dropped."""
    pieces = [piece for piece in _pieces(line, context.is_known_name) if piece]
    persons = [piece for piece in pieces if _is_name(piece, context)]
    rest = [piece for piece in pieces if piece not in persons]
    functions = [piece for piece in rest if _FUNCTION.search(fold(piece)) and not context.is_known_name(piece)]
    organisations = [piece for piece in rest if piece not in functions or _is_organisation(piece, context)]
    context.persons += bool(persons)
    surest = next((piece for piece in organisations if _is_organisation(piece, context)), None)
    organisation = surest or next(iter(organisations), None)
    return organisation, next((piece for piece in functions if piece != organisation), None)


def _pieces(line: str, is_known: Callable[[str], bool]) -> list[str]:
    bare = BULLET.sub("", line)
    surname = _SURNAME_FIRST.match(bare)
    if surname and not is_known(bare.partition(",")[0]):
        return [surname.group().strip(), *_cut(bare[surname.end() :], is_known)]
    return _cut(bare, is_known)


def _cut(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The parts of a line; names that contain a comma stay whole where they are known, or go on as "..., A und B"."""
    marks = list(_CUT.finditer(text))
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(text)]
    parts: list[str] = []
    at = 0
    while at < len(starts):
        last = max(end for end in range(at, min(at + 4, len(starts))) if _is_one(text, starts, ends, at, end, is_known))
        parts.append(text[starts[at] : ends[last]].strip(" –-"))
        at = last + 1
    return parts


def _is_one(
    text: str, starts: list[int], ends: list[int], first: int, last: int, is_known: Callable[[str], bool]
) -> bool:
    if first == last or is_known(text[starts[first] : ends[last]].strip(" –-")):
        return True
    is_comma = last == first + 1 and text[ends[first] : starts[last]].strip() == ","
    return is_comma and _ENUMERATION.fullmatch(text[starts[last] : ends[last]].strip()) is not None


def _is_name(piece: str, context: Context) -> bool:
    if context.is_known_name(piece):
        return False
    if _ADDRESSED.match(piece) or is_person(piece):
        return True
    return (
        _NAME.fullmatch(piece) is not None
        and not _is_organisation(piece, context)
        and not _FUNCTION.search(fold(piece))
    )


def _is_organisation(piece: str, context: Context) -> bool:
    return context.is_known_name(piece) or ORGANISATION.search(fold(piece)) is not None


def _note(context: Context, place: RowPlace, raw: str, organisation: str | None) -> None:
    sheet = place.sheet
    kept = organisation or ""
    context.values.append(
        ValueRead(
            sheet.file, sheet.name, place.row, "", raw if kept == raw else kept, "memberships", "actor", organisation
        )
    )
