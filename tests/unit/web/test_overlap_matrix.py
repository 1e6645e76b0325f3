"""The matrix keeps the structures that overlap most and puts similar ones beside each other."""

from __future__ import annotations

from graphsvc.analysis.pair_list import PairRow
from graphsvc.web.overlap import matrix_of


def row(a: str, b: str, shared: int, jaccard: float) -> PairRow:
    return PairRow(
        a=a, b=b, name_a=a.upper(), name_b=b.upper(), size_a=9, size_b=9, shared=shared, jaccard=jaccard,
        overlap_coefficient=jaccard, a_in_b=jaccard, b_in_a=jaccard, expected=1.0, p_upper=0.01, p_lower=0.99, q=0.01,
        null_model="fdsm",
    )  # fmt: skip


ROWS = [row("a", "b", 5, 0.9), row("a", "d", 1, 0.1), row("c", "d", 4, 0.8), row("e", "f", 1, 0.1)]


def test_similar_structures_stand_beside_each_other() -> None:
    assert [key for key, _ in matrix_of(ROWS, 4).names] == ["a", "b", "d", "c"]


def test_cells_are_found_from_both_sides() -> None:
    cells = matrix_of(ROWS, 4).cells

    assert cells["a", "b"] is cells["b", "a"]
    assert ("e", "f") not in cells
