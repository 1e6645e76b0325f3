"""Writing more than one transaction holds, all or nothing all the same.

New facts are written in pieces that carry the id of their batch, and every read of facts leaves out what belongs to a
batch that is still being written. Facts that shall go get a mark in pieces. One last transaction changes what stays,
sets the batch live and lets reads leave out what is marked; only then is that removed, in pieces again. Who dies before
the last transaction leaves a batch that nobody sees, and the next start removes it; who dies after it leaves facts that
nobody sees, and the next start goes on removing them.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from graphsvc.errors import Conflict
from graphsvc.store.edges import Known, Rows
from graphsvc.store.edits import (
    Edit,
    apply,
    carry_out,
    known_after,
    link_rows,
    mark,
    record,
    record_rows,
    refuse_loose_ends,
    refuse_unfinished,
    settle_canonical_ids,
    take_away,
    write_rows,
)
from graphsvc.store.facts import ENDS, KINDS, Kind, parsed
from graphsvc.store.graph import Graph, Writing
from graphsvc.store.keeper import exclusive_lock
from graphsvc.store.records import all_facts
from graphsvc.store.undo import change_of

ONE_TRANSACTION = 50_000
"""Facts that one transaction takes. The embedded engine holds a transaction in memory: 100,000 facts with their history
still fit into a heap of 1 GB, 600,000 do not fit into 512 MB."""
PIECE = 10_000
"""Facts in each piece of a larger writing."""

LOCKS = "unfinished"
"""Folder in the data folder where a lock says of each larger writing that its process lives."""

Tell = Callable[[int, int], None]


def tell_nobody(done: int, total: int) -> None:
    """For callers who do not watch."""


def write(
    graph: Graph,
    edits: Sequence[Edit],
    *,
    user: str,
    batch: str,
    folder: Path,
    what: str = "import",
    tell: Tell = tell_nobody,
) -> None:
    """Carry out the edits of an import or an undo, in one transaction where they fit.

    Args:
        graph: where to.
        edits: what there is to do.
        user: who is responsible.
        batch: an id of its own; what was written is undone by it.
        folder: the folder `LOCKS` of the data folder.
        what: the deed, in the words of the history.
        tell: called with the facts written and those there are.

    Raises:
        Conflict: another process writes the same batch, or changed what this one was about to change.
    """
    if len(edits) <= ONE_TRANSACTION:
        with graph.transaction(user=user, what=what, batch=batch) as tx:
            apply(tx, edits)
        tell(len(edits), len(edits))
        return
    with exclusive_lock(_lock_path(folder, batch)) as is_ours:
        if not is_ours:
            raise Conflict("store.written_meanwhile", query=batch)
        long = _LongWriting(graph, edits, user=user, what=what, batch=batch, tell=tell)
        try:
            long.make()
            long.set_live()
        except BaseException:
            remove_unfinished(graph, batch)
            raise
        long.remove()


def recover(graph: Graph, folder: Path) -> None:
    """Finish what writings of this machine left behind whose process is gone: what was not live yet is removed, what
    was to go is. A writing that goes on holds its lock; those of other machines are theirs."""
    for row in graph.read("admin.hidden_batches"):
        if row["host"] != platform.node():
            continue
        with exclusive_lock(_lock_path(folder, row["batch"])) as is_abandoned:
            if is_abandoned and row["state"] == "writing":
                remove_unfinished(graph, row["batch"])
            elif is_abandoned:
                _remove_leaving(graph, row)


def remove_unfinished(graph: Graph, batch: str) -> None:
    """Remove every fact that an unfinished batch wrote, piece by piece, latest first, and its history."""
    while rows := graph.read("admin.latest_of_batch", batch=batch, limit=PIECE):
        changes = [change_of(row) for row in rows]
        kinds = [cast(Kind, change.kind) for change in changes]
        made = [parsed(kind, dict(change.after or {})) for kind, change in zip(kinds, changes, strict=True)]
        edits = [Edit(kind, c.key, fields, None) for kind, c, fields in zip(kinds, changes, made, strict=True)]
        with graph.transaction(user="graphsvc", what="recover") as tx:
            take_away(tx, edits)
            tx.write("admin.forget_changes", keys=[change.id for change in changes])
    with graph.transaction(user="graphsvc", what="recover") as tx:
        tx.write("admin.remove_batch", batch=batch)


def _remove_leaving(graph: Graph, row: Mapping[str, Any]) -> None:
    """Go on removing what a batch that is live has marked as leaving."""
    hidden = [each["hidden"] for each in graph.read("admin.hidden_batches")]
    others = [each for each in hidden if each != row["hidden"]]
    leaving: list[Edit] = []
    for kind in KINDS:
        seen = {fact.key for fact in all_facts(graph, kind, hidden=hidden)}
        gone = (fact for fact in all_facts(graph, kind, hidden=others) if fact.key not in seen)
        leaving += [Edit(kind, fact.key, fact.fields, None) for fact in gone]
    long = _LongWriting(graph, leaving, user=row["user"], what=row["what"], batch=row["batch"], tell=tell_nobody)
    long.remove()


class _LongWriting:
    """Edits that do not fit into one transaction, in three steps: `make` (unseen), `set_live` (at once), `remove`
    (unseen)."""

    def __init__(self, graph: Graph, edits: Sequence[Edit], *, user: str, what: str, batch: str, tell: Tell) -> None:
        self._graph = graph
        self._edits = edits
        self._user, self._what, self._batch, self._tell = user, what, batch, tell
        self._new = [edit for edit in edits if edit.before is None]
        self._leaving = [edit for edit in edits if _leaves(edit)]
        self._done = 0

    def make(self) -> None:
        """Write what is new and mark what goes; nobody sees it."""
        self._since = self._graph.revision()
        self._known = known_after(self._graph, self._edits)
        refuse_loose_ends(self._edits, self._known)
        refuse_unfinished(self._graph, self._edits)
        with self._transaction() as tx:
            tx.write("admin.begin_batch", batch=self._batch, host=platform.node(), user=self._user, what=self._what)
        records = [edit for edit in self._new if edit.kind not in ENDS]
        ties = [edit for edit in self._new if edit.kind in ENDS]
        for rows_of, recorded, part in (
            (record_rows, True, records),
            (link_rows, False, records),
            (link_rows, True, ties),
        ):
            for piece in _pieces(part):
                self._write_piece(rows_of(piece, self._known), piece if recorded else [])
        for piece in _pieces(self._leaving):
            with self._transaction() as tx:
                mark(tx, piece, f"{self._batch} leaving")

    def set_live(self) -> None:
        """Change what stays, and let everybody see what is new and nobody what goes; in one transaction."""
        at_once = [edit for edit in self._edits if edit.before is not None and not _leaves(edit)]
        with self._transaction() as tx:
            self._refuse_written_meanwhile(tx)
            carry_out(tx, at_once, self._known)
            settle_canonical_ids(tx, self._edits)
            tx.write("admin.leave_batch" if self._leaving else "admin.finish_batch", batch=self._batch)
        self._told(len(at_once))

    def remove(self) -> None:
        """Remove what nobody sees any more, ties before what they tie."""
        for piece in _pieces(sorted(self._leaving, key=lambda edit: edit.kind not in ENDS)):
            with self._transaction() as tx:
                carry_out(tx, piece, Known())
            self._told(len(piece))
        if self._leaving:
            with self._transaction() as tx:
                tx.write("admin.finish_batch", batch=self._batch)

    def _transaction(self) -> AbstractContextManager[Writing]:
        return self._graph.transaction(user=self._user, what=self._what, batch=self._batch)

    def _write_piece(self, rows: Mapping[str, Rows], recorded: Sequence[Edit]) -> None:
        for found in rows.values():
            for row in found:
                row["properties"]["batch"] = self._batch
        with self._transaction() as tx:
            write_rows(tx, rows)
            for edit in recorded:
                record(tx, edit)
        self._told(len(recorded))

    def _refuse_written_meanwhile(self, tx: Writing) -> None:
        """Raise Conflict where somebody wrote, since this began, to a fact that it changes or takes away, or tied
        something to one."""
        touched: set[str] = set()
        for row in tx.read("history.since", revision=self._since, batch=self._batch):
            touched |= {row["key"], *_texts(json.loads(row["after"] or "{}").values())}
        if any(edit.before is not None and edit.key in touched for edit in self._edits):
            raise Conflict("store.written_meanwhile", query=self._batch)

    def _told(self, facts: int) -> None:
        self._done += facts
        self._tell(self._done, len(self._edits))


def _leaves(edit: Edit) -> bool:
    """Whether it takes a fact away; territories are few, and official ones stay."""
    return edit.after is None and edit.kind != "Place"


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Every text among values and lists of values."""
    for value in values:
        if isinstance(value, list):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value


def _pieces(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + PIECE] for start in range(0, len(edits), PIECE))


def _lock_path(folder: Path, batch: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{hashlib.sha256(batch.encode()).hexdigest()[:16]}.lock"
