"""Into the graph: every write is a list of edits, applied and recorded in one go.

An edit says what one fact was and what it shall be. Import, form, merge, removal and undo differ only in how they come
by their edits, so all of them are recorded, and undone, the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace

from graphsvc.errors import Conflict, InputRefused, Problem
from graphsvc.model.entities import Dataset, Source
from graphsvc.store.canonical import canonical_roots
from graphsvc.store.edges import (
    FIELD_EDGES,
    FREE_ENDS,
    Known,
    Rows,
    field_links,
    references,
    texts,
    tie_ends,
    tie_links,
)
from graphsvc.store.facts import (
    ENDS,
    ENTITIES,
    KINDS,
    ORIGIN_FIELDS,
    PLURALS,
    Fact,
    Fields,
    Kind,
    duplicate_keys,
    fact_of,
    facts_of,
    key_field,
    key_of,
    same,
    same_fields,
    stated,
)
from graphsvc.store.graph import Writing
from graphsvc.store.records import FIRST_END, Reader, facts_like
from graphsvc.store.search import search_text
from graphsvc.store.statements import CLEAR_FIELDS, LINK, MARK, PUT, REMOVE, SET_CANONICAL
from graphsvc.vocabulary import territories


@dataclass(frozen=True, slots=True)
class Edit:
    """One fact before and after: a new one has no `before`, a removed one no `after`."""

    kind: Kind
    key: str
    before: Fields | None
    after: Fields | None

    @property
    def changes_something(self) -> bool:
        """Whether it makes, removes or changes the fact."""
        return (self.before is None) != (self.after is None) or bool(self.changed_fields)

    @property
    def changed_fields(self) -> list[str]:
        """Names of the fields that differ."""
        before, after = self.before or {}, self.after or {}
        return sorted(name for name in before.keys() | after.keys() if not same(before.get(name), after.get(name)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing a dataset would do; of what is unchanged, what the dataset says of it."""

    new: tuple[Edit, ...] = ()
    changed: tuple[Edit, ...] = ()
    unchanged: tuple[Edit, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What there is to do."""
        return self.new + self.changed


NUMBERED: frozenset[Kind] = frozenset({"Membership", "Party", "Relation", "Need"})
"""Kinds whose key is made from what they say: two that differ in the rest are two."""


def plan(graph: Reader, dataset: Dataset, *, sources: Sequence[Source] = (), known: Dataset | None = None) -> Plan:
    """What writing the dataset would do: new, changed and unchanged facts. Reads only.

    What a list leaves empty erases nothing; where nothing but the origin differs, nothing changes.

    Args:
        graph: what it is compared with.
        dataset: what shall be written.
        sources: where it comes from.
        known: the map as it was read just now, every record as it was written: what it says already is not read again.

    Raises:
        InputRefused: two records of the dataset have one id and differ.
    """
    facts = _told_apart(_with_official(fact) for fact in [*map(fact_of, sources), *facts_of(dataset)])
    _refuse_duplicates(facts)
    said = _said_by(known or Dataset(), facts)
    return _planned(facts, facts_like(graph, (fact for fact in facts if (fact.kind, fact.key) not in said)), said)


def put(tx: Writing, dataset: Dataset, *, sources: Sequence[Source] = ()) -> Plan:
    """Write a dataset: what is new and what changed, with its history. Writing it again changes nothing."""
    planned = plan(tx, dataset, sources=sources)
    apply(tx, planned.edits)
    return planned


def apply(tx: Writing, edits: Sequence[Edit]) -> None:
    """Carry out edits and record each of them.

    Raises:
        InputRefused: a tie has an end that does not exist.
        Conflict: a record belongs to a long writing that is not done.
    """
    if not edits:
        return
    known = known_after(tx, edits)
    refuse_loose_ends(edits, known)
    refuse_unfinished(tx, edits)
    carry_out(tx, edits, known)
    settle_canonical_ids(tx, edits)


def carry_out(tx: Writing, edits: Sequence[Edit], known: Known) -> None:
    """Write edits and their history; `known` is what there is to point at once all is done."""
    take_away(tx, edits)
    write_rows(tx, record_rows(edits, known))
    write_rows(tx, link_rows(edits, known))
    for edit in edits:
        record(tx, edit)


def record_rows(edits: Iterable[Edit], known: Known) -> dict[str, Rows]:
    """The records as they shall be: rows by the statement that writes them."""
    rows: dict[str, Rows] = defaultdict(list)
    for edit in edits:
        if edit.after is not None and edit.kind in PUT:
            properties = _properties(Fact(edit.kind, edit.key, edit.after), known)
            shown = properties if edit.before else stated(properties)
            rows[PUT[edit.kind]].append({"key": edit.key, "properties": shown})
    return rows


def link_rows(edits: Iterable[Edit], known: Known) -> dict[str, Rows]:
    """The edges as they shall be, those of fields and those of ties: rows by the statement that writes them."""
    facts = written(edits)
    rows: dict[str, Rows] = defaultdict(list)
    for links in (field_links(facts, known), tie_links((fact for fact in facts if fact.kind in ENDS), known)):
        for kind, found in links.items():
            rows[LINK[kind]] += found
    return rows


def write_rows(tx: Writing, rows: Mapping[str, Rows]) -> None:
    """Carry out what `record_rows` or `link_rows` found to do."""
    for query, found in rows.items():
        tx.write(query, rows=found)


def take_away(tx: Writing, edits: Iterable[Edit]) -> None:
    """Remove what goes, and of what changes all edges: those that shall be are written anew."""
    edits = list(edits)
    _take_edges_away(tx, [Fact(edit.kind, edit.key, edit.before) for edit in edits if edit.before is not None])
    _remove_records(tx, [edit for edit in edits if edit.after is None])


def mark(tx: Writing, edits: Sequence[Edit], batch: str) -> None:
    """Mark facts that are there as part of a long writing."""
    for kind, query in MARK.items():
        keys = [edit.key for edit in edits if edit.kind == kind]
        if keys:
            tx.write(query, keys=keys, batch=batch)
    ties = _tie_rows(Fact(edit.kind, edit.key, edit.before or {}) for edit in edits)
    if ties:
        tx.write("edits.mark_ties_of_actors", rows=ties, batch=batch)
        tx.write("edits.mark_ties_of_structures", rows=ties, batch=batch)


def written(edits: Iterable[Edit]) -> list[Fact]:
    """The facts as they shall be."""
    return [Fact(edit.kind, edit.key, edit.after) for edit in edits if edit.after is not None]


def _said_by(known: Dataset, facts: Iterable[Fact]) -> set[tuple[Kind, str]]:
    """Kinds and keys of the facts that the map says in full."""
    there = {(kind, key_of(each)): each for kind in KINDS[1:] for each in getattr(known, PLURALS[kind])}
    return {
        (fact.kind, fact.key)
        for fact in facts
        if (old := there.get((fact.kind, fact.key))) is not None and _adds_nothing(fact, fact_of(old).fields)
    }


def _adds_nothing(fact: Fact, old: Fields) -> bool:
    return same_fields(old, old | fact.fields)


def _planned(facts: Iterable[Fact], present: Mapping[tuple[Kind, str], Fact], said: Set[tuple[Kind, str]]) -> Plan:
    new: list[Edit] = []
    changed: list[Edit] = []
    unchanged: list[Edit] = []
    for fact in {(fact.kind, fact.key): fact for fact in facts}.values():
        old = present.get((fact.kind, fact.key))
        if (fact.kind, fact.key) in said or (old is not None and _adds_nothing(fact, old.fields)):
            unchanged.append(Edit(fact.kind, fact.key, fact.fields, fact.fields))
        elif old is None:
            new.append(Edit(fact.kind, fact.key, None, fact.fields))
        else:
            changed.append(Edit(fact.kind, fact.key, old.fields, old.fields | fact.fields))
    return Plan(tuple(new), tuple(changed), tuple(unchanged))


def _with_official(fact: Fact) -> Fact:
    """An official territory is part of what it is officially part of."""
    official = territories().get(fact.key) if fact.kind == "Place" else None
    if official is None:
        return fact
    return replace(fact, fields={**fact.fields, "part_of": official.part_of})


def _told_apart(facts: Iterable[Fact]) -> list[Fact]:
    """Ties and needs that have one key but say different things get numbers, by what they say and not by their order;
    what is said twice counts once."""
    groups: dict[tuple[Kind, str], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        groups[fact.kind, fact.key].setdefault(repr(sorted(_content(fact).items())), fact)
    return [
        replace(fact, key=f"{fact.key}-{number}") if number > 1 and fact.kind in NUMBERED else fact
        for group in groups.values()
        for number, (_, fact) in enumerate(sorted(group.items()), start=1)
    ]


def _content(fact: Fact) -> Fields:
    return {name: value for name, value in fact.fields.items() if name not in ORIGIN_FIELDS}


def _refuse_duplicates(facts: Sequence[Fact]) -> None:
    twice = duplicate_keys(facts)
    if twice:
        raise InputRefused([Problem("store.key_twice", value=key, values={"kind": kind}) for kind, key in twice])


def loose_ends(tx: Reader, edits: Sequence[Edit]) -> list[tuple[Fact, str, str]]:
    """Ties that would hang on nothing once the edits are done, with the field and the id that is missing."""
    return _loose_ends(edits, known_after(tx, edits))


def _loose_ends(edits: Iterable[Edit], known: Known) -> list[tuple[Fact, str, str]]:
    ends = ((fact, name, value) for fact in written(edits) for name, value in tie_ends(fact))
    return [(fact, name, value) for fact, name, value in ends if not known.stands_at(name, value)]


def known_after(tx: Reader, edits: Sequence[Edit]) -> Known:
    """What there is to point at once the edits are done."""
    facts = written(edits)
    there = {(row["key"], row["kind"]) for row in tx.read("facts.known_ids", keys=sorted(references(facts)))}
    there |= {(row["key"], "Place") for row in tx.read("facts.place_keys")} | {(fact.key, fact.kind) for fact in facts}
    there -= {(edit.key, edit.kind) for edit in edits if edit.after is None and edit.key not in territories()}
    kinds: dict[str, set[str]] = defaultdict(set)
    for key, kind in there:
        kinds[key].add(kind)
    places = frozenset(key for key, kind in there if kind == "Place")
    return Known({key: frozenset(found) for key, found in kinds.items()}, places)


def refuse_loose_ends(edits: Iterable[Edit], known: Known) -> None:
    """Raise InputRefused where a tie would hang on nothing, with every such end."""
    loose = _loose_ends(edits, known)
    if loose:
        raise InputRefused(
            [
                Problem(f"store.no_{'end' if name in FREE_ENDS else name}", column=name, value=end)
                for _, name, end in loose
            ]
        )


def refuse_unfinished(graph: Reader, edits: Sequence[Edit]) -> None:
    """Raise Conflict where an edit touches a record that a long writing is making or taking away."""
    hidden = [row["hidden"] for row in graph.read("admin.hidden_batches")]
    if not hidden:
        return
    keys = {edit.key for edit in edits} | references(written(edits))
    if graph.read("facts.unfinished", keys=sorted(keys), hidden=hidden):
        raise Conflict("store.not_done")


def _take_edges_away(tx: Writing, facts: Sequence[Fact]) -> None:
    ties = _tie_rows(facts)
    if ties:
        tx.write("edits.unlink_actors", rows=ties)
        tx.write("edits.unlink_structures", rows=ties)
    for kind, query in CLEAR_FIELDS.items():
        keys = [fact.key for fact in facts if fact.kind == kind]
        if keys:
            tx.write(query, keys=keys)


def _tie_rows(facts: Iterable[Fact]) -> Rows:
    return [{"key": fact.key, "from_id": fact.fields[FIRST_END[fact.kind]]} for fact in facts if fact.kind in ENDS]


def _remove_records(tx: Writing, edits: Sequence[Edit]) -> None:
    for kind, query in REMOVE.items():
        keys = [edit.key for edit in edits if edit.kind == kind]
        if keys:
            tx.write(query, keys=keys)
    official = [edit.key for edit in edits if edit.kind == "Place" and edit.key in territories()]
    if official:
        tx.write("edits.reset_places", rows=[{"key": key, "name": territories()[key].name} for key in official])


def _properties(fact: Fact, known: Known) -> Fields:
    """Everything that stands on the node itself; None takes away what stood there."""
    in_edges = {edge.field for edge in FIELD_EDGES.get(fact.kind, ())}
    names = {spec.name for spec in fields(ENTITIES[fact.kind])} - in_edges - {key_field(fact.kind), "origin"}
    plain: Fields = {name: fact.fields.get(name) for name in names - {"canonical_id"} | set(ORIGIN_FIELDS)}
    plain |= texts(fact, known)
    if fact.kind in SET_CANONICAL:
        named = [fact.fields.get(name) for name in ("name", "title", "short_name")]
        plain["search"] = search_text([*named, *fact.fields.get("alias", ())])
        plain["merged_into"] = fact.fields.get("merged_into")
    return plain


def record(tx: Writing, edit: Edit) -> None:
    """Write an edit into the history."""
    if edit.before is None or edit.after is None:
        tx.change(edit.kind, edit.key, before=edit.before, after=edit.after)
        return
    names = {*edit.changed_fields, *ENDS.get(edit.kind, ())}
    before, after = ({name: side.get(name) for name in names} for side in (edit.before, edit.after))
    tx.change(edit.kind, edit.key, before=before, after=after)


def settle_canonical_ids(tx: Writing, edits: Iterable[Edit]) -> None:
    """After merges were made or taken back: let every merged record point at the end of its chain, and those no longer
    merged at nothing."""
    if not any("merged_into" in edit.changed_fields for edit in edits):
        return
    rows = tx.read("facts.merged")
    for kind, query in SET_CANONICAL.items():
        mine = [row for row in rows if row["kind"] == kind]
        roots = canonical_roots({row["key"]: row["merged_into"] for row in mine if row["merged_into"]})
        due = [
            {"key": row["key"], "canonical_id": roots.get(row["key"])}
            for row in mine
            if row["canonical_id"] != roots.get(row["key"])
        ]
        if due:
            tx.write(query, rows=due)
