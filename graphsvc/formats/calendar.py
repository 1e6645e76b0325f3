"""Days to remember as a calendar file (iCalendar, RFC 5545) for the calendars of offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LINE = 73
"""Octets of a content line before it is folded (RFC 5545, 3.1 allows 75 with the folding blank)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One whole day with a title and a note; `id` stays the same over exports, so that calendars replace it."""

    id: str
    day: date
    title: str
    note: str = ""


def calendar_text(reminders: Iterable[Reminder], *, stamp: date) -> str:
    """The calendar file; `stamp` is the day it was made (the same input gives the same bytes). Without an end an entry
    takes its one day (RFC 5545, 3.6.1)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//graphsvc//reminders//DE"]
    for reminder in sorted(reminders, key=lambda each: (each.day, each.id)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{reminder.id}@graphsvc",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{reminder.day:%Y%m%d}",
            f"SUMMARY:{_escaped(reminder.title)}",
            f"DESCRIPTION:{_escaped(reminder.note)}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    parts = [""]
    for sign in line:
        if len((parts[-1] + sign).encode()) > LINE:
            parts.append("")
        parts[-1] += sign
    return "\r\n ".join(parts)
