"""Vocabularies: codes, labels, synonyms and parts of labels lead to one code, and the tables are sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.vocabulary import SCHEMES, SchemeName, fold, scheme, territories


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("topics", "DaZ", "daz"),
        ("topics", "durchgängige Sprachbildung", "daz"),
        ("topics", "Integrationskurse", "integrationskurse"),
        ("topics", "Erstorientierungskurse", "integrationskurse"),
        ("topics", "Pflege", "pflege"),
        ("topics", "Übergang Schule-Beruf", "uebergang_schule_beruf"),
        ("topics", "UEBERGANG SCHULE – BERUF", "uebergang_schule_beruf"),
        ("topics", "labour market", "arbeitsmarkt"),
        ("target_groups", "Jugendliche", "jugendliche"),
        ("target_groups", "Kinder 0-6", "kinder_0_6"),
        ("target_groups", "Schüler:innen", "schulkinder"),
        ("education_stages", "Ausbildung", "berufskolleg"),
        ("functions", "entscheiden", "steuern"),
        ("functions", "Steuerung", "steuern"),
        ("functions", "Beteiligung", "beteiligen"),
        ("functions", "Angebot durchführen", "angebot"),
        ("structure_kinds", "steering_group", "lenkung"),
        ("structure_kinds", "Steuerungsgruppe", "lenkung"),
        ("structure_kinds", "AK", "arbeitskreis"),
        ("structure_kinds", "Ausschuss für Chancengerechtigkeit und Integration", "beirat"),
        ("actor_kinds", "AWO", "wohlfahrtsverband"),
        ("actor_kinds", "GS", "schule"),
        ("actor_kinds", "IHK", "kammer"),
        ("actor_kinds", "Moscheeverein", "religion"),
        ("actor_kinds", "MSO", "migrantenorganisation"),
        ("legal_forms", "e. V.", "eV"),
        ("legal_forms", "gemeinnützige GmbH", "gGmbH"),
        ("agreement_kinds", "Kooperationsvereinbarung", "kooperationsvertrag"),
        ("agreement_kinds", "Weiterleitungsvertrag", "zuwendung"),
        ("agreement_kinds", "öffentlich-rechtliche Vereinbarung", "verwaltungsvereinbarung"),
        ("roles", "stimmberechtigt", "mitglied"),
        ("roles", "Sprecherin", "sprecher"),
        ("relation_kinds", "teil_von", "PART_OF"),
        ("relation_kinds", "grenzt_ab_von", "DELIMITED_FROM"),
        ("decisions", "aufloesen", "end"),
        ("decisions", "befristen", "end"),
        ("decisions", "dach", "one_roof"),
        ("bindings", "foerderauflage", "foerderauflage"),
        ("statuses", "beendet", "beendet"),
        ("levels", "fall", "fall"),
    ],
)
def test_what_a_cell_means(name: SchemeName, written: str, code: str) -> None:
    assert scheme(name).find(written) == code


@pytest.mark.parametrize("name", SCHEMES)
def test_tables_are_sound(name: SchemeName) -> None:
    table = scheme(name)
    for concept in table:
        assert table.find(concept.code) == concept.code and table.find(concept.de) is not None
        assert concept.broader is None or concept.broader in table
        assert concept.de and concept.en
        assert table.path(concept.code)[0] == concept.code


def test_every_district_and_municipality_of_the_land_has_its_key() -> None:
    keys = territories()
    municipalities = [key for key in keys if len(key) == 8]
    districts = [key for key in keys if len(key) == 5]

    assert (len(municipalities), len(districts)) == (396, 53)
    assert all(keys[key].part_of == key[:5] for key in municipalities)
    assert keys["05758012"].name == "Herford" and keys["05758"].name == "Kreis Herford"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
