from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graphsvc.analysis import bicm

DAVIS = {"E1": 0.3423289056, "E3": 0.5928135101, "E8": 0.9333824925}  # Evelyn Jefferson, solved by `bicm` 3.4.0


def test_toy_table_of_the_published_package() -> None:
    sums = np.array([1, 1, 2])

    solved = bicm.fit(sums, sums).matrix(sums, sums)

    assert solved.round(3).tolist() == [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]


def test_davis_agrees_with_the_published_package_within_1e_8() -> None:
    graph = nx.davis_southern_women_graph()
    events, women = graph.graph["bottom"], graph.graph["top"]
    table = nx.bipartite.biadjacency_matrix(graph, events, women).toarray()

    solved = bicm.fit(table.sum(1), table.sum(0)).matrix(table.sum(1), table.sum(0))

    evelyn = women.index("Evelyn Jefferson")
    assert all(abs(solved[events.index(name), evelyn] - value) < 1e-8 for name, value in DAVIS.items())


tables = arrays(np.int64, st.tuples(st.integers(1, 8), st.integers(1, 8)), elements=st.integers(0, 1))


@settings(max_examples=200, deadline=None)
@given(table=tables)
def test_expected_sums_are_the_sums(table: np.ndarray) -> None:
    rows, columns = table.sum(1), table.sum(0)

    solved = bicm.fit(rows, columns).matrix(rows, columns)

    assert np.allclose(solved.sum(1), rows, atol=1e-8)
    assert np.allclose(solved.sum(0), columns, atol=1e-8)
    assert ((solved >= 0) & (solved <= 1)).all()
