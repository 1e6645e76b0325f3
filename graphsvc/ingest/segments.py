"""Cells that hold several values: what is known is looked up first, so that "Bildung und Sprache" stays one topic
and "Amt für Schule, Kultur und Sport" one organisation."""

from __future__ import annotations

import re
from collections.abc import Callable

from graphsvc.ingest.text import clean, is_blank

_HARD = re.compile(r"[;\n|]|\s*[•·▪‣]\s*|(?:^|(?<=\n))\s*[-–*]\s+")
"""Signs that always separate."""
_SOFT = re.compile(r"\s*(,|/|\+|&)\s*|\s+(und|u\.|sowie|and|bzw\.)\s+")
"""Signs that separate only where what lies between them is known."""
_BULLET = re.compile(r"^(?:[-–*•·▪‣]|\d{1,2}[.)])\s+")
_MOST_PIECES = 24

Known = Callable[[str], bool]


def split_cell(text: str, is_known: Known, *, comma_separates: bool = False) -> list[str]:
    """The values of one cell in order. `comma_separates` says that a comma always parts unknown values too (lists of
    members); other soft signs (`/`, `+`, `&`, "und") part only known ones."""
    found: list[str] = []
    for piece in _hard_pieces(text):
        found += [piece] if is_known(piece) else _soft_pieces(piece, is_known, comma_separates)
    return list(dict.fromkeys(value for value in found if not is_blank(value)))


def _hard_pieces(text: str) -> list[str]:
    pieces = (_BULLET.sub("", piece.strip()).strip(" ,;") for piece in _HARD.split(clean(text)))
    return [piece for piece in pieces if piece]


def _soft_pieces(text: str, is_known: Known, comma_separates: bool) -> list[str]:
    """The cut with the fewest unknown, then the fewest pieces; pieces between two known ones stay together."""
    marks = list(_SOFT.finditer(text))
    if not marks or len(marks) > _MOST_PIECES:
        return _by_comma(text) if comma_separates and marks else [text]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    for end in range(1, len(starts) + 1):
        options = [
            (
                best[start][0] + (0 if known else end - start),
                best[start][1] + 1,
                [*best[start][2], piece],
            )
            for start in range(end)
            for piece in (text[starts[start] : ends[end - 1]].strip(),)
            for known in (is_known(piece),)
            if known or start == end - 1
        ]
        best.append(min(options, key=lambda option: option[:2]))
    unknown, _, pieces = best[-1]
    if unknown == 0:
        return pieces
    if unknown == len(starts):
        return _by_comma(text) if comma_separates else [text]
    return _rejoined(text, pieces, is_known, comma_separates)


def _rejoined(text: str, pieces: list[str], is_known: Known, comma_separates: bool) -> list[str]:
    """Known pieces alone, each run of unknown pieces between them as it was written (or parted at commas)."""
    found: list[str] = []
    at = 0
    run: tuple[int, int] | None = None
    for piece in pieces:
        begin = text.index(piece, at)
        at = begin + len(piece)
        if not is_known(piece):
            run = (run[0] if run else begin, at)
            continue
        found += _run(text, run, comma_separates)
        found.append(piece)
        run = None
    return found + _run(text, run, comma_separates)


def _run(text: str, run: tuple[int, int] | None, comma_separates: bool) -> list[str]:
    if run is None:
        return []
    written = text[run[0] : run[1]]
    return _by_comma(written) if comma_separates else [written]


_AND = re.compile(r"^(?:und|sowie)\s+")
_LAST_OF_SEVERAL = re.compile(r"[A-ZÄÖÜ][\w-]+ und [A-ZÄÖÜ][\w-]+")
"""How a list inside a name ends: "Amt für Schule, Kultur und Sport"."""
_CARRIER = re.compile(r"\b(?:[A-ZÄÖÜ]{2,}|Caritas\w*|Diakoni\w*|Parität\w*|Jobcenter|Polizei)\b")
_ONE_WORD = re.compile(r"[A-ZÄÖÜ][\w-]+")


def _by_comma(text: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"\s*,\s+|,(?=\S)", text) if piece.strip()]
    found: list[str] = []
    for at, piece in enumerate(pieces):
        if found and _goes_on(found[-1], pieces[at:]):
            found[-1] = f"{found[-1]}, {piece}"
        else:
            found.append(_AND.sub("", piece))
    return found


def _goes_on(name: str, pieces: list[str]) -> bool:
    """Whether a name with "für" goes on behind the comma: single words, the last of them with "und", none of them that
    of a carrier ("DRK und Diakonie")."""
    last = next((piece for piece in pieces if not _ONE_WORD.fullmatch(piece)), "")
    is_list = _LAST_OF_SEVERAL.fullmatch(last) is not None and not _CARRIER.search(last)
    return is_list and re.search(r"\sfür\s", name) is not None
