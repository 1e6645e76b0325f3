"""The overlap of what stands in the graph: a small map of which every number is known."""

from __future__ import annotations

import time
from datetime import date

import pytest

from graphsvc.analysis.load import LoadParams, Span
from graphsvc.analysis.overlap import Thresholds
from graphsvc.analysis.pair_list import PairsParams
from graphsvc.errors import Conflict, NotFound, WrongUsage
from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Party, Structure
from graphsvc.services import Services
from graphsvc.store.edits import put
from graphsvc.store.graph import Graph

DAY = date(2024, 6, 30)
SEATS = {
    "s-a": ["a-kreis", "a-awo-nord", "a-awo-sued", "a-kita"],
    "s-b": ["a-kreis", "a-awo-nord", "a-verein"],
    "s-organ": ["a-verein", "a-schule"],
    "s-old": ["a-kreis", "a-kita"],
}


def small_map() -> Dataset:
    """Two networks, an organ of the first, one that has ended; two sites of one carrier."""
    actors = ("a-kreis", "a-awo", "a-awo-nord", "a-awo-sued", "a-kita", "a-verein", "a-schule")
    sites = {"a-awo-nord": "a-awo", "a-awo-sued": "a-awo"}
    return Dataset(
        actors=tuple(
            Actor(id=each, name=each[2:].upper(), part_of=sites.get(each), voluntary=each == "a-verein")
            for each in actors
        ),
        structures=(
            Structure(
                id="s-a", name="Netz A", members_complete=False, members_total=7, meetings_per_year=4.0, hours=2.0
            ),
            Structure(id="s-b", name="Netz B", members_complete=True, meetings_per_year=2.0),
            Structure(id="s-organ", name="Organ von A", part_of="s-a"),
            Structure(id="s-old", name="Alt", valid_to=date(2020, 12, 31)),
        ),
        memberships=tuple(
            Membership(actor=actor, structure=structure, valid_from=date(2019, 1, 1) if actor == "a-kreis" else None)
            for structure, members in SEATS.items()
            for actor in members
        ),
        agreements=(
            Agreement(id="v-1", title="Vereinbarung", establishes=("s-a",)),
            Agreement(id="v-2", title="Abgelaufen", valid_to=date(2020, 1, 1)),
        ),
        parties=(Party(agreement="v-1", actor="a-kreis"), Party(agreement="v-2", actor="a-kreis")),
    )


@pytest.fixture
def known(services: Services, graph: Graph) -> Services:
    """The services on the small map."""
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, small_map())
    return services


def test_one_pair_with_organs(known: Services) -> None:
    found = known.overlap.pair("Netz A", "s-b", at=DAY)

    assert (found.a, found.b, found.size_a, found.size_b, found.shared) == ("s-a", "s-b", 6, 3, 3)
    assert [member.name for member in found.shared_members] == ["AWO-NORD", "KREIS", "VEREIN"]
    assert [member.name for member in found.only_a] == ["AWO-SUED", "KITA", "SCHULE"]
    assert found.only_b == ()
    assert (found.jaccard, found.overlap_coefficient, found.a_in_b, found.b_in_a) == (0.5, 1.0, 0.5, 1.0)
    assert (found.range.min, found.range.max) == (3, 3)
    assert [(each.title, [party.name for party in each.parties]) for each in found.agreements] == [
        ("Vereinbarung", ["KREIS"])
    ]
    assert found.null_model == "fdsm"


@pytest.mark.parametrize(
    ("level", "sizes", "shared"), [("site", (4, 3), 2), ("organisation", (4, 3), 2), ("carrier", (3, 3), 2)]
)
def test_levels(known: Services, level: str, sizes: tuple[int, int], shared: int) -> None:
    found = known.overlap.pair("s-a", "s-b", at=DAY, level=level, organs="own")  # type: ignore[arg-type]

    assert ((found.size_a, found.size_b), found.shared) == (sizes, shared)


