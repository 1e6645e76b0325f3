"""Bare lists of names, and tables without headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.guesses import SheetKind
from graphsvc.ingest.mapping import Mappings, SheetMapping
from graphsvc.ingest.upload import Upload, read_upload


def read(path: Path, text: str, *, kind: SheetKind | None = None) -> Upload:
    path.write_text(text, encoding="utf-8")
    if kind is None:
        return read_upload(path)
    [guess] = read_upload(path).guesses
    return read_upload(path, mappings=Mappings([SheetMapping(guess.fingerprint, kind=kind)]))


def names(upload: Upload) -> tuple[list[str], list[str]]:
    dataset = upload.reading.dataset
    return [actor.name for actor in dataset.actors], [body.name for body in dataset.structures]


@pytest.mark.parametrize("suffix", ["csv", "txt"])
def test_a_list_of_organisations_is_one_whole_list(tmp_path: Path, suffix: str) -> None:
    upload = read(tmp_path / f"partner.{suffix}", "AWO Kreisverband\nCaritasverband\nJobcenter\nIntegrationsrat\n")

    assert names(upload) == (["AWO Kreisverband", "Caritasverband", "Jobcenter", "Integrationsrat"], [])
    assert not upload.reading.dataset.memberships
    assert [note.message for note in upload.reading.notes] == ["imports.no_header"]


def test_a_list_of_bodies_under_a_heading_with_numbers(tmp_path: Path) -> None:
    upload = read(
        tmp_path / "runden.csv", "Was es bei uns gibt\n\n1. AK Sprache\n2. Runder Tisch Asyl\n3. Netzwerk West\n"
    )

    assert names(upload) == ([], ["AK Sprache", "Runder Tisch Asyl", "Netzwerk West"])
    assert [guess.header_rows for guess in upload.guesses] == [(1,)]


def test_a_heading_says_what_the_names_are(tmp_path: Path) -> None:
    upload = read(tmp_path / "liste.csv", "Organisation\nMosaik\nZukunftsfabrik\nSonnenhof\n")

    assert names(upload) == (["Mosaik", "Zukunftsfabrik", "Sonnenhof"], [])


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("actors", (["Mosaik", "Sonnenhof", "AWO", "Werkhof"], [])),
        ("structures", ([], ["Mosaik", "Sonnenhof", "AWO", "Werkhof"])),
    ],
)
def test_names_that_do_not_tell_are_asked_about_once(tmp_path: Path, kind: SheetKind, found: object) -> None:
    text = "Mosaik\nSonnenhof\nAWO\nWerkhof\n"
    upload = read(tmp_path / "namen.csv", text)

    assert [guess.kind for guess in upload.guesses] == ["names"]
    assert names(upload) == ([], [])
    assert [problem.message for problem in upload.reading.problems] == ["imports.names_of_what"]

    assert names(read(tmp_path / "namen.csv", text, kind=kind)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Liebe Kolleginnen,\n\nanbei die Liste.\nMit freundlichen Grüßen\n",
        "Anna Muster\nPeter Beispiel\nJulia Klein\n",
        "1\n2\n3\n4\n",
    ],
)
def test_letters_persons_and_numbers_are_no_lists_of_names(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputRefused):
        read(tmp_path / "text.csv", text)


def test_minutes_that_list_nobody_say_so(tmp_path: Path) -> None:
    upload = read(tmp_path / "protokoll.txt", "Protokoll der Lenkungsgruppe KIM\nBeginn: 10 Uhr\nTOP 1 Begrüßung\n")

    assert names(upload) == ([], ["Lenkungsgruppe KIM"])
    assert [problem.message for problem in upload.reading.problems] == ["imports.nobody_listed"]


def test_a_table_may_begin_with_its_first_record(tmp_path: Path) -> None:
    upload = read(tmp_path / "orte.csv", "AWO;Herford\nDRK;Bünde\nCaritas;Enger\n")

    assert [(actor.name, actor.territory) for actor in upload.reading.dataset.actors] == [
        ("AWO", ("05758012",)),
        ("DRK", ("05758004",)),
        ("Caritas", ("05758008",)),
    ]


def test_a_correction_of_the_kind_alone_takes_the_names_along(tmp_path: Path) -> None:
    path = tmp_path / "gremien.csv"
    path.write_text("Bezeichnung;Ziel\nNetzwerk West e.V.;Beratung\nForum Arbeit gGmbH;Kurse\n", encoding="utf-8")
    [guess] = read_upload(path).guesses
    assert guess.kind == "structures"

    corrected = SheetMapping(guess.fingerprint, kind="actors", columns={"Bezeichnung": "structure", "Ziel": "purpose"})
    upload = read_upload(path, mappings=Mappings([corrected]))

    assert names(upload) == (["Netzwerk West e.V.", "Forum Arbeit gGmbH"], [])
