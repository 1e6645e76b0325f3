"""Writing more than one transaction holds, all or nothing all the same.

New facts are written in pieces that carry the id of their batch, and every read of facts leaves out what belongs to a
batch that is still being written. One last transaction changes what was there before and sets the batch live. Who dies
in between leaves a batch that nobody sees; the next start removes it.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from graphsvc.errors import Conflict
from graphsvc.store.edges import Rows
from graphsvc.store.edits import (
    Edit,
    apply,
    known_after,
    link_rows,
    record,
    record_rows,
    refuse_loose_ends,
    take_away,
    write_rows,
)
from graphsvc.store.facts import ENDS, Kind, parsed
from graphsvc.store.graph import Graph
from graphsvc.store.keeper import exclusive_lock
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
    graph: Graph, edits: Sequence[Edit], *, user: str, batch: str, folder: Path, tell: Tell = tell_nobody
) -> None:
    """Write an import, in one transaction where it fits.

    Args:
        graph: where to.
        edits: what a plan found to do.
        user: who is responsible.
        batch: the id of the import; what it wrote is undone by it.
        folder: the folder `LOCKS` of the data folder.
        tell: called with the facts written and those there are.

    Raises:
        Conflict: another process writes the same import.
    """
    if len(edits) <= ONE_TRANSACTION:
        with graph.transaction(user=user, what="import", batch=batch) as tx:
            apply(tx, edits)
        tell(len(edits), len(edits))
        return
    with exclusive_lock(_lock_path(folder, batch)) as is_ours:
        if not is_ours:
            raise Conflict("store.written_meanwhile", query=batch)
        try:
            _write_in_pieces(graph, edits, user=user, batch=batch, tell=tell)
        except BaseException:
            remove_unfinished(graph, batch)
            raise


def recover(graph: Graph, folder: Path) -> None:
    """Remove what writings of this machine left behind whose process is gone. A writing that goes on holds its lock;
    those of other machines are theirs."""
    for row in graph.read("admin.hidden_batches"):
        if row["host"] != platform.node():
            continue
        with exclusive_lock(_lock_path(folder, row["batch"])) as is_abandoned:
            if is_abandoned:
                remove_unfinished(graph, row["batch"])


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


def _write_in_pieces(graph: Graph, edits: Sequence[Edit], *, user: str, batch: str, tell: Tell) -> None:
    known = known_after(graph, edits)
    refuse_loose_ends(edits, known)
    new = [edit for edit in edits if edit.before is None]
    records = [edit for edit in new if edit.kind not in ENDS]
    ties = [edit for edit in new if edit.kind in ENDS]
    with graph.transaction(user=user, what="import", batch=batch) as tx:
        tx.write("admin.begin_batch", batch=batch, host=platform.node())
    done = 0
    for rows_of, recorded, part in ((record_rows, True, records), (link_rows, False, records), (link_rows, True, ties)):
        for piece in _pieces(part):
            _write_piece(graph, rows_of(piece, known), piece if recorded else [], user=user, batch=batch)
            done += len(piece) if recorded else 0
            tell(done, len(edits))
    with graph.transaction(user=user, what="import", batch=batch) as tx:
        apply(tx, [edit for edit in edits if edit.before is not None])
        tx.write("admin.finish_batch", batch=batch)
    tell(len(edits), len(edits))


def _write_piece(graph: Graph, rows: Mapping[str, Rows], recorded: Sequence[Edit], *, user: str, batch: str) -> None:
    for found in rows.values():
        for row in found:
            row["properties"]["batch"] = batch
    with graph.transaction(user=user, what="import", batch=batch) as tx:
        write_rows(tx, rows)
        for edit in recorded:
            record(tx, edit)


def _pieces(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + PIECE] for start in range(0, len(edits), PIECE))


def _lock_path(folder: Path, batch: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{hashlib.sha256(batch.encode()).hexdigest()[:16]}.lock"
