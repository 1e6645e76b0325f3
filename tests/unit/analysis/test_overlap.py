from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.analysis.overlap import MEASURES, Thresholds, containment, jaccard, overlap_coefficient
from graphsvc.errors import WrongUsage

sets = st.sets(st.integers(0, 12), min_size=1)


@given(a=sets, b=sets)
def test_laws_of_the_measures(a: set[int], b: set[int]) -> None:
    counts = np.array(len(a & b)), np.array(len(a)), np.array(len(b))
    turned = counts[0], counts[2], counts[1]
    values = {name: float(measure(*counts)) for name, measure in MEASURES.items()}

    assert 0 <= values["jaccard"] <= containment(*counts) <= values["overlap_coefficient"] <= 1
    assert values["jaccard"] == len(a & b) / len(a | b)
    assert values["overlap_coefficient"] == max(values["a_in_b"], values["b_in_a"])
    assert containment(*counts) == min(values["a_in_b"], values["b_in_a"])
    for symmetric in (jaccard, overlap_coefficient, containment):
        assert symmetric(*counts) == symmetric(*turned)


def test_empty_structures_share_nothing() -> None:
    nothing = np.zeros(1, np.int32)

    assert all(measure(nothing, nothing, nothing) == 0 for measure in MEASURES.values())


@pytest.mark.parametrize(
    "bounds",
    [{"min_jaccard": 1.01}, {"min_containment": -0.1}, {"min_shared": 0}, {"top": 0}],
    ids=lambda bounds: next(iter(bounds)),
)
def test_senseless_thresholds(bounds: dict[str, float]) -> None:
    with pytest.raises(WrongUsage) as refused:
        Thresholds(**bounds)  # type: ignore[arg-type]

    assert next(iter(bounds)) in refused.value.text("de")
