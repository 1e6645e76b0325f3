"""A small map with every kind of fact and with the values that break careless writers."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.model.entities import Actor, Agreement, Dataset, Membership, Party, Relation, Structure


@pytest.fixture
def dataset() -> Dataset:
    """Three actors, two structures, one agreement, and ties of every kind."""
    return Dataset(
        actors=(
            Actor(id="a-kreis", name="Kreis Herford", kind="kreis", territory=("05758",), topic=("bildung", "recht")),
            Actor(id="a-awo.1", name='AWO "Ost" & <Söhne>', short_name="AWO", kind="wohlfahrtsverband", alias=("AWo",)),
            Actor(id="a_dienst", name="=cmd|'/C calc'!A0", part_of="a-awo.1", email="info@example.org"),
        ),
        structures=(
            Structure(
                id="s-1",
                name="widunetz",
                kind="netzwerk",
                valid_from=date(2008, 2, 27),
                coordinator="a-kreis",
                hours=2.5,
            ),
            Structure(id="s-2", name="Kerngruppe; O'Neill \\ 1\nzwei", kind="lenkung", part_of="s-1", chair="a-awo.1"),
        ),
        memberships=(
            Membership(actor="a-kreis", structure="s-1", role="mitglied", valid_from=date(2008, 2, 27)),
            Membership(actor="a-awo.1", structure="s-1"),
            Membership(actor="a-awo.1", structure="s-2", valid_from=date(2010, 1, 1), valid_to=date(2012, 12, 31)),
            Membership(actor="a-nowhere", structure="s-1"),
        ),
        agreements=(Agreement(id="v-1", title="Netzwerkvereinbarung", subject="Vernetzung", establishes=("s-1",)),),
        parties=(Party(agreement="v-1", actor="a-kreis", role="unterzeichner"),),
        relations=(Relation(from_id="a-kreis", to_id="s-1", kind="FUNDS", source="Satzung"),),
    )
