"""What names and purposes speak of."""

from __future__ import annotations

import pytest

from graphsvc.analysis.spoken import spoken_concepts


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Sprachmittlerpool Musterkreis", {"sprachmittlung"}),
        ("Dolmetscherdienst der Kliniken", {"sprachmittlung"}),
        ("AK Ehrenamt", {"ehrenamt"}),
        ("Arbeitskreis Zusammenarbeit", set()),
        ("Integrationsrat Ostheim", set()),
        ("Gut ankommen in der Schule", {"schule"}),
    ],
)
def test_topics_are_taken_from_words_not_from_kinds_of_bodies(text: str, topics: set[str]) -> None:
    assert spoken_concepts(text, "topics") == topics


def test_the_narrower_concept_hides_the_broader_one() -> None:
    assert spoken_concepts("Arbeit: Ausbildung und Arbeitsmarkt", "topics") == {"ausbildung", "arbeitsmarkt"}
