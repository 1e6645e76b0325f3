"""Every word a person reads: catalogues in German and English, and how numbers and dates are written.

One TOML file per area beside this module; a message is a table with `de` and `en` (and `de_one`, `en_one` where `count`
is exactly one). Keys are `area.name`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

Lang = Literal["de", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
DEFAULT_LANG: Lang = "de"

__all__ = ["DEFAULT_LANG", "LANGUAGES", "Lang", "Said", "areas", "catalogue", "day", "number", "read_day", "text"]


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a value of another: written in the language of the one it stands in."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def areas() -> list[str]:
    """Names of all catalogues, sorted."""
    folder = resources.files(__name__)
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def catalogue(area: str) -> dict[str, dict[str, str]]:
    """All messages of one area: name -> {"de": ..., "en": ...}."""
    source = resources.files(__name__) / f"{area}.toml"
    messages: dict[str, dict[str, str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return messages


def text(key: str, lang: str = "de", **values: Any) -> str:
    """The message `key` ("area.name") in `lang`, its places filled from `values`; integers and floats are written
    the way the language writes them. A missing key is an error of the program (KeyError)."""
    area, _, name = key.partition(".")
    message = catalogue(area)[name]
    form = f"{lang}_one" if values.get("count") == 1 and f"{lang}_one" in message else lang
    return message[form].format(**{name: _written(value, lang) for name, value in values.items()})


def number(value: float, lang: str = "de", *, digits: int | None = None) -> str:
    """`1234.5` as `1.234,5` (de) or `1,234.5` (en); `digits` after the point, integers without."""
    places = digits if digits is not None else (0 if float(value).is_integer() else 1)
    written = f"{value:,.{places}f}"
    return written if lang == "en" else written.translate(str.maketrans(",.", ".,"))


def day(value: date, lang: str = "de") -> str:
    """A date as `31.12.2026` (de) or `2026-12-31` (en)."""
    return value.strftime("%d.%m.%Y") if lang == "de" else value.isoformat()


def read_day(written: str) -> date:
    """The date that `31.12.2026` or `2026-12-31` means; ValueError for anything else."""
    return datetime.strptime(written.strip(), "%d.%m.%Y" if "." in written else "%Y-%m-%d").date()


def _written(value: Any, lang: str) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return number(value, lang)
    if isinstance(value, Said):
        return text(value.key, lang, **value.values)
    return day(value, lang) if isinstance(value, date) else value
