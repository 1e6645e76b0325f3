"""A seeded generator of German bodies and of how lists write them down: the ground for the benchmark of records.

It shares no table with the matcher: families, towns, abbreviations and errors are written here anew. A body is a
carrier family or a kind of association in a town; each is recorded once to five times, every time by somebody else:
short names and long ones, typing errors, umlauts three ways, other word order, old addresses, switchboards, missing
cells. Beside most bodies stand others that look like them: the e.V. and its gGmbH in one house, Kreisverband and
Ortsverein, the same association in the next town, town names that differ in one letter.
"""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

Rng = random.Random
_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

FAMILIES: dict[str, tuple[str, ...]] = {
    "Arbeiterwohlfahrt": ("AWO", "Arbeiterwohlfahrt", "Arbeiter-Wohlfahrt"),
    "Caritasverband": ("Caritas", "Caritasverband", "Caritas-Verband"),
    "Deutsches Rotes Kreuz": ("DRK", "Deutsches Rotes Kreuz", "Rotes Kreuz"),
    "Diakonisches Werk": ("Diakonie", "Diakonisches Werk", "DW"),
    "Paritätischer Wohlfahrtsverband": ("Der Paritätische", "Paritätischer Wohlfahrtsverband", "DPWV"),
    "Arbeiter-Samariter-Bund": ("ASB", "Arbeiter-Samariter-Bund", "Arbeitersamariterbund"),
    "Lebenshilfe": ("Lebenshilfe", "Lebenshilfe für Menschen mit Behinderung"),
    "Kinderschutzbund": ("Kinderschutzbund", "Deutscher Kinderschutzbund", "DKSB"),
    "Volkshochschule": ("VHS", "Volkshochschule"),
    "Naturschutzbund": ("NABU", "Naturschutzbund", "Naturschutzbund Deutschland"),
    "Sozialverband VdK": ("VdK", "Sozialverband VdK"),
    "Deutsche Lebens-Rettungs-Gesellschaft": ("DLRG", "Deutsche Lebens-Rettungs-Gesellschaft"),
    "Malteser Hilfsdienst": ("Malteser", "Malteser Hilfsdienst", "MHD"),
    "Johanniter-Unfall-Hilfe": ("Johanniter", "Johanniter-Unfall-Hilfe", "JUH"),
}
LEVELS: dict[str, tuple[str, ...]] = {
    "Kreisverband": ("Kreisverband", "KV", "Kreisverb."),
    "Ortsverein": ("Ortsverein", "OV"),
    "Bezirksverband": ("Bezirksverband", "BV", "Bez.-Verband"),
    "Stadtverband": ("Stadtverband", "Stadtverb."),
}
CAUSES = _WORDS["causes"]
SAINTS = _WORDS["saints"]
PERSONS = _WORDS["persons"]
STREETS = _WORDS["streets"]
TOWN_HEADS = _WORDS["town_heads"]
TOWN_TAILS = _WORDS["town_tails"]
QUARTERS = ("", "", "", "", "-Nord", "-Süd", "-West", "-Ost", " am See", " im Tal", "-Mitte")
COLUMNS = ("id", "body", "name", "street", "postcode", "city", "phone", "email", "web")


@dataclass(frozen=True)
class Body:
    """What is true: one body, its name in parts, its seat and how it can be reached."""

    family: str
    level: str
    cause: str
    patron: str
    town: str
    form: str
    postcode: str
    street: str
    phone: str
    domain: str


def generate(n_records: int, seed: int) -> pl.DataFrame:
    """About n_records records in random order with the column `body` as truth; same seed, same table."""
    rng = random.Random(seed)
    rows: list[tuple[str, ...]] = []
    for number, body in enumerate(_bodies(rng, n_records)):
        rows.extend((str(number), *_record(rng, body)) for _ in range(_times(rng)))
        if len(rows) >= n_records:
            break
    rng.shuffle(rows)
    return pl.DataFrame(
        [(f"r{at:07d}", *row) for at, row in enumerate(rows[:n_records])], schema=list(COLUMNS), orient="row"
    )


