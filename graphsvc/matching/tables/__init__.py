"""The tables of the matcher as data: abbreviations, words without meaning, numerals, usual words, words in
street names, and the weights of the features.

All are `;`-separated. `source` says where an abbreviation comes from: `domain` is the project's domain description
(names and short names found in the lists of integration centres), `usage` customary abbreviations of public
registers and affiliations, `translation` and `exonym` what universities and towns are called in other languages (all
compiled for this project), `bundesbank` the short names of banks in the public list of bank codes of the Deutsche
Bundesbank. `legal_forms` (spellings and their code) and `transliteration`
are drawn from the tables of opensanctions/rigour 2.6.1 (ISO 20275, MIT, see NOTICE), taken as data because the package
itself needs a compiler to install.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table."""
    with (resources.files(__name__) / f"{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter=";")
