"""What a list says is taken over, or it is told that it is not: nothing is dropped without a word."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graphsvc.ingest.messy import MessyReading, read_messy
from graphsvc.ingest.tables import read_tables


def read(path: Path, text: str) -> MessyReading:
    path.write_text(text, encoding="utf-8")
    return read_messy(read_tables(path))


def names(reading: MessyReading) -> set[str]:
    return {actor.name for actor in reading.reading.dataset.actors}


def seats(reading: MessyReading) -> set[tuple[str, str, str | None]]:
    dataset = reading.reading.dataset
    called = {each.id: each.name for each in (*dataset.actors, *dataset.structures)}
    return {(called[seat.actor], called[seat.structure], seat.role) for seat in dataset.memberships}


def notes(reading: MessyReading) -> list[str]:
    return [note.message for note in reading.reading.notes]


def test_a_row_with_no_more_than_a_name_is_a_record(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "akteure.csv",
        "Einrichtung;Ort;Telefon\nAWO;Herford;05221 1\nSportverein Enger;;\nStadt Löhne;;\n"
        "DRK;Bünde;05223 1\nHeimatverein;;\n",
    )

    assert names(reading) == {"AWO", "Sportverein Enger", "Stadt Löhne", "DRK", "Heimatverein"}
    assert notes(reading) == []


def test_headings_totals_and_footnotes_are_told(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "akteure.csv",
        "Einrichtung;Ort;Telefon\nStadt Löhne;;\nAWO;Löhne;05732 1\nStadt Enger;;\nDRK;Enger;05224 1\n"
        "Gesamt: 2;;\n;;\nOhne Gewähr;;\n",
    )

    assert names(reading) == {"AWO", "DRK"}
    assert [(note.message, note.row, note.value) for note in reading.reading.notes] == [
        ("imports.totals", 6, "Gesamt: 2"),
        ("imports.footers", 8, "Ohne Gewähr"),
        ("imports.section", 2, "Stadt Löhne"),
        ("imports.section", 4, "Stadt Enger"),
    ]


def test_cells_without_a_header_and_headers_written_twice_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path / "akteure.csv", "Einrichtung;Ort;Ort\nAWO;Herford;Bünde;mehr\nDRK;Enger;;\n")

    assert [(note.message, note.row, note.column, note.value) for note in reading.reading.notes] == [
        ("imports.no_header_above", 2, "4", "mehr"),
        ("imports.header_again", 1, "Ort", "Ort"),
    ]


@pytest.mark.parametrize(
    ("yes", "no"), [("ja", "nein"), ("1", "0"), ("x", "-"), ("Vorsitz", ""), ("x (bis 2023)", ""), ("stv.", "–")]
)
def test_a_matrix_says_in_many_ways_who_sits_where(tmp_path: Path, yes: str, no: str) -> None:
    reading = read(
        tmp_path / "matrix.csv",
        f"Einrichtung;Lenkungskreis;Beirat Asyl;AK Sprache\nAWO;{yes};{no};{yes}\nDRK;{no};{yes};{no}\n"
        f"Jobcenter;{no};{yes};{yes}\n",
    )

    assert {(actor, body) for actor, body, _ in seats(reading)} == {
        ("AWO", "Lenkungskreis"),
        ("AWO", "AK Sprache"),
        ("DRK", "Beirat Asyl"),
        ("Jobcenter", "Beirat Asyl"),
        ("Jobcenter", "AK Sprache"),
    }


def test_a_mark_keeps_its_period_and_that_one_stands_in(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "matrix.csv",
        "Einrichtung;Lenkungskreis;Beirat Asyl;AK Sprache\nAWO;x (bis 2023);stellv. Mitglied;seit 2021\nDRK;x;x;x\n",
    )

    [first, second, third] = sorted(reading.reading.dataset.memberships[:3], key=lambda seat: seat.structure)
    found = {(str(each.valid_from), str(each.valid_to), each.deputy) for each in (first, second, third)}
    assert found == {("None", "2023-12-31", None), ("None", "None", True), ("2021-01-01", "None", None)}


def test_questions_answered_with_yes_and_no_are_no_matrix(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "vereine.csv",
        "Verein;barrierefrei;gemeinnützig;Räume vorhanden\nAWO;ja;nein;ja\nDRK;nein;ja;ja\nTSV;ja;ja;nein\n",
    )

    assert names(reading) == {"AWO", "DRK", "TSV"}
    assert not reading.reading.dataset.structures


def test_groups_of_bodies_that_are_not_merged_and_a_header_cell_on_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Einrichtung", None, "Steuerungsebene", None, "Arbeitsebene", None])
    sheet.append([None, "Ort", "Lenkungskreis", "Beirat Asyl", "AK Sprache", "AK Arbeit"])
    sheet.append(["AWO", "Herford", "x", None, "Vorsitz", None])
    sheet.append(["DRK", "Bünde", None, "x", None, "x"])
    book.save(tmp_path / "matrix.xlsx")

    assert seats(read_messy(read_tables(tmp_path / "matrix.xlsx"))) == {
        ("AWO", "Lenkungskreis", "mitglied"),
        ("AWO", "AK Sprache", "vorsitz"),
        ("DRK", "Beirat Asyl", "mitglied"),
        ("DRK", "AK Arbeit", "mitglied"),
    }


def test_a_body_written_once_stands_for_the_rows_below(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "sitze.csv",
        "Gremium;Organisation;Funktion\nAK Sprache;AWO;Vorsitz\n;DRK;Mitglied\nBeirat Asyl;VHS;\n",
    )

    assert seats(reading) == {
        ("AWO", "AK Sprache", "vorsitz"),
        ("DRK", "AK Sprache", "mitglied"),
        ("VHS", "Beirat Asyl", None),
    }
    assert [(note.message, note.row) for note in reading.reading.notes] == [("imports.filled_down", 3)]


def test_cells_of_several_organisations_are_parted_or_told(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "gremien.csv",
        "Gremium;Mitglieder\nAK Asyl;AWO\n"
        'AK Sprache;"Jobcenter / Agentur für Arbeit, DRK und Diakonie"\n'
        'AK Sport;"Amt für Schule, Kultur und Sport, VHS"\n'
        "AK Arbeit;12\n",
    )

    assert names(reading) == {
        *("AWO", "Jobcenter", "Agentur für Arbeit", "DRK und Diakonie", "Amt für Schule, Kultur und Sport", "VHS")
    }
    assert [(note.message, note.value) for note in reading.reading.notes] == [
        ("imports.maybe_several", "DRK und Diakonie")
    ]
    assert [(each.message, each.row, each.value) for each in reading.reading.problems] == [("imports.no_name", 5, "12")]


def test_no_name_of_a_person_is_kept_with_the_values(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "akteure.csv",
        "Einrichtung;Ansprechpartner;Telefon;E-Mail\n"
        "Frauenhaus;Frau Muster;05221 22 (Frau Muster);a.muster@example.org\n"
        "Pfarrer Schmidt;;;\nYıldız Kaya;;0171 5;\nTSV West;;05221 3;\nAWO;;05221 4;\nDRK;Ada Muster;;\n",
    )

    assert names(reading) == {"Frauenhaus", "TSV West", "AWO", "DRK"}
    assert next(actor.phone for actor in reading.reading.dataset.actors) == "05221 22"
    kept = " ".join(f"{value.raw} {value.value}" for value in reading.values)
    assert not any(name in kept for name in ("Muster", "muster", "Schmidt", "Kaya"))


def test_a_column_of_kinds_says_what_the_rows_are(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "liste.csv",
        "Name;Art;von;bis;AGS\nElterncafé;Projekt;2020;2022;05758012\nSprachbrücke;Maßnahme;2021;2023;05758004\n",
    )

    assert {body.name: body.kind for body in reading.reading.dataset.structures} == {
        "Elterncafé": "projekt",
        "Sprachbrücke": "projekt",
    }


@pytest.mark.parametrize(
    "content",
    [
        "Einrichtung;Ort\nBäckerei Müller;Löhne\n".encode().decode("cp1252").encode(),
        b"Einrichtung;Ort\n" + "Bäckerei Müller;".encode("cp1252") + b"Bonn\n" + "VHS Löhne;Löhne\n".encode(),
    ],
)
def test_umlauts_encoded_twice_or_in_two_ways(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)

    reading = read_messy(read_tables(path))

    assert "Bäckerei Müller" in names(reading)
    assert {actor.city for actor in reading.reading.dataset.actors} <= {"Löhne", "Bonn"}
    assert notes(reading)


def test_a_role_in_brackets_is_that_of_the_member(tmp_path: Path) -> None:
    reading = read(tmp_path / "gremien.csv", "Gremium;Mitglieder\nAK Sprache;AWO (Vorsitz), DRK\nAK Asyl;VHS (Bünde)\n")

    assert seats(reading) == {
        ("AWO", "AK Sprache", "vorsitz"),
        ("DRK", "AK Sprache", None),
        ("VHS (Bünde)", "AK Asyl", None),
    }


def test_what_stands_below_the_names_of_bodies_is_no_header(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "matrix.csv",
        ";AK Sprache;AK Arbeit;Lenkung\n;Vorsitz: AWO;Vorsitz: DRK;Vorsitz: Kreis\nAWO;x;x;x\nDRK;x;x;x\nVHS;x;x;x\n",
    )

    assert {body for _, body, _ in seats(reading)} == {"AK Sprache", "AK Arbeit", "Lenkung"}
    assert [(each.message, each.row) for each in reading.reading.problems] == [("imports.row_without_name", 2)]


def test_what_an_agreement_costs_and_when_it_was_signed(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "kv.csv",
        "Kooperationspartner;Vertrag vom;Laufzeit;Summe p.a.\nKita A;01.08.2022;2022-2024;1.500 €\n",
    )

    [agreement] = reading.reading.dataset.agreements
    assert (str(agreement.concluded), agreement.subject) == ("2022-08-01", "(1.500,00 €)")
