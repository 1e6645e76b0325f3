"""What every statement is tried on: the Herford example, a small map with everything in it, and one merge."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from graphsvc.ingest.template import read_template
from graphsvc.model.entities import Source
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph
from graphsvc.store.merging import merge
from graphsvc.store.queries import Query
from tests.conftest import TODAY, empty
from tests.store.test_edits import small_map

ANY: dict[str, Any] = {
    "actor": "a-verein",
    "at": TODAY,
    "batch": "b1",
    "end": TODAY,
    "functions": ["austausch"],
    "hidden": [],
    "host": "somewhere",
    "id": "a-verein",
    "ids": ["a-verein", "s-netz", "v-1"],
    "key": "a-verein",
    "keys": ["a-verein", "a-kreis", "s-netz", "v-1", "05758"],
    "kind": None,
    "limit": 50,
    "offset": 0,
    "ref": "a-verein",
    "revision": 0,
    "rows": [],
    "since": date(2000, 1, 1),
    "structure": None,
    "structure_id": "s-netz",
    "target_groups": None,
    "territories": ["05758012"],
    "topics": None,
    "user": None,
    "what": None,
    "words": ["muller"],
}
"""A value for a parameter, by its name, for a name means the same in every statement; null where none stands here."""

SPECIAL: dict[str, dict[str, Any]] = {
    "agreements.find": {"ref": "Kooperation"},
    "agreements.merged": {"id": "v-1"},
    "agreements.page": {"words": []},
    "agreements.total": {"words": []},
    "explore.find_place": {"ref": "Kreis Herford"},
    "explore.places_around": {"key": "05758"},
    "facts.memberships_by_key": {"rows": "seats"},
    "facts.parties_by_key": {"rows": "parties"},
    "facts.relations_by_key": {"rows": "relations"},
    "history.changes": {"words": ["a-verein"]},
    "history.count": {"words": ["a-verein"]},
    "records.candidates": {"kind": "Actor"},
    "records.changed_since": {"kind": "Actor"},
    "records.last_search": {"kind": "Actor"},
    "records.put_search": {"kind": "Actor"},
    "structures.find": {"ref": "Netz"},
    "structures.merged": {"id": "s-netz"},
    "structures.page": {"words": [], "territories": None},
    "structures.total": {"words": [], "territories": None},
}
"""Where another value shows more; `seats`, `parties` and `relations` stand for rows that name all of them."""

VOLATILE = frozenset(
    {
        "admin.latest_of_batch",
        "admin.revision",
        "history.by_batch",
        "history.by_id",
        "history.changes",
        "history.of_records",
    }
)
"""Statements whose rows hold the number or the moment of a writing."""


def load_example(graph: Graph) -> None:
    """Fill the graph."""
    empty(graph)
    with resources.as_file(resources.files("graphsvc.examples") / "herford") as folder:
        herford = read_template(Path(folder)).dataset
    with graph.transaction(user="tests", what="import", batch="b1") as tx:
        put(tx, herford)
    with graph.transaction(user="tests", what="import", batch="b2") as tx:
        put(tx, small_map(), sources=[Source(id="list-1", name="list.xlsx")])
        merge(tx, "Actor", [herford.actors[-1].id], into="a-verein")


def params_of(query: Query, graph: Graph) -> dict[str, Any]:
    """Values for the parameters of a statement."""
    values = {name: ANY.get(name) for name in query.params} | SPECIAL.get(query.name, {})
    if isinstance(values.get("rows"), str):
        values["rows"] = _tie_rows(graph, values["rows"])
    return {name: value for name, value in values.items() if name in query.params}


def _tie_rows(graph: Graph, which: str) -> list[dict[str, Any]]:
    name = {"seats": "facts.memberships", "parties": "facts.parties", "relations": "facts.relations"}[which]
    ends = {"seats": "actor", "parties": "actor", "relations": "from_id"}
    return [{"key": row["key"], "from_id": row[ends[which]]} for row in graph.read(name)]
