"""Rows for a terminal."""

from __future__ import annotations

from graphsvc.cli.table import WIDEST, aligned


def test_columns_are_aligned_and_numbers_stand_to_the_right() -> None:
    lines = list(aligned(["name", "n"], [["Kreis", 1], ["Ä", 120]]))

    assert lines == ["name     n", "-----  ---", "Kreis    1", "Ä      120"]


def test_long_texts_and_line_breaks_are_cut() -> None:
    line = list(aligned(["name"], [["a\nb " + "x" * 100]]))[2]

    assert line.startswith("a b x")
    assert line.endswith("…")
    assert len(line) == WIDEST


def test_empty_list_has_its_heads() -> None:
    assert list(aligned(["id", "name"], [])) == ["id  name", "--  ----"]
