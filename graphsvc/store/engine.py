"""The one place that knows there are two engines: the embedded one, or a Neo4j at an address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError

from graphsvc.config import Settings
from graphsvc.errors import DatabaseUnreachable
from graphsvc.store.bulk import LOCKS, recover
from graphsvc.store.embedded import START_WITHIN, Address, embedded_engine
from graphsvc.store.graph import Graph
from graphsvc.store.schema import prepare
from graphsvc.store.turns import Turns

ANSWER_WITHIN = 15.0
"""Seconds that a configured Neo4j has to answer."""


@contextmanager
def open_graph(settings: Settings) -> Iterator[Graph]:
    """The graph of these settings, ready to use: engine up, schema applied, unfinished imports removed.

    Raises:
        EngineUnavailable: there is no embedded engine for this machine, or it does not start.
        DatabaseUnreachable: nothing answers at the configured address, or it refuses user and password.
        WrongUsage: there can be no data folder.
    """
    settings.made_data_dir()
    with _connected_graph(settings) as graph:
        prepare(graph)
        recover(graph, settings.data_dir / LOCKS)
        yield graph


@contextmanager
def _connected_graph(settings: Settings) -> Iterator[Graph]:
    if settings.neo4j_uri is None:
        with (
            embedded_engine(settings.data_dir / "engine", heap=settings.engine_heap) as address,
            _driver(address) as driver,
        ):
            _wait_until_ready(driver, address, within=START_WITHIN)
            yield Graph(driver, address.database, turns=Turns(settings.data_dir / "engine" / "writer.lock"))
    else:
        address = _configured(settings, settings.neo4j_uri)
        with _driver(address) as driver:
            _wait_until_ready(driver, address, within=ANSWER_WITHIN, hopeless=(AuthError,))
            yield Graph(driver, address.database)


def _configured(settings: Settings, uri: str) -> Address:
    password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    return Address(uri, settings.neo4j_user, password, settings.neo4j_database)


def _driver(address: Address) -> Driver:
    try:
        return GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            connection_acquisition_timeout=30,
            max_transaction_retry_time=10,
            notifications_min_severity="OFF",
        )
    except ConfigurationError as error:
        raise _unreachable(address) from error


def _wait_until_ready(
    driver: Driver, address: Address, *, within: float, hopeless: tuple[type[Exception], ...] = ()
) -> None:
    """Poll until the database itself answers: Bolt listens before the database exists. `verify_connectivity` comes
    first because a query retries a refused connection for half a minute. `hopeless` errors end the waiting."""
    deadline = time.monotonic() + within
    while True:
        try:
            driver.verify_connectivity()
            driver.execute_query("RETURN 1 AS ready", database_=address.database)
            return
        except (DriverError, Neo4jError) as error:
            if isinstance(error, hopeless) or time.monotonic() > deadline:
                raise _unreachable(address) from error
        time.sleep(0.1)


def _unreachable(address: Address) -> DatabaseUnreachable:
    return DatabaseUnreachable("store.unreachable", uri=address.uri, user=address.user)
