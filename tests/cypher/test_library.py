"""Every statement keeps the promises of its header, on every engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
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

READS = [name for name in NAMES if library()[name].mode == "read"]

Engines = Callable[[str], Graph]
Answers = Callable[[str], dict[str, list[str]]]


@pytest.fixture(scope="module")
def engines(request: pytest.FixtureRequest) -> Engines:
    """An engine by its name, with the example on it; loaded once."""

    @cache
    def with_example(name: str) -> Graph:
        opened: Opened = request.getfixturevalue(name)
        load_example(opened[0])
        return opened[0]

    return with_example


@pytest.fixture(scope="module")
def answers(engines: Engines) -> Answers:
    """What every read statement answers on an engine."""

    @cache
    def of(engine: str) -> dict[str, list[str]]:
        graph = engines(engine)
        return {name: _answer(graph, library()[name]) for name in READS}

    return of


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_statement_is_accepted_and_answers_what_it_declares(engines: Engines, engine: str, name: str) -> None:
    graph, query = engines(engine), library()[name]

    with graph._driver.session(database=graph._database) as session:
        for statement in query.statements:
            if query.mode == "schema":
                session.run(DriverQuery(statement)).consume()
                continue
            explained = session.run(DriverQuery(f"EXPLAIN {statement}"), params_of(query, graph)).consume()
            with session.begin_transaction() as transaction:
                result = transaction.run(statement, params_of(query, graph))
                keys, rows = tuple(result.keys()), list(result)
                transaction.rollback()

            deprecated = [str(each) for each in explained.gql_status_objects if "deprecat" in str(each).lower()]
            assert deprecated == []
            assert not rows or keys == query.returns


@pytest.mark.parametrize("other", ENGINES[1:])
@pytest.mark.parametrize("name", [name for name in READS if name not in VOLATILE])
def test_engines_answer_alike(answers: Answers, other: str, name: str) -> None:
    assert answers(other)[name] == answers("embedded")[name]


def test_the_example_makes_most_read_statements_answer_something(answers: Answers) -> None:
    silent = [name for name, rows in answers("embedded").items() if not rows]

    assert len(silent) <= len(READS) / 4, silent


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


def _answer(graph: Graph, query: queries.Query) -> list[str]:
    """The rows of a read statement as text, in their order where it promises one."""
    (statement,) = query.statements
    with graph._driver.session(database=graph._database) as session:
        rows = [_plain(record.data()) for record in session.run(DriverQuery(statement), params_of(query, graph))]
    return rows if "ORDER BY" in statement else sorted(rows)


def _plain(row: dict[str, Any]) -> str:
    """A row as text, the same for every engine: maps by key, dates as ISO text."""
    return repr(_sorted(row))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value.iso_format() if hasattr(value, "iso_format") else value
