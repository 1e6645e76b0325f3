"""Contributions as bars: each begins where the last one ended."""

from __future__ import annotations

from graphsvc.web.waterfall import WIDTH, waterfall


def test_bars_follow_each_other_and_fill_the_drawing() -> None:
    first, second, third = waterfall([("a", 3.0, "for"), ("b", -1.0, "against"), ("c", 2.0, "for")])

    assert [bar.text for bar in (first, second, third)] == ["a", "c", "b"]
    assert first.x == 0.0
    assert first.width + second.width == WIDTH
    assert third.x + third.width == WIDTH


def test_what_is_not_known_comes_last() -> None:
    bars = waterfall([("unknown", 0.0, "unknown"), ("small", 0.1, "for")])

    assert [bar.text for bar in bars] == ["small", "unknown"]


def test_nothing_to_show_has_no_bars() -> None:
    assert waterfall([]) == []