def test_results_are_tables_too(known: Services) -> None:
    pair = known.overlap.pair("s-a", "s-b", at="30.06.2024")

    assert pair.at == DAY
    assert pair.to_frame().columns.tolist() == known.overlap.pairs(at=DAY).to_frame().columns.tolist()
    assert pair.to_frame()["shared"].tolist() == [pair.shared]
    assert len(known.overlap.trend("s-a", "s-b", at=DAY).to_frame()) == len(
        known.overlap.trend("s-a", "s-b", at=DAY).years
    )
    assert known.overlap.load(at=DAY).to_frame()["seats"].sum() > 0
    with pytest.raises(WrongUsage):
        known.overlap.pair("s-a", "s-b", at="gestern")


def test_incomplete_list_gives_a_range(known: Services) -> None:
    """Three of seven members of A are not listed; one of them may be the only member of B that A does not list."""
    found = known.overlap.pair("s-a", "s-b", at=DAY, organs="own")

    assert (found.completeness["a"].unlisted, found.completeness["b"].unlisted) == (3, 0)
    assert (found.range.min, found.range.max) == (2, 3)


def test_range_is_unknown_where_nobody_knows_the_total(known: Services) -> None:
    found = known.overlap.pair("s-b", "s-organ", at=DAY)

    assert (found.range.min, found.range.max) == (1, None)
    assert "nicht bekannt" in found.sentence["de"]


def test_an_organ_says_nothing_about_chance(known: Services) -> None:
    found = known.overlap.pair("s-organ", "s-a", at=DAY)

    assert found.whole == "s-a"
    assert "ist ein Organ von" in found.sentence["de"]
    assert "Zufällig" not in found.sentence["de"]


def test_on_a_day_before_and_on_any_day(known: Services) -> None:
    before = known.overlap.pair("s-a", "s-b", at=date(2018, 1, 1), organs="own")
    ended = known.overlap.pair("s-a", "s-old", at=DAY)
    ever = known.overlap.pair("s-a", "s-old", at="all")

    assert before.shared == 1
    assert (ended.shared, ended.size_b, ended.p_upper) == (0, 0, 1.0)
    assert "keine Mitglieder bekannt" in ended.sentence["de"]
    assert (ever.shared, ever.at) == (2, None)


def test_today_is_that_of_the_settings(known: Services) -> None:
    assert known.overlap.pair("s-a", "s-b").at == known.settings.today


def test_who_is_asked_for(known: Services, graph: Graph) -> None:
    with pytest.raises(NotFound):
        known.overlap.pair("Netz A", "Netz C")
    with pytest.raises(WrongUsage):
        known.overlap.pair("Netz A", "s-a")
    with graph.transaction(user="tests", what="import") as tx:
        put(tx, Dataset(structures=(Structure(id="s-b2", name="Netz B"),)))
    with pytest.raises(Conflict):
        known.overlap.pair("Netz A", "Netz B")


def test_all_pairs_are_own_members_by_jaccard(known: Services) -> None:
    found = known.overlap.pairs(at=DAY)

    assert [(row.name_a, row.name_b, row.shared) for row in found.rows()] == [
        ("Netz A", "Netz B", 2),
        ("Netz B", "Organ von A", 1),
    ]
    assert found.to_frame()["jaccard"].tolist() == [0.4, 0.25]
    assert len(known.overlap.pairs(PairsParams(min_shared=2), at=DAY)) == 1
    assert len(known.overlap.pairs(PairsParams(max_q=0.0), at=DAY)) == 0


def test_a_later_write_changes_the_answer(known: Services, graph: Graph) -> None:
    before = known.overlap.pair("s-a", "s-b", at=DAY, organs="own")
    with graph.transaction(user="tests", what="edit") as tx:
        put(tx, Dataset(memberships=(Membership(actor="a-kita", structure="s-b"),)))

    after = known.overlap.pair("s-a", "s-b", at=DAY, organs="own")

    assert (before.shared, after.shared) == (2, 3)
    assert before.revision is not None and after.revision is not None and before.revision < after.revision


def test_core_groups_of_three_structures(known: Services) -> None:
    found = known.overlap.groups(at="all", min_structures=2, min_actors=2)

    assert [({one.name for one in group.actors}, group.seats) for group in found] == [
        ({"AWO-NORD", "KREIS"}, 4),
        ({"KITA", "KREIS"}, 4),
    ]
    assert "binden dort 4 Sitze" in found[0].description["de"]


