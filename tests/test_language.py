"""The catalogues: every message in both languages, every key that is used exists, every key that exists is used."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import graphsvc
from graphsvc.language import areas, catalogue

PACKAGE = Path(graphsvc.__file__).parent
CYPHER = PACKAGE.parent / "cypher"
KEYS = [(area, name) for area in areas() for name in catalogue(area)]


def _places(message: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(message) if place}


@cache
def _literals() -> frozenset[str]:
    """Every string that stands in the code, and every quoted string of the page templates."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for file in PACKAGE.rglob("templates/**/*"):
        if file.is_file():
            page = file.read_text(encoding="utf-8")
            found |= {*re.findall(r"'([^'\n]*)'", page), *re.findall(r'"([^"\n]*)"', page)}
    return frozenset(found)


@cache
def _beginnings() -> tuple[str, ...]:
    """Strings that keys are put together from, such as "errors.place_"."""
    return tuple(each for each in _literals() if re.fullmatch(r"[a-z_]+\.([a-z_]+[_.])?", each))


@pytest.mark.parametrize(("area", "name"), KEYS, ids=lambda part: part)
def test_message_stands_in_both_languages_with_the_same_places(area: str, name: str) -> None:
    message = catalogue(area)[name]

    assert {"de", "en"} <= set(message) <= {"de", "en", "de_one", "en_one"}
    assert all(text.strip() for text in message.values())
    assert _places(message["de"]) == _places(message["en"])


@pytest.mark.parametrize(("area", "name"), KEYS, ids=lambda part: part)
def test_message_is_used(area: str, name: str) -> None:
    key = f"{area}.{name}".removesuffix("_advice")  # what to do next stands beside what is wrong

    assert key in _literals() or key.startswith(_beginnings()), f"nothing says {key}"


def test_every_key_that_is_named_exists() -> None:
    queries = {f"{file.parent.name}.{file.stem.split('.')[0]}" for file in CYPHER.rglob("*.cypher")}
    named = {each for each in _literals() if re.fullmatch(rf"({'|'.join(areas())})\.[a-z0-9_]*[a-z0-9]", each)}

    assert sorted(named - {f"{area}.{name}" for area, name in KEYS} - queries) == []
