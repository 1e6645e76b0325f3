"""Persons in cells that name organisations: cut out, and firms called after a person left whole."""

from __future__ import annotations

import pytest

from graphsvc.ingest.persons import without_persons


@pytest.mark.parametrize(
    ("cell", "organisation"),
    [
        ("AWO, Frau Müller", "AWO"),
        ("Diakonie (Frau Dr. Meier)", "Diakonie"),
        ("Müller, Anna (Caritas)", "Caritas"),
        ("Jugendamt; Herr Müller", "Jugendamt"),
        ("Jobcenter Musterstadt - Herr Schmidt", "Jobcenter Musterstadt"),
        ("Kaffee - Wein, Inh. Anna Muster (Einzelunternehmen)", "Kaffee - Wein"),
        ("Anna Muster", None),
        ("z. Hd. Frau Meier", None),
        ("Dr. Anna Muster (Einzelunternehmerin)", None),
        ("Anna Muster (e. K.)", None),
        ("Anna Muster, Inh. Peter Muster (Einzelunternehmer)", None),
    ],
)
def test_persons_are_cut_out(cell: str, organisation: str | None) -> None:
    assert without_persons(cell) == organisation


@pytest.mark.parametrize(
    "cell",
    [
        "Carl Muster (GmbH & Co.) KG (GmbH & Co KG)",
        "Peter Muster OHG",
        "Anna Muster Dekorationen (Einzelunternehmen)",
        "Anna Muster Malereibetrieb",
        "Kanzlei Muster",
        "Amt für Jugend, Schule und Sport",
    ],
)
def test_a_firm_called_after_a_person_stays_whole(cell: str) -> None:
    assert without_persons(cell) == cell
