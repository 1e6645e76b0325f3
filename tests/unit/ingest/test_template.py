"""The import template: what is read, what is refused, and what is said about it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.template import Reading, read_template
from graphsvc.model.entities import Dataset, Structure

ACTORS = "id;name;art;teil_von;gebiet;thema;von;bis;ehrenamtlich\n"
STRUCTURES = "id;name;art;teil_von;gebiet;von;bis;funktion\n"
MEMBERSHIPS = "akteur;struktur;rolle;von;bis\n"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def messages(reading: Reading) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(each.message, each.row, each.column, each.value) for each in reading.problems]


def test_control_characters_are_read_as_blanks_and_told(tmp_path: Path) -> None:
    rows = "a\x01b;mit\x0bZeilen\u2028umbruch;;;;;;;\nb;sauber;;;;;;;\nc;auch\x1fnicht;;;;;;;\n"
    reading = read_template(folder(tmp_path, akteure=ACTORS + rows))

    named = [(actor.id, actor.name) for actor in reading.dataset.actors]
    assert named == [("a b", "mit Zeilen umbruch"), ("b", "sauber"), ("c", "auch nicht")]
    assert [(note.message, note.row) for note in reading.notes] == [
        ("imports.control_character", 2),
        ("imports.control_character", 4),
    ]


def test_vocabulary_cells_take_code_label_synonym_and_part(tmp_path: Path) -> None:
    reading = read_template(
        folder(
            tmp_path,
            akteure=ACTORS
            + 'a;A;Wohlfahrtsverband;;5758012;"DaZ; Pflege; work";;;ja\nb;B;school;;Kreis Herford;;;;no\n',
        )
    )

    a, b = reading.dataset.actors
    assert (a.kind, a.topic, a.territory, a.voluntary) == (
        "wohlfahrtsverband",
        ("daz", "pflege", "arbeit"),
        ("05758012",),
        True,
    )
    assert (b.kind, b.territory, b.voluntary) == ("schule", ("05758",), False)
    assert reading.problems == () and reading.notes == ()


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2024", "2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("12/2023", "02/2024", (date(2023, 12, 1), date(2024, 2, 29))),
        ("31.12.2023", "2024-02-01", (date(2023, 12, 31), date(2024, 2, 1))),
        ("seit 2019", "laufend", (date(2019, 1, 1), None)),
        ("k.A.", "–", (None, None)),
    ],
)
def test_dates_count_from_their_first_to_their_last_day(
    tmp_path: Path, begin: str, end: str, expected: tuple[date | None, date | None]
) -> None:
    reading = read_template(folder(tmp_path, akteure=ACTORS + f"a;A;;;;;{begin};{end};\n"))

    assert (reading.dataset.actors[0].valid_from, reading.dataset.actors[0].valid_to) == expected
    assert reading.problems == ()


def test_german_and_english_headers_give_the_same(tmp_path: Path) -> None:
    german, english = tmp_path / "de", tmp_path / "en"
    german.mkdir()
    english.mkdir()
    folder(german, strukturen='id,name,art,dauer_h,mitglieder_vollstaendig\ns,S,lenkung,"2,5",nein\n')
    folder(english, structures="hours,members_complete,kind,name,id\n2.5,no,steering_group,S,s\n")

    assert read_template(german).dataset == read_template(english).dataset
    assert read_template(german).dataset.structures == (
        Structure(id="s", name="S", kind="lenkung", hours=2.5, members_complete=False),
    )


def test_workbook_folder_and_zip_give_the_same(tmp_path: Path) -> None:
    files = {
        "akteure": ACTORS + "a;A;;;;;2020;;\n",
        "mitgliedschaften": MEMBERSHIPS + "A;s;x;;\n",
        "strukturen": STRUCTURES + "s;S;AK;;;;;\n",
    }
    as_folder = tmp_path / "folder"
    as_folder.mkdir()
    folder(as_folder, **files)
    workbook = openpyxl.Workbook()
    for name, text in files.items():
        sheet = workbook.create_sheet(name.capitalize())
        for line in text.splitlines():
            sheet.append([cell or None for cell in line.split(";")])
    workbook.save(tmp_path / "all.xlsx")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in files:
            archive.write(as_folder / f"{name}.csv", f"inner/{name}.csv")

    readings = [read_template(path).dataset for path in (as_folder, tmp_path / "all.xlsx", tmp_path / "all.zip")]

    assert readings[0].memberships[0].actor == "a"
    assert readings[0] == readings[1] == readings[2]


def test_unknown_values_are_kept_and_listed_once(tmp_path: Path) -> None:
    reading = read_template(folder(tmp_path, akteure=ACTORS + "a;A;Zunft;;;;;;\nb;B;Zunft;;;;;;\n"))

    assert [actor.kind for actor in reading.dataset.actors] == ["Zunft", "Zunft"]
    (note,) = reading.notes
    assert (note.message, note.row, note.column, note.value, note.values["count"]) == (
        "imports.unknown_value",
        2,
        "art",
        "Zunft",
        2,
    )


def test_an_empty_id_is_made_from_kind_and_name(tmp_path: Path) -> None:
    first = read_template(folder(tmp_path, akteure=ACTORS + ";Café Welt;Kita;;;;;;\n;Haus;;;;;;;\n"))
    second = read_template(folder(tmp_path, akteure=ACTORS + ";Haus;;;;;;;\n;Cafe\u0301 Welt;Kindergarten;;;;;;\n"))

    assert (
        {actor.id for actor in first.dataset.actors} == {actor.id for actor in second.dataset.actors} == first.made_ids
    )


def test_rows_without_id_that_differ_in_territory_alone_are_two(tmp_path: Path) -> None:
    rows = ";Runder Tisch;runder_tisch;;05758012;;;\n;Runder Tisch;runder_tisch;;05758004;;;\n"
    reading = read_template(folder(tmp_path, strukturen=STRUCTURES + rows))

    assert len({structure.id for structure in reading.dataset.structures}) == 2
    assert reading.problems == ()


def test_two_rows_with_one_id_keep_the_first(tmp_path: Path) -> None:
    reading = read_template(folder(tmp_path, akteure=ACTORS + "a;A;;;;;;;\na;B;;;;;;;\na;A;;;;;;;\n"))

    assert [actor.name for actor in reading.dataset.actors] == ["A"]
    assert messages(reading) == [("imports.id_twice", 3, "id", "a")]
    assert [note.message for note in reading.notes] == ["imports.row_twice"]


def test_a_second_row_in_another_file_names_the_first_file(tmp_path: Path) -> None:
    path = folder(tmp_path, akteure=ACTORS + "a;A;;;;;;;\n", actors="id;name\na;B\n")

    [problem] = read_template(path).problems

    assert "(Datei actors.csv, Blatt „actors“, Zeile 2)" in problem.text("de")


def test_a_seat_with_both_ends_unknown_names_both_and_that_the_row_is_lost(tmp_path: Path) -> None:
    files = {"akteure": ACTORS + "a;A;;;;;;;\n", "strukturen": STRUCTURES + "s;S;;;;;;\n"}
    problems = read_template(folder(tmp_path, **files, mitgliedschaften=MEMBERSHIPS + "x;y;;;\n")).problems

    assert [problem.value for problem in problems] == ["x", "y"]
    assert all("die Zeile wird nicht übernommen" in problem.text("de") for problem in problems)


def test_a_circle_of_parts_is_cut_and_told_for_every_row(tmp_path: Path) -> None:
    rows = "s;S;;t;;;;\nt;T;;U;;;;\nu;U;;s;;;;\nv;V;;s;;;;\nw;W;;w;;;;\n"
    reading = read_template(folder(tmp_path, strukturen=STRUCTURES + rows))

    assert [structure.part_of for structure in reading.dataset.structures] == [None, None, None, "s", None]
    assert sorted(problem.row or 0 for problem in reading.problems) == [2, 3, 4, 6]
    assert {problem.message for problem in reading.problems} == {"imports.cycle"}


def test_an_end_before_the_start_costs_both_dates(tmp_path: Path) -> None:
    reading = read_template(folder(tmp_path, akteure=ACTORS + "a;A;;;;;2024;2023;\n"))

    assert (reading.dataset.actors[0].valid_from, reading.dataset.actors[0].valid_to) == (None, None)
    assert messages(reading) == [("imports.end_before_start", 2, "bis", "2023-12-31")]
    assert "31.12.2023" in reading.problems[0].text("de")


def test_references_by_id_name_and_spelling_and_what_they_may_not_be(tmp_path: Path) -> None:
    reading = read_template(
        folder(
            tmp_path,
            akteure=ACTORS + "a;Träger Nord;;;;;;;\nb;Zwei;;;;;;;\nc;Zwei;;;;;;;\n",
            strukturen=STRUCTURES + "s;AK;;;;;;\n",
            mitgliedschaften=MEMBERSHIPS
            + "a;s;;;\nTräger Nord;AK;V;;\nTRAEGER  NORD;AK;G;;\nZwei;s;;;\nAK;s;;;\nx;s;;;\n;s;;;\n",
        )
    )

    assert [(each.actor, each.structure, each.role) for each in reading.dataset.memberships] == [
        ("a", "s", None),
        ("a", "s", "vorsitz"),
        ("a", "s", "gast"),
    ]
    assert messages(reading) == [
        ("imports.required_empty", 8, "akteur", None),
        ("imports.ambiguous", 5, "akteur", "Zwei"),
        ("imports.is_in_structures", 6, "akteur", "AK"),
        ("imports.unknown_end", 7, "akteur", "x"),
    ]


def test_own_territories_count_as_known_and_others_are_told(tmp_path: Path) -> None:
    reading = read_template(
        folder(
            tmp_path,
            gebiete="schluessel;name;teil_von;einwohner\n05999;Musterkreis;;\n05999004;Musterstadt;05999;62.000\n",
            akteure=ACTORS + 'a;A;;;"Musterstadt; 5999; 05758012; 99999999";;;;\n',
        )
    )

    assert reading.dataset.actors[0].territory == ("05999004", "05999", "05758012", "99999999")
    assert reading.dataset.places[1].population == 62_000
    assert messages(reading) == [("imports.unknown_territory", 2, "gebiet", "99999999")]


def test_a_file_without_actors_may_still_name_them(tmp_path: Path) -> None:
    path = folder(
        tmp_path, strukturen=STRUCTURES + "s;S;;;;;;\n", mitgliedschaften=MEMBERSHIPS + "AWO;s;;;\nDRK;S;;;\n"
    )

    assert [actor.name for actor in read_template(path).dataset.actors] == ["AWO", "DRK"]
    assert [problem.message for problem in read_template(path, known=Dataset()).problems] == ["imports.unknown_end"] * 2


def test_free_text_ties_keep_their_word(tmp_path: Path) -> None:
    reading = read_template(
        folder(
            tmp_path,
            akteure=ACTORS + "a;A;;;;;;;\n",
            strukturen=STRUCTURES + "s;S;;;;;;\n",
            beziehungen="von;nach;art\na;s;trägt\ns;a;tauscht sich aus mit\na;s;\n",
        )
    )

    assert [(each.from_id, each.to_id, each.kind, each.label) for each in reading.dataset.relations] == [
        ("a", "s", "CARRIES", None),
        ("s", "a", "CONNECTED_TO", "tauscht sich aus mit"),
        ("a", "s", "CONNECTED_TO", None),
    ]


def test_titles_above_the_header_do_not_matter(tmp_path: Path) -> None:
    reading = read_template(folder(tmp_path, akteure="Akteure im Kreis;;\nStand 2024;;\n;;\nid;name;art\na;A;Kitas\n"))

    assert [(actor.name, actor.kind) for actor in reading.dataset.actors] == [("A", "kita")]


@pytest.mark.parametrize("written", ["Senior*innen", "Senior:innen", "Senior_innen", "Senior/-innen", "SENIOR(innen)"])
def test_gendered_spellings_are_one(tmp_path: Path, written: str) -> None:
    reading = read_template(folder(tmp_path, akteure=f"id;name;zielgruppe\na;A;{written}\n"))

    assert reading.dataset.actors[0].target_group == ("senioren",)


def test_every_fact_knows_its_file_and_row(tmp_path: Path) -> None:
    reading = read_template(folder(tmp_path, akteure=ACTORS + "a;A;;;;;;;\n\nb;B;;;;;;;\n"))

    origins = [actor.origin for actor in reading.dataset.actors]
    assert [(each.source_file, each.source_sheet, each.source_row) for each in origins if each] == [
        ("akteure.csv", "akteure", 2),
        ("akteure.csv", "akteure", 4),
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 50, b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "akteure.xlsx"
    path.write_bytes(content)

    with pytest.raises(InputRefused) as refused:
        read_template(path)

    assert refused.value.problems[0].line("de").startswith("Datei akteure.xlsx")
