"""The graph: named statements in, plain rows out. Nobody above this module knows a driver or the text of a query."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from neo4j import Driver, ManagedTransaction, Query, Session, Transaction, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.time import Date, DateTime

from graphsvc.errors import Conflict, DatabaseUnreachable, GraphsvcError, StoreError
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.store import queries
from graphsvc.store.turns import Turns

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

BATCH_ROWS = 5_000
"""Rows that one UNWIND takes: both engines are fastest around here."""


class Graph:
    """A property graph behind Bolt. Reads are single statements; writes happen inside `transaction`."""

    def __init__(self, driver: Driver, database: str, *, turns: Turns | None = None) -> None:
        self._driver = driver
        self._database = database
        self._turns = turns or Turns()

    def read(self, name: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a read statement, with dates as `datetime.date`. A parameter `hidden` is filled in here: the
        marks of long writings that are not done, which reads of facts leave out.

        Raises:
            StoreError: the database refused the statement; the driver's error is the cause.
            DatabaseUnreachable: nothing answers.
        """
        query = _known(name, "read")

        @unit_of_work(metadata={"query": name})
        def work(tx: ManagedTransaction) -> list[dict[str, Any]]:
            return _rows(tx, query, params)

        with self._session(name) as session:
            return session.execute_read(work)

    def frame(self, name: str, **params: Any) -> pd.DataFrame:
        """The rows of a read statement as a frame; without rows it still has the columns of the header."""
        import pandas as pd

        rows = self.read(name, **params)
        return pd.DataFrame.from_records(rows, columns=list(_known(name, "read").returns))

    def revision(self) -> int:
        """How often the graph was written to; results are cached under it."""
        return int(self.read("admin.revision")[0]["revision"])

    @contextmanager
    def transaction(self, *, user: str, what: str, batch: str | None = None) -> Iterator[Writing]:
        """One unit of writing: data, its `Change` entries and the revision, all or nothing.

        Args:
            user: who is responsible.
            what: the deed, in the words of the history (`import`, `edit`, `merge`, `undo`, ...).
            batch: what belongs together and can be undone together, such as an import's id.

        Raises:
            Conflict: another process wrote at the same moment; nothing of this unit remains.
            InputRefused: a name of the user that cannot be written.
        """
        refuse_unsound_texts(user=user)
        with self._turns.turn(), self._session(what) as session:
            transaction = session.begin_transaction(metadata={"query": what})
            with transaction:
                writing = Writing(transaction, user=user, what=what, batch=batch)
                yield writing
                writing.finish()

    def apply_schema(self, name: str) -> None:
        """Run every statement of a schema file, each on its own as both engines want it."""
        with self._session(name) as session:
            for statement in _known(name, "schema").statements:
                session.run(_query(statement, name)).consume()

    @contextmanager
    def _session(self, name: str) -> Iterator[Session]:
        with _store_errors(name), self._driver.session(database=self._database) as session:
            yield session


class Writing:
    """What may be done inside one transaction of `Graph.transaction`."""

    def __init__(self, transaction: Transaction, *, user: str, what: str, batch: str | None) -> None:
        self._transaction = transaction
        self._about = {"user": user, "what": what, "batch": batch}
        self._changes: list[dict[str, Any]] = []
        self._revision: int | None = None

    @property
    def revision(self) -> int:
        """The revision that this transaction makes. Raised by the first write, so that writers queue up behind it."""
        if self._revision is None:
            self._revision = int(self._run("admin.raise_revision", "write", {})[0]["revision"])
        return self._revision

    def read(self, name: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a read statement as this transaction sees them."""
        return self._run(name, "read", params)

    def write(self, name: str, *, rows: list[dict[str, Any]] | None = None, **params: Any) -> list[dict[str, Any]]:
        """Run a write statement. With `rows` it is one `UNWIND $rows`, sent in batches; the answers are joined."""
        assert self.revision
        if rows is None:
            return self._run(name, "write", params)
        batches = (rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS))
        return [answer for batch in batches for answer in self._run(name, "write", {**params, "rows": batch})]

    def change(self, kind: str, key: str, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        """Record what happened to one fact. A new fact has no `before`, a removed one no `after`; of a changed
        fact both hold just the properties that changed."""
        number = len(self._changes) + 1
        entry = {
            "id": f"{self.revision:09d}-{number:07d}",
            "revision": self.revision,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kind": kind,
            "key": key,
            "before": as_json(before),
            "after": as_json(after),
        }
        self._changes.append(entry | self._about)

    def finish(self) -> None:
        """Write the changes; called once, before the commit."""
        if self._changes:
            self.write("admin.append_changes", rows=self._changes)

    def _run(self, name: str, mode: queries.Mode, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        with _store_errors(name):
            return _rows(self._transaction, _known(name, mode), params)


def as_json(properties: Mapping[str, Any] | None) -> str | None:
    """Properties as the history keeps them: JSON text, dates in ISO form, keys sorted."""
    if properties is None:
        return None
    return json.dumps(properties, ensure_ascii=False, sort_keys=True, default=str)


def _known(name: str, mode: queries.Mode) -> queries.Query:
    query = queries.library()[name]
    if query.mode != mode:
        raise ValueError(f"{name} is a {query.mode} statement, not a {mode} one")
    return query


def _query(text: str, name: str) -> Query:
    return Query(text, metadata={"query": name})


def _rows(
    tx: ManagedTransaction | Transaction, query: queries.Query, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    log.debug("query=%s", query.name)
    if "hidden" in query.params and "hidden" not in params:
        unfinished = _rows(tx, _known("admin.hidden_batches", "read"), {})
        params = {**params, "hidden": [row["hidden"] for row in unfinished]}
    result = tx.run(query.statements[0], dict(params))
    keys = result.keys()
    return [dict(zip(keys, map(_native, record), strict=True)) for record in result]


def _native(value: Any) -> Any:
    if isinstance(value, Date | DateTime):
        return value.to_native()
    if isinstance(value, list):
        return [_native(item) for item in value]
    if isinstance(value, dict):
        return {key: _native(item) for key, item in value.items()}
    return value


@contextmanager
def _store_errors(name: str) -> Iterator[None]:
    """Turn what the driver raises into our own errors; the cause stays chained."""
    try:
        yield
    except GraphsvcError:
        raise
    except (ServiceUnavailable, SessionExpired, AuthError) as error:
        raise DatabaseUnreachable("store.lost", query=name) from error
    except (TransientError, ConstraintError) as error:
        raise Conflict("store.written_meanwhile", query=name) from error
    except (Neo4jError, DriverError) as error:
        raise StoreError("store.refused", query=name, reason=str(error)) from error
