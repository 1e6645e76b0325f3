"""What a picture rests on: the sources of the facts in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graphsvc.language import text
from graphsvc.model.entities import Actor, Dataset, Membership, Relation, Structure

MOST_NAMED = 3
"""Sources that stand below a picture by name."""


def source_of(fact: Actor | Structure | Membership | Relation, files: Mapping[str, str]) -> str:
    """Where a fact is known from: what was named, else the file it was imported from; empty where nothing is known.
    `files` are the names of what was imported, by the id of the source."""
    origin = fact.origin
    return fact.source or (origin and (origin.source_file or files.get(origin.source_id))) or ""


def sources_in(dataset: Dataset, files: Mapping[str, str]) -> tuple[str, ...]:
    """Every source of an actor or structure, sorted."""
    entries: tuple[Actor | Structure, ...] = (*dataset.actors, *dataset.structures)
    return tuple(sorted({source_of(entry, files) for entry in entries} - {""}))


def source_line(dataset: Dataset, files: Mapping[str, str], lang: str) -> str:
    """The sources of what is shown, those of most facts first; empty where nothing is known."""
    facts: tuple[Actor | Structure | Membership | Relation, ...] = (
        *dataset.actors,
        *dataset.structures,
        *dataset.memberships,
        *dataset.relations,
    )
    named = [source_of(fact, files) for fact in facts]
    found = sorted(Counter(filter(None, named)).items(), key=lambda each: (-each[1], each[0]))
    names, more = ", ".join(name for name, _ in found[:MOST_NAMED]), len(found) - MOST_NAMED
    return text("viz.sources_and_more", lang, names=names, count=more) if more > 0 else names
