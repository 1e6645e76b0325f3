"""The bar of a long step."""

from __future__ import annotations

import pytest

from graphsvc.cli.progress import WIDTH, Progress, step


@pytest.mark.parametrize(("done", "signs"), [(0.0, 0), (0.5, WIDTH // 2), (1.0, WIDTH), (7.0, WIDTH), (-1.0, 0)])
def test_bar_is_filled_as_far_as_the_step_is_done(done: float, signs: int) -> None:
    progress = Progress("Import")
    progress.done = done

    assert progress.line().count("#") == signs


def test_bar_of_unknown_length_shows_a_block_of_constant_size() -> None:
    assert Progress("Import").line().count("#") == 6


def test_without_a_terminal_the_label_stands_there_once(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Import"):
        pass

    assert capsys.readouterr().err == "Import ...\n"
