"""Files that are broken, hostile or too large: each ends with a message that has a place and a next step."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.sandbox import read_in_child
from graphsvc.ingest.tables import read_tables
from graphsvc.ingest.upload import read_upload
from graphsvc.language import LANGUAGES


def workbook(**cells: object) -> bytes:
    made = openpyxl.Workbook()
    for address, value in cells.items():
        made.active[address] = value
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def replaced(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return stream.getvalue()


def test_text_named_like_a_workbook_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "akteure.xlsx"
    path.write_text("id;name\na;AWO\n", encoding="utf-8")

    tables = read_tables(path)

    assert tables.sheets[0].rows[1] == ("a", "AWO")
    assert [note.message for note in tables.notes] == ["imports.text_not_workbook"]


def test_formula_without_a_stored_result_is_named(tmp_path: Path) -> None:
    path = tmp_path / "akteure.xlsx"
    path.write_bytes(workbook(A1="id", B1="name", A2="a", B2='="AWO"&A2', A3="b", B3="DRK"))

    [note] = [note for note in read_tables(path).notes if note.message.startswith("imports.formulas")]

    assert "ohne gespeichertes Ergebnis und zählt als leer: B2." in note.text("de")


def test_empty_archive_holds_no_tables(tmp_path: Path) -> None:
    zipfile.ZipFile(tmp_path / "leer.zip", "w").close()

    with pytest.raises(InputRefused) as refused:
        read_tables(tmp_path / "leer.zip")

    assert [problem.message for problem in refused.value.problems] == ["imports.zip_without_tables"]


def far_cell() -> bytes:
    return workbook(A1="id", XFD1048576="x")


def many_columns() -> bytes:
    made = openpyxl.Workbook()
    made.active.append([f"c{at}" for at in range(16_384)])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def a_million_rows() -> bytes:
    return b"name;art\n" + b"a;b\n" * 1_000_000


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("akteure.csv", b"0" * 60_000_000)
    return stream.getvalue()


def encrypted() -> bytes:
    """As Office writes it: an OLE container with the stream EncryptedPackage."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000
    )


def locked_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("akteure.csv", "name\nx\n")
    content = bytearray(stream.getvalue())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def external_entity() -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", text)
    return stream.getvalue()


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "damaged zip": ("a.xlsx", lambda: workbook(A1="x")[:-40], "imports.zip_damaged"),
    "damaged sheet": (
        "a.xlsx",
        lambda: replaced(workbook(A1="x"), "xl/worksheets/sheet1.xml", lambda xml: xml[:80]),
        "imports.workbook_damaged",
    ),
    "encrypted workbook": ("a.xlsx", encrypted, "imports.workbook_encrypted"),
    "encrypted zip": ("a.zip", locked_zip, "imports.zip_encrypted"),
    "picture as xlsx": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "imports.foreign_format"),
    "pdf as csv": ("a.csv", lambda: b"%PDF-1.7 ...", "imports.foreign_format"),
    "bytes as csv": ("a.csv", lambda: bytes(range(256)) * 20, "imports.not_text"),
    "cell at the end of the sheet": ("a.xlsx", far_cell, "imports.sheet_too_large"),
    "16,384 columns": ("a.xlsx", many_columns, "imports.sheet_too_large"),
    "a million rows": ("a.csv", a_million_rows, "imports.sheet_too_large"),
    "zip bomb": ("a.zip", bomb, "imports.zip_bomb"),
    "zip without tables": ("a.zip", lambda: replaced(workbook(A1="x"), "", bytes), "imports.zip_without_tables"),
    "empty file": ("a.csv", lambda: b" \n ", "imports.empty_file"),
    "empty workbook": ("a.xlsx", workbook, "imports.no_cells"),
    "document that asks for other files": ("a.docx", external_entity, "imports.workbook_damaged"),
    "broken json": ("a.json", lambda: b'{"elements": [', "imports.json_broken"),
    "other json": ("a.json", lambda: b'{"a": 1}', "imports.json_unknown"),
}


@pytest.mark.parametrize("case", CASES)
def test_is_refused_with_place_and_next_step(case: str, tmp_path: Path) -> None:
    name, make, message = CASES[case]
    path = tmp_path / name
    path.write_bytes(make())

    with pytest.raises(InputRefused) as refused:
        read_tables(path)

    (problem,) = refused.value.problems
    assert (problem.message, problem.file) == (message, name)
    assert problem.advice is not None and all(problem.line(lang) for lang in LANGUAGES)


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "gross.csv"
    with path.open("wb") as stream:
        stream.truncate(2 * 2**30)

    with pytest.raises(InputRefused) as refused:
        read_tables(path)

    assert refused.value.problems[0].message == "imports.file_too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory for a process on Windows")
def test_a_reader_that_asks_for_too_much_memory_ends_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(A1="x", AN240000="y"))

    with pytest.raises(InputRefused) as refused:
        read_in_child(path, memory=250 * 2**20)

    assert refused.value.problems[0].message == "imports.reader_died"


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(A1="x"))

    with pytest.raises(InputRefused) as refused:
        read_in_child(path, seconds=0.01)

    assert refused.value.problems[0].message == "imports.took_too_long"


def test_one_bad_file_of_several_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "akteure.csv").write_text("name\nAWO\n", encoding="utf-8")
    (tmp_path / "bild.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")

    read = read_tables(tmp_path)

    assert [sheet.name for sheet in read.sheets] == ["akteure"]
    assert [(problem.file, problem.message) for problem in read.problems] == [("bild.xlsx", "imports.foreign_format")]


def test_formulas_links_hidden_rows_and_colours_are_told(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["name", "wert"], ["AWO", "=1+1"], ["DRK", 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    made.save(tmp_path / "a.xlsx")

    notes = {note.message for note in read_tables(tmp_path / "a.xlsx").notes}

    assert notes == {"imports.formulas_empty", "imports.hidden_rows", "imports.hidden_columns", "imports.colours"}


def test_an_ods_is_read_and_what_it_cannot_show_is_said(tmp_path: Path) -> None:
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in ("name", "AWO")
    )
    content = (
        "<?xml version='1.0'?><office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:spreadsheet>"
        f"<table:table table:name='Akteure'><table:table-row>{cells}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")

    read = read_tables(tmp_path / "a.ods")

    assert read.sheets[0].rows == (("name", "AWO"),)
    assert [note.message for note in read.notes] == ["imports.cannot_see"]


def test_a_text_called_workbook_that_says_nothing_is_refused_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("hallo welt\n", encoding="utf-8")

    with pytest.raises(InputRefused) as refused:
        read_upload(tmp_path / "text.xlsx")

    assert [problem.message for problem in refused.value.problems] == [
        "imports.nothing_found",
        "imports.text_not_workbook",
    ]
