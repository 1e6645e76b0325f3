"""Every way to find the pairs against sets in plain Python."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import Method, all_pairs, iter_pairs
from graphsvc.analysis.overlap import Thresholds
from graphsvc.errors import Cancelled

Edges = list[tuple[str, str]]
Row = tuple[str, str, int, int, int, float, float, float, float]
METHODS = get_args(Method)

edges = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda number: f"a{number * number // 40}"),
        st.integers(0, 12).map(lambda number: f"s{number}"),
    ),
    max_size=150,
)
shares = st.sampled_from([0.0, 0.0, 0.1, 1 / 3, 0.5, 0.6, 2 / 3, 0.9, 1.0])
thresholds = st.builds(
    Thresholds,
    min_shared=st.sampled_from([1, 1, 2, 4]),
    min_jaccard=shares,
    min_overlap_coefficient=shares,
    min_containment=shares,
    top=st.sampled_from([None, None, 1, 3]),
)


def brute_force(table: Edges, bounds: Thresholds) -> list[Row]:
    members: dict[str, set[str]] = {}
    for actor, structure in table:
        members.setdefault(structure, set()).add(actor)
    rows = [row_of(a, b, members[a], members[b]) for a, b in combinations(sorted(members), 2)]
    kept = [row for row in rows if passes(row, bounds)]
    kept.sort(key=lambda row: (-row[5], row[0], row[1]))
    return kept if bounds.top is None else best_partners(kept, bounds.top)


def row_of(a: str, b: str, in_a: set[str], in_b: set[str]) -> Row:
    k = len(in_a & in_b)
    smaller = min(len(in_a), len(in_b))
    return (a, b, len(in_a), len(in_b), k, k / len(in_a | in_b), k / smaller, k / len(in_a), k / len(in_b))


def passes(row: Row, bounds: Thresholds) -> bool:
    _, _, _, _, k, jaccard, coefficient, a_in_b, b_in_a = row
    return (
        k >= bounds.min_shared
        and jaccard >= bounds.min_jaccard
        and coefficient >= bounds.min_overlap_coefficient
        and min(a_in_b, b_in_a) >= bounds.min_containment
    )


def best_partners(rows: list[Row], top: int) -> list[Row]:
    def among_best(row: Row, structure: str) -> bool:
        values = sorted((other[5] for other in rows if structure in other[:2]), reverse=True)
        return row[5] >= values[min(top, len(values)) - 1]

    return [row for row in rows if among_best(row, row[0]) or among_best(row, row[1])]


def rows_found(table: Edges, bounds: Thresholds, method: Method) -> list[Row]:
    incidence = Incidence.from_edges(table)
    columns = all_pairs(incidence, bounds, method=method).columns()
    labels = incidence.structures
    found = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [(labels[a], labels[b], *rest) for a, b, *rest in found]


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=150, deadline=None)
@given(table=edges, bounds=thresholds)
def test_same_pairs_as_sets(method: Method, table: Edges, bounds: Thresholds) -> None:
    assert rows_found(table, bounds, method) == brute_force(table, bounds)


@settings(max_examples=50, deadline=None)
@given(table=edges, bounds=thresholds, order=st.randoms(use_true_random=False))
def test_order_and_repetition_of_rows_do_not_matter(table: Edges, bounds: Thresholds, order: object) -> None:
    shuffled = table + table[:7]
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rows_found(shuffled, bounds, "scan") == rows_found(table, bounds, "prefix")


def test_an_actor_everywhere_and_more_hubs_than_a_machine_word() -> None:
    table = [(f"hub{hub}", f"s{structure}") for hub in range(70) for structure in range(8) if (hub + structure) % 3]
    table += [(f"rare{structure}", f"s{structure}") for structure in range(8)]

    for bounds in (Thresholds(), Thresholds(min_jaccard=0.5), Thresholds(min_shared=30)):
        for method in METHODS:
            assert rows_found(table, bounds, method) == brute_force(table, bounds)


def test_progress_rises_to_one_and_can_cancel() -> None:
    incidence = Incidence.from_edges([(f"a{n % 7}", f"s{n}") for n in range(100)])
    shares: list[float] = []

    list(iter_pairs(incidence, Thresholds(), method="scan", progress=shares.append))

    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(_share: float) -> None:
        raise Cancelled("overlap.cancelled")

    with pytest.raises(Cancelled):
        list(iter_pairs(incidence, Thresholds(), method="prefix", progress=stop))
