"""The source line of a picture names what the picture rests on, not what else is in the map."""

from __future__ import annotations

from graphsvc.model.entities import Actor, Dataset, Membership, Origin, Structure
from graphsvc.viz.selection import Selection, matching
from graphsvc.viz.sources import source_line, sources_in

FILES = {"s1": "Liste.xlsx"}


def actor(number: int, source: str | None = None) -> Actor:
    return Actor(id=f"a{number}", name=f"A{number}", source=source, origin=Origin("s1"))


def test_the_source_of_most_facts_comes_first_and_a_named_one_counts_before_the_file() -> None:
    dataset = Dataset(
        actors=(actor(1), actor(2, "Protokoll 12")),
        structures=(Structure(id="s", name="S", origin=Origin("s1")),),
        memberships=(Membership(actor="a1", structure="s", origin=Origin("s1")),),
    )

    assert source_line(dataset, FILES, "de") == "Liste.xlsx, Protokoll 12"
    assert source_line(Dataset(actors=(actor(1),)), FILES, "de") == "Liste.xlsx"


def test_many_sources_are_counted_and_none_is_no_line() -> None:
    many = Dataset(actors=tuple(actor(number, f"Q{number}") for number in range(5)))

    assert source_line(many, FILES, "de") == "Q0, Q1, Q2 und 2 weitere"
    assert source_line(Dataset(), FILES, "de") == ""


def test_the_file_inside_a_folder_is_a_source_of_its_own_that_can_be_filtered_by() -> None:
    inside = Actor(id="a9", name="A9", origin=Origin("s1", source_file="Projekte.xlsx"))
    dataset = Dataset(actors=(actor(1), actor(2, "Protokoll 12"), inside))

    assert sources_in(dataset, FILES) == ("Liste.xlsx", "Projekte.xlsx", "Protokoll 12")
    for source, found in zip(sources_in(dataset, FILES), ("a1", "a9", "a2"), strict=True):
        assert matching(dataset, Selection(source=source, files=FILES)) == {found}
