"""The messy files: the same bytes for the same seed, every defect where `defects.json` says, and nothing lost."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from graphsvc.demoregion import Region, generate
from graphsvc.demoregion.messy import Defect, Ledger, messy_files

DEFECTS = {
    *("amount_as_text", "colour", "date_1900", "date_german", "date_month", "date_school_year", "date_serial"),
    *("date_short_year", "date_since", "date_year", "decimal_comma", "decomposed_umlauts", "ditto", "encoding_cp1252"),
    *("hidden_column", "hidden_row", "interval_in_one_cell", "key_without_zero", "matrix_dash", "matrix_doubtful"),
    *("matrix_guest", "matrix_mark", "matrix_role", "members_in_one_cell", "merged_header", "no_break_space"),
    *("one_despite_und", "open_end", "person_in_minutes", "person_name", "postcode_without_zero", "says_nothing"),
    *("school_year", "several_by_ampersand", "several_by_bullets", "several_by_comma", "several_by_line_break"),
    *("several_by_plus", "several_by_semicolon", "several_by_slash", "several_by_und", "sheet_per_town", "attendee"),
    *("soft_hyphen", "subtotal_row", "synonym", "title_row", "two_row_header", "umlauts_written_out"),
    *("unknown_value", "utf8_with_mark"),
}


@pytest.fixture(scope="module", params=[1, 100])
def region(request: pytest.FixtureRequest) -> Region:
    return generate(request.param)


@pytest.fixture(scope="module")
def written(region: Region) -> tuple[dict[str, bytes], Ledger]:
    return messy_files(region.dataset, region.seed)


@pytest.fixture(scope="module")
def files(written: tuple[dict[str, bytes], Ledger]) -> dict[str, bytes]:
    return written[0]


@pytest.fixture(scope="module")
def defects(written: tuple[dict[str, bytes], Ledger]) -> list[Defect]:
    return written[1].defects


def table(name: str, content: bytes, sheet: str) -> list[list[object]]:
    """What a reader sees, row by row from the first."""
    if name.endswith(".csv"):
        text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252")
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=";")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_every_kind_of_defect_at_least_three_times(defects: list[Defect]) -> None:
    counts = Counter(defect.defect for defect in defects)

    assert set(counts) == DEFECTS
    assert min(counts.values()) >= 3, counts.most_common()[-3:]


def test_seven_files_open_in_other_readers(files: dict[str, bytes]) -> None:
    assert len(files) == 7
    for name, content in files.items():
        if name.endswith((".xlsx", ".ods")):
            assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
        if name.endswith(".docx"):
            assert content.startswith(b"PK")


def test_raw_texts_stand_where_the_list_says(files: dict[str, bytes], defects: list[Defect]) -> None:
    places = {(defect.file, defect.sheet) for defect in defects if not defect.file.endswith(".docx")}
    tables = {(name, sheet): table(name, files[name], sheet) for name, sheet in places}

    for defect in defects:
        if defect.file.endswith(".docx") or defect.row is None or defect.defect == "colour":
            continue
        cells = tables[defect.file, defect.sheet][defect.row - 1]
        texts = {str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in cells}
        assert defect.raw in texts, defect


def test_hidden_rows_are_hidden_and_read_by_name(files: dict[str, bytes], defects: list[Defect]) -> None:
    name = "Akteursliste_KI_final_v3(2).xlsx"
    book = load_workbook(io.BytesIO(files[name]))

    for defect in defects:
        if defect.defect == "hidden_row":
            assert defect.row is not None
            assert book[defect.sheet].row_dimensions[defect.row].hidden


def test_town_list_is_decomposed_and_partner_list_is_in_the_old_encoding(files: dict[str, bytes]) -> None:
    names = [str(row[2]) for row in table("Gemeinde Ostheim.ods", files["Gemeinde Ostheim.ods"], "Einrichtungen")]

    assert any(unicodedata.normalize("NFC", name) != name for name in names)
    with pytest.raises(UnicodeDecodeError):
        files["Netzwerkpartner.csv"].decode("utf-8")


def test_no_actor_structure_or_seat_is_lost_on_the_way(region: Region, files: dict[str, bytes]) -> None:
    everything = "".join(
        _plain(" ".join(str(cell) for row in table(name, content, sheet) for cell in row))
        for name, content in files.items()
        if not name.endswith(".docx")
        for sheet in _sheets(name, content)
    )

    assert [a.name for a in region.dataset.actors if _plain(a.name) not in everything] == []
    assert [s.name for s in region.dataset.structures if _plain(s.name) not in everything] == []


def _sheets(name: str, content: bytes) -> list[str]:
    return [""] if name.endswith(".csv") else CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\u00ad", ""))


def test_written_beside_the_template(tmp_path: Path) -> None:
    generate(3).write(tmp_path)

    defects = json.loads((tmp_path / "defects.json").read_text(encoding="utf-8"))
    assert set(defects[0]) == {"file", "sheet", "row", "column", "raw", "defect", "expected"}
    assert {defect["file"] for defect in defects} == {path.name for path in (tmp_path / "messy").iterdir()}
