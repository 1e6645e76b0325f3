"""The evaluation of double records: what it measures and on which half."""

import os
from pathlib import Path

import pytest

from graphsvc.evaluation.records import DONORS, evaluate, half

SHARED = Path(os.environ.get("GRAPHSVC_SHARED_DATA", "../shared/data"))


def test_doubles_of_a_region_are_found_and_nothing_wrong_is_merged_by_itself(tmp_path: Path) -> None:
    found = evaluate([1], shared_data=tmp_path)

    (region,) = found.results
    assert region["recall"] >= 0.95
    assert region["false_merges"] == 0
    assert region["automatic_merges"] > 0
    assert all("different" in row for name, row in region["confusion"].items() if name.startswith("different"))


def test_halves_do_not_depend_on_the_order_of_rows() -> None:
    assert [half(str(number)) for number in range(6)] == [half(str(number)) for number in reversed(range(6))][::-1]
    assert {half(str(number)) for number in range(20)} == {"development", "report"}


@pytest.mark.skipif(not (SHARED / DONORS).is_file(), reason=f"the labelled lists are not in {SHARED}")
def test_labelled_lists_reach_their_floor_at_the_default_bar() -> None:
    found = {entry["data"]: entry for entry in evaluate([1], shared_data=SHARED).results if "data" in entry}

    assert found["match_donors, names only"]["f1"] >= 0.78
    assert found["match_donors, names only"]["pr_auc"] >= 0.84
