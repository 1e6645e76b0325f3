"""Amounts of money as offices write them: with their currency, in thousands, with a stroke for the cents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.ingest.sheets import Value, raw_text
from graphsvc.ingest.text import clean
from graphsvc.ingest.values import amount

EURO = "EUR"
_CURRENCIES: Mapping[str, str] = {
    "€": EURO,
    "eur": EURO,
    "euro": EURO,
    "chf": "CHF",
    "sfr": "CHF",
    "usd": "USD",
    "us-dollar": "USD",
    "$": "USD",
    "gbp": "GBP",
    "£": "GBP",
    "dm": "DEM",
}
_SCALES: Mapping[str, float] = {"t": 1e3, "tsd": 1e3, "tausend": 1e3, "mio": 1e6, "million": 1e6, "millionen": 1e6}
_CURRENCY = r"(?P<{name}>us-dollar|eur(?:o)?|chf|sfr|usd|gbp|dm|[€$£])\.?"
_SCALE = r"(?P<{name}>tausend|tsd|million(?:en)?|mio|t)\.?"
_AMOUNT = re.compile(
    rf"(?:{_CURRENCY.format(name='before')}\s*)?(?P<number>[+-]?\d[\d.,' ]*?)(?:,(?:-+|–|—))?"
    rf"(?:\s*{_SCALE.format(name='scale')})?(?:\s*{_CURRENCY.format(name='behind')})?"
)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}$)")
"""A comma before three digits parts thousands: no currency has thousandths."""
_UNIT = re.compile(rf"(?<![a-z])(?:{_SCALE.format(name='scale')}\s?)?{_CURRENCY.format(name='currency')}(?![a-z])")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and the code (ISO 4217) of its currency."""

    value: float
    currency: str = EURO

    def __str__(self) -> str:
        """As people read it: "57.000,00 €"."""
        written = f"{self.value:,.2f}".translate(str.maketrans(",.", ".,"))
        return f"{written} {'€' if self.currency == EURO else self.currency}"


def read_money(cell: Value, *, unit: str = "") -> Money | None:
    """The amount in a cell; None where it is none. What the cell itself does not say of currency and thousands says the
    header (`unit`: "Betrag in TEUR"), else they are euros."""
    found = _AMOUNT.fullmatch(clean(raw_text(cell)).casefold())
    number = amount(_GROUPED.sub("", found["number"].strip()) if found and isinstance(cell, str) else cell)
    if found is None or number is None:
        return None
    of_header = _UNIT.search(clean(unit).casefold())
    currency = found["before"] or found["behind"] or (of_header["currency"] if of_header else "")
    scale = found["scale"] or (of_header["scale"] if of_header and not _names_currency(found) else "")
    return Money(round(number * _SCALES.get(scale or "", 1), 2), _CURRENCIES.get(currency, EURO))


def is_money(text: str) -> bool:
    """Whether a text is an amount that names its currency."""
    found = _AMOUNT.fullmatch(clean(text).casefold())
    return found is not None and _names_currency(found) and read_money(text) is not None


def _names_currency(found: re.Match[str]) -> bool:
    return bool(found["before"] or found["behind"])
