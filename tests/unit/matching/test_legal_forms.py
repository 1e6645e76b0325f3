import pytest

from graphsvc.matching.legal_forms import extract_legal_forms, remove_legal_forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("awo herford e.v.", [("e.v.", "ev")]),
        ("muster gesellschaft mit beschränkter haftung", [("gesellschaft mit beschränkter haftung", "gmbh")]),
        ("muster gmbh & co. kg", [("gmbh & co. kg", "gmbhcokg")]),
        ("agentur für arbeit", []),
        ("", []),
    ],
)
def test_the_longest_legal_form_at_a_word_is_found(name: str, forms: list[tuple[str, str]]) -> None:
    assert extract_legal_forms(name) == forms


def test_removing_leaves_the_rest_as_it_was() -> None:
    assert remove_legal_forms("alpha gmbh und beta ag nord") == "alpha  und beta  nord"