def test_upset_adds_up(known: Services) -> None:
    found = known.overlap.upset(["s-a", "s-b", "s-organ"], at=DAY, organs="own")

    members = {
        tuple(one.name for one in each.structures): {one.name for one in each.members} for each in found.intersections
    }
    assert members == {
        ("Netz A",): {"AWO-SUED", "KITA"},
        ("Netz A", "Netz B"): {"AWO-NORD", "KREIS"},
        ("Netz B", "Organ von A"): {"VEREIN"},
        ("Organ von A",): {"SCHULE"},
    }
    assert all(each.expected is not None and each.at_least >= each.count for each in found.intersections)
    with pytest.raises(WrongUsage):
        known.overlap.upset(["s-a"], at=DAY)
    with pytest.raises(NotFound):
        known.overlap.upset(["s-a", "s-old"], at=DAY)


def test_trend_and_changes(known: Services) -> None:
    trend = known.overlap.trend("s-a", "s-old", at=date(2021, 5, 1), organs="own")
    changes = known.overlap.changes(
        date(2018, 6, 30), DAY, thresholds=Thresholds(min_shared=2, min_overlap_coefficient=0.5)
    )

    assert [(year.at.year, year.shared) for year in trend.years] == [(2019, 2), (2020, 2), (2021, 0)]
    assert [member.name for member in trend.years[-1].left] == ["KITA", "KREIS"]
    assert [each.name for each in changes.structures_ended] == ["Alt"]
    assert {(seat.actor.name, seat.structure.name) for seat in changes.seats_began} == {
        ("KREIS", "Netz A"),
        ("KREIS", "Netz B"),
    }
    assert [(each.a.name, each.b.name, each.shared_after) for each in changes.overlaps_risen] == [
        ("Netz A", "Netz B", 2)
    ]
    with pytest.raises(WrongUsage):
        known.overlap.changes(DAY, DAY)


def test_load_in_hours_and_who_would_be_relieved(known: Services) -> None:
    """KREIS: A 4 x (2 + 1 to 2 h), B 2 x (2 to 3 h + 1 to 2 h), nothing for the one that has ended."""
    found = known.overlap.load(at=DAY)
    carriers = known.overlap.load(LoadParams(travel_low=0, travel_high=0), at=DAY, level="carrier")

    loads = {each.actor.name: each for each in found.actors}
    assert loads["KREIS"].hours == Span(12 + 6, 16 + 10)
    assert (loads["KREIS"].seats, loads["KREIS"].seats_without_rhythm) == (2, 1)
    assert (found.seats, found.voluntary_seats) == (9, 2)
    assert [(each.a.name, each.b.name, each.hours) for each in found.reliefs] == [
        ("Netz A", "Netz B", Span(12, 20)),
        ("Netz B", "Organ von A", Span(3, 10)),
    ]
    assert next(each for each in carriers.actors if each.actor.name == "AWO").seats == 3


def test_preparing_in_the_background_tells_how_far_it_is(known: Services) -> None:
    job = known.overlap.prepare(PairsParams(organs="include"), at=DAY)
    deadline = time.monotonic() + 60
    while known.jobs.get(job.id).state in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.05)

    ended = known.jobs.get(job.id)
    assert (ended.state, ended.done, ended.total, ended.result) == ("done", 100, 100, 3)


def test_actors_who_meet_beyond_chance_are_found_and_no_others(services: Services, graph: Graph) -> None:
    together = [(actor, f"s-{number}") for number in range(16) for actor in ("a-x", "a-y")]
    apart = [(f"a-{number}", f"s-{(number * step) % 80}") for number in range(30) for step in (1, 7, 11, 13)]
    seats = [*together, *apart]
    with graph.transaction(user="tests", what="import") as tx:
        put(
            tx,
            Dataset(
                actors=tuple(Actor(id=each, name=each) for each in sorted({actor for actor, _ in seats})),
                structures=tuple(Structure(id=each, name=each) for each in sorted({body for _, body in seats})),
                memberships=tuple(Membership(actor=actor, structure=body) for actor, body in seats),
            ),
        )

    assert services.overlap.actors_above_chance() == [("a-x", "a-y")]
