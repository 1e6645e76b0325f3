"""Every word a person reads: catalogues in German and English, and how numbers and dates are written.

One TOML file per area beside this module; a message is a table with `de` and `en` (and `de_one`, `en_one` where `count`
is exactly one). Keys are `area.name`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

Lang = Literal["de", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
DEFAULT_LANG: Lang = "de"

__all__ = ["DEFAULT_LANG", "LANGUAGES", "Lang", "areas", "catalogue", "day", "number", "text"]


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


def _written(value: Any, lang: str) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return number(value, lang)
    return day(value, lang) if isinstance(value, date) else value
