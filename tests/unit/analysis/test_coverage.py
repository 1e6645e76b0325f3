"""Cover of cells: what counts, what is not known, what ends, what is missing elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.analysis.coverage import Cell, Coverage, CoverageParams, coverage
from graphsvc.model.entities import Dataset, Need, Place, Structure

AT = date(2024, 6, 1)
PLACES = (
    Place(key="K", name="Kreis", population=60_000),
    *(Place(key=f"K-{n}", name=f"Ort {n}", part_of="K", population=20_000) for n in (1, 2, 3)),
)
OFFER = Structure(id="s1", name="Kurs", topic=("daz",), target_group=("frauen",), territory=("K-1",))


def matrix(*structures: Structure, needs: tuple[Need, ...] = (), **params: object) -> Coverage:
    return coverage(Dataset(structures=structures, places=PLACES, needs=needs), CoverageParams(**params), at=AT)  # type: ignore[arg-type]


def cell(found: Coverage, place: str, topic: str = "sprache") -> Cell:
    return next(each for each in found.cells if (each.topic, each.territory) == (topic, place))


def test_a_narrow_topic_covers_the_broad_field_in_its_own_place_only() -> None:
    found = matrix(OFFER)

    assert [cell(found, f"K-{n}").state for n in (1, 2, 3)] == ["single", "none", "none"]
    assert cell(found, "K-1").structures == ("s1",)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"territory": ("K",)}, "single"),
        ({"target_group": ("alle",)}, "single"),
        ({"target_group": ()}, "not_known"),
        ({"territory": ()}, "not_known"),
        ({"topic": ()}, "not_known"),
        ({"topic": (), "target_group": ()}, "none"),
        ({"valid_to": date(2024, 5, 31)}, "none"),
        ({"status": "beendet"}, "none"),
        ({"kind": "programm"}, "none"),
    ],
)
def test_what_counts_as_cover_in_another_place(change: dict[str, object], state: str) -> None:
    other = replace(OFFER, id="s2", name="Runde", territory=("K-2",))

    found = matrix(OFFER, replace(other, **change))  # type: ignore[arg-type]

    assert cell(found, "K-2").state == state


def test_cover_that_ends_is_told() -> None:
    ending = replace(OFFER, id="s2", valid_to=date(2024, 12, 31))

    assert cell(matrix(ending), "K-1").ends == date(2024, 12, 31)
    both = cell(matrix(OFFER, ending), "K-1")
    assert (both.count, both.ends, both.next_end) == (2, None, date(2024, 12, 31))


def test_gaps_come_by_need_and_name_their_territories() -> None:
    other = replace(OFFER, id="s2", topic=("asyl",), territory=("K-1", "K-2"))
    found = matrix(OFFER, other, needs=(Need(value=40, topic="recht", territory="K-3"),))

    gaps = found.gaps()

    assert [(gap.topic, gap.uncovered, gap.need) for gap in gaps] == [
        ("recht", ("K-3",), 40),
        ("sprache", ("K-2", "K-3"), None),
    ]


def test_three_bodies_are_double_cover() -> None:
    found = matrix(*(replace(OFFER, id=f"s{n}") for n in range(3)))

    assert [(each.count, each.territory) for each in found.doubles()] == [(3, "K-1")]


def test_words_that_no_vocabulary_knows_are_listed_and_are_no_gaps() -> None:
    found = matrix(replace(OFFER, topic=("daz", "Tierwohl"), target_group=("frauen", "Katzen")), depth="all")

    assert {each.target_group for each in found.cells} == {"frauen"}
    assert "Tierwohl" not in {each.topic for each in found.cells}
    assert found.unknown == ("Katzen", "Tierwohl")


def test_ever_counts_those_who_have_ended() -> None:
    ended = replace(OFFER, valid_to=date(2020, 1, 1), status="beendet")
    dataset = Dataset(structures=(ended,), places=PLACES)

    now, ever = (coverage(dataset, CoverageParams(), at=at) for at in (AT, None))

    assert not [each for each in now.cells if each.count]
    assert cell(ever, "K-1").structures == ("s1",)
