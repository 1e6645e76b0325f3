"""Colours, shapes and letters.

Actors are circles, structures squares, agreements diamonds. Colours come from the set of Okabe and Ito (2008), which
stays apart in the common forms of colour blindness; each point also has a dark outline (contrast above 3:1 on the
paper) and a letter code, so nothing is told by colour alone and a grey print still reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graphsvc.viz.view import Mark, Side

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#8c6d1f")
"""Seven fills for the seven most frequent groups; black is for outlines, yellow of the set is too pale for paper."""
OTHER = "#9aa3ad"
"""Fill of everything that is not among the seven."""
BODY = "#24425c"
"""Fill of structures where colour tells the kinds of actors apart."""
OUTLINE = "#1f2933"
"""Outline of every point: 14:1 on white."""
TIE = "#7b8794"
"""Colour of a tie: 3.9:1 on white."""
OTHER_GROUP = "*"
"""Code of the group "everything else"."""


def frequent_groups(groups: Iterable[str], limit: int = len(PALETTE)) -> tuple[str, ...]:
    """The groups that get a colour of their own: the most frequent, ties by code."""
    counted = Counter(group for group in groups if group and group != OTHER_GROUP)
    return tuple(sorted(counted, key=lambda group: (-counted[group], group))[:limit])


def fills(groups: Sequence[str]) -> dict[str, str]:
    """Group -> fill, for at most as many groups as the palette has colours."""
    return dict(zip(groups, PALETTE, strict=False))


def letter_codes(labels: Mapping[str, str]) -> dict[str, str]:
    """One or two letters a group, all different: "Arbeitskreis" A, "Ausschuss" Au, ..."""
    taken: set[str] = set()
    codes: dict[str, str] = {}
    for group, label in labels.items():
        letters = [letter for letter in label if letter.isalnum()] or ["?"]
        first = letters[0].upper()
        tries = [first, *(first + letter.lower() for letter in letters[1:]), *(first + digit for digit in "23456789")]
        codes[group] = next((code for code in tries if code not in taken), first)
        taken.add(codes[group])
    return codes


def ink(fill: str) -> str:
    """White or near-black, whichever reads better on a fill (WCAG relative luminance)."""
    return "#ffffff" if _luminance(fill) < 0.26 else "#111820"


def mark(side: Side, fill: str, code: str) -> Mark:
    """The mark of one side of the map."""
    return Mark("circle" if side == "actor" else "square", fill, code)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
