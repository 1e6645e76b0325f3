"""Lists of other offices: shapes of files as municipalities, associations and ministries publish them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from graphsvc.ingest.meanings import match_header
from graphsvc.ingest.messy import MessyReading, read_messy
from graphsvc.ingest.persons import is_person
from graphsvc.ingest.tables import read_tables
from graphsvc.model.entities import Actor, Structure


def read(path: Path, text: str) -> MessyReading:
    path.write_text(text, encoding="utf-8")
    return read_messy(read_tables(path))


def meanings(reading: MessyReading) -> dict[str, str | None]:
    return {column.header: column.meaning for guess in reading.guesses for column in guess.columns}


def actors(reading: MessyReading) -> dict[str, Actor]:
    return {actor.name: actor for actor in reading.reading.dataset.actors}


def bodies(reading: MessyReading) -> dict[str, Structure]:
    return {body.name: body for body in reading.reading.dataset.structures}


def problems(reading: MessyReading) -> list[tuple[str, int | None, str | None]]:
    return [(each.message, each.row, each.column) for each in reading.reading.problems]


def notes(reading: MessyReading) -> set[str]:
    return {note.message for note in reading.reading.notes}


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Schulbezeichnung_1", "actor"),
        ("Schulbezeichnung_2", "name_more"),
        ("Name des Familienzentrums", "actor"),
        ("Name der Einrichtung", "actor"),
        ("Zweck der Zuwendung", "purpose"),
        ("Ansatz 2023 EUR", "amount"),
        ("Förderung 2024 (in €)", "funding"),
        ("Bewilligt durch", "funder"),
        ("Hausnr.", "house_number"),
    ],
)
def test_headers_of_offices(header: str, meaning: str) -> None:
    match = match_header(header)
    assert match is not None
    assert match.meaning == meaning


def test_a_school_register_with_names_and_numbers_in_several_columns(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "schulen.csv",
        "Schulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;PLZ;Ort;Strasse;Nr.;Telefonvorwahl;Telefon;Rechtsform\n"
        "100010;02;Gemeinschaftsgrundschule;Nordschule;32049;Herford;Musterweg;12;05221;12345;1\n"
        "100034;20;Städt. Gymnasium;Am Wall;32049;Herford;Wallstr. 3;3;05221;05221 777;1\n",
    )

    north, wall = actors(reading).values()
    assert (north.name, north.street, north.phone) == (
        "Gemeinschaftsgrundschule Nordschule",
        "Musterweg 12",
        "05221 12345",
    )
    assert (wall.street, wall.phone, wall.kind, wall.legal_form) == ("Wallstr. 3", "05221 777", None, None)
    assert meanings(reading)["Schulform"] is None


def test_bodies_of_one_name_keep_their_members_apart(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "integrationsraete.csv",
        "Kommune;Gremium;Geschäftsführung;Mitglieder gewählt;Beteiligte\n"
        "Stadt Bünde;Integrationsrat;Amt 50;14;AWO\n"
        "Stadt Herford;Integrationsrat;Dezernat 2;18;DRK, Caritas\n",
    )

    dataset = reading.reading.dataset
    places = {body.id: (body.territory, body.members_total) for body in dataset.structures}
    named = {actor.id: actor.name for actor in dataset.actors}
    assert sorted((named[seat.actor], places[seat.structure]) for seat in dataset.memberships) == [
        ("AWO", (("05758004",), 14)),
        ("Caritas", (("05758012",), 18)),
        ("DRK", (("05758012",), 18)),
    ]
    assert not reading.reading.problems


def test_actors_of_one_name_keep_their_bodies_apart(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "kitas.csv",
        "Kita;Ort;Träger;Mitglied in\n"
        "Kita Regenbogen;Bünde;Ev. Kirche;AK Frühe Bildung\n"
        "Kita Regenbogen;Enger;DRK;AK Sprache\n"
        "Kita Regenbogen;Enger;DRK;AK Inklusion\n",
    )

    dataset = reading.reading.dataset
    towns = {actor.id: actor.city for actor in dataset.actors}
    body = {each.id: each.name for each in dataset.structures}
    assert {(towns[seat.actor], body[seat.structure]) for seat in dataset.memberships} == {
        ("Bünde", "AK Frühe Bildung"),
        ("Enger", "AK Sprache"),
        ("Enger", "AK Inklusion"),
    }
    assert not reading.reading.problems


def test_codes_are_no_words_and_amounts_are_no_postcodes(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "kitas.csv",
        "name;topics;type;parent;Plan\nMosaik;0|1;0;1;45000\nNaseweis;2;0;2;43500\nSpatzennest;3;1;2;12500\n",
    )

    assert [(actor.kind, actor.topic, actor.postcode) for actor in actors(reading).values()] == [(None, (), None)] * 3


def test_names_without_a_known_header_beside_addresses(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "liste.csv",
        "vorname;bezeichnun;plz;ort;firma\n;Treff Nord;32257;Bünde;\n;Treff Süd;32130;Enger;\n"
        ";Haus Mitte;32049;Herford;\n",
    )
    unnamed = read(
        tmp_path / "andere.csv",
        "Objekt;PLZ;Ort\nTreff Nord;32257;Bünde\nTreff Süd;32130;Enger\nHaus Mitte;32049;Herford\n",
    )

    assert list(actors(reading)) == list(actors(unnamed)) == ["Treff Nord", "Treff Süd", "Haus Mitte"]


def test_names_with_their_address_in_one_cell_and_contacts_without_persons(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "partner.csv",
        "Institution / Adresse;Kontakt\n"
        '"Caritasverband Soest e.V.\nKirchplatz 3\n59494 Soest";"Frau Berger, Tel. 02921 1234, berger@example.org"\n'
        '"Stadt Lippstadt, Fachdienst Integration, Geiststr. 47, 59555 Lippstadt";"02941 9800; info@example.org"\n'
        "Privatperson: Karin Holz;\n",
    )

    caritas, town = actors(reading).values()
    assert (caritas.name, caritas.street, caritas.city) == ("Caritasverband Soest e.V.", "Kirchplatz 3", "Soest")
    assert (caritas.phone, caritas.email) == (None, None)
    assert (town.name, town.postcode) == ("Stadt Lippstadt, Fachdienst Integration", "59555")
    assert (town.phone, town.email) == ("02941 9800", "info@example.org")
    assert reading.persons == 1


def test_a_mailing_list_gives_offices_and_no_persons(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "verteiler.csv",
        "Anrede;Titel;Vorname;Name;Organisation;Straße;Hausnr.;Mail\n"
        "Frau;Dr.;Petra;Lang;Kreis Soest;Hoher Weg;1-3;p.lang@example.org\n"
        "Herr;;Uwe;Kurz;Jobcenter;Ringstr.;5;info@example.org\n"
        "Herr;;Jan;Frei;;;;jan@example.org\n",
    )

    district, job_centre = actors(reading).values()
    assert (district.name, district.street, district.email) == ("Kreis Soest", "Hoher Weg 1-3", None)
    assert job_centre.email == "info@example.org"
    assert "imports.personal_email" in notes(reading)
    assert problems(reading) == [("imports.row_without_name", 4, "Organisation")]


def test_a_list_of_persons_is_no_list_of_anything_else(tmp_path: Path) -> None:
    surnames = read(
        tmp_path / "a.csv", "Name;Vorname;Sprachen;Telefon\nYilmaz;Ayse;Türkisch;0171 1\nKurz;Jan;Polnisch;0172 2\n"
    )
    whole = read(
        tmp_path / "b.csv", "Name;Sprachen;Telefon\nMüller, Anna;Russisch;0171 1\nSchulz, Peter;Polnisch;0172 2\n"
    )

    assert not surnames.reading.dataset.actors
    assert not whole.reading.dataset.actors


def test_persons_beside_the_members_of_a_body_stay_out(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "gremien.csv", 'Netzwerk;Mitglieder\nAK Asyl;"- AWO (Frau Meier)\n- Caritas\n- Maria Muster"\n'
    )

    assert list(actors(reading)) == ["AWO", "Caritas"]
    assert reading.persons == 2
    assert "imports.person_in_list" in notes(reading)


def test_a_function_is_that_of_the_body_or_of_the_person_as_the_cells_say(tmp_path: Path) -> None:
    persons = read(tmp_path / "a.csv", "Ausschuss;Mitglied;Funktion\nIntegrationsausschuss;Anna Müller;Vorsitz\n")
    body = read(tmp_path / "b.csv", "Gremium;Funktion\nAK Asyl;Austausch\nLenkungsgruppe KIM;Steuerung\n")

    assert bodies(persons)["Integrationsausschuss"].function == ()
    assert bodies(body)["AK Asyl"].function == ("austausch",)


def test_kinds_of_carriers_are_no_organisations(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "schulen.csv",
        "Schule;Schulform;Träger\nWallschule;Gymnasium;staatlich\nNordschule;Grundschule;AWO\n",
    )

    assert list(actors(reading)) == ["Wallschule", "Nordschule", "AWO"]
    assert actors(reading)["Wallschule"].kind == "schule"
    assert "imports.no_organisation" in notes(reading)


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (("Flüchtlingsberatung", "Ehrenamt", "Arbeitsmarkt"), "topic"),
        (("Jugendamt", "Caritasverband", "Jobcenter"), "coordinator"),
        (("Bünde", "Enger", "Spenge"), "territory"),
        (("alles Weitere", "Nachfragen", "Sonderfälle"), None),
    ],
)
def test_duties_are_told_by_what_the_cells_hold(tmp_path: Path, cells: tuple[str, ...], meaning: str | None) -> None:
    rows = "".join(f"AK {number};{cell}\n" for number, cell in enumerate(cells))
    reading = read(tmp_path / "gremien.csv", f"Gremium;Zuständigkeit\n{rows}")

    assert meanings(reading)["Zuständigkeit"] == meaning
    if meaning is None:
        assert reading.guesses[0].columns[1].reason[0] == "reason_duty"


def test_offers_are_bodies_only_where_nobody_else_is_named(tmp_path: Path) -> None:
    beside = read(tmp_path / "a.csv", "Beratungsstelle;Angebot\nJMD Köln;Sozialberatung\nMBE Süd;Sozialberatung\n")
    alone = read(tmp_path / "b.csv", "Angebot;Träger\nSprachcafé;AWO\nElterntreff;DRK\n")

    assert not bodies(beside)
    assert list(bodies(alone)) == ["Sprachcafé", "Elterntreff"]


def test_grants_without_an_authority(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "haushalt.csv",
        "Lfd. Nr.;Zuwendungsempfänger;Verwendungszweck;Ansatz 2023 EUR\n"
        "1;Caritasverband e.V.;Flüchtlingsberatung;45.000,00\n"
        "2;Stadtsportverband;Sportförderung;8.000,00\n"
        ";Summe;;53.000,00\n",
    )

    assert [agreement.subject for agreement in reading.reading.dataset.agreements] == [
        "Flüchtlingsberatung (45.000,00 €)",
        "Sportförderung (8.000,00 €)",
    ]
    assert list(actors(reading)) == ["Caritasverband e.V.", "Stadtsportverband"]


def test_one_sheet_a_year_gives_one_project_over_both_years(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for year in (2022, 2023):
        sheet = workbook.create_sheet(f"{year}")
        sheet.append(["Träger", "Projekt", "Zeitraum"])
        sheet.append(["AWO", "Sprachcafé", f"01.01.-31.12.{year}"])
    workbook.save(tmp_path / "projekte.xlsx")

    reading = read_messy(read_tables(tmp_path / "projekte.xlsx"))

    (project,) = reading.reading.dataset.structures
    assert (project.valid_from, project.valid_to) == (date(2022, 1, 1), date(2023, 12, 31))
    assert "imports.periods_joined" in notes(reading)


def test_a_form_with_its_labels_on_the_left(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "sachbericht.csv",
        "Sachbericht;\nProjekttitel:;Rucksack Kita\nTräger:;KI Soest\nLaufzeit:;01.08.2022 – 31.07.2024\n"
        "Zielgruppe:;Eltern\nKooperationspartner:;Kita Arche, Kita Mitte\nFinanzierung:;Land NRW\n",
    )

    (project,) = reading.reading.dataset.structures
    assert (project.name, project.valid_to) == ("Rucksack Kita", date(2024, 7, 31))
    assert project.origin.source_row is None
    assert {*actors(reading)} == {"KI Soest", "Kita Arche", "Kita Mitte"}
    assert len(reading.reading.dataset.memberships) == 2


def test_tables_beside_each_other_are_two(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "zwei.csv",
        "Name;Ort;Telefon;;Name;Ort;Schulform\nAWO;Soest;02921 1;;Wallschule;Soest;Gymnasium\n"
        "DRK;Werl;02922 2;;Petrischule;Werl;Grundschule\n;;;;Marienschule;Werl;Realschule\n",
    )

    assert {name: actor.kind for name, actor in actors(reading).items()} == {
        "AWO": None,
        "DRK": None,
        "Wallschule": "schule",
        "Petrischule": "schule",
        "Marienschule": "schule",
    }


def test_persons_over_the_columns_of_a_matrix_stay_out(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "vertretung.csv",
        "Gremium;Frau Meier;Herr Schulz;Jobcenter\nAK Asyl;x;;x\nLenkungsgruppe KIM;;x;x\nNetzwerk DaZ;x;x;\n",
    )

    assert list(actors(reading)) == ["Jobcenter"]
    assert reading.persons == 2


@pytest.mark.parametrize("name", ["Herr Schulz", "Frau Stadtler", "Anna Schulte", "Schulze, Peter"])
def test_surnames_that_look_like_organisations_are_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["Schulamt", "Frau und Beruf e.V.", "Schulverwaltungsamt Kreis Soest", "Schulen"])
def test_offices_are_no_persons(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "head",
    [
        "Zuschüsse;;\nVerein;2019;2020",
        "Verein;Zuwendung;\n;2019;2020",
        "Zuwendungsempfänger;2019;2020",
        "Verein;Zuschuss 2019;Zuschuss 2020",
    ],
)
def test_a_table_of_grants_with_a_column_a_year(tmp_path: Path, head: str) -> None:
    reading = read(
        tmp_path / "liste.csv", f"{head}\nAWO;3.000;4.000,50\nCaritas;;2000\nDRK;0;-\nSumme;3.000;6.000,50\n"
    )

    found = {
        (agreement.title, agreement.valid_from, agreement.valid_to, agreement.subject)
        for agreement in reading.reading.dataset.agreements
    }
    assert found == {
        ("Zuwendung – AWO – 2019", date(2019, 1, 1), date(2019, 12, 31), "(3.000,00 €)"),
        ("Zuwendung – AWO – 2020", date(2020, 1, 1), date(2020, 12, 31), "(4.000,50 €)"),
        ("Zuwendung – Caritas – 2020", date(2020, 1, 1), date(2020, 12, 31), "(2.000,00 €)"),
    }
    assert set(actors(reading)) == {"AWO", "Caritas", "DRK"}


def test_numbers_by_year_may_be_counts_and_are_not_taken_for_money(tmp_path: Path) -> None:
    reading = read(tmp_path / "vereine.csv", "Verein;2019;2020\nTSV West;120;130\nSV Ost;80;70\n")

    assert not reading.reading.dataset.agreements
    assert set(actors(reading)) == {"TSV West", "SV Ost"}
    assert [column.reason[0] for guess in reading.guesses for column in guess.columns[1:]] == [
        "reason_numbers_of_year"
    ] * 2


def test_amounts_are_numbers_with_their_currency_and_keep_what_stood_there(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "projekte.csv",
        "Projekt;Träger;Fördersumme\nStart;AWO;1,5 Mio. EUR\nCafé;DRK;CHF 12000\nLotsen;DRK;nach Bedarf\n",
    )

    kept = [(each.raw, each.field, each.value) for each in reading.values if each.field in ("amount", "currency")]
    assert kept == [
        ("1,5 Mio. EUR", "amount", 1_500_000.0),
        ("1,5 Mio. EUR", "currency", "EUR"),
        ("CHF 12000", "amount", 12_000.0),
        ("CHF 12000", "currency", "CHF"),
    ]
    assert [body.funding for body in bodies(reading).values()] == ["1.500.000,00 €", "12.000,00 CHF", None]
    assert problems(reading) == [("imports.no_amount", 4, "Fördersumme")]
