"""Cleaning of text from cells: composed characters, plain spaces, no invisible signs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graphsvc.model.soundness import CONTROL
from graphsvc.vocabulary import fold

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_DIVIDED = re.compile(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])")
_BREAKS = re.compile(r"\s*\n\s*")

_BLANK = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "/",
        "?",
        "??",
        ".",
        "k.a.",
        "k. a.",
        "ka",
        "k.a",
        "n.n.",
        "n. n.",
        "n.n",
        "nn",
        "n/a",
        "#n/a",
    }
    | {
        "#nv",
        "#n/v",
        "na",
        "none",
        "null",
        "nan",
        "keine angabe",
        "unbekannt",
        "nicht bekannt",
        "unknown",
        "n.b.",
        "tbd",
    }
    | {"offen?", "entfaellt", "entf.", "nicht zutreffend", "keine", "ohne angabe", "o.a.", "o. a.", "x.x.", "n. b."}
)
_DITTO = frozenset(
    {
        '"',
        "''",
        "„",
        "“",
        "”",
        "„“",
        "„ “",
        "″",
        "dito",
        "dto.",
        "dto",
        "do.",
        "s.o.",
        "s. o.",
        "so.",
        "siehe oben",
        "ebenso",
        "ebd.",
        "idem",
        "dgl.",
        '-"-',
        '- " -',
        "-“-",
        "- “ -",
        "-„-",
        "wie oben",
        "〃",
        "ditto",
    }
)


_LONGEST_SIGN = 24
"""No blank or ditto mark is longer, white space around it included."""


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    """The text composed (NFC), without soft hyphens and other invisible signs, white space and control characters made
    plain; line breaks stay, for they separate values."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", CONTROL.sub(" ", text)))
    return _BREAKS.sub("\n", _SPACES.sub(" ", _LINE_ENDS.sub("\n", composed))).strip()


def one_line(text: str) -> str:
    """Clean text without line breaks; a word divided at the end of a line is put together again."""
    return " ".join(_DIVIDED.sub("", clean(text)).split())


def is_blank(text: str) -> bool:
    """Whether a cell says that nothing is known: empty, a dash, "k.A.", "N.N.", ..."""
    return len(text) <= _LONGEST_SIGN and fold(clean(text)) in _BLANK


def is_ditto(text: str) -> bool:
    """Whether a cell repeats the one above: "dito", "s.o.", quotation marks."""
    return len(text) <= _LONGEST_SIGN and fold(clean(text)) in _DITTO
