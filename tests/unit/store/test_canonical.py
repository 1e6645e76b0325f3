"""Merged records seen as one, without any database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Relation, Structure
from graphsvc.store.canonical import canonical_dataset, canonical_roots

KEYS = st.integers(0, 12)


@st.composite
def chains(draw: st.DrawFn) -> dict[str, str]:
    """Merges without loops: each record goes into one with a greater number."""
    found = draw(st.dictionaries(KEYS, st.integers(1, 5), max_size=10))
    return {str(key): str(key + step) for key, step in found.items()}


@given(chains())
def test_every_merged_record_ends_at_one_that_is_not_merged(merged_into: dict[str, str]) -> None:
    roots = canonical_roots(merged_into)

    assert roots.keys() == merged_into.keys()
    assert merged_into.keys().isdisjoint(roots.values())


@given(chains())
def test_the_order_of_merges_does_not_matter(merged_into: dict[str, str]) -> None:
    assert canonical_roots(dict(reversed(merged_into.items()))) == canonical_roots(merged_into)


@given(chains(), st.data())
def test_taking_a_merge_back_leaves_what_the_others_give(merged_into: dict[str, str], data: st.DataObject) -> None:
    taken = data.draw(st.sampled_from(sorted(merged_into) or [""]))
    before = canonical_roots(merged_into)

    after = canonical_roots({key: target for key, target in merged_into.items() if key != taken})

    assert all(after[key] == root for key, root in before.items() if not passes(merged_into, key, taken))
    assert all(after[key] == taken for key in before if key != taken and passes(merged_into, key, taken))


def passes(merged_into: dict[str, str], start: str, through: str) -> bool:
    step: str | None = start
    while step is not None:
        if step == through:
            return True
        step = merged_into.get(step)
    return False


def test_ties_references_and_gaps_follow_the_record_that_stands_for_others() -> None:
    dataset = Dataset(
        actors=(
            Actor(id="a", name="A", city="Herford", canonical_id="b"),
            Actor(id="b", name="B", alias=("Bee",)),
            Actor(id="c", name="C", part_of="a"),
        ),
        structures=(Structure(id="a", name="Same id as an actor", coordinator="a"),),
        memberships=(Membership(actor="a", structure="a"), Membership(actor="b", structure="a")),
        agreements=(Agreement(id="v", title="V", establishes=("a",)),),
        relations=(
            Relation(from_id="a", to_id="b", kind="FUNDS"),
            Relation(from_id="a", to_id="c", kind="FUNDS"),
        ),
    )

    seen = canonical_dataset(dataset)

    assert seen.actors == (
        Actor(id="b", name="B", alias=("Bee", "A"), city="Herford"),
        Actor(id="c", name="C", part_of="b"),
    )
    assert seen.structures == (Structure(id="a", name="Same id as an actor", coordinator="b"),)
    assert seen.memberships == (Membership(actor="b", structure="a"),)
    assert seen.agreements == dataset.agreements
    assert seen.relations == (Relation(from_id="b", to_id="c", kind="FUNDS"),)
