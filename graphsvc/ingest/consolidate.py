"""One record a thing: rows of several sheets that name the same body are joined, names become ids.

Two rows are the same thing when their names are spelt the same (case, umlauts, dashes, legal-form dots aside) and
neither territory nor town nor kind contradicts. What both say differently is listed, and the first stands. Names met
in passing (members, carriers) are looked up by name, then short name or alias, then without the legal form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphsvc.ingest.fields import MENTIONED
from graphsvc.ingest.identities import NAMES, PREFIXES
from graphsvc.ingest.records import Findings, Read
from graphsvc.model.entities import Dataset
from graphsvc.model.identifiers import stable_id
from graphsvc.vocabulary import fold

Rows = dict[str, list[Read]]

PLAIN_SEAT = "mitglied"
"""The role that says no more than that one sits there."""

_LEGAL_FORM = re.compile(r",?\s*\b(?:e\.?\s?v\.?|g?gmbh|gug|ug|e\.?\s?g\.?|aoer|kdoer|gbr|ag|mbh)(?:\s*\(.*?\))?\s*$")
_ENDS = {"actor": "actors", "structure": "structures", "agreement": "agreements"}
_POINTERS: Mapping[str, Mapping[str, str]] = {
    "actors": {"part_of": "actors"},
    "structures": {"coordinator": "actors", "chair": "actors", "part_of": "structures", "successor_of": "structures"},
}


@lru_cache(maxsize=100_000)
def spelled(name: str) -> str:
    """A name without what changes nothing: case, umlauts, dots of legal forms, quotation marks, double spaces."""
    folded = re.sub(r"[\"'„“”‚‘’»«]", "", fold(name))
    folded = re.sub(r"\be\.\s?v\.?(?=\W|$)", "ev", folded)
    return " ".join(re.sub(r"\s*([/&+])\s*", r"\1", folded).strip(" .,;").split())


@lru_cache(maxsize=100_000)
def without_legal_form(name: str) -> str:
    """The same without a legal form at its end."""
    return _LEGAL_FORM.sub("", fold(name)).strip(" ,") and spelled(_LEGAL_FORM.sub("", fold(name)))


@dataclass(slots=True)
class Names:
    """What is known by name in one table."""

    by_spelling: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_other_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, id_: str, name: str, others: Iterable[str | None] = ()) -> None:
        """Make a thing known under its name, its other names, and its name without legal form."""
        _append(self.by_spelling, spelled(name), id_)
        for other in (*others, without_legal_form(name)):
            if other and spelled(other) != spelled(name):
                _append(self.by_other_name, spelled(other), id_)

    def find(self, name: str) -> list[str]:
        """Ids that a name may mean, the surest kind of match alone."""
        return (
            self.by_spelling.get(spelled(name))
            or self.by_other_name.get(spelled(name))
            or self.by_spelling.get(without_legal_form(name))
            or []
        )


def consolidate(rows: Rows, known: Dataset, findings: Findings) -> set[str]:
    """Give every actor, structure and agreement in `rows` its id, join what is the same, and put ids in the place of
    names. Returns the ids that were made."""
    names = {table: _known_names(table, known) for table in PREFIXES}
    made: set[str] = set()
    for table in PREFIXES:
        there = {thing.id: thing for thing in getattr(known, table)}
        rows[table], new = _joined(table, rows[table], names[table], there, findings)
        made |= new
    for table, reads in rows.items():
        for read in reads:
            _point_to_ids(table, read, names, findings)
    rows["memberships"] = _telling(rows["memberships"])
    return made


def _known_names(table: str, known: Dataset) -> Names:
    names = Names()
    for thing in getattr(known, table):
        others = (getattr(thing, "short_name", None), *getattr(thing, "alias", ()))
        names.add(thing.id, getattr(thing, NAMES[table]), others)
    return names


def _joined(
    table: str, reads: list[Read], names: Names, there: Mapping[str, Any], findings: Findings
) -> tuple[list[Read], set[str]]:
    described = [read for read in reads if not read.values.get(MENTIONED)]
    mentioned = [read for read in reads if read.values.pop(MENTIONED, None)]
    made: set[str] = set()
    kept: dict[str, Read] = {}
    for same_name in _by_name(table, described).values():
        things = _things(same_name, findings)
        for read in things:
            if "id" not in read.values:
                read.values["id"] = _id(table, read, names, there, is_only=len(things) == 1)
                made.add(read.values["id"])
            _keep(table, read, kept, names, findings)
        for read in same_name:
            if read.same:
                read.values["id"] = read.same.values["id"]
    for read in mentioned:
        found = names.find(read.values[NAMES[table]])
        if not found:
            read.values["id"] = stable_id(PREFIXES[table], read.values.get("kind"), read.values[NAMES[table]])
            made.add(read.values["id"])
            _keep(table, read, kept, names, findings)
        elif len(found) == 1 and found[0] in kept:
            _fill(kept[found[0]], read, findings, is_mention=True)
    return list(kept.values()), made


def _by_name(table: str, reads: list[Read]) -> dict[str, list[Read]]:
    by_name: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        by_name[spelled(read.values[NAMES[table]])].append(read)
    return by_name


def _things(same_name: list[Read], findings: Findings) -> list[Read]:
    """Rows of one name joined where nothing tells them apart; each thing completed by its later rows."""
    things: list[Read] = []
    for read in same_name:
        thing = next((thing for thing in things if not tell_apart(thing.values, read.values)), None)
        if thing is None:
            things.append(read)
        else:
            _fill(thing, read, findings)
            read.same = thing
    return things


def _keep(table: str, read: Read, kept: dict[str, Read], names: Names, findings: Findings) -> None:
    first = kept.setdefault(read.values["id"], read)
    if first is not read:
        _fill(first, read, findings)
    others = (read.values.get("short_name"), *read.values.get("alias", ()))
    names.add(read.values["id"], read.values[NAMES[table]], others)


def _id(table: str, read: Read, names: Names, there: Mapping[str, Any], *, is_only: bool) -> str:
    """The id of what the graph holds (`there`, by id) under this name already, else one made from kind and name (and
    from the territory, where several things have the name)."""
    ids = names.by_spelling.get(spelled(read.values[NAMES[table]]), [])
    fitting = [id_ for id_ in ids if id_ in there and not tell_apart(read.values, _described(there[id_]))]
    if len(fitting) == 1:
        return fitting[0]
    more = () if is_only else _where(read.values)
    return stable_id(PREFIXES[table], read.values.get("kind"), read.values[NAMES[table]], *more)


def _where(values: Mapping[str, Any]) -> tuple[str, ...]:
    places = values.get("territory") or (values.get("city"),)
    return tuple(sorted(fold(place) for place in places if place))


def _described(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name, None) for name in ("territory", "city", "id")}


def tell_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records of one name are two things: they have different ids, or lie in different territories (one
    within the other does not count) or towns."""
    if one.get("id") and other.get("id") and one["id"] != other["id"]:
        return True
    if one.get("territory") and other.get("territory"):
        return not any(_nested(a, b) for a in one["territory"] for b in other["territory"])
    return bool(one.get("city") and other.get("city") and fold(one["city"]) != fold(other["city"]))


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _fill(first: Read, second: Read, findings: Findings, *, is_mention: bool = False) -> None:
    """Complete the first row with what only the second says; where both differ the first stands, and it is told."""
    joined = () if is_mention else _periods_joined(first, second, findings)
    for name, value in second.values.items():
        if name in ("id", MENTIONED, "source", *joined) or (is_mention and name in ("name", "title")):
            continue
        own = first.values.get(name)
        if own is None:
            first.values[name] = value
        elif isinstance(own, tuple):
            first.values[name] = tuple(dict.fromkeys((*own, *value)))
        elif own != value and not is_mention and name not in ("name", "title"):
            told = second.place.problem(
                "imports.rows_differ",
                column=name,
                value=str(value),
                column_name=name,
                own=str(own),
                row_of=first.place.row,
                sheet_of=first.place.sheet.name,
            )
            findings.note(told)


