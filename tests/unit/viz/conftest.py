"""A small map with something of everything: what the viz tests draw."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.model.entities import Actor, Dataset, Membership, Place, Relation, Structure

KREIS = Actor(id="a-kreis", name="Kreis Musterkreis", kind="kreis", territory=("05999",))
CARITAS = Actor(id="a-caritas", name="Caritasverband", kind="wohlfahrtsverband", topic=("jmd",), alias=("CV Muster",))
VEREIN = Actor(id="a-verein", name="Verein <b>Brücke</b> & Co.", kind="migrantenorganisation", territory=("05999004",))
ALONE = Actor(id="a-alone", name="Stadtarchiv", kind="amt", valid_to=date(2020, 12, 31))
NETZWERK = Structure(
    id="s-netzwerk", name="Netzwerk Vielfalt", kind="netzwerk", topic=("sprache",), territory=("05999",)
)
AK = Structure(
    id="s-ak", name="AK Sprache", kind="arbeitskreis", topic=("lesen",), part_of="s-netzwerk", coordinator="a-kreis"
)

REGION = Dataset(
    actors=(KREIS, CARITAS, VEREIN, ALONE),
    structures=(NETZWERK, AK),
    memberships=(
        Membership(actor="a-kreis", structure="s-netzwerk"),
        Membership(actor="a-caritas", structure="s-netzwerk"),
        Membership(actor="a-caritas", structure="s-ak"),
        Membership(actor="a-kreis", structure="s-ak", valid_from=date(2024, 1, 1)),
        Membership(actor="a-verein", structure="s-ak"),
    ),
    relations=(Relation(from_id="a-caritas", to_id="a-verein", kind="SUPPORTS"),),
    places=(Place(key="05999", name="Musterkreis"), Place(key="05999004", name="Musterstadt", part_of="05999")),
)


@pytest.fixture(scope="session")
def region() -> Dataset:
    """Four actors, two structures, eight ties."""
    return REGION
