"""Spreadsheets: no formula, German conventions, same bytes."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from graphsvc.formats.office import csv_bytes, neutral, xlsx_bytes

ROWS = [{"name": "=1+1", "n": 3, "when": date(2024, 12, 31), "yes": True}, {"name": "Bünde; Kreis", "n": -2.5}]
COLUMNS = ("name", "n", "when", "yes")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"], ids=repr)
def test_text_that_could_start_a_formula_is_neutralised(start: str) -> None:
    assert neutral(f"{start}cmd") == f"'{start}cmd"


@pytest.mark.parametrize("value", ["Kreis", "a=b", -5, 2.5, None, ""], ids=repr)
def test_other_values_stay(value: object) -> None:
    assert neutral(value) == value


def test_csv_opens_in_a_german_office() -> None:
    content = csv_bytes(ROWS, COLUMNS)

    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig")
    assert lines.count("\r\n") == lines.count("\n") == 3
    assert list(csv.reader(StringIO(lines), delimiter=";")) == [
        ["name", "n", "when", "yes"],
        ["'=1+1", "3", "2024-12-31", "ja"],
        ["Bünde; Kreis", "-2.5", "", ""],
    ]


def test_workbook_is_read_back_and_holds_no_formula() -> None:
    book = load_workbook(BytesIO(xlsx_bytes({"Akteure": (COLUMNS, ROWS)})))

    cells = [[cell.value for cell in row] for row in book["Akteure"].iter_rows()]
    assert cells[0] == list(COLUMNS)
    assert cells[1][0] == "'=1+1"
    assert cells[1][2].date() == date(2024, 12, 31)
    assert {cell.data_type for row in book["Akteure"].iter_rows() for cell in row}.isdisjoint({"f"})


def test_workbook_is_read_by_pandas(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx_bytes({"A": (COLUMNS, ROWS), "B": (("x",), [{"x": 1}])}))

    assert pd.read_excel(file, sheet_name="B", engine="calamine")["x"].tolist() == [1]


def test_no_time_of_writing_stands_in_a_workbook() -> None:
    content = xlsx_bytes({"A": (COLUMNS, ROWS)})

    archive = ZipFile(BytesIO(content))
    assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+", archive.read("docProps/core.xml")) == [b"2000-01-01T00:00:00"] * 2
    assert xlsx_bytes({"A": (COLUMNS, ROWS)}) == content
