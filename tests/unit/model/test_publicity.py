"""What may leave, and what stays inside."""

from __future__ import annotations

from graphsvc.model.entities import Actor, Dataset, Membership, Party, Relation, Structure
from graphsvc.model.publicity import public

INSIDE = Dataset(
    actors=(
        Actor(id="amt", name="Amt", part_of="leitung"),
        Actor(id="leitung", name="Leitung", kind="funktion"),
        Actor(id="mensch", name="Frau Muster", kind="Ansprechperson"),
    ),
    structures=(
        Structure(id="ak", name="AK", coordinator="amt", chair="leitung"),
        Structure(id="rat", name="Rat", coordinator="ak", chair="Frau Muster"),
    ),
    memberships=(Membership(actor="amt", structure="ak"), Membership(actor="mensch", structure="ak")),
    parties=(Party(agreement="v", actor="leitung"),),
    relations=(Relation(from_id="leitung", to_id="ak", kind="CONNECTED_TO"),),
)


def test_people_in_functions_and_all_that_names_them_stay_inside() -> None:
    assert public(INSIDE) == Dataset(
        actors=(Actor(id="amt", name="Amt"),),
        structures=(
            Structure(id="ak", name="AK", coordinator="amt"),
            Structure(id="rat", name="Rat", coordinator="ak"),
        ),
        memberships=(Membership(actor="amt", structure="ak"),),
    )


def test_a_map_without_people_leaves_as_it_is() -> None:
    leaving = public(INSIDE)

    assert public(leaving) == leaving
