from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.seats import Map
from graphsvc.analysis.upset import intersect
from graphsvc.model.entities import Actor, Dataset, Structure

TABLE = np.array([[1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [1, 1, 0, 1, 0], [0, 0, 1, 1, 0]])


@pytest.fixture
def known() -> Map:
    return Map(
        Dataset(
            actors=tuple(Actor(id=f"a{column}", name=f"Akteur {column}") for column in range(5)),
            structures=tuple(Structure(id=f"s{row}", name=f"Netz {row}") for row in range(4)),
        )
    )


def incidence() -> Incidence:
    return Incidence.from_edges([(f"a{column}", f"s{row}") for row, column in np.argwhere(TABLE)])


def test_expectation_is_the_mean_over_every_table_with_the_same_sums(known: Map) -> None:
    rows = [[row for row in product((0, 1), repeat=5) if sum(row) == size] for size in TABLE.sum(1)]
    tables = [np.array(rows_of) for rows_of in product(*rows) if (np.sum(rows_of, 0) == TABLE.sum(0)).all()]

    found = intersect(known, incidence(), ["s0", "s1", "s2"], draws=40_000)

    for each in found.intersections:
        inside = [int(one.id[1:]) for one in each.structures]
        outside = [row for row in range(3) if row not in inside]
        counts = np.array([(t[inside].all(0) & ~t[outside].any(0)).sum() for t in tables])
        together = np.array([t[inside].all(0).sum() for t in tables])
        midp = (counts > each.count).mean() + (counts == each.count).mean() / 2
        assert each.expected == pytest.approx(counts.mean(), abs=0.02)
        assert each.at_least_expected == pytest.approx(together.mean(), abs=0.02)
        assert each.midp_upper == pytest.approx(midp, abs=0.015)


def test_everybody_is_in_one_intersection_and_it_is_said_in_words(known: Map) -> None:
    found = intersect(known, incidence(), ["s0", "s1", "s3"], draws=80)

    members = [one.id for each in found.intersections for one in each.members]
    assert sorted(members) == ["a0", "a1", "a2", "a3", "a4"]
    assert found.sizes == (3, 2, 2)
    assert "Gemeinsam in „Netz 0“, „Netz 1“ und in keiner anderen gewählten: 1 (Akteur 0)." in found.description["de"]
    assert 'Together in "Netz 1", "Netz 3" and in no other chosen one: 1 (Akteur 2).' in found.description["en"]
