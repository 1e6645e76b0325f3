"""What single cells mean: yes and no, numbers, several values, territory keys."""

from __future__ import annotations

import re
from functools import lru_cache

from graphsvc.ingest.sheets import Value, raw_text
from graphsvc.ingest.text import clean
from graphsvc.vocabulary import fold, territories

_YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "1", "x", "stimmt"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0"})
_THOUSANDS_DE = re.compile(r"[+-]?\d{1,3}(?:[.  ']\d{3})+(?:,\d+)?")
_THOUSANDS_EN = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_UNIT = re.compile(r"(?:\s*(?:€|eur|euro|std\.?|stunden|h|personen|einw\.?|x|mal|-fach|%))?$")
_PARTS = re.compile(r"[;\n]")


def yes_no(text: str) -> bool | None:
    """True, False, or None where a cell says neither."""
    word = fold(clean(text))
    return True if word in _YES else False if word in _NO else None


def number(value: Value) -> float | None:
    """A number, German ("1.234,5", "57.000,00 €") or with a decimal point; None where it is none. One point before
    exactly three digits ("1.234") counts as a decimal point: see `whole` for counts."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = _bare(value)
    if _THOUSANDS_DE.fullmatch(text) and ("," in text or text.count(".") != 1):
        return float(re.sub(r"[.  ']", "", text).replace(",", "."))
    if _THOUSANDS_EN.fullmatch(text):
        return float(text.replace(",", ""))
    return float(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


def amount(value: Value) -> float | None:
    """An amount of money: here "3.000" is three thousand, as in `whole`; None where it is none."""
    count = whole(value) if isinstance(value, str) else None
    return float(count) if count is not None else number(value)


def whole(value: Value) -> int | None:
    """A count: here "1.234" is one thousand two hundred and thirty-four; None where it is no whole number."""
    if isinstance(value, str) and _THOUSANDS_DE.fullmatch(text := _bare(value)) and "," not in text:
        return int(re.sub(r"[.  ']", "", text))
    found = number(value)
    return int(found) if found is not None and found.is_integer() else None


def _bare(value: Value) -> str:
    return _UNIT.sub("", clean(raw_text(value)).casefold()).strip()


def parts(text: str) -> list[str]:
    """The values of a cell that holds several, split at `;` and line breaks; bullets are dropped."""
    pieces = (
        clean(piece).lstrip("•·▪*‣–- ").strip() if len(piece) > 1 else piece.strip() for piece in _PARTS.split(text)
    )
    return [piece for piece in pieces if piece]


@lru_cache(maxsize=10_000)
def territory_key(text: str) -> str | None:
    """An official key (AGS, its prefix, or a 12-digit ARS) in its full form, a lost leading zero put back; None where
    no official territory has it."""
    digits = clean(text).replace(" ", "")
    if not digits.isascii() or not digits.isdecimal():
        return None
    candidates = [digits, f"0{digits}"]
    candidates += [full[:5] + full[9:] for full in candidates if len(full) == 12]
    return next((key for key in candidates if key in territories()), None)


def looks_like_key(text: str) -> bool:
    """Whether digits could be an official territory key of NRW, known or not: 5, 8 or 12 digits that begin with 05, or
    4, 7 or 11 that begin with 5 and have lost the zero."""
    digits = text if text.startswith("0") else f"0{text}"
    return digits.isascii() and digits.isdecimal() and len(digits) in (5, 8, 12) and digits.startswith("05")


def full_key(text: str) -> str | None:
    """A key in its full form, its lost zero put back, an ARS cut to the AGS; None where it cannot be one."""
    digits = clean(text).replace(" ", "")
    if not looks_like_key(digits):
        return None
    full = digits if digits.startswith("0") else f"0{digits}"
    return full[:5] + full[9:] if len(full) == 12 else full