def _times(rng: Rng) -> int:
    return rng.choices((1, 2, 3, 4, 5), (45, 30, 15, 7, 3))[0]


def _bodies(rng: Rng, n: int) -> Iterator[Body]:
    """Different bodies without end; a town holds a handful of them, the larger ones some dozens."""
    towns = _towns(rng, max(40, n // 3))
    seen: set[tuple[str, ...]] = set()
    while True:
        town, postcode = towns[int(len(towns) * rng.random() ** 1.3)]
        for body in _household(rng, town, postcode):
            key = (body.family, body.level, body.cause, body.patron, body.town, body.form if body.family else "")
            if key not in seen:
                seen.add(key)
                yield body


def _towns(rng: Rng, n: int) -> list[tuple[str, str]]:
    """Different town names, some one letter apart, with their post codes."""
    found: dict[str, str] = {}
    while len(found) < n:
        name = rng.choice(TOWN_HEADS) + rng.choice(TOWN_TAILS)
        if len(found) > len(TOWN_HEADS) * 12:
            name = (
                rng.choice(("Bad ", "", "", ""))
                + rng.choice(TOWN_HEADS)
                + rng.choice(TOWN_TAILS[:24])
                + rng.choice(QUARTERS)
            )
        if len(found) > 6000:
            name = (
                rng.choice(TOWN_HEADS)
                + rng.choice(("er", "s", "en", ""))
                + rng.choice(TOWN_HEADS).lower()
                + rng.choice(TOWN_TAILS)
                + (rng.choice(QUARTERS) if len(found) > 50_000 else "")
            )
        found.setdefault(name, f"{rng.randrange(1000, 99999):05d}")
    return list(found.items())


def _household(rng: Rng, town: str, postcode: str) -> Iterator[Body]:
    """A body and those that stand beside it under one roof."""
    street = _street(rng)
    phone = f"0{rng.randrange(2000, 9999)} {rng.randrange(10_000, 9_999_999)}"
    slug = _ascii(town).lower().replace(" ", "-")
    if rng.random() < 0.4:
        family, level = rng.choice(list(FAMILIES)), rng.choice(list(LEVELS))
        domain = f"{_ascii(FAMILIES[family][0]).lower().replace(' ', '')}-{slug}.de"
        yield Body(family, level, "", "", town, "e.V.", postcode, street, phone, domain)
        if rng.random() < 0.04:
            yield Body(family, level, "", "", town, "gGmbH", postcode, street, phone, domain)
        if rng.random() < 0.08:
            other = rng.choice([name for name in LEVELS if name != level])
            yield Body(family, other, "", "", town, "e.V.", postcode, _street(rng), phone[:-2] + "99", domain)
        if rng.random() < 0.1:
            yield Body(
                family, "", "Kindertagesstätte", f"St. {rng.choice(SAINTS)}", town, "", postcode, street, phone, domain
            )
        return
    cause = rng.choice(CAUSES)
    patron = rng.choice(
        ("", rng.choice(PERSONS), rng.choice(PERSONS), f"St. {rng.choice(SAINTS)}", str(rng.randrange(1, 4)))
    )
    yield Body(
        "",
        "",
        cause,
        patron,
        town,
        rng.choice(("e.V.", "e.V.", "")),
        postcode,
        street,
        phone,
        f"{_ascii(cause)[:9].lower()}-{slug}.de",
    )


def _street(rng: Rng) -> str:
    return f"{rng.choice(STREETS)}{rng.choice(('straße', 'straße', 'straße', 'weg', 'platz'))} {rng.randrange(1, 140)}"


def _record(rng: Rng, body: Body) -> tuple[str, ...]:
    moved = rng.random() < 0.12
    street = "" if rng.random() < 0.2 else _written_street(rng, _street(rng) if moved else body.street)
    postcode = "" if rng.random() < 0.15 else body.postcode
    city = "" if rng.random() < 0.06 else _written(rng, body.town)
    phone = "" if rng.random() < 0.35 else _written_phone(rng, body.phone)
    email = "" if rng.random() < 0.6 else f"{rng.choice(('info', 'kontakt', 'mail'))}@{body.domain}"
    web = "" if rng.random() < 0.7 else f"{rng.choice(('www.', 'https://www.', ''))}{body.domain}"
    return (_written_name(rng, body), street, postcode, city, phone, email, web)


def _written_name(rng: Rng, body: Body) -> str:
    form = body.form if body.form == "gGmbH" or rng.random() < 0.6 else ""
    if body.family and body.level:
        parts = [rng.choice(FAMILIES[body.family]), rng.choice(LEVELS[body.level]), _place(rng, body)]
    elif body.family:
        carrier = rng.choice((rng.choice(FAMILIES[body.family]), rng.choice(FAMILIES[body.family]), ""))
        parts = [carrier, rng.choice((body.cause, "Kita", "Kita")), body.patron, body.town]
    else:
        parts = [_cause(rng, body.cause), body.patron, body.town if rng.random() < 0.95 else ""]
    if rng.random() < 0.12:
        parts = [*parts[1:], parts[0]]
    name = " ".join(part for part in (*parts, _written_form(rng, form)) if part)
    return _written(rng, name)


def _place(rng: Rng, body: Body) -> str:
    return rng.choice(
        (body.town, body.town, body.town, f"in {body.town}", f"für {body.town}", f"{body.town} und Umgebung")
    )


def _cause(rng: Rng, cause: str) -> str:
    roll = rng.random()
    if roll < 0.15 and "verein" in cause:
        return cause.replace("verein", rng.choice(("ver.", "-Verein", "verein")))
    if roll < 0.25 and " und " in cause:
        return cause.replace(" und ", rng.choice((" u. ", " & ")))
    return cause


def _written_form(rng: Rng, form: str) -> str:
    if form == "e.V.":
        return rng.choice(("e.V.", "e. V.", "eV", "e.V", "eingetragener Verein"))
    if form == "gGmbH":
        return rng.choice(("gGmbH", "gGmbH", "gemeinnützige GmbH"))
    return form


def _written(rng: Rng, text: str) -> str:
    for chance, change in _ERRORS:
        if rng.random() < chance:
            text = change(rng, text)
    return text


def _typing_error(rng: Rng, text: str) -> str:
    at = rng.randrange(len(text))
    letter = rng.choice("abcdefghiklmnoprstu")
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        )
    ).strip()


def _transcribed(rng: Rng, text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("Ü", "Ue")


def _plain(rng: Rng, text: str) -> str:
    return _ascii(text)


def _decomposed(rng: Rng, text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _upper(rng: Rng, text: str) -> str:
    return text.upper()


def _without_hyphens(rng: Rng, text: str) -> str:
    return text.replace("-", " ")


_ERRORS: tuple[tuple[float, Callable[[Rng, str], str]], ...] = (
    (0.14, _typing_error),
    (0.04, _typing_error),
    (0.12, _transcribed),
    (0.03, _plain),
    (0.03, _decomposed),
    (0.05, _upper),
    (0.08, _without_hyphens),
)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()


def _written_street(rng: Rng, street: str) -> str:
    roll = rng.random()
    if roll < 0.4:
        street = street.replace("straße", rng.choice(("str.", "strasse", " Str.", "-Straße")))
    return _typing_error(rng, street) if rng.random() < 0.06 else street


def _written_phone(rng: Rng, phone: str) -> str:
    code, number = phone.split()
    return rng.choice((phone, f"{code}/{number}", f"+49 {code[1:]} {number}", f"({code}) {number[:3]} {number[3:]}"))
