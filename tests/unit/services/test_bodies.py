"""Bodies never cross a judgement."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.judgements import Judgement
from graphsvc.services.bodies import Bodies

RECORDS = [f"r{at}" for at in range(7)]
pairs = st.lists(st.sampled_from(list(combinations(RECORDS, 2))), max_size=15)


def said(verdict: str, a: str, b: str) -> Judgement:
    return Judgement(id=f"{verdict}{a}{b}", kind="actor", a=a, b=b, verdict=verdict, user="anna", at="2025-01-01")  # type: ignore[arg-type]


@given(different=pairs, proposed=pairs)
def test_no_order_of_proposals_brings_together_what_was_judged_different(
    different: list[tuple[str, str]], proposed: list[tuple[str, str]]
) -> None:
    bodies = Bodies([said("different", a, b) for a, b in different], {})

    joined = [pair for pair in proposed if bodies.join(*pair)]

    assert all(bodies.of(a) != bodies.of(b) for a, b in different)
    assert all(bodies.of(a) == bodies.of(b) for a, b in joined)


def test_what_was_judged_the_same_carries_over() -> None:
    bodies = Bodies([said("same", "r0", "r1"), said("different", "r1", "r2")], {"r9": "r2"})

    assert not bodies.join("r0", "r2")
    assert not bodies.join("r2", "r0")
    assert bodies.join("r2", "r3")
    assert not bodies.join("r3", "r1")
