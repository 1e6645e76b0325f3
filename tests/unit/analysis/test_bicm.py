from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graphsvc.analysis import bicm

tables = arrays(np.int64, st.tuples(st.integers(1, 8), st.integers(1, 8)), elements=st.integers(0, 1))


@settings(max_examples=200, deadline=None)
@given(table=tables)
def test_expected_sums_are_the_sums(table: np.ndarray) -> None:
    rows, columns = table.sum(1), table.sum(0)

    solved = bicm.fit(rows, columns).matrix(rows, columns)

    assert np.allclose(solved.sum(1), rows, atol=1e-8)
    assert np.allclose(solved.sum(0), columns, atol=1e-8)
    assert ((solved >= 0) & (solved <= 1)).all()
