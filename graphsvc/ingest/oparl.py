"""OParl: committees and boards of a council information system, as saved JSON.

Bodies become actors (the district, the town), committees and boards structures, parliamentary groups and offices
actors. Memberships are those of persons: what counts here is the organisation that a person sits there for
(`onBehalfOf`); persons are counted and left out. Deleted objects are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from graphsvc.errors import Problem
from graphsvc.ingest import dates, values
from graphsvc.ingest.structure_names import structure_kind
from graphsvc.ingest.template import Reading
from graphsvc.ingest.text import one_line
from graphsvc.model.entities import Actor, Dataset, Membership, Origin, Relation, Structure
from graphsvc.model.identifiers import stable_id
from graphsvc.vocabulary import scheme

Object = Mapping[str, Any]

SCHEMA = "https://schema.oparl.org/"
_COMMITTEES = frozenset({"gremium", "externes gremium"})
"""Values of `organizationType` that are bodies in which several sit."""
_LARGEST = 200 * 2**20


@dataclass(frozen=True, slots=True)
class OparlReading:
    """The committees as a reading, the fingerprint of the objects, how many there were of each type, and how many
    memberships are of persons who sit there for nobody."""

    reading: Reading
    sha256: str
    counted: Mapping[str, int]
    persons: int


def load_objects(path: Path) -> list[Object] | None:
    """Every OParl object in a JSON file or in the JSON files of a folder; None where there is none."""
    return [each for file in _files(path) for each in _objects(_parsed(file))] or None


def broken_files(path: Path) -> list[str]:
    """Names of the JSON files that cannot be read."""
    return [file.name for file in _files(path) if _parsed(file) is None]


def read_oparl(objects: Iterable[Object]) -> OparlReading:
    """The map that a council information system describes."""
    objects = list(objects)
    known = {each["id"]: each for each in objects if isinstance(each.get("id"), str)}
    alive = {id_: each for id_, each in known.items() if not each.get("deleted")}
    sha256 = hashlib.sha256(json.dumps(sorted(known.items()), sort_keys=True, default=str).encode()).hexdigest()
    origin = Origin(f"q-{sha256[:16]}")
    bodies = [each for each in alive.values() if _type(each) == "Body"]
    organizations = [each for each in alive.values() if _type(each) == "Organization"]
    committees = {each["id"] for each in organizations if _is_committee(each)}
    territory = _territories(bodies)
    actors = [_body(each, territory, origin) for each in bodies]
    actors += [_organisation(each, territory, origin) for each in organizations if each["id"] not in committees]
    structures = [_committee(each, committees, territory, origin) for each in organizations if each["id"] in committees]
    seats, persons = _seats(alive, committees, {each["id"] for each in (*bodies, *organizations)} - committees, origin)
    dataset = Dataset(
        actors=tuple(actors),
        structures=tuple(structures),
        memberships=seats,
        relations=_carriers(organizations, alive, committees, origin),
    )
    counted = {
        name: sum(_type(each) == name for each in alive.values())
        for name in ("Body", "Organization", "Membership", "Person")
    }
    problems = tuple(_without_id(each) for each in objects if _is_body(each) and not isinstance(each.get("id"), str))
    notes = tuple(_without_name(each) for each in (*bodies, *organizations) if _name(each) == each["id"])
    return OparlReading(
        Reading(dataset, problems, notes), sha256, {**counted, "deleted": len(known) - len(alive)}, persons
    )


# objects -------------------------------------------------------------------------------------------------------------


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.json"))
    return [path] if path.suffix.lower() == ".json" else []


def _parsed(file: Path) -> Any:
    if file.stat().st_size > _LARGEST:
        return None
    try:
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _objects(content: Any) -> Iterator[Object]:
    """Objects of a page, a list or an object, and those embedded in them."""
    if isinstance(content, list):
        for each in content:
            yield from _objects(each)
    elif isinstance(content, dict):
        if _type(content):
            yield content
        for value in content.values():
            if isinstance(value, list | dict):
                yield from _objects(value)


def _type(each: Object) -> str:
    name = each.get("type")
    return name.rsplit("/", 1)[-1] if isinstance(name, str) and name.startswith(SCHEMA) else ""


def _reference(value: Any) -> str | None:
    """The id that a property means: an address, or an object embedded."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _day(each: Object, name: str) -> date | None:
    span = dates.read_span(each.get(name)) if isinstance(each.get(name), str) else None
    return span.first if span else None


def _text(each: Object, name: str) -> str | None:
    value = each.get(name)
    return one_line(value) or None if isinstance(value, str) else None


# records -------------------------------------------------------------------------------------------------------------


def _is_body(each: Object) -> bool:
    return _type(each) in ("Body", "Organization")


def _without_id(each: Object) -> Problem:
    key, kind = "imports.oparl_without_id", _type(each)
    return Problem(key, f"{key}_advice", column="id", value=str(each.get("id")), values={"kind": kind})


