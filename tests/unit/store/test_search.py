"""What people type finds what stands there."""

from __future__ import annotations

import pytest

from graphsvc.store.search import search_text, search_words


@pytest.mark.parametrize("query", ["Müller", "mueller", "MULLER", "café", "cafe müller", "Straße", "strasse"])
def test_case_and_the_spelling_of_umlauts_do_not_matter(query: str) -> None:
    text = search_text(["Café Müller", None, "Straße e.V."])

    assert all(word in text for word in search_words(query))


def test_nothing_is_searched_without_a_query() -> None:
    assert search_words(None) == search_words("  ") == []
