"""Workbooks that other people made: Hamburg's grant and sponsoring reports, Kumu projects."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.upload import Upload, read_upload

SHARED = Path(os.environ.get("GRAPHSVC_SHARED_DATA", "../shared/data")) / "import_samples"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no sample workbooks at {SHARED} (GRAPHSVC_SHARED_DATA)")


def read(name: str) -> Upload:
    return read_upload(SHARED / name)


@pytest.mark.parametrize(("year", "rows", "persons", "beside"), [(2011, 4941, 446, 149), (2013, 4694, 259, 143)])
def test_grant_reports_give_recipient_authority_and_period(year: int, rows: int, persons: int, beside: int) -> None:
    upload = read(f"zuwendungsbericht-{year}.xlsx")

    dataset = upload.reading.dataset
    roles = Counter(party.role for party in dataset.parties)
    assert len(dataset.agreements) == rows
    assert all(each.valid_from and each.valid_to for each in dataset.agreements)
    assert roles["foerdergeber"] == rows
    assert roles["zuwendungsempfaenger"] == rows - persons
    said = {note.message: note.values.get("count") for note in upload.reading.notes}
    assert (said["imports.person_in_list"], said["imports.person_beside"]) == (persons, beside)
    assert upload.persons == persons + beside
    assert "König, Annette" not in str(dataset) and ", Inh. " not in str({actor.name for actor in dataset.actors})
    assert upload.reading.problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "ba-altona-spendenbericht-2-halbjahr-2013.xlsx",
        "bsu-sponsoringbericht-1-halbjahr-2013.xlsx",
        "kb-sponsoringbericht-2-halbjahr-2013.xlsx",
    ],
)
def test_sponsoring_reports_are_understood_as_gifts(name: str) -> None:
    upload = read(name)

    guess = upload.guesses[0]
    assert guess.kind == "grants"
    assert {"recipient", "funder", "amount", "purpose"} <= guess.meanings()
    assert upload.reading.dataset.agreements


@pytest.mark.parametrize(
    ("name", "elements", "connections", "persons"),
    [
        ("kumu_snap-to-tutorial-data.xlsx", 51, 113, 0),
        ("kumu_snap-to-tutorial-project.json", 51, 113, 0),
        ("kumu_paypal-mafia.xlsx", 34, 49, 17),
        ("kumu_changelabs-template.json", 10, 11, 0),
        ("kumu_omidyarnetwork-us-financial-inclusion-BACKUP.json", 230, 232, 0),
    ],
)
def test_kumu_maps(name: str, elements: int, connections: int, persons: int) -> None:
    upload = read(name)

    dataset = upload.reading.dataset
    told = Counter({note.message: note.values["count"] for note in upload.reading.notes})
    lost = sum(note.values["count"] for note in upload.reading.notes if note.message == "imports.tie_lost_person")
    assert dict(upload.counted) == {"elements": elements, "connections": connections}
    assert (len(dataset.actors) + len(dataset.structures), upload.persons) == (elements - persons, persons)
    assert len(dataset.relations) + lost + told["imports.row_twice"] == connections
    assert upload.reading.problems == ()


def test_both_forms_of_one_map_are_one_map() -> None:
    workbook, project = (
        read(f"kumu_snap-to-tutorial-{form}").reading.dataset for form in ("data.xlsx", "project.json")
    )

    def ties(dataset: object) -> set[tuple[str, str]]:
        names = {actor.id: actor.name for actor in dataset.actors}  # type: ignore[attr-defined]
        return {(names[tie.from_id], names[tie.to_id]) for tie in dataset.relations}  # type: ignore[attr-defined]

    assert {actor.name for actor in workbook.actors} == {actor.name for actor in project.actors}
    assert ties(workbook) == ties(project)


def test_the_damaged_workbook_is_refused_as_damaged() -> None:
    with pytest.raises(InputRefused) as refused:
        read("kumu_overview-of-the-euro-crisis.xlsx")

    assert [problem.message for problem in refused.value.problems] == ["imports.zip_damaged"]