def _without_name(each: Object) -> Problem:
    key = "imports.oparl_without_name"
    return Problem(key, f"{key}_advice", column="name", value=each["id"])


def _is_committee(each: Object) -> bool:
    kind = (_text(each, "organizationType") or "").casefold()
    said = " ".join(filter(None, (_text(each, "classification"), _text(each, "name"))))
    return kind in _COMMITTEES or (not kind and structure_kind(said) is not None)


def _territories(bodies: Iterable[Object]) -> dict[str, str]:
    """Body -> official key."""
    found = {each["id"]: values.territory_key(str(each.get("ags") or "")) for each in bodies}
    return {id_: key for id_, key in found.items() if key}


def _body(each: Object, territory: Mapping[str, str], origin: Origin) -> Actor:
    name = _name(each)
    return Actor(
        id=stable_id("a", each["id"]),
        name=name,
        short_name=_text(each, "shortName"),
        kind=scheme("actor_kinds").find(name.split(" ")[0]) or "gemeinde",
        territory=_where(each["id"], territory),
        web=_text(each, "website"),
        source=each["id"],
        origin=origin,
    )


def _organisation(each: Object, territory: Mapping[str, str], origin: Origin) -> Actor:
    kind = _text(each, "organizationType") or _text(each, "classification")
    return Actor(
        id=stable_id("a", each["id"]),
        name=_name(each),
        short_name=_text(each, "shortName"),
        kind=(scheme("actor_kinds").find(kind) or kind) if kind else None,
        territory=_where(_reference(each.get("body")), territory),
        valid_from=_day(each, "startDate"),
        valid_to=_day(each, "endDate"),
        source=each["id"],
        origin=origin,
    )


def _committee(each: Object, committees: set[str], territory: Mapping[str, str], origin: Origin) -> Structure:
    above = _reference(each.get("subOrganizationOf"))
    said = _text(each, "classification") or ""
    total = each.get("memberCount")
    return Structure(
        id=stable_id("s", each["id"]),
        name=_name(each),
        short_name=_text(each, "shortName"),
        kind=scheme("structure_kinds").find(said) or structure_kind(_name(each)) or "ausschuss",
        territory=_where(_reference(each.get("body")), territory),
        valid_from=_day(each, "startDate"),
        valid_to=_day(each, "endDate"),
        part_of=stable_id("s", above) if above in committees else None,
        members_complete=False,
        members_total=None if isinstance(total, bool) or not isinstance(total, int) else total,
        as_recorded=_day(each, "modified"),
        source=each["id"],
        origin=origin,
    )


def _name(each: Object) -> str:
    return _text(each, "name") or _text(each, "shortName") or each["id"]


def _where(body: str | None, territory: Mapping[str, str]) -> tuple[str, ...]:
    return (territory[body],) if body and body in territory else ()


def _carriers(
    organizations: Iterable[Object], alive: Mapping[str, Object], committees: set[str], origin: Origin
) -> tuple[Relation, ...]:
    """The district or town carries its committees."""
    pairs = ((each["id"], _reference(each.get("body"))) for each in organizations if each["id"] in committees)
    return tuple(
        Relation(from_id=stable_id("a", body), to_id=stable_id("s", id_), kind="CARRIES", source=id_, origin=origin)
        for id_, body in pairs
        if body in alive
    )


def _seats(
    alive: Mapping[str, Object], committees: set[str], organisations: set[str], origin: Origin
) -> tuple[tuple[Membership, ...], int]:
    """One membership an organisation, committee and role, over all persons who sit there for it; and how many
    memberships name no organisation."""
    found: dict[tuple[str, str, str | None], list[Membership]] = defaultdict(list)
    persons = 0
    for each in alive.values():
        committee, sender = _reference(each.get("organization")), _reference(each.get("onBehalfOf"))
        if _type(each) != "Membership" or committee not in committees:
            continue
        if sender not in organisations:
            persons += 1
            continue
        said = _text(each, "role")
        role = (scheme("roles").find(said) or "mitglied") if said else "mitglied"
        seat = Membership(
            actor=stable_id("a", str(sender)),
            structure=stable_id("s", str(committee)),
            role=role,
            valid_from=_day(each, "startDate"),
            valid_to=_day(each, "endDate"),
            source=committee,
            origin=origin,
        )
        found[seat.actor, seat.structure, role].append(seat)
    return tuple(_spanning(same) for _, same in sorted(found.items(), key=lambda item: str(item[0]))), persons


def _spanning(seats: list[Membership]) -> Membership:
    """One seat from the first beginning to the last end; an open side stays open."""
    begins, ends = [each.valid_from for each in seats], [each.valid_to for each in seats]
    first = None if None in begins else min(day for day in begins if day)
    last = None if None in ends else max(day for day in ends if day)
    return replace(seats[0], valid_from=first, valid_to=last)
