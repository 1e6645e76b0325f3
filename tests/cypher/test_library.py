"""Every statement keeps the promises of its header, on every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Query as DriverQuery

from graphsvc.store import queries
from graphsvc.store.graph import Graph
from graphsvc.store.queries import QueryError, library
from tests.conftest import Opened
from tests.cypher.example import VOLATILE, load_example, params_of

ENGINES = ("embedded", "neo4j", "newest_neo4j")
NAMES = sorted(library())
ROOT = Path(__file__).parents[2]

_rows_of: dict[str, dict[str, list[str]]] = {}
"""What each read statement answered, by engine; the embedded engine comes first."""


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[tuple[str, Graph]]:
    """An engine with the example on it."""
    opened: Opened = request.getfixturevalue(request.param)
    load_example(opened[0])
    yield request.param, opened[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_is_accepted_and_answers_what_it_declares(engine: tuple[str, Graph], name: str) -> None:
    engine_name, graph = engine
    query = library()[name]

    with graph._driver.session(database=graph._database) as session:
        for statement in query.statements:
            if query.mode == "schema":
                session.run(DriverQuery(statement)).consume()
                continue
            explained = session.run(DriverQuery(f"EXPLAIN {statement}"), params_of(query, graph)).consume()
            with session.begin_transaction() as transaction:
                result = transaction.run(statement, params_of(query, graph))
                keys, rows = tuple(result.keys()), [_plain(record.data()) for record in result]
                transaction.rollback()

            deprecated = [str(each) for each in explained.gql_status_objects if "deprecat" in str(each).lower()]
            assert deprecated == []
            assert not rows or keys == query.returns
            _rows_of.setdefault(engine_name, {})[name] = rows if "ORDER BY" in statement else sorted(rows)


@pytest.mark.parametrize("other", ENGINES[1:])
def test_engines_answer_alike(other: str) -> None:
    if not {"embedded", other} <= _rows_of.keys():
        pytest.skip("compares what the statements answered before; they were not run")
    compared = [name for name in NAMES if library()[name].mode == "read" and name not in VOLATILE]

    differing = [name for name in compared if _rows_of["embedded"][name] != _rows_of[other][name]]

    assert differing == []


def test_the_example_makes_most_read_statements_answer_something() -> None:
    if "embedded" not in _rows_of:
        pytest.skip("looks at what the statements answered before; they were not run")
    reads = [name for name in NAMES if library()[name].mode == "read"]

    silent = [name for name in reads if not _rows_of["embedded"][name]]

    assert len(silent) <= len(reads) / 4, silent


def test_every_statement_is_used_and_every_used_one_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "graphsvc").rglob("*.py"))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    written = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code + tests))
    called = set(re.findall(r'\.(?:read|frame|write|apply_schema)\(\s*"(\w+\.\w+)"', code))

    assert set(NAMES) - written == set()
    assert called - set(NAMES) == set()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("// Says.\n// mode: read\n// params: a\nMATCH (n {id: $a}) RETURN n.id AS id", "lacks returns"),
        ("// Says.\n// mode: look\n// params: -\n// returns: id\nMATCH (n) RETURN n.id AS id", "mode is 'look'"),
        ("// Says.\n// mode: read\n// params: a, b\n// returns: id\nMATCH (n {id: $a}) RETURN n.id AS id", "declared"),
        ("// Says.\n// mode: read\n// params: -\n// returns: id\nMATCH (n) SET n.x = 1 RETURN n.id AS id", "SET"),
        ("// Says.\n// mode: write\n// params: -\n// returns: -\nCREATE (:A);\nCREATE (:B)", "found 2"),
    ],
    ids=["no returns", "unknown mode", "parameter not used", "writing read", "two statements"],
)
def test_a_file_that_contradicts_its_header_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "bad.cypher"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(QueryError, match=problem):
        queries.load(path, name="bad")


def test_a_word_in_quotes_is_not_a_writing_keyword(tmp_path: Path) -> None:
    path = tmp_path / "good.cypher"
    path.write_text("// Says.\n// mode: read\n// params: -\n// returns: id\nMATCH (n {x: 'SET'}) RETURN n.id AS id")

    assert queries.load(path, name="good").returns == ("id",)


def _plain(row: dict[str, Any]) -> str:
    """A row as text, the same for every engine: maps by key, dates as ISO text."""
    return repr(_sorted(row))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value.iso_format() if hasattr(value, "iso_format") else value
