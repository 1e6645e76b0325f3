"""Workbooks in the old Excel format, read like their twins in the new one, and what cannot be seen in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from graphsvc.errors import InputRefused
from graphsvc.ingest.upload import Upload, read_upload
from graphsvc.model.entities import Dataset

ROWS: list[list[Any]] = [
    ["Netzwerkpartner Kreis Musterland"],
    [],
    ["Organisation", "Ort", "PLZ", "Themen", "Gremium", "Mitglied seit"],
    ["Caritasverband e.V.", "Herford", 32049, "DaZ; Arbeit", "AK Sprache", datetime(2019, 3, 1)],
    ["Jobcenter", "Bünde", 32257, "Arbeit", "AK Arbeit", 2021],
    ["Café Müller gGmbH", "Löhne", 32584, "Begegnung", "AK Sprache", "seit 2020"],
]
HIDDEN_ROW = 5


def new_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.row_dimensions[HIDDEN_ROW].hidden = True
    sheet["A4"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    return path


def old_workbook(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    as_date, yellow = (
        xlwt.easyxf(num_format_str="DD.MM.YYYY"),
        xlwt.easyxf("pattern: pattern solid, fore_colour yellow"),
    )
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            style = (
                as_date
                if isinstance(value, datetime)
                else yellow
                if (at, column) == (3, 0)
                else xlwt.Style.default_style
            )
            sheet.write(at, column, value, style)
    sheet.row(HIDDEN_ROW - 1).hidden = True
    book.save(str(path))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Upload:
    return read_upload(old_workbook(tmp_path / "Partner.xls"))


def content(upload: Upload) -> Dataset:
    """What was read, wherever it was read."""
    dataset = upload.reading.dataset
    parts = {
        name: tuple(
            replace(each, origin=None, source=None) if hasattr(each, "source") else replace(each, origin=None)
            for each in getattr(dataset, name)
        )
        for name in ("actors", "structures", "memberships")
    }
    return replace(dataset, **parts)


def test_an_xls_is_read_like_its_xlsx_twin(old: Upload, tmp_path: Path) -> None:
    new = read_upload(new_workbook(tmp_path / "Partner.xlsx"))

    assert content(old) == content(new)
    assert {actor.name for actor in old.reading.dataset.actors} == {row[0] for row in ROWS[3:]}
    assert {each.valid_from for each in old.reading.dataset.memberships} == {
        date(2019, 3, 1),
        date(2020, 1, 1),
        date(2021, 1, 1),
    }


def test_what_cannot_be_seen_in_an_xls_is_said(old: Upload, tmp_path: Path) -> None:
    new = read_upload(new_workbook(tmp_path / "Partner.xlsx"))

    assert {note.message for note in new.reading.notes} >= {"imports.hidden_rows", "imports.colours"}
    (note,) = [note for note in old.reading.notes if note.message == "imports.cannot_see"]
    assert note.file == "Partner.xls"
    assert all(word in note.text("de") for word in ("ausgeblendete Zeilen", "Farben", "Formeln"))
    assert not {note.message for note in old.reading.notes} & {"imports.hidden_rows", "imports.colours"}


def test_a_damaged_xls_is_refused_with_a_next_step(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "Partner.xls")
    path.write_bytes(path.read_bytes()[:3000])

    with pytest.raises(InputRefused) as refused:
        read_upload(path)

    (problem,) = refused.value.problems
    assert problem.file == "Partner.xls" and ".xlsx" in problem.line("de")
