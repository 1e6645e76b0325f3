"""Lists as offices keep them: what is recognised, what is read, what is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from graphsvc.ingest import mapping
from graphsvc.ingest.mapping import Mappings
from graphsvc.ingest.messy import MessyReading, read_messy
from graphsvc.ingest.tables import read_tables
from graphsvc.model.entities import Dataset


def write(path: Path, *rows: list[object], merged: tuple[str, ...] = (), sheet: str = "Tabelle1") -> Worksheet:
    """A workbook with one sheet."""
    workbook = openpyxl.Workbook()
    made = workbook.active
    assert isinstance(made, Worksheet)
    made.title = sheet
    for row in rows:
        made.append(row)
    for cells in merged:
        made.merge_cells(cells)
    workbook.save(path)
    return made


def read(path: Path, **known: object) -> MessyReading:
    return read_messy(read_tables(path), **known)  # type: ignore[arg-type]


def names(dataset: Dataset) -> dict[str, str]:
    return {actor.id: actor.name for actor in dataset.actors} | {each.id: each.name for each in dataset.structures}


def seats(dataset: Dataset) -> set[tuple[str, str, str | None]]:
    named = names(dataset)
    return {(named[each.actor], named[each.structure], each.role) for each in dataset.memberships}


def told(reading: MessyReading) -> dict[str, int | None]:
    return {note.message: note.row for note in (*reading.reading.problems, *reading.reading.notes)}


def test_an_actor_list_under_titles_and_a_merged_header(tmp_path: Path) -> None:
    write(
        tmp_path / "akteure.xlsx",
        ["Akteursliste KI – intern"],
        ["Stand: 31.12.2023"],
        [],
        ["Organisation", "Art", "Kontakt", None, None, "Themen", "seit"],
        [None, None, "Ansprechpartner*in", "Telefon", "E-Mail", None, None],
        [
            "AWO Kreisverband e. V.",
            "Wohlfahrtsverband",
            "Müller, Frau",
            "05221 1",
            "a@example.org",
            "DaZ\nArbeit",
            "seit 2019",
        ],
        ["Café Welt", "MO", "N.N.", "dito", "k.A.", "• Bildung und Sprache\n• Töpfern", "01.01.1900"],
        ["Zwischensumme", 2],
        ["Quelle: eigene Erhebung"],
        merged=("A1:G1", "C4:E4", "A4:A5", "B4:B5", "F4:F5", "G4:G5"),
    )

    reading = read(tmp_path / "akteure.xlsx")

    awo, cafe = reading.reading.dataset.actors
    assert reading.guesses[0].header_rows == (4, 5)
    assert (awo.kind, awo.phone, awo.topic, awo.valid_from) == (
        "wohlfahrtsverband",
        "05221 1",
        ("daz", "arbeit"),
        date(2019, 1, 1),
    )
    assert (cafe.kind, cafe.phone, cafe.email, cafe.valid_from) == ("migrantenorganisation", "05221 1", None, None)
    assert cafe.topic == ("bildung", "Töpfern")
    assert told(reading)["imports.ditto"] == 7 and told(reading)["imports.placeholder_date"] == 7
    assert reading.guesses[0].layout is not None and reading.guesses[0].layout.totals == (8,)
    assert not [value for value in reading.values if "Müller" in str(value.value)]


def test_a_matrix_of_marks_and_roles_under_two_header_rows(tmp_path: Path) -> None:
    write(
        tmp_path / "gremien.xlsx",
        ["Gremienübersicht"],
        [],
        ["Akteur", "Ort", "Lenkung", None, "Arbeitskreise", None],
        [None, None, "Lenkungsgruppe KIM", "Steuerkreis", "AK Sprache", "Runder Tisch Asyl"],
        ["AWO", "Bünde", "x", None, "(x)", "X?"],
        ["Caritas", "Enger", None, "V", "x", "–"],
        ["DRK", "Bünde", "Gast", "vielleicht", None, "x"],
        merged=("C3:D3", "E3:F3"),
    )

    reading = read(tmp_path / "gremien.xlsx")

    assert seats(reading.reading.dataset) == {
        ("AWO", "Lenkungsgruppe KIM", "mitglied"),
        ("AWO", "AK Sprache", "gast"),
        ("AWO", "Runder Tisch Asyl", "mitglied"),
        ("Caritas", "Steuerkreis", "vorsitz"),
        ("Caritas", "AK Sprache", "mitglied"),
        ("DRK", "Lenkungsgruppe KIM", "gast"),
        ("DRK", "Runder Tisch Asyl", "mitglied"),
    }
    assert {each.kind for each in reading.reading.dataset.structures} == {"lenkung", "arbeitskreis", "runder_tisch"}
    assert told(reading) == {"imports.doubtful": 5, "imports.no_mark": 7}


def test_a_transposed_matrix(tmp_path: Path) -> None:
    write(
        tmp_path / "m.xlsx",
        ["Gremium", "AWO", "Caritas", "DRK"],
        ["AK Sprache", "x", "x", None],
        ["Netzwerk Vielfalt", None, "x", "x"],
    )

    assert seats(read(tmp_path / "m.xlsx").reading.dataset) == {
        ("AWO", "AK Sprache", "mitglied"),
        ("Caritas", "AK Sprache", "mitglied"),
        ("Caritas", "Netzwerk Vielfalt", "mitglied"),
        ("DRK", "Netzwerk Vielfalt", "mitglied"),
    }


def test_actors_and_memberships_in_one_table_with_ditto(tmp_path: Path) -> None:
    text = (
        "Name der Einrichtung;Ort;Gremium;Rolle;Mitglied seit\n"
        "Jobcenter;Bünde;AK Sprache;Vorsitz;2018\ndito;s.o.;Netzwerk Vielfalt;;12/2020\n"
        "Caritas;Enger;AK Sprache, Netzwerk Vielfalt;;\n"
    )
    (tmp_path / "partner.csv").write_bytes(text.encode("cp1252"))

    dataset = read(tmp_path / "partner.csv").reading.dataset

    assert seats(dataset) == {
        ("Jobcenter", "AK Sprache", "vorsitz"),
        ("Jobcenter", "Netzwerk Vielfalt", None),
        ("Caritas", "AK Sprache", None),
        ("Caritas", "Netzwerk Vielfalt", None),
    }
    assert [actor.city for actor in dataset.actors] == ["Bünde", "Enger"]


def test_agreements_with_seven_digit_keys_and_school_years(tmp_path: Path) -> None:
    text = "Kita;Träger;AGS;Gemeinde;Programm;Schuljahr\nKita Sonne;AWO;5999004;Musterstadt;Rucksack KiTa;SJ 2023/24\n"
    (tmp_path / "rucksack.csv").write_text(text, encoding="utf-8-sig")

    dataset = read(tmp_path / "rucksack.csv").reading.dataset

    (agreement,) = dataset.agreements
    kita = next(actor for actor in dataset.actors if actor.name == "Kita Sonne")
    assert (agreement.valid_from, agreement.valid_to) == (date(2023, 8, 1), date(2024, 7, 31))
    assert kita.territory == ("05999004",) and names(dataset)[kita.part_of or ""] == "AWO"
    assert [(place.key, place.name) for place in dataset.places] == [("05999004", "Musterstadt")]


def test_projects_with_sums_serial_dates_and_subtotals(tmp_path: Path) -> None:
    write(
        tmp_path / "projekte.xlsx",
        ["Projekt", "Träger", "Fördergeber", "Programm", "Bewilligte Summe", "Beginn", "Ende"],
        ["Brücke", "Caritas", "Land NRW", "KOMM-AN NRW", "57.000,00 €", 45292, "unbefristet"],
        ["Summe Land", None, None, None, 57000],
        ["Lotsen", "AWO", "Bund", "AMIF", 22500.5, "01.07.2023", "30.06.2025"],
        ["Gesamtsumme", None, None, None, 79500.5],
    )

    reading = read(tmp_path / "projekte.xlsx")

    bridge, pilots = reading.reading.dataset.structures
    assert (bridge.kind, bridge.valid_from, bridge.valid_to) == ("projekt", date(2024, 1, 1), None)
    assert (bridge.funding, pilots.funding) == ("komm_an (57.000,00 €)", "AMIF (22.500,50 €)")
    assert {(tie.kind) for tie in reading.reading.dataset.relations} == {"CARRIES", "FUNDS"}
    assert [value.value for value in reading.values if value.field == "amount"] == [57000.0, 22500.5]


def test_one_sheet_a_municipality(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for place, club in (("Bünde", "Verein A"), ("Enger", "Verein B"), ("Herford", "Verein C")):
        sheet = workbook.create_sheet(place)
        for row in (["Organisation", "Telefon"], [club, "05221 1"]):
            sheet.append(row)
    workbook.save(tmp_path / "gemeinden.xlsx")

    dataset = read(tmp_path / "gemeinden.xlsx").reading.dataset

    assert {(actor.name, actor.territory) for actor in dataset.actors} == {
        ("Verein A", ("05758004",)),
        ("Verein B", ("05758008",)),
        ("Verein C", ("05758012",)),
    }


def test_the_same_body_in_two_files_is_one_record(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", ["Organisation", "Telefon"], ["Café Welt e.V.", "1"], ["DRK", "2"])
    (tmp_path / "b.csv").write_text(
        "Organisation;Gremium\nCAFE\u0301 WELT e. V.;AK Sprache\nDRK;AK Sprache\n", encoding="utf-8"
    )

    dataset = read(tmp_path).reading.dataset

    assert [actor.name for actor in dataset.actors] == ["Café Welt e.V.", "DRK"]
    assert len(dataset.memberships) == 2


def test_minutes_give_organisations_and_functions_but_no_persons(tmp_path: Path) -> None:
    lines = [
        "Protokoll der Sitzung der Lenkungsgruppe KIM am 12.03.2024",
        "Teilnehmende:",
        "Frau Müller (Jobcenter Musterkreis, Teamleitung)",
        "Schmidt, Herr – Caritas Musterstadt",
        "Anna Berg, AWO Kreisverband e.V.",
        "Herr Klein",
        "TOP 1 Begrüßung",
        "Frau Groß (Polizei) begrüßt.",
    ]
    (tmp_path / "protokoll.txt").write_text("\n".join(lines), encoding="utf-8")

    reading = read(tmp_path / "protokoll.txt")

    assert seats(reading.reading.dataset) == {
        ("Jobcenter Musterkreis", "Lenkungsgruppe KIM", "Teamleitung"),
        ("Caritas Musterstadt", "Lenkungsgruppe KIM", "mitglied"),
        ("AWO Kreisverband e.V.", "Lenkungsgruppe KIM", "mitglied"),
    }
    assert reading.reading.dataset.structures[0].last_meeting == date(2024, 3, 12)
    assert reading.persons == 4
    everything = str(reading.reading.dataset) + str(reading.values)
    assert not any(person in everything for person in ("Müller", "Schmidt", "Berg", "Klein", "Groß"))


def test_a_correction_is_kept_for_the_next_file_with_the_same_headers(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", ["Wer", "Zusatz"], ["AWO", "DaZ"], ["DRK", "Wohnen"])
    guessed = read(tmp_path / "a.xlsx").guesses[0]
    corrected = mapping.to_yaml([mapping.mapping_of(guessed)]).replace("Zusatz: null", "Zusatz: alias")
    mapping.save(mapping.from_yaml(corrected, file="m.yaml")[0], tmp_path / "saved")
    write(tmp_path / "b.xlsx", ["Wer", "Zusatz"], ["Caritas", "CV"])

    again = read(tmp_path / "b.xlsx", mappings=mapping.load(tmp_path / "saved"))

    assert again.reading.dataset.actors[0].alias == ("CV",)
    assert isinstance(mapping.load(tmp_path / "saved"), Mappings)


@pytest.mark.parametrize("noise", ["\u00a0", "\u00ad", "\u200b"])
def test_invisible_signs_do_not_matter(tmp_path: Path, noise: str) -> None:
    (tmp_path / "a.csv").write_text(f"Organisation;Thema\nAWO{noise} Bünde;Da{noise}Z\n", encoding="utf-8")

    (actor,) = read(tmp_path / "a.csv").reading.dataset.actors

    assert actor.name.replace(" ", "") == "AWOBünde"


def test_every_value_knows_its_cell(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", ["Titel"], ["Organisation", "Thema"], ["AWO", "DaZ / Wohnen"])

    values = {(each.row, each.column): (each.raw, each.value) for each in read(tmp_path / "a.xlsx").values}

    assert values == {(3, "Organisation"): ("AWO", "AWO"), (3, "Thema"): ("DaZ / Wohnen", ("daz", "wohnen"))}


def of_text(tmp_path: Path, text: str) -> MessyReading:
    (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
    return read(tmp_path / "liste.csv")


def test_a_list_of_clubs_with_compound_headers_and_one_column_of_addresses(tmp_path: Path) -> None:
    reading = of_text(
        tmp_path,
        "Vereine;;;;\nVereinsname;1. Vorsitzende/r;Adresse;Tel. / Mobil;Homepage / E-Mail\n"
        "TuS Enger e.V.;Hans Meier;Ringstr. 5, 32130 Enger;05224 1;www.tus.example\n"
        "Heimatverein;Dr. Erika Groß;32130 Enger;;info@hv.example\nFörderverein;Petra Klein;;;\n",
    )

    club, other, _ = reading.reading.dataset.actors
    assert (club.street, club.postcode, club.city, club.web) == ("Ringstr. 5", "32130", "Enger", "www.tus.example")
    assert (other.city, other.web, other.email) == ("Enger", None, "info@hv.example")
    assert "Meier" not in str(reading.reading.dataset)


def test_a_list_of_applications_with_sums_in_thousands(tmp_path: Path) -> None:
    reading = of_text(
        tmp_path,
        "Nr.;Antragsteller;Maßnahme;bewilligte Mittel 2022;Haushaltsjahr\n"
        "1;Diakonie;Café;12.500,00;2022\n2;Fabrik e.V.;Musik;3.000;2022\n;Summe;;15.500,00;\n",
    )

    assert [each.funding for each in reading.reading.dataset.structures] == ["12.500,00 €", "3.000,00 €"]
    assert {each.valid_to for each in reading.reading.dataset.structures} == {date(2022, 12, 31)}
    assert len(reading.reading.dataset.relations) == 2


def test_a_bare_list_of_members(tmp_path: Path) -> None:
    text = "Mitglieder des Netzwerks Frühe Hilfen\nJugendamt\nCaritasverband e.V.\nKlinikum Herford\n"

    dataset = of_text(tmp_path, text).reading.dataset

    assert {name for name, _, _ in seats(dataset)} == {"Jugendamt", "Caritasverband e.V.", "Klinikum Herford"}
    assert [each.name for each in dataset.structures] == ["Netzwerk Frühe Hilfen"]


def test_bodies_with_members_rhythm_and_a_coordinator_beside_a_person(tmp_path: Path) -> None:
    reading = of_text(
        tmp_path,
        "Arbeitskreis;Leitung;Turnus;Teilnehmende Institutionen;Ziel/Aufgabe\n"
        "AK Frühe Hilfen;Jugendamt;vierteljährlich;Jugendamt, Caritas;Austausch\n"
        "Runder Tisch Gewalt;Gleichstellungsstelle, Frau Lang;nach Bedarf;Polizei, Frauenhaus;Schutz\n",
    )

    first, second = reading.reading.dataset.structures
    named = names(reading.reading.dataset)
    assert (first.meetings_per_year, second.meetings_per_year, second.purpose) == (4, None, "Schutz")
    assert named[second.coordinator or ""] == "Gleichstellungsstelle" and "Lang" not in str(reading.reading.dataset)
    assert told(reading)["imports.no_rhythm"] == 3


def test_a_role_behind_a_mark_counts(tmp_path: Path) -> None:
    write(
        tmp_path / "gremien.xlsx",
        ["", "Steuerungsgruppe", "AK Ehrenamt", "Beirat"],
        ["Landratsamt", "X", "", "x (Vorsitz)"],
        ["Diakonie", "x", "x", ""],
        ["Jobcenter", "", "x", "x"],
    )

    reading = read(tmp_path / "gremien.xlsx")

    assert ("Landratsamt", "Beirat", "vorsitz") in seats(reading.reading.dataset)
    assert reading.reading.problems == ()


def test_several_partners_of_one_agreement(tmp_path: Path) -> None:
    write(
        tmp_path / "vereinbarungen.xlsx",
        ["Vereinbarung", "Kooperationspartner", "Gegenstand", "Unterzeichnet am"],
        ["Sprachkurse", "VHS Musterstadt; Jobcenter", "gemeinsame Planung", "12.05.2021"],
        ["Bildung", "Schulamt\nLand NRW", "Bildungsnetzwerk", "01.02.2022"],
    )

    dataset = read(tmp_path / "vereinbarungen.xlsx").reading.dataset

    named = names(dataset)
    assert {named[party.actor] for party in dataset.parties} == {"VHS Musterstadt", "Jobcenter", "Schulamt", "Land NRW"}
    assert len(dataset.agreements) == 2 and len(dataset.parties) == 4


def test_a_whole_address_in_the_column_of_streets_is_taken_apart(tmp_path: Path) -> None:
    write(
        tmp_path / "kontakte.xlsx",
        ["Einrichtung", "Telefon", "Anschrift"],
        ["Caritasverband", "0521 123", "Hauptstr. 3, 33602 Musterburg"],
        ["Diakonie", "0521 456", "Am Markt 1"],
    )

    dataset = read(tmp_path / "kontakte.xlsx").reading.dataset

    assert [(each.street, each.postcode, each.city) for each in dataset.actors] == [
        ("Hauptstr. 3", "33602", "Musterburg"),
        ("Am Markt 1", None, None),
    ]
