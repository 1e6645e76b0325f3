"""Addresses, telephone numbers and mail addresses out of cells that hold more than one of them; those of persons stay
out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from graphsvc.ingest.persons import names_person
from graphsvc.ingest.profile import EMAIL, PHONE, URL
from graphsvc.ingest.records import Cell
from graphsvc.ingest.text import clean, one_line
from graphsvc.vocabulary import fold

_ADDRESS = re.compile(r"(?:(?P<street>.+?),?\s+)?(?:D-)?(?P<postcode>\d{5})\s+(?P<city>\D.*)")
_NAME_AND_ADDRESS = re.compile(
    r"(?P<name>.+?),\s*(?P<street>[^,]*\d[^,]*),\s*(?:D-)?(?P<postcode>\d{5})\s+(?P<city>[^\d,][^,]*)"
)
_LABELS = re.compile(r"\b(?:tel|telefon|fon|fax|telefax|mobil|e-?mail|mail|web|internet|www)\b[.:]*", re.I)


def address_in(text: str) -> dict[str, str]:
    """Street, postcode and town out of one cell ("32130 Enger", "Ringstr. 5, 32130 Enger"); nothing where it holds
    something else."""
    found = _ADDRESS.fullmatch(one_line(text))
    return {name: part for name, part in found.groupdict().items() if part} if found else {}


def without_address(text: str) -> tuple[str, dict[str, str]]:
    """A name and the address written behind it in the same cell, parted by commas or line breaks."""
    written = clean(text)
    found = _NAME_AND_ADDRESS.fullmatch(written.replace("\n", ", "))
    if not found:
        return one_line(written), {}
    parts = {name: part.strip() for name, part in found.groupdict().items()}
    return one_line(parts.pop("name")), parts


def reached_by(text: str) -> dict[str, str]:
    """Mail address, telephone and web out of a cell that holds nothing else ("0221 16038; info@example.org"): where a
    name or another word stands beside, they may be a person's."""
    rest = text
    found: dict[str, str] = {}
    for name, pattern in (("email", EMAIL), ("web", URL), ("phone", PHONE)):
        match = pattern.search(rest)
        if match:
            found[name] = match.group(0).strip(" ()-–/")
            rest = pattern.sub(" ", rest)
    return {} if re.search(r"[^\W\d_]", _LABELS.sub(" ", rest)) else found


def names_somebody(email: str, named: Iterable[str]) -> bool:
    """Whether a mail address carries the name of somebody named beside it."""
    words = {word for text in named for word in re.findall(r"[a-z]{3,}", fold(text))}
    return bool(words & set(re.split(r"[^a-z]+", fold(email.partition("@")[0]))))


def _email(cell: Cell) -> str | None:
    """The mail addresses of a cell, whatever stands beside them."""
    found = EMAIL.findall(cell.text)
    if not found and cell.text:
        cell.problem("imports.no_email")
    return "; ".join(dict.fromkeys(found)) or None


def _phone(cell: Cell) -> str | None:
    """The cell as it is; beside the name of a person only the number."""
    if not names_person(cell.text):
        return cell.text or None
    found = PHONE.search(cell.text)
    return found.group(0).strip(" (/-–") if found else None


CONTACTS: Mapping[str, Callable[[Cell], str | None]] = {"email": _email, "phone": _phone}
"""Readers of fields whose cells hold more than the field."""
