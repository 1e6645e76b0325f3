"""Amounts of money as offices write them."""

from __future__ import annotations

import pytest

from graphsvc.ingest.money import Money, is_money, read_money
from graphsvc.ingest.sheets import Value


@pytest.mark.parametrize(
    ("cell", "unit", "value", "currency"),
    [
        ("57.000,00 €", "", 57_000, "EUR"),
        ("3.000,-- €", "", 3_000, "EUR"),
        ("3.000", "", 3_000, "EUR"),
        ("12,000", "", 12_000, "EUR"),
        (1234.5, "", 1_234.5, "EUR"),
        ("1,5 Mio. EUR", "", 1_500_000, "EUR"),
        ("2 T€", "", 2_000, "EUR"),
        ("CHF 12'000", "", 12_000, "CHF"),
        ("$ 5,000.00", "", 5_000, "USD"),
        (57, "Betrag in TEUR", 57_000, "EUR"),
        ("57.000,00 €", "Betrag in TEUR", 57_000, "EUR"),
        ("12,5", "Ansatz 2023 (Tsd. Euro)", 12_500, "EUR"),
        (80, "Beitrag in CHF", 80, "CHF"),
    ],
)
def test_amounts_with_currency_and_thousands(cell: Value, unit: str, value: float, currency: str) -> None:
    assert read_money(cell, unit=unit) == Money(value, currency)


@pytest.mark.parametrize("cell", ["nach Bedarf", "-", "100 €/Monat", "", None, True, "3 Personen", "2020-2022"])
def test_what_is_no_amount(cell: Value) -> None:
    assert read_money(cell) is None


def test_an_amount_is_told_as_people_read_it_and_known_by_its_currency() -> None:
    assert (str(Money(57000)), str(Money(1.5, "CHF"))) == ("57.000,00 €", "1,50 CHF")
    assert is_money("57000 €") and is_money("EUR 5,-") and not is_money("57.000,00")