_PERIOD = ("valid_from", "valid_to")


def _periods_joined(first: Read, second: Read, findings: Findings) -> tuple[str, ...]:
    """Two periods that do not meet (one sheet a year) are one from the first beginning to the last end, which is told.
    Returns the fields that are settled by this."""
    if not all(read.values.get(name) for read in (first, second) for name in _PERIOD):
        return ()
    earlier, later = sorted(tuple(read.values[name] for name in _PERIOD) for read in (first, second))
    if earlier[1] >= later[0]:
        return ()
    told = second.place.problem("imports.periods_joined", column=_PERIOD[0], value=None, start=earlier[0], end=later[1])
    findings.note(told)
    first.values.update(valid_from=earlier[0], valid_to=later[1])
    return _PERIOD


def _point_to_ids(table: str, read: Read, names: Mapping[str, Names], findings: Findings) -> None:
    pointers = {**_ENDS, **_POINTERS.get(table, {})}
    known = {name: end.values["id"] for name, end in (read.ends or {}).items() if "id" in end.values}
    for name, target in pointers.items():
        written = read.values.get(name)
        if isinstance(written, str) and name not in known:
            read.values[name] = _one(names[target].find(written), written, name, read, findings)
    for name in ("from_id", "to_id"):
        written = read.values.get(name)
        if isinstance(written, str) and name not in known:
            found = names["actors"].find(written) or names["structures"].find(written)
            read.values[name] = _one(found, written, name, read, findings)
    read.values.update(known)
    for name in [name for name, value in read.values.items() if value is None]:
        del read.values[name]


def _telling(memberships: list[Read]) -> list[Read]:
    """Memberships without those that say no more than another of the same two: a plain seat beside a role or a
    period."""
    says_more = {_pair(read) for read in memberships if _says_more(read)}
    return [read for read in memberships if _says_more(read) or _pair(read) not in says_more]


def _pair(read: Read) -> tuple[str, str]:
    return read.values["actor"], read.values["structure"]


def _says_more(read: Read) -> bool:
    is_role = read.values.get("role") not in (None, PLAIN_SEAT)
    return is_role or any(read.values.get(name) for name in ("deputy", "valid_from", "valid_to"))


def _one(found: list[str], written: str, column: str, read: Read, findings: Findings) -> str:
    if len(found) > 1:
        told = read.place.problem("imports.ambiguous", column=column, value=written, ids=", ".join(sorted(found)))
        findings.problems.append(told)
    return found[0] if len(found) == 1 else written


def _append(index: dict[str, list[str]], key: str, id_: str) -> None:
    if id_ not in index[key]:
        index[key].append(id_)
